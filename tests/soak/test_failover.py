"""The primary dies under load, the standby takes over: what was acknowledged is there.

Source: sync description, s. 8(d). The long form is a part of the soak.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import DBAPIError

from journal.errors import UserError
from journal.store import Store
from sync.protocol import Batch, receipts_of
from sync.server.counting import find_schools
from sync.server.database import open_centre
from tests.small_school import ORLOVA, PETROVA, PUPILS_5A
from tests.soak.postgres_pair import PostgresPair, postgres_pair
from tests.sync.centre import Centre, HandStation, found_small_school, mark

_WRITERS = 4
_AT_LEAST = 40


@pytest.fixture
def pair() -> Iterator[PostgresPair]:
    """Yield a primary with its synchronous standby."""
    with postgres_pair() as servers:
        yield servers


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_primary_dies_under_load(pair: PostgresPair) -> None:
    found_small_school(pair.url)
    store, served = open_centre(pair.own_url), open_centre(pair.url)
    centre = Centre(pair.url, store, school=_school(store), plain=served)
    load = Load(centre)
    with ThreadPoolExecutor(_WRITERS) as pool:
        writers = [pool.submit(load.write, number) for number in range(_WRITERS)]
        load.wait_for(_AT_LEAST)
        pair.fail_over()
        before = load.count()
        load.wait_for(before + _AT_LEAST)
        load.is_over.set()
        for writer in writers:
            writer.result()
    rows = {row.id: row for row in centre.entries()}
    numbers = {id_: row.number for id_, row in rows.items()}
    lost = [it for it in load.acknowledged.items() if numbers.get(it[0]) != it[1]]
    assert lost == []
    assert sorted(row.number or 0 for row in rows.values()) == list(range(1, len(rows) + 1))
    assert centre.faults() == []
    assert load.refused > 0, "nobody noticed that the primary had died"
    store.close()
    served.close()


class Load:
    """Stations that write without a pause, and send again what got no answer.

    Attributes:
        acknowledged: numbers by entry.
        refused: how many batches got no answer.
    """

    def __init__(self, centre: Centre) -> None:
        self.acknowledged: dict[str, int] = {}
        self.refused = 0
        self.is_over = threading.Event()
        self._centre = centre
        self._stations = [
            centre.station(PETROVA if number % 2 else ORLOVA) for number in range(_WRITERS)
        ]
        self._grown = threading.Condition()

    def write(self, number: int) -> None:
        """Be one of the stations."""
        station, turn = self._stations[number], 0
        while not self.is_over.is_set():
            turn += 1
            entry = station.entry(mark("345"[turn % 3], PUPILS_5A[number]))
            receipts = self._send(station, station.batch([entry]))
            with self._grown:
                self.acknowledged[entry.id] = receipts
                self._grown.notify_all()

    def count(self) -> int:
        """Return how many entries are acknowledged."""
        return len(self.acknowledged)

    def wait_for(self, count: int) -> None:
        """Wait until so many entries are acknowledged."""
        with self._grown:
            assert self._grown.wait_for(lambda: self.count() >= count, timeout=60)

    def _send(self, station: HandStation, batch: Batch) -> int:
        while True:
            try:
                answer = station.send(batch).answer
            except (DBAPIError, UserError):
                self.refused += 1
                continue
            assert answer.expected_seq is None, "what was acknowledged is no longer there"
            return receipts_of(answer)[batch.first_seq].number


def _school(store: Store) -> str:
    with store.reading() as session:
        return find_schools(session)[0]
