"""What a station says when the centre's answers do not fit together."""

from journal.changes import Changes
from sync.link import Refused
from sync.protocol import Problem


def contradiction(time_ms: int, detail: str, changes: Changes | None = None) -> Refused:
    """Return the end of an exchange; ``changes`` is what was stored all the same.

    ``time_ms``: the centre's time of the answer.
    """
    words = (
        f"Обмен с центральным сервером остановлен: {detail}. "
        "Записи целы; сообщите об этом администратору."
    )
    refusal = Refused(Problem("contradiction", words), time_ms)
    refusal.changes = changes or Changes()
    return refusal
