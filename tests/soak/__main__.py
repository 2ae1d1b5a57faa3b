"""Everything that can go wrong, at random, for as long as one likes: ``python3 run.py soak``.

A centre of two processes on PostgreSQL with a synchronous standby (or on SQLite), workplaces with
real encrypted journals as processes of their own, and faults. What was lost is found by comparing
logs. Source: sync description, s. 8.
"""

import argparse
import random
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from journal.tables import EntryRow
from tests.soak.audit import Findings, audit
from tests.soak.faults import Faults
from tests.soak.ledger import CHANGED, GAP, LOST, SILENT
from tests.soak.postgres_pair import postgres_pair
from tests.soak.station import CARRIED, SEALED, TALKS
from tests.soak.world import SEATS, CrashedError, World
from tests.sync.centre import found_small_school
from tests.sync.cutting_proxy import Cut

_HELP = """\
Случайные неисправности на настоящих процессах и базах. Код завершения 1, если что-то потеряно.
soak day - рабочий день учителя на полной учебной школе: растёт ли программа, всё ли дошло."""
_WORKERS = ("worker-1", "worker-2")
_TICK = 0.25
_SCHOOL_SECONDS_PER_SECOND = 60
_FAILOVER_SECONDS = 45.0


def main(arguments: list[str]) -> int:
    """Run the soak, print what came out; return 1 when anything is lost or disagrees."""
    if arguments[:1] == ["day"]:
        # the rest of the soak has no window
        from tests.soak import day

        return day.main(arguments[1:])
    parser = argparse.ArgumentParser("run.py soak", description=_HELP)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    options = parser.parse_args(arguments)
    # told to end, it takes the servers along that it has started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    print(f"База: {options.database}, {options.minutes:g} мин, --seed {seed}", flush=True)
    try:
        with running_world(options.database, seed) as world:
            soak(world, options.minutes * 60)
            findings = audit(world)
            print(report(world, findings), flush=True)
    except CrashedError as fault:
        print(f"Программа упала: {fault}", file=sys.stderr)
        return 1
    return 1 if findings.faults else 0


@contextmanager
def running_world(kind: str, seed: int) -> Iterator[World]:
    """Yield a school in which everything runs; nothing is left of it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="uch-soak-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        pair = stack.enter_context(postgres_pair()) if kind == "postgresql" else None
        database = str(folder / "centre.db") if pair is None else pair.url
        found_small_school(database)
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=256))
        world = World(folder, database, pair, random.Random(seed), listener, stack)
        stack.callback(world.end_all)
        for name in _WORKERS:
            world.start_worker(name)
        for name, login in SEATS.items():
            world.take_seat(name, login)
            world.start_station(name)
        yield world


def soak(world: World, seconds: float, failover_every: float = _FAILOVER_SECONDS) -> None:
    """Let people work and things go wrong for so long; then everything is healed and stands still.

    Raises:
        CrashedError: a program ended that nobody has ended.
    """
    begin = time.monotonic()
    told = begin
    faults = Faults(world, failover_every)
    while time.monotonic() < begin + seconds:
        time.sleep(_TICK)
        world.clock.wait(timedelta(seconds=_TICK * _SCHOOL_SECONDS_PER_SECOND))
        world.watch()
        faults.tick()
        if time.monotonic() - told >= 60:
            told = time.monotonic()
            print(_progress(world, told - begin), flush=True)
    faults.heal()
    for seat in world.seats.values():
        seat.stop.touch()
        seat.clock.jump(0)
    for name in world.seats:
        world.let_end(name)
    for name in _WORKERS:
        world.be_immortal(name)


def report(world: World, findings: Findings) -> str:
    """Return what was done and what came out, in lines."""
    injected = [f"  {kind}: {count}" for kind, count in sorted(counted(world).items())]
    talks = sum(len(seat.notes.read(TALKS)) for seat in world.seats.values())
    lines = [
        f"Внесено неисправностей: {sum(counted(world).values())}",
        *injected,
        f"Обменов: {talks}",
        f"Записей на сервере: {findings.entries}, сохранено людьми: {findings.saved}",
        f"Подтверждено сервером: {findings.acknowledged}",
        f"Подтверждено и потеряно: {len(findings.faults.get(LOST, ()))}",
        f"Подтверждено и изменилось: {len(findings.faults.get(CHANGED, ()))}",
        f"Значений исчезло без решения: {len(findings.faults.get(SILENT, ()))}",
        f"Номера без пропусков: {'НЕТ' if GAP in findings.faults else 'да'}",
        f"Сходятся с сервером: {findings.agreeing} из {findings.stations} рабочих мест",
    ]
    for law, broken in findings.faults.items():
        lines += [f"НАРУШЕНО: {law}: {len(broken)}", *(f"  {it}" for it in broken[:10])]
    return "\n".join(lines)


def counted(world: World) -> dict[str, int]:
    """Return how often which fault was injected."""
    cuts = {
        f"wire cut {cut.value}": sum(wire.made[cut] for wire in world.wires.values())
        for cut in Cut
        if cut is not Cut.NOWHERE
    }
    roads = {
        words: sum(len(seat.notes.read(file)) for seat in world.seats.values())
        for file, words in ((SEALED, "parcel left on a stick"), (CARRIED, "parcel brought"))
    }
    return {**world.faults, **cuts, **roads}


def _progress(world: World, seconds: float) -> str:
    with world.centre_store() as store, store.reading() as session:
        entries = session.scalar(select(func.count()).select_from(EntryRow))
    return (
        f"{seconds / 60:.0f} мин: записей на сервере {entries}, "
        f"неисправностей {sum(counted(world).values())}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
