"""The life of a newer program that meets an older journal."""

import os
import signal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from journal.store import open_journal
from tests.old_journals.write import OLD_KEY
from tests.sync.kill.dying import Notes


def live(_notes: Notes, journal: Path, statement: int) -> None:
    """Open the journal; die before the so-many-th change of a table, 0 for never."""
    left = statement

    @event.listens_for(Engine, "before_cursor_execute")
    def _die(_connection: Any, _cursor: Any, words: str, *_rest: Any) -> None:
        nonlocal left
        if words.lstrip().startswith(("CREATE", "ALTER", "INSERT", "DROP")):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    open_journal(journal, OLD_KEY).close()
