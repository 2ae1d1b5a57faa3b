"""When copies of a journal are made, where they lie, and how many of them.

Every copy goes to a folder of the computer account and, where the user chose one, to a second place
(a stick, a share). Source: ANC-P4.L.4.
"""

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from sqlalchemy import func, select

from journal.backup import ENDING, Backup, read_backups, to_drop, too_much, write_backup
from journal.errors import UserError
from journal.files import make_durable
from journal.store import Store
from journal.tables import EntryRow
from sync.places import Place

EVERY = timedelta(days=1)
MUCH = 20
"""So many entries since the last copy are worth one when the program ends."""

LEAVING_BYTES = 16 * 1024 * 1024
"""A larger journal is copied once a day only: nobody waits for it on the way out."""

LEAVING_SECONDS = 3.0
"""So long the second place may take when the program ends."""

_STALE_S = 3600


@dataclass(frozen=True, slots=True)
class Vault:
    """The copies of one journal: ``place`` is where it lives, ``second`` where copies go too."""

    place: Place
    second: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder of the copies on this computer."""
        journals = self.place.folder.parent
        return journals.with_name(f"{journals.name}.copies") / self.place.folder.name

    @property
    def copies(self) -> list[Backup]:
        """The copies of this journal in both places, the newest first."""
        found = [*read_backups(self.folder), *(read_backups(self.second) if self.second else [])]
        own = [backup for backup in found if backup.about.owner == self.place.folder.name]
        return sorted(own, key=lambda backup: backup.about.made_ms, reverse=True)

    def is_due(self, now: datetime) -> bool:
        """Tell whether the last copy is older than a day."""
        copies = self.copies
        return not copies or not timedelta(0) <= now - copies[0].about.made < EVERY

    def is_worth_it(self, store: Store) -> bool:
        """Tell whether much was written since the last copy, and a copy does not take long."""
        if self.place.journal.stat().st_size > LEAVING_BYTES:
            return False
        with store.reading() as session:
            entries = session.scalar(select(func.count()).select_from(EntryRow)) or 0
        copies = self.copies
        return entries - (copies[0].about.entries if copies else 0) >= MUCH

    def keep(self, store: Store, now: datetime) -> Backup:
        """Make a copy here, then in the second place, and drop the copies that are too many.

        Raises:
            UserError: one of the two could not be made; the journal goes on.
        """
        made = self._keep_in(self.folder, store, now)
        if self.second is not None:
            self._carry(made, self.second, now)
        return made

    def keep_on_leaving(self, store: Store, now: datetime) -> Backup:
        """Make a copy here, and one in the second place unless that takes long or is away.

        Nobody waits on the way out for a share that does not answer; what is half there is swept
        with the next copy.

        Raises:
            UserError: the copy here could not be made; the journal goes on.
        """
        made = self._keep_in(self.folder, store, now)
        if self.second is not None:
            carrying = Thread(
                target=self._carry_quietly, args=(made, self.second, now), daemon=True
            )
            carrying.start()
            carrying.join(LEAVING_SECONDS)
        return made

    def save_as(self, store: Store, path: Path, now: datetime) -> Backup:
        """Make a copy where the user wants it, as for moving to a new computer.

        Raises:
            UserError: it cannot be made there.
        """
        return write_backup(store, self.place.wraps, self.place.folder.name, path, now)

    def _keep_in(self, folder: Path, store: Store, now: datetime) -> Backup:
        self._make_room(folder, self.place.journal.stat().st_size)
        made = self.save_as(store, folder / self._name(now), now)
        self._rotate(folder, now)
        return made

    def _carry(self, made: Backup, folder: Path, now: datetime) -> None:
        """Copy a finished copy to the second place."""
        fresh = folder / f"{made.path.name}.new"
        try:
            self._make_room(folder, made.size)
            shutil.copyfile(made.path, fresh)
            fresh.replace(folder / made.path.name)
            make_durable(folder)
        except OSError as fault:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise UserError(
                "Вторая копия журнала не сделана: выбранная для неё папка недоступна или на ней "
                "нет места. Первая копия на этом компьютере есть."
            ) from fault
        self._rotate(folder, now)

    def _carry_quietly(self, made: Backup, folder: Path, now: datetime) -> None:
        with suppress(UserError):  # nobody is there any more to read it
            self._carry(made, folder, now)

    def _name(self, now: datetime) -> str:
        return f"{self.place.folder.name[:8]}-{now:%Y-%m-%d-%H%M%S}{ENDING}"

    def _make_room(self, folder: Path, needed: int) -> None:
        there = next(each for each in (folder, *folder.parents) if each.exists())
        for backup in too_much(self._own(folder), needed, shutil.disk_usage(there).free):
            backup.path.unlink(missing_ok=True)

    def _rotate(self, folder: Path, now: datetime) -> None:
        for left in folder.glob(f"{self.place.folder.name[:8]}*{ENDING}.*"):
            with suppress(OSError):  # of a program that was killed while it made a copy
                if left.stat().st_mtime < time.time() - _STALE_S:
                    left.unlink(missing_ok=True)
        for backup in to_drop(self._own(folder), now):
            with suppress(OSError):
                backup.path.unlink(missing_ok=True)

    def _own(self, folder: Path) -> list[Backup]:
        owner = self.place.folder.name
        return [backup for backup in read_backups(folder) if backup.about.owner == owner]


def all_copies(journals: Path, second: Path | None = None) -> list[Backup]:
    """Return the copies of all journals of a computer account, the newest first."""
    folder = journals.with_name(f"{journals.name}.copies")
    found = [backup for each in _folders_in(folder) for backup in read_backups(each)]
    found += read_backups(second) if second else []
    return sorted(found, key=lambda backup: backup.about.made_ms, reverse=True)


def _folders_in(folder: Path) -> list[Path]:
    return [each for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []
