"""Where the journals of this computer are, and who is let in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
from platformdirs import user_data_path

from desktop.tasks import TaskHandle
from journal.clock import Clock
from journal.errors import UserError
from journal.keys import PasswordCost
from sync.enrolment import (
    OpenJournal,
    check_password,
    first_sign_in,
    has_journal,
    renew_session,
    sign_in_offline,
)
from sync.link import LinkError


def journals_folder() -> Path:
    """Return where the journals of this computer account are kept."""
    return user_data_path("uchitelskaya", appauthor=False) / "journals"


@dataclass(frozen=True, slots=True)
class Admission:
    """An open journal; ``renew`` gets a fresh session from the centre, if it happens to answer."""

    journal: OpenJournal
    renew: Callable[[], None]


class Entrance:
    """Opens journals; every call may take seconds and is made off the UI thread."""

    def __init__(
        self, folder: Path, http: httpx.Client, clock: Clock, cost: PasswordCost | None = None
    ) -> None:
        """Take the folder of the journals; ``cost`` is what one guess of a password costs."""
        self._folder = folder
        self._http = http
        self._clock = clock
        self._cost = cost

    def has_any(self) -> bool:
        """Tell whether anybody has a journal on this computer."""
        return self._folder.is_dir() and any(self._folder.iterdir())

    def is_known(self, login: str) -> bool:
        """Tell at once whether this user's journal is on this computer."""
        return has_journal(self._folder, login)

    def sign_in(self, handle: TaskHandle, login: str, password: str, server: str) -> Admission:
        """Open the journal, fetching it first where it is not here.

        Raises:
            UserError: wrong password, no contact for a first sign-in, a damaged file.
        """
        if self.is_known(login):
            handle.report("Открываем журнал")
            journal = sign_in_offline(self._folder, login, password)
            return Admission(journal, partial(self._renew, journal, password))
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
        return Admission(journal, lambda: None)

    def unlock(self, journal: OpenJournal, password: str) -> None:
        """Check the password of an open journal.

        Raises:
            UserError: the password is wrong.
        """
        check_password(self._folder, journal.login, password)

    def _renew(self, journal: OpenJournal, password: str) -> None:
        try:
            renew_session(journal, password, journal.link(self._http, self._clock))
        except LinkError:
            return


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
