"""Where the journals of this computer are, and who is let in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from desktop.tasks import TaskHandle
from journal.clock import Clock
from journal.errors import UserError
from journal.keys import PasswordCost
from sync.enrolment import (
    OpenJournal,
    first_sign_in,
    has_journal,
    sign_in_offline,
    sign_in_with_key,
)
from sync.link import LinkError, Refused
from sync.own_password import (
    check_password,
    renew_session,
)
from sync.places import Place, is_anybody_in, place_of
from sync.remembering import Memory

_MOVED = (
    "Файл журнала скопирован или восстановлен из копии: это рабочее место получит новый номер. "
    "Прежние записи целы, те, что не переданы, уйдут под прежним номером."
)


@dataclass(frozen=True, slots=True)
class Admission:
    """An open journal.

    Attributes:
        journal: the journal.
        renew: gets a fresh session from the centre, if it happens to answer; tells ``True`` when
            the account has another password by now.
        notice: a sentence about what was not as usual, "" most of the time.
    """

    journal: OpenJournal
    renew: Callable[[], bool]
    notice: str = ""


class Entrance:
    """Opens journals; every call may take seconds and is made off the UI thread."""

    def __init__(
        self,
        folder: Path,
        http: httpx.Client,
        clock: Clock,
        cost: PasswordCost | None = None,
        memory: Memory | None = None,
    ) -> None:
        """Take the folder of the journals.

        ``cost`` is what one guess of a password costs; ``memory`` what the account remembers.
        """
        self._folder = folder
        self._http = http
        self._clock = clock
        self._cost = cost
        self._memory = memory or Memory(folder)

    def has_any(self) -> bool:
        """Tell whether anybody has a journal on this computer."""
        return is_anybody_in(self._folder)

    def is_known(self, login: str) -> bool:
        """Tell at once whether this user's journal is on this computer."""
        return has_journal(self._folder, login)

    @property
    def memory_refusal(self) -> str:
        """Why no sign-in can be remembered on this computer, a sentence; "" when it can."""
        return self._memory.refusal

    def remembers(self, login: str) -> bool:
        """Tell at once whether this user signs in here without a password."""
        return self._memory.remembers(place_of(self._folder, login))

    def forget(self, login: str) -> None:
        """Let this user sign in with the password only."""
        self._memory.forget(place_of(self._folder, login))

    def sign_in(
        self, handle: TaskHandle, login: str, password: str, server: str, *, remember: bool = False
    ) -> Admission:
        """Open the journal, fetching it first where it is not here.

        Without a ``password`` a remembered one is opened.

        Raises:
            UserError: wrong password, no contact for a first sign-in, a damaged file.
        """
        place = place_of(self._folder, login)
        if self.is_known(login) and not password:
            handle.report("Открываем журнал")
            journal = sign_in_with_key(self._folder, login, self._memory.recall(place))
            return Admission(journal, lambda: False, _notice(journal))
        if self.is_known(login):
            handle.report("Открываем журнал")
            journal = sign_in_offline(self._folder, login, password)
            renew: Callable[[], bool] = partial(self._renew, journal, password)
        else:
            handle.report("Получаем журнал с центрального сервера")
            journal = first_sign_in(
                self._folder,
                _address(server),
                login,
                password,
                self._http,
                self._clock,
                cost=self._cost,
            )
            renew = _nothing_new
            self._memory.keep_rules()
        notice = _notice(journal)
        if remember:
            notice = self._remember(place, password) or notice
        return Admission(journal, renew, notice)

    def unlock(self, journal: OpenJournal, password: str) -> None:
        """Check the password of an open journal.

        Raises:
            UserError: the password is wrong.
        """
        check_password(self._folder, journal.login, password)

    def _remember(self, place: Place, password: str) -> str:
        try:
            self._memory.remember(place, password)
        except UserError as refusal:
            return str(refusal)
        return ""

    def _renew(self, journal: OpenJournal, password: str) -> bool:
        try:
            renew_session(journal, password, journal.link(self._http, self._clock))
        except Refused as refusal:
            return refusal.problem.code == "wrong_password"
        except LinkError:
            pass
        return False


def _nothing_new() -> bool:
    return False


def _notice(journal: OpenJournal) -> str:
    return _MOVED if journal.is_new_station else ""


def _address(typed: str) -> str:
    """Return the address of the centre as it was meant.

    Raises:
        UserError: not an address.
    """
    address = typed.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise UserError(
            f"«{typed}» - не адрес сервера. Адрес выглядит так: https://journal.school7.example."
        )
    return address.rstrip("/")
