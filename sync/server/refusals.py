"""How the centre says no."""

from sync.protocol import Problem


class RefusedError(Exception):
    """A request that is not fulfilled: its status, and the problem in the body of the answer.

    Attributes:
        retry_after: seconds after which asking again makes sense.
        school: whose refusal it is, where that is known: its key signs.
    """

    school: str = ""

    def __init__(self, status: int, code: str, words: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.problem = Problem(code, words)
        self.retry_after = retry_after

    def of(self, school: str) -> "RefusedError":
        """Return the refusal as one that ``school`` gives."""
        self.school = school
        return self


def bad_message(detail: str) -> RefusedError:
    """Return the refusal of bytes that are not a message of the protocol."""
    return RefusedError(
        400, "bad_message", f"Сервер не понял сообщение программы: {detail}. Обновите программу."
    )


def session_ended() -> RefusedError:
    """Return the refusal of a token that opens nothing (any more)."""
    return RefusedError(
        401, "session_ended", "Вход на сервер закончился. Войдите ещё раз с логином и паролем."
    )


def old_program() -> RefusedError:
    """Return the refusal of a program that is too old to read what it would get."""
    return RefusedError(
        426,
        "old_program",
        "Программа на этом компьютере старее, чем нужно центральному серверу. Обновите её; записи "
        "передаются и сейчас, ничего не потеряется.",
    )


def station_revoked() -> RefusedError:
    """Return the refusal of a station that an administrator took out of use."""
    return RefusedError(
        403,
        "revoked",
        "Это рабочее место отключено администратором. Записи на нём целы; обратитесь к нему.",
    )
