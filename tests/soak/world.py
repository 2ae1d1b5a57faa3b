"""The school of the soak: a centre of several processes, workplaces, and the wires between them."""

import random
import shutil
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from journal.steps import STEPS
from journal.store import Store
from sync.server.database import open_centre
from tests.journal.desks import MOSCOW
from tests.soak.clocks import SchoolClock, WrongClock
from tests.soak.postgres_pair import PostgresPair
from tests.soak.station import SAVED, Seat, read_stored
from tests.soak.tap import read_acknowledged
from tests.sync.cutting_proxy import CuttingProxy, cutting_proxy
from tests.sync.kill.dying import Death, Notes
from tests.sync.kill.lives import Life

BEGINNING = datetime(2026, 10, 12, 9, 0, tzinfo=MOSCOW)
STATION, WORKER = "tests.soak.station", "tests.soak.worker"
SEATS = {
    "classroom": "petrova",
    "notebook": "petrova",
    "staffroom": "orlova",
    "home": "orlova",
    "office": "smirnova",
}
"""Workplaces by name, with the login of who works there."""

_CENTRE_STEPS = tuple(step for step in STEPS if step.startswith(("judge", "answer")))
_STATION_STEPS = tuple(step for step in STEPS if step not in _CENTRE_STEPS)
_MOST_PASSES = 40
"""A program that is to die at a step dies at one of its first so many passings of it."""


class CrashedError(Exception):
    """A program ended that nobody has ended."""


@dataclass
class World:
    """Everything that runs.

    Attributes:
        faults: what was done to it, by kind.
        excused: entries that only a lost disk had.
        weak: receipts of which a lost disk may have held the only copy.
        restored: the centre was restored from a copy.
    """

    folder: Path
    database: str
    pair: PostgresPair | None
    chance: random.Random
    listener: socket.socket
    stack: ExitStack
    faults: Counter[str] = field(default_factory=Counter)
    seats: dict[str, Seat] = field(default_factory=dict)
    wires: dict[str, CuttingProxy] = field(default_factory=dict)
    programs: dict[str, Life] = field(default_factory=dict)
    excused: set[str] = field(default_factory=set)
    weak: set[tuple[str, str, int]] = field(default_factory=set)
    restored: bool = False
    _lives: int = 0

    def __post_init__(self) -> None:
        self.clock = SchoolClock(self.folder / "clock.json")
        self.clock.set(BEGINNING)
        (self.folder / "stick").mkdir()

    @property
    def workers(self) -> list[str]:
        """The names of the centre's processes."""
        return [name for name in self.programs if name.startswith("worker")]

    @contextmanager
    def centre_store(self) -> Iterator[Store]:
        """Open the centre's database for a look from outside."""
        store = open_centre(self.pair.own_url if self.pair else self.database)
        try:
            yield store
        finally:
            store.close()

    def take_seat(self, name: str, login: str) -> None:
        """Set up a workplace and start its program; its journal may be there already."""
        wire = self.stack.enter_context(cutting_proxy(self.listener.getsockname()))
        folder = self.folder / "seats" / name
        (folder / "notes").mkdir(parents=True)
        self.wires[name] = wire
        self.seats[name] = Seat(
            name,
            login,
            folder / "journals",
            Notes(folder / "notes"),
            wire.url,
            WrongClock(self.clock, folder / "wrong"),
            self.folder / "stick",
        )

    def start_worker(self, name: str) -> None:
        """Start a process of the centre."""
        death = self._fate(_CENTRE_STEPS)
        self._start(name, WORKER, death, self.database, self.listener, self.clock)

    def start_station(self, name: str) -> None:
        """Start the program of a workplace."""
        seed = self.chance.randrange(2**32)
        self._start(name, STATION, self._fate(_STATION_STEPS), self.seats[name], seed)

    def start(self, name: str) -> None:
        """Start a program again."""
        if name in self.seats:
            self.start_station(name)
        else:
            self.start_worker(name)

    def kill(self, name: str) -> None:
        """``kill -9`` a program, wherever it is."""
        self.programs.pop(name).kill()

    def let_end(self, name: str) -> None:
        """Wait until a program that was told to stop has ended, or has died on its way there."""
        life = self.programs.pop(name)
        life.wait_for_any_end()
        if life.was_killed:
            self.faults["kill -9 of a station at a named step"] += 1

    def be_immortal(self, name: str) -> None:
        """Start a process of the centre that does not die at any step."""
        self.kill(name)
        self._start(name, WORKER, None, self.database, self.listener, self.clock)

    def watch(self) -> None:
        """Start again what has died at its step.

        Raises:
            CrashedError: something ended by itself.
        """
        for name, life in list(self.programs.items()):
            if life.is_running:
                continue
            del self.programs[name]
            if not life.was_killed:
                raise CrashedError(f"{name}: {' '.join(life.notes.read('failure'))}")
            place = "worker" if name.startswith("worker") else "station"
            self.faults[f"kill -9 of a {place} at a named step"] += 1
            self.start(name)

    def lose_disk(self, name: str, backup: Path) -> None:
        """Put an older copy into the place of a journal; what only the disk had is excused."""
        seat = self.seats[name]
        acknowledged = {receipt.entry for receipt in read_acknowledged(seat.notes)}
        self.excused |= set(seat.notes.read(SAVED)) - acknowledged
        self.weak |= read_stored(seat.notes)
        shutil.rmtree(seat.folder)
        shutil.copytree(backup, seat.folder)

    def end_all(self) -> None:
        """End every program at once."""
        for name in list(self.programs):
            self.kill(name)

    def _fate(self, steps: tuple[str, ...]) -> Death | None:
        if self.chance.random() < 0.5:
            return None
        return Death(self.chance.choice(steps), self.chance.randrange(1, _MOST_PASSES))

    def _start(self, name: str, what: str, death: Death | None, *arguments: object) -> None:
        self._lives += 1
        folder = self.folder / "lives" / str(self._lives)
        folder.mkdir(parents=True)
        self.programs[name] = Life(what, death, folder, *arguments)
