"""A journal on a computer, with a program that works on it, tells screens of changes, and dies."""

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

import httpx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.log import Draft, Stamp, append, count_unsent
from journal.queries.school import read_reference
from journal.reference import Reference
from journal.services.work import Work
from journal.tables import DeskRow, EntryRow, FactRow
from sync.client import SyncClient
from sync.enrolment import OpenJournal, sign_in_offline
from sync.link import LinkError, Unreachable
from tests.journal.desks import HandClock
from tests.newer_program import HOMEWORK, program
from tests.sync.centre import PASSWORD
from tests.sync.machine.steps import StationKilled, Steps
from tests.sync.machine.wire import Wire

Command = TypeVar("Command")
SERVER = "http://centre"
_FACT = ("key", "current", "shown", "open")


class Desk:
    """The journal of ``login`` on one computer.

    Attributes:
        is_newer: the program here is of the next release.
        is_touched: something happened here since the flag was taken down.
        written: ids of what the last wish wrote.
    """

    def __init__(
        self, folder: Path, login: str, clock: HandClock, wire: Wire, *, is_newer: bool = False
    ) -> None:
        self.folder = folder
        self.login = login
        self.clock = clock
        self.wire = wire
        self.is_newer = is_newer
        self.is_touched = True
        self.written: tuple[str, ...] = ()
        self._http = httpx.Client(transport=wire)
        self.open()

    @property
    def program(self) -> AbstractContextManager[None]:
        """The program of this computer; whatever it does is done within."""
        return program(newer=self.is_newer, brings=HOMEWORK)

    def upgrade(self) -> None:
        """Install the next release."""
        self.close()
        self.is_newer = True
        self.open()

    def open(self) -> None:
        """Start the program."""
        with self.program:
            self.journal: OpenJournal = sign_in_offline(self.folder, self.login, PASSWORD)
        link = self.journal.link(self._http, self.clock)
        self.client = SyncClient(self.journal.store, link, self.clock)
        self.written = ()
        self._reference: Reference | None = None
        self._told: set[str] = set()
        self._facts = self._read_facts()

    @property
    def user(self) -> str:
        """Whose journal it is."""
        return self.journal.user

    @property
    def reference(self) -> Reference:
        """The school as the screens know it: read again when they are told so."""
        if self._reference is None:
            self._reference = self.read_reference()
        return self._reference

    def read_reference(self) -> Reference:
        """Return the school as the rows say."""
        with self.program, self.journal.store.reading() as session:
            return read_reference(session, self.journal.school)

    @property
    def work(self) -> Work:
        """The desk at which the user works now."""
        number = self.reference.profile_number
        return Work(self.reference, Stamp(self.user, self.clock.read(), number))

    @property
    def row(self) -> DeskRow:
        """What is kept about this journal itself."""
        with self.journal.store.reading() as session:
            return session.scalars(select(DeskRow)).one()

    @property
    def unsent(self) -> int:
        """How many entries wait in the outbox."""
        with self.journal.store.reading() as session:
            return count_unsent(session)

    def count(self) -> int:
        """Return how many entries the journal holds."""
        with self.journal.store.reading() as session:
            return session.scalar(select(func.count()).select_from(EntryRow)) or 0

    def execute(
        self, service: Callable[[Session, Command, Work], Changes], command: Command
    ) -> None:
        """Carry out a wish.

        Raises:
            UserError: the rulebook is against it; nothing was written.
        """
        work = self.work
        self.is_touched = True
        with self.program, self.journal.store.writing() as session:
            changes = service(session, command, work)
        self.written = changes.written
        self._hear(changes)

    def slip(self, *drafts: Draft) -> None:
        """Write what no rule was asked about, as a program that knows less would."""

        def write(session: Session, wishes: Sequence[Draft], work: Work) -> Changes:
            return append(session, work.stamp, wishes)

        self.execute(write, drafts)

    def exchange(self) -> bool:
        """Exchange with the centre; tell whether the wire held."""
        return self._talk(lambda: self.client.exchange())

    def push(self) -> bool:
        """Push; tell whether the wire held."""
        return self._talk(lambda: self.client.push())

    def pull(self) -> bool:
        """Pull; tell whether the wire held."""
        return self._talk(lambda: self.client.pull())

    def die_in(self, steps: Steps, step: str, time: int, act: Callable[[], object]) -> None:
        """Do ``act``, die at a step of it, and start the program again on what the disk has."""
        left = self.folder.with_name(f"{self.folder.name}-left")

        def end() -> None:
            copy_as_on_disk(self.folder, left)
            raise StationKilled

        self.is_touched = True
        try:
            with steps.deadly(step, time, end):
                act()
        except StationKilled:
            self.journal.store.close()
            put_back(left, self.folder)
            self.open()

    def untold(self) -> set[str]:
        """Return the keys that changed since the last question and of which no screen heard."""
        facts = self._read_facts()
        changed = {
            key
            for key in facts.keys() | self._facts.keys()
            if facts.get(key) != self._facts.get(key)
        }
        untold = changed - self._told
        self._facts, self._told = facts, set()
        return untold

    def close(self) -> None:
        """End the program."""
        self.journal.close()

    def _talk(self, act: Callable[[], Changes]) -> bool:
        self.is_touched = True
        broken = self.wire.broken
        try:
            with self.program:
                changes = act()
            self._hear(changes)
        except LinkError as fault:
            self._hear(fault.changes)
            # whatever the centre may answer in these histories, it is never a refusal
            if not isinstance(fault, Unreachable) or self.wire.broken == broken:
                raise
            return False
        return True

    def _hear(self, changes: Changes) -> None:
        self._told |= changes.keys
        if changes.touches_reference():
            self._reference = None

    def _read_facts(self) -> dict[str, tuple[object, ...]]:
        columns = [getattr(FactRow, name) for name in _FACT]
        with self.journal.store.reading() as session:
            return {row.key: tuple(row) for row in session.execute(select(*columns))}


def copy_as_on_disk(folder: Path, copy: Path) -> None:
    """Copy the folder of a journal as a crash at this moment would leave it."""
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*-shm"))


def put_back(copy: Path, folder: Path) -> None:
    """Let a folder hold what was copied of it; the files in it stay the same files."""
    kept = {file.relative_to(copy) for file in copy.rglob("*") if file.is_file()}
    for file in folder.rglob("*"):
        if file.is_file() and file.relative_to(folder) not in kept:
            file.unlink()
    for name in kept:
        shutil.copyfile(copy / name, folder / name)
    shutil.rmtree(copy)


def clone(folder: Path, copy: Path) -> None:
    """Copy a journal with its home, as a picture of the whole disk does: nobody can tell it."""
    copy_as_on_disk(folder, copy)
    (journal,) = copy.glob("*/journal.db")
    ((name, residence),) = (
        (file.name, json.loads(file.read_text())) for file in _homes_of(folder).iterdir()
    )
    homes = _homes_of(copy)
    shutil.rmtree(homes, ignore_errors=True)
    homes.mkdir()
    (homes / name).write_text(json.dumps({**residence, "file": journal.stat().st_ino}))


def _homes_of(journals: Path) -> Path:
    return journals.with_name(f"{journals.name}.homes")
