"""Many at once: nothing twice, no number left out, nobody waits for ever.

Source: sync description, s. 8(e); of 8(h) the sequence as cursor, which only shows here.
"""

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import TypeVar
from unittest.mock import patch

import pytest
from sqlalchemy.orm import Session

from sync.protocol import ScopeHead, receipts_of
from sync.server import pushing, storing
from sync.server.counting import Counter, read_counter
from sync.server.lines import read_heads
from tests.small_school import ORLOVA, PETROVA, PUPILS_5A, RUSSIAN
from tests.sync.centre import Centre, mark

ResultT = TypeVar("ResultT")


def at_once(work: list[Callable[[], ResultT]]) -> list[ResultT]:
    """Start all of it at the same moment; return the results in order."""
    gate = threading.Barrier(len(work))

    def run(part: Callable[[], ResultT]) -> ResultT:
        gate.wait()
        return part()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def test_the_same_batch_eight_times_at_once_is_taken_once(centre: Centre) -> None:
    station = centre.station(PETROVA)
    batch = station.batch([station.entry(mark(pupil=pupil)) for pupil in PUPILS_5A])
    results = at_once([lambda: station.send(batch)] * 8)
    receipts = [receipts_of(result.answer) for result in results]
    assert all(each == receipts[0] for each in receipts)
    assert sum(result.taken for result in results) == 5
    assert len([row for row in centre.entries() if row.station == station.id]) == 5
    assert centre.faults() == []


def test_eight_writers_leave_no_number_out_and_a_reader_misses_nothing(centre: Centre) -> None:
    write_and_read_at_once(centre)


def write_and_read_at_once(centre: Centre) -> None:
    """Let eight stations write into one page while somebody reads it; see what the reader saw."""
    stations = [centre.station(user) for user in (PETROVA, ORLOVA) * 4]
    scope = f"page:{RUSSIAN}"
    seen: list[int] = []
    done = threading.Event()

    def write(number: int) -> None:
        station = stations[number]
        for step in range(6):
            station.push(station.entry(mark("345"[step % 3], PUPILS_5A[number % 5])))

    def read() -> None:
        last = False
        while not last:
            last = done.is_set()
            answer = centre.pull(PETROVA, {scope: len(seen)})
            seen.extend(answer.rows.get(scope, []))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        at_once([partial(write, number) for number in range(8)])
    finally:
        done.set()
        reader.join()
    rows = centre.entries()
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert seen == [row.number for row in rows if row.key.startswith(scope)], "rows were skipped"
    assert len(seen) == 48
    assert centre.faults() == []


class Sequences:
    """What a database draws numbers from: before the commit, and without a lock until it."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._lock = threading.Lock()

    def draw(self, name: str, start: int) -> int:
        """Return the next number of a sequence that began after ``start``."""
        with self._lock:
            self._last[name] = self._last.get(name, start) + 1
            return self._last[name]


@contextmanager
def numbers_and_ordinals_come_from_sequences() -> Iterator[None]:
    chance = random.Random(8)
    sequences = Sequences()

    def lock_counter(session: Session, school: str) -> Counter:
        counter = read_counter(session, school)
        drawn = sequences.draw("number", counter.number)
        time.sleep(chance.uniform(0, 0.02))
        return replace(counter, number=drawn - 1)

    def draw_ordinals(session: Session, school: str, scopes: Iterable[str]) -> dict[str, ScopeHead]:
        heads = read_heads(session, school, scopes)
        return {
            scope: ScopeHead(sequences.draw(scope, known.ordinal) - 1, known.head)
            for scope, known in heads.items()
        }

    with ExitStack() as stack:
        stack.enter_context(patch.object(pushing, "lock_counter", lock_counter))
        stack.enter_context(patch.object(storing, "read_heads", draw_ordinals))
        yield


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_sequence_as_cursor_is_caught_by_the_reader(centre: Centre) -> None:
    """On SQLite there is one writer at a time; see also ``machine/test_broken_variants.py``."""
    with (
        pytest.raises(AssertionError, match="rows were skipped"),
        numbers_and_ordinals_come_from_sequences(),
    ):
        write_and_read_at_once(centre)
