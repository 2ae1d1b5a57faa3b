"""Row 3: a station pushes, another one pulls, over the floor of the same server and the same files.

Both ways are taken whole, from the encrypted file of the one station to that of the other; of that
time the part of the server is told too, from the question to its answer.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import func, select

from journal.store import open_journal
from journal.tables import DeskRow, EntryRow, FactRow
from sync.client import SyncClient
from sync.link import Link
from tests.bench.desk import JOURNAL
from tests.bench.floor_station import FloorStation
from tests.bench.scene import READER, WARMER, WRITER, Scene
from tests.bench.school import NOW
from tests.bench.serving import Side, running_server
from tests.bench.table import Row, against
from tests.bench.timing import Pair, Times, undisturbed
from tests.journal.desks import KEY, HandClock

TARGET = 3.0
MOST_GROWTH = 1.2
"""How far from a straight line "grows linearly" may be."""


class Meter(httpx.HTTPTransport):
    """Counts the seconds until answers came, and the bytes of bodies as they travel."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        """Begin to count."""
        self.seconds = 0.0
        self.up = self.down = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask, and keep what it cost."""
        start = time.perf_counter()
        response = super().handle_request(request)
        body = response.read()
        self.seconds += time.perf_counter() - start
        self.up += len(request.content)
        self.down += len(body)
        return response


@dataclass
class Outcome:
    """Times of whole exchanges and of the server in them; bytes of the last ones."""

    whole: Pair = field(default_factory=Pair)
    server: Pair = field(default_factory=Pair)
    wire: dict[Side, tuple[int, int]] = field(default_factory=dict)


class ProductStation:
    """A station of the product, as far as the bench has to know it."""

    def __init__(self, folder: Path, http: httpx.Client, server: str, centre_key: bytes) -> None:
        clock = HandClock(NOW)
        self._store = open_journal(folder / JOURNAL, KEY)
        client = SyncClient(self._store, Link(http, server, clock, centre_key), clock)
        self.push: Callable[[], object] = client.push
        self.pull: Callable[[], object] = client.pull

    def close(self) -> None:
        """Lock the journal."""
        self._store.close()


def exchange_rows(scene: Scene, kind: str, outcome: Outcome) -> list[Row]:
    """Return the lines of an exchange over a centre on ``kind`` of database."""
    title = f"Обмен {scene.entries} записей, {kind}: отправка и получение"
    whole, server = outcome.whole, outcome.server
    floor, product = (outcome.wire[side] for side in ("floor", "product"))
    return [
        against(title, whole.floor.median, whole.product.median, TARGET),
        against("  из этого сервер", server.floor.median, server.product.median, TARGET),
        _traffic("  байты вверх", floor[0], product[0], scene.entries),
        _traffic("  байты вниз", floor[1], product[1], scene.entries),
    ]


def growth_row(kind: str, few: Outcome, many: Outcome, times: int) -> Row:
    """Return how much longer ``times`` as many entries take, by whole exchanges."""
    floor = many.whole.floor.median / few.whole.floor.median
    product = many.whole.product.median / few.whole.product.median
    most = times * MOST_GROWTH
    return Row(
        f"  {kind}: записей в {times} раз больше, времени",
        f"× {floor:.1f}",
        f"× {product:.1f}",
        f"{product / times:.2f}",
        f"≤ × {most:g}",
        is_met=product <= most,
    )


def time_exchange(scene: Scene, rounds: int) -> Outcome:
    """Let floor and product exchange the same entries in turn, each time from the beginning.

    Raises:
        RuntimeError: not everything came, or something was not simply accepted.
    """
    outcome = Outcome()
    for _ in range(rounds):
        for side in ("floor", "product"):
            _take_round(scene, side, outcome)
    return outcome


def _take_round(scene: Scene, side: Side, outcome: Outcome) -> None:
    database = scene.databases.make(scene.database)
    # the floor has no words for the fence between schools
    served = scene.databases.plain(database) if side == "product" else database
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "journals"
        shutil.copytree(scene.folder, folder)
        meter = Meter()
        with (
            running_server(side, served) as url,
            httpx.Client(transport=meter, timeout=60) as http,
        ):

            def station(name: str) -> ProductStation | FloorStation:
                if side == "floor":
                    return FloorStation(folder / name / JOURNAL, http, url)
                return ProductStation(folder / name, http, url, scene.centre_key)

            warmer, writer, reader = (station(name) for name in (WARMER, WRITER, READER))
            warmer.push()
            warmer.pull()
            meter.reset()
            times: Times = getattr(outcome.whole, side)
            with undisturbed():
                times.take(lambda: (writer.push(), reader.pull()))
            getattr(outcome.server, side).seconds.append(meter.seconds)
            outcome.wire[side] = (meter.up, meter.down)
            for each in (warmer, writer, reader):
                each.close()
        _check(folder / READER, scene.entries)
    scene.databases.drop(database)


def _check(folder: Path, entries: int) -> None:
    """See that the pulled journal holds everything that was pushed."""
    store = open_journal(folder / JOURNAL, KEY)
    with store.reading() as session:
        school = session.scalars(select(DeskRow.school)).one()
        came = session.scalar(
            select(func.count())
            .select_from(EntryRow)
            .join(FactRow, (FactRow.school == EntryRow.school) & (FactRow.key == EntryRow.key))
            .where(
                EntryRow.school == school,
                EntryRow.verdict == "accepted",
                EntryRow.reason == "",
                EntryRow.kind.in_(("mark.set", "attendance.set", "lesson.rollcall")),
                FactRow.current == EntryRow.id,
            )
        )
    store.close()
    if not came or came < entries * 0.9:
        raise RuntimeError(f"only {came} of {entries} entries came")


def _traffic(title: str, floor: int, product: int, entries: int) -> Row:
    most = 120 * 1024 * entries // 2000
    return Row(
        title,
        _kilobytes(floor),
        _kilobytes(product),
        f"{product / floor:.2f}",
        f"≤ {_kilobytes(most)}",
        is_met=product <= most,
    )


def _kilobytes(count: int) -> str:
    return f"{count / 1024:.0f} КБ"
