"""What keeps the journals of this computer account: copies, checks, forgotten passwords."""

from datetime import datetime
from pathlib import Path

import httpx

from desktop.crash import versions
from desktop.tasks import TaskHandle
from desktop.upkeep import restored_in_words
from journal.backup import Backup, read_backup
from journal.clock import Clock
from journal.errors import UserError
from journal.keys import PasswordCost
from sync.backups import Vault, all_copies
from sync.doctor import Finding, look_around, look_at_parcels, look_inside, mend
from sync.enrolment import (
    OpenJournal,
)
from sync.link import LinkError, Refused
from sync.own_password import (
    adopt_password,
    change_password,
)
from sync.places import place_of, places_in
from sync.recovery import check_new, recover
from sync.restoring import restore

_NO_CONTACT = (
    "Пароль не изменён: центральный сервер не отвечает. Повторите, когда связь вернётся; "
    "прежний пароль действует."
)


class Custody:
    """Looks after journals; calls that may take long are made off the UI thread."""

    def __init__(
        self,
        journals: Path,
        http: httpx.Client,
        clock: Clock,
        cost: PasswordCost | None = None,
        parcels: Path | None = None,
    ) -> None:
        """Take the folder of the journals.

        ``cost`` is what one guess of a password costs, ``parcels`` where parcels are kept.
        """
        self._journals = journals
        self._http = http
        self._clock = clock
        self._cost = cost
        self._parcels = parcels

    def copies(self, second: Path | None) -> list[Backup]:
        """Return all copies on this computer and in the ``second`` place, the newest first."""
        return all_copies(self._journals, second)

    def read_copy(self, path: Path) -> Backup:
        """Return what a file says of itself.

        Raises:
            UserError: it is no copy of a journal.
        """
        return read_backup(path)

    def restore(self, handle: TaskHandle, backup: Backup, password: str) -> list[str]:
        """Put a copy in the place of its journal; return what to tell.

        Raises:
            UserError: nothing was changed.
        """
        handle.report("Проверяем копию")
        return list(restored_in_words(restore(backup, self._journals, password)))

    def recover(self, login: str, file: Path, file_password: str, new: str) -> None:
        """Set a new password with the recovery key of the school.

        Raises:
            UserError: the old password stays.
        """
        recover(self._journals, login, file, file_password, new, self._cost)

    def keep(self, journal: OpenJournal, second: Path | None) -> None:
        """Make a copy now.

        Raises:
            UserError: it could not be made.
        """
        self._vault(journal, second).keep(journal.store, self._now)

    def keep_if_due(self, journal: OpenJournal, second: Path | None) -> None:
        """Make a copy when the last one is older than a day.

        Raises:
            UserError: it could not be made.
        """
        vault = self._vault(journal, second)
        if vault.is_due(self._now):
            vault.keep(journal.store, self._now)

    def keep_if_worth_it(self, journal: OpenJournal, second: Path | None) -> None:
        """Make a copy when much was written since the last one.

        Raises:
            UserError: it could not be made.
        """
        vault = self._vault(journal, second)
        if vault.is_worth_it(journal.store):
            vault.keep_on_leaving(journal.store, self._now)

    def save_copy(self, journal: OpenJournal, path: Path) -> str:
        """Write a copy where the user wants it; return what to tell.

        Raises:
            UserError: it could not be written.
        """
        made = self._vault(journal, None).save_as(journal.store, path, self._now)
        return f"Копия журнала сохранена и проверена, записей в ней: {made.about.entries}."

    def check(self, journal: OpenJournal | None, second: Path | None) -> list[Finding]:
        """Look at an open journal, or from outside at all journals of this computer account."""
        found = [Finding("Версия", "good", versions())]
        found += [look_at_parcels(self._parcels)] if self._parcels else []
        if journal is not None:
            found += look_around(self._vault(journal, second), self._now)
            return found + look_inside(journal.store, self._now)
        places = list(places_in(self._journals))
        for number, place in enumerate(places, 1):
            several = f"Журнал {number}: " if len(places) > 1 else ""
            for finding in look_around(Vault(place, second), self._now):
                words = f"{several}{finding.subject}"
                found.append(Finding(words, finding.state, finding.words))
        return found

    def mend(self, journal: OpenJournal) -> None:
        """Make anew the rows that differ from their entries."""
        mend(journal.store)

    def adopt_password(self, journal: OpenJournal, old: str, new: str) -> None:
        """Let the journal open with the new password of the account.

        Raises:
            UserError: no contact, or one of the two passwords is wrong.
        """
        try:
            link = journal.link(self._http, self._clock)
            adopt_password(self._journals, journal, old, new, link, self._cost)
        except LinkError as fault:
            raise _refusal(fault) from fault

    def change_password(self, journal: OpenJournal, old: str, new: str) -> None:
        """Change the password of the account and of the journal.

        Raises:
            UserError: no contact, a wrong old password, a new one that will not do.
        """
        check_new(new)
        try:
            link = journal.link(self._http, self._clock)
            change_password(self._journals, journal, old, new, link, self._cost)
        except LinkError as fault:
            raise _refusal(fault) from fault

    @property
    def _now(self) -> datetime:
        return self._clock.read().wall

    def _vault(self, journal: OpenJournal, second: Path | None) -> Vault:
        return Vault(place_of(self._journals, journal.login), second)


def _refusal(fault: LinkError) -> UserError:
    return UserError(fault.problem.words if isinstance(fault, Refused) else _NO_CONTACT)
