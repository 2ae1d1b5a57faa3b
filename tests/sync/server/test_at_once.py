"""Many at once: nothing twice, no number left out, nobody waits for ever."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from sync.protocol import receipts_of
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
    assert seen == [row.number for row in rows if row.key.startswith(scope)]
    assert len(seen) == 48
    assert centre.faults() == []
