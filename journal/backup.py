"""Copies of a journal: one file each, consistent, encrypted like the journal, checked when made.

A copy is an archive with the database, the wraps of its key and a few words that can be read
without a password: when it was made and how much is in it, never whose it is. The key lies in it
only as wrapped by the owner's password and to the school's recovery key. Source: ANC-P4.L.4.
"""

import hashlib
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from journal.clock import from_ms, to_ms
from journal.errors import UserError
from journal.files import make_durable
from journal.log import count_unsent
from journal.store import Store
from journal.tables import EntryRow

ENDING = ".uchcopy"
JOURNAL, WRAPS, ABOUT = "journal.db", "journal.keys", "about.json"
SHARE_OF_FREE = 0.1
"""Of the free space, so much may be taken by all copies of one journal."""

_FORMAT = 1
_LAST = 3
_WEEKS = 4
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class About:
    """What a copy says of itself; ``owner`` is the name of the journal's folder, a hash."""

    owner: str
    made_ms: int
    entries: int
    unsent: int
    digest: str

    @property
    def made(self) -> datetime:
        """The moment of the copy, UTC."""
        return from_ms(self.made_ms)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy in a folder."""

    path: Path
    about: About
    size: int


def write_backup(store: Store, wraps: Path, owner: str, path: Path, made: datetime) -> Backup:
    """Copy an open journal into the file ``path`` and look whether the copy is whole.

    Raises:
        UserError: no space, a folder that cannot be written, or a copy that is not what it should
            be; nothing is left of it, and the journal goes on.
    """
    # names of their own: the copy of an hour may go on while that of the exit is made
    token = secrets.token_hex(4)
    bare, fresh = (path.with_name(f"{path.name}.{token}.{each}") for each in ("db", "new"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        store.copy_to(bare)
        with store.copied(bare) as copy, copy.reading() as session:
            entries = session.scalar(select(func.count()).select_from(EntryRow)) or 0
            unsent = count_unsent(session)
        about = About(owner, to_ms(made), entries, unsent, _digest(bare))
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(ABOUT, json.dumps({"format": _FORMAT, **asdict(about)}))
            archive.write(wraps, WRAPS)
            archive.write(bare, JOURNAL)
        with fresh.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(fresh, path)
        make_durable(path.parent)
    except OSError as fault:
        raise UserError(
            "Копия журнала не сделана: папка для копий не пишется или на диске нет места. "
            "Журнал цел; проверьте место и папку для копий."
        ) from fault
    finally:
        for left in (bare, fresh):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return Backup(path, about, path.stat().st_size)


def read_backup(path: Path) -> Backup:
    """Read what a copy says of itself; no password is needed.

    Raises:
        UserError: it is no copy of a journal, it is cut or changed, or of a newer program.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = json.loads(archive.read(ABOUT))
            if parts.pop("format") > _FORMAT:
                raise UserError("Копия сделана более новой версией программы. Обновите программу.")
            return Backup(path, About(**parts), path.stat().st_size)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as fault:
        raise _unreadable() from fault


def read_backups(folder: Path) -> list[Backup]:
    """Return the copies in a folder, the newest first; what cannot be read is left out."""
    found: list[Backup] = []
    if folder.is_dir():
        for path in folder.glob(f"*{ENDING}"):
            with suppress(UserError):
                found.append(read_backup(path))
    return sorted(found, key=lambda backup: backup.about.made_ms, reverse=True)


def unpack(backup: Backup, folder: Path) -> None:
    """Lay journal and wraps of a copy into an empty folder.

    Raises:
        UserError: the copy is damaged, or there is no space.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(backup.path) as archive:
            for name in (JOURNAL, WRAPS):
                with archive.open(name) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target, _BLOCK)
    except (KeyError, ValueError, EOFError, zipfile.BadZipFile) as fault:
        raise _unreadable() from fault
    except OSError as fault:
        raise UserError(
            "Копия не разворачивается: она не читается или на диске нет места. "
            "Освободите место или возьмите другую копию; на диске ничего не изменено."
        ) from fault
    if _digest(folder / JOURNAL) != backup.about.digest:
        raise _unreadable()


def to_drop(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Return the copies that are kept no longer: all but the last three and one a week.

    Of each of the last four weeks the newest stays.
    """
    newest_first = sorted(backups, key=lambda backup: backup.about.made_ms, reverse=True)
    kept = newest_first[:_LAST]
    weeks = {_week(backup.about.made) for backup in kept}
    for backup in newest_first[_LAST:]:
        week = _week(backup.about.made)
        if week not in weeks and backup.about.made > now - timedelta(weeks=_WEEKS):
            weeks.add(week)
            kept.append(backup)
    return [backup for backup in newest_first if backup not in kept]


def too_much(backups: Sequence[Backup], needed: int, free: int) -> list[Backup]:
    """Return the oldest copies that have to go so that one of ``needed`` bytes has its place.

    ``free``: bytes that are free on the disk.

    Raises:
        UserError: there is no place even without all of them.
    """
    allowed = SHARE_OF_FREE * (free + sum(backup.size for backup in backups))
    if needed > allowed:
        raise UserError(
            "Копия журнала не сделана: на диске мало места. Журнал цел; освободите место "
            "или выберите для копий другую папку."
        )
    oldest_first = sorted(backups, key=lambda backup: backup.about.made_ms)
    taken = needed + sum(backup.size for backup in backups)
    dropped: list[Backup] = []
    while taken > allowed:
        dropped.append(oldest_first.pop(0))
        taken -= dropped[-1].size
    return dropped


def _week(moment: datetime) -> tuple[int, int]:
    year, week, _ = moment.isocalendar()
    return year, week


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _unreadable() -> UserError:
    return UserError(
        "Это не копия журнала, или она повреждена. Выберите другую копию; "
        "на этом компьютере ничего не изменено."
    )
