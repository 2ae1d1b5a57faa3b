"""What becomes of a batch."""

from tests.small_school import PETROVA
from tests.sync.centre import Centre, mark


def test_an_entry_gets_the_next_number_and_stands(centre: Centre) -> None:
    station = centre.station(PETROVA)
    before = centre.entries()[-1].number
    entry = station.entry(mark())
    pushed = station.push(entry)
    assert pushed.answer.exceptions == []
    (run,) = pushed.answer.runs
    assert (run.first_seq, run.first_number, run.length) == (1, (before or 0) + 1, 1)
    assert centre.row(entry.id).status == "current"
    assert centre.differences() == []
