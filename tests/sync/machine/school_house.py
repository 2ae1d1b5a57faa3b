"""The school of the machine: a centre, three computers, and four journals on them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import httpx
from anyio.from_thread import start_blocking_portal

from sync.enrolment import first_sign_in
from sync.server.backups import back_up
from tests.journal.desks import HandClock
from tests.sync.centre import CHEAP, PASSWORD, make_template
from tests.sync.databases import SqliteDatabases
from tests.sync.machine.desk import SERVER, Desk, clone, copy_as_on_disk, put_back
from tests.sync.machine.places import BEGINNING
from tests.sync.machine.steps import Steps, watched_steps
from tests.sync.machine.wire import CentreProcess, Wire
from tests.sync.machine.witness import CentreWitness, DeskWitness

SEATS = {
    "classroom": ("classroom", "petrova"),
    "guest": ("classroom", "orlova"),
    "notebook": ("notebook", "petrova"),
    "office": ("office", "smirnova"),
}
"""Journals by name: the computer and the user; two users share the computer of the classroom."""

_LIMITS = {
    "sync.outbox.MAX_ENTRIES": 4,
    "sync.intake.MAX_ENTRIES": 3,
    "sync.offering.MAX_ENTRIES": 3,
    "sync.offering.ASK_AT_ONCE": 7,
    "sync.server.pulling.PULL_ENTRIES": 5,
}
"""So low that short histories need several batches, pages and portions."""


@dataclass
class Template:
    """The folders of journals, to be copied for each history.

    ``make_centre`` starts a centre over a copy of its database, given a folder and the school's
    clock; ``lay_wire`` connects a computer with it.
    """

    folder: Path
    make_centre: Callable[[Path, HandClock], CentreProcess]
    lay_wire: Callable[[CentreProcess], Wire]
    _houses: int = 0

    @contextmanager
    def house(self) -> Iterator["House"]:
        """Yield a school of its own; nothing is left of it afterwards."""
        self._houses += 1
        folder = self.folder / f"house-{self._houses}"
        folder.mkdir()
        with ExitStack() as stack:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            for name, limit in _LIMITS.items():
                stack.enter_context(patch(name, limit))
            house = House.built(self, folder, stack.enter_context(watched_steps()))
            stack.callback(house.close)
            yield house


@dataclass
class House:
    """One school with its centre, computers and journals, and who watches them."""

    folder: Path
    steps: Steps
    centre: CentreProcess
    clock: HandClock
    clocks: dict[str, HandClock]
    wires: dict[str, Wire]
    lay_wire: Callable[[CentreProcess], Wire]
    desks: dict[str, Desk] = field(default_factory=dict)
    witnesses: dict[str, DeskWitness] = field(default_factory=dict)
    backups: dict[str, Path] = field(default_factory=dict)
    computer_of: dict[str, str] = field(default_factory=dict)
    witness: CentreWitness = field(init=False)
    centre_backup: Path | None = None
    _copies: int = 0
    judged_anew: set[str] = field(default_factory=set)
    pending_in_backups: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.witness = CentreWitness(self.centre)

    @classmethod
    def built(cls, template: Template, folder: Path, steps: Steps) -> "House":
        """Return a copy of the template with everything running."""
        clock = HandClock(BEGINNING)
        centre = template.make_centre(folder, clock)
        computers = {computer for computer, _ in SEATS.values()}
        clocks = {computer: HandClock(BEGINNING) for computer in sorted(computers)}
        wires = {computer: template.lay_wire(centre) for computer in clocks}
        house = cls(folder, steps, centre, clock, clocks, wires, template.lay_wire)
        for name, (computer, login) in SEATS.items():
            clone(template.folder / name, folder / name)
            house._seat(name, login, computer)
        return house

    @property
    def is_some_clock_wrong(self) -> bool:
        """Tell whether a computer shows another time than the centre."""
        return any(clock.now != self.clock.now for clock in self.clocks.values())

    @property
    def is_something_open(self) -> bool:
        """Tell whether a cell waits for a person, as far as the centre knows."""
        return any(cell.open for cell in self.witness.history.cells.values())

    @property
    def is_something_unsent(self) -> bool:
        """Tell whether an outbox is not empty, as far as the last look has shown."""
        return any(witness.has_unsent for witness in self.witnesses.values())

    def copy(self, name: str, new_name: str) -> None:
        """Copy the file of a journal to a computer of its own, where it goes on as well."""
        copy_as_on_disk(self.desks[name].folder, self.folder / new_name)
        self._furnish(name, new_name)

    def clone(self, name: str, new_name: str) -> None:
        """Let a computer go on in two places, in a way that none of the two can notice."""
        clone(self.desks[name].folder, self.folder / new_name)
        self._furnish(name, new_name)

    def back_up(self, name: str) -> None:
        """Copy the file of a journal to a safe place."""
        self.backups[name] = self.folder / f"backup-of-{name}"
        shutil.rmtree(self.backups[name], ignore_errors=True)
        copy_as_on_disk(self.desks[name].folder, self.backups[name])
        self.pending_in_backups[name] = self.witnesses[name].pending()

    def restore(self, name: str) -> None:
        """Put the backup of a journal over it: what was not sent since is lost."""
        desk = self.desks[name]
        station = desk.journal.station
        desk.close()
        put_back(self.backups.pop(name), desk.folder)
        desk.open()
        assert desk.journal.station != station, "a restored journal goes on as the same station"
        desk.is_touched = True
        self.witnesses[name] = DeskWitness(desk)

    def upgrade_the_centre(self) -> None:
        """Install the next release at the centre."""
        self.witness.look()
        self.witness.history.is_newer = True
        self.centre.upgrade()

    def back_up_centre(self) -> None:
        """Copy the centre's database to a safe place."""
        self._copies += 1
        self.centre_backup = self.folder / f"centre-{self._copies}.copy"
        back_up(str(self.centre.database), self.centre_backup)

    def restore_centre(self) -> None:
        """Put the copy in the place of the centre's database; it may be used again."""
        assert self.centre_backup is not None
        self.look()
        for witness in self.witnesses.values():
            self.judged_anew |= witness.pending()
        for pending in self.pending_in_backups.values():
            self.judged_anew |= pending
        self.centre.restore(self.centre_backup)
        self.witness.begin_again()
        for desk in self.desks.values():
            desk.is_touched = True

    def wait(self, span: timedelta) -> None:
        """Let time pass everywhere."""
        for clock in (self.clock, *self.clocks.values()):
            clock.now += span

    def set_clocks_right(self) -> None:
        """Let every computer show the centre's time."""
        for clock in self.clocks.values():
            clock.now = self.clock.now

    def look(self) -> None:
        """Check what must hold after every step, wherever something happened."""
        self.witness.look()
        for name, desk in self.desks.items():
            if desk.is_touched:
                self.witnesses[name].look(self.witness.history, self.judged_anew)
                desk.is_touched = False

    def look_closely(self, name: str) -> None:
        """Check all that can be checked about one journal now."""
        self.witnesses[name].look_closely(self.witness.closed)
        if self.witnesses[name].is_up_to_date(self.witness.history):
            self.witnesses[name].agrees(self.centre, self.witness.history)

    def _furnish(self, name: str, new_name: str) -> None:
        self.clocks[new_name] = HandClock(self.clock.now)
        self.wires[new_name] = self.lay_wire(self.centre)
        first = self.desks[name]
        self._seat(new_name, first.login, new_name, is_newer=first.is_newer)

    def http_of(self, computer: str) -> httpx.Client:
        """Return a client of a computer for a program that opens no journal."""
        return httpx.Client(transport=self.wires[computer])

    def _seat(self, name: str, login: str, computer: str, *, is_newer: bool = False) -> None:
        self.computer_of[name] = computer
        clock, wire = self.clocks[computer], self.wires[computer]
        desk = Desk(self.folder / name, login, clock, wire, is_newer=is_newer)
        self.desks[name] = desk
        self.witnesses[name] = DeskWitness(desk)

    def close(self) -> None:
        """End all programs."""
        for desk in self.desks.values():
            desk.close()
        for wire in self.wires.values():
            wire.remove()
        self.centre.stop()


@contextmanager
def school_template(folder: Path) -> Iterator[Template]:
    """Yield a template: the small school, everybody signed in once on a computer of the school."""
    made = make_template(SqliteDatabases(folder))
    database = folder / "centre.db"
    shutil.move(made, database)
    with start_blocking_portal() as portal:
        centre = CentreProcess(database, portal, HandClock(BEGINNING))
        sign_everybody_in(folder, Wire(centre), centre.clock)
        centre.stop()

        def make_centre(house: Path, clock: HandClock) -> CentreProcess:
            copy = house / "centre.db"
            shutil.copy(database, copy)
            return CentreProcess(copy, portal, clock)

        yield Template(folder, make_centre, Wire)


def sign_everybody_in(folder: Path, wire: Wire, clock: HandClock) -> None:
    """Make the journals of all seats over a wire."""
    with httpx.Client(transport=wire) as http:
        for name, (_, login) in SEATS.items():
            first_sign_in(folder / name, SERVER, login, PASSWORD, http, clock, cost=CHEAP).close()
