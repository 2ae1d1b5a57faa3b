"""What goes wrong in the soak, one thing at a time and several at once, drawn by chance."""

import shutil
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from journal.errors import UserError
from sync.server.backups import back_up, begin_histories, restore
from sync.server.database import open_centre
from tests.soak.world import SEATS, World
from tests.sync.cutting_proxy import Cut
from tests.sync.machine.desk import copy_as_on_disk

_CUTS = tuple(cut for cut in Cut if cut is not Cut.NOWHERE)
_MOST_COPIES = 2
_MOST_RESTORES = 3
_NIGHT = timedelta(hours=14)
_DAY_SECONDS = 20.0
_CHANCE_OF_A_FAULT = 0.4
_PATIENCE_SECONDS = 60.0


class Faults:
    """Injects faults into a world; those that last are ended by ``tick``."""

    def __init__(self, world: World, failover_every: float) -> None:
        self._world = world
        self._chance = world.chance
        self._ends: list[tuple[float, Callable[[], None]]] = []
        self._backups: dict[str, Path] = {}
        self._copies = 0
        self._centre_copy: Path | None = None
        self._copies_of_centre = 0
        self._restores = 0
        self._standby: threading.Thread | None = None
        self._failover_every = failover_every
        self._next_failover = time.monotonic() + failover_every / 2
        self._kinds: tuple[Callable[[], None], ...] = (
            *(self._cut_wires,) * 6,
            *(self._take_wire_down,) * 2,
            *(self._kill_station,) * 3,
            *(self._kill_worker,) * 2,
            self._jump_clock,
            self._fill_disk,
            self._copy_journal,
            self._back_journal_up,
            self._restore_journal,
            self._restore_centre,
        )
        self._next_night = time.monotonic() + _DAY_SECONDS

    def tick(self) -> None:
        """End what is over, and let the next thing go wrong."""
        now = time.monotonic()
        over = [end for until, end in self._ends if until <= now]
        self._ends = [(until, end) for until, end in self._ends if until > now]
        for end in over:
            end()
        if self._world.pair is not None and now > self._next_failover and not self._is_mending:
            self._fail_over()
        if now > self._next_night:
            self._next_night = now + _DAY_SECONDS
            self._let_night_pass()
        if self._chance.random() < _CHANCE_OF_A_FAULT:
            self._chance.choice(self._kinds)()

    def heal(self) -> None:
        """End everything that lasts."""
        for _, end in self._ends:
            end()
        self._ends = []
        for wire in self._world.wires.values():
            wire.cuts.clear()
            wire.is_down = False
        if self._standby is not None:
            self._standby.join()

    @property
    def _is_mending(self) -> bool:
        return self._standby is not None and self._standby.is_alive()

    def _note(self, kind: str) -> None:
        self._world.faults[kind] += 1

    def _seat(self) -> str:
        return self._chance.choice(sorted(self._world.seats))

    def _later(self, seconds: float, end: Callable[[], None]) -> None:
        self._ends.append((time.monotonic() + seconds, end))

    def _cut_wires(self) -> None:
        # counted where the wire is cut
        cuts = self._world.wires[self._seat()].cuts
        if len(cuts) < 3:
            cuts.extend((*(Cut.NOWHERE,) * self._chance.randrange(3), self._chance.choice(_CUTS)))

    def _take_wire_down(self) -> None:
        wire = self._world.wires[self._seat()]
        wire.is_down = True
        self._note("connection down")
        self._later(self._chance.uniform(1, 6), lambda: setattr(wire, "is_down", False))

    def _kill_station(self) -> None:
        name = self._seat()
        self._world.kill(name)
        self._note("kill -9 of a station")
        self._world.start_station(name)

    def _kill_worker(self) -> None:
        name = self._chance.choice(self._world.workers)
        self._world.kill(name)
        self._note("kill -9 of a worker of the centre")
        self._world.start_worker(name)

    def _jump_clock(self) -> None:
        clock = self._world.seats[self._seat()].clock
        clock.jump(self._chance.choice((-3000, -90, 90, 3000)))
        self._note("jump of a clock")
        self._later(self._chance.uniform(2, 8), lambda: clock.jump(0))

    def _fill_disk(self) -> None:
        full = self._world.seats[self._seat()].full
        full.touch()
        self._note("disk full")
        self._later(self._chance.uniform(1, 4), lambda: full.unlink(missing_ok=True))

    def _copy_journal(self) -> None:
        """Let a copy of a journal go on at another computer."""
        name = self._chance.choice(sorted(SEATS))
        seat = self._world.seats[name]
        if self._copies == _MOST_COPIES or not seat.folder.exists():
            return
        self._copies += 1
        self._note("journal copied to another computer")
        self._world.kill(name)
        copy = f"{name}-copy-{self._copies}"
        self._world.take_seat(copy, seat.login)
        copy_as_on_disk(seat.folder, self._world.seats[copy].folder)
        self._world.start_station(name)
        self._world.start_station(copy)

    def _back_journal_up(self) -> None:
        name = self._seat()
        seat = self._world.seats[name]
        if self._world.restored or not seat.folder.exists():
            return
        self._world.kill(name)
        backup = seat.folder.with_name("backup")
        shutil.rmtree(backup, ignore_errors=True)
        copy_as_on_disk(seat.folder, backup)
        self._backups[name] = backup
        self._world.start_station(name)

    def _restore_journal(self) -> None:
        if not self._backups:
            return
        name = self._chance.choice(sorted(self._backups))
        self._world.kill(name)
        self._world.lose_disk(name, self._backups.pop(name))
        self._note("journal restored from an older copy")
        self._world.start_station(name)

    def _back_centre_up(self) -> None:
        """Copy the centre's database while it works."""
        self._copies_of_centre += 1
        copy = self._world.folder / f"centre-{self._copies_of_centre}.copy"
        try:
            back_up(self._world.database, copy)
        except UserError:
            return  # the database was failing over
        self._centre_copy = copy

    def _restore_centre(self) -> None:
        """Put an older copy in the place of the database while everybody works with it.

        Workplaces bring back what it lacks.
        From then on no disk of a workplace is lost any more: what two have lost nobody has.
        """
        if self._centre_copy is None:
            self._back_centre_up()
            return
        if self._is_mending or self._restores == _MOST_RESTORES:
            return
        self._backups.clear()
        world = self._world
        # from here on: a copy may be in its place although the command failed afterwards
        world.restored = True
        try:
            restore(world.database, self._centre_copy, world.clock, may_replace=True)
        except UserError:
            self._begin_history()
            return
        self._centre_copy = None
        self._restores += 1
        self._note("centre restored from an older copy")

    def _begin_history(self) -> None:
        """Do what the failed command says, as often as it takes."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                with closing(open_centre(self._world.database)) as store:
                    begin_histories(store, self._world.clock)
                return
            except (UserError, DBAPIError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def _let_night_pass(self) -> None:
        self._world.clock.wait(_NIGHT)
        self._note("night")

    def _fail_over(self) -> None:
        pair = self._world.pair
        assert pair is not None
        pair.fail_over()
        self._note("kill -9 of the PostgreSQL primary, standby promoted")
        # nobody waits for the new standby; until it follows there is no next failover
        self._standby = threading.Thread(target=pair.add_standby)
        self._standby.start()
        self._next_failover = time.monotonic() + self._failover_every
