"""The clocks of a workplace as evidence: what contradicts is marked, never refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from journal.clock_evidence import LEGEND, TOLERANCE_MS, ClockMark, Stamped, clock_marks
from journal.queries.clock_lines import read_clock_marks
from journal.tables import DeskRow, EntryRow
from tests.journal.term_story import ANNA, POLINA, begin
from tests.small_school import PETROVA, RUSSIAN, SCHOOL

MINUTE = 60_000
NINE = 1_790_000_000_000


def stamped(minutes: float, *, boot: float | None = None, offset: int | None = 0) -> Stamped:
    """Return the clocks some minutes after nine; ``boot`` where the other clock disagrees."""
    counted = minutes if boot is None else boot
    return Stamped(
        round(NINE + minutes * MINUTE), round(1_000_000 + counted * MINUTE), "b00700b0", offset
    )


def signs(marks: tuple[ClockMark, ...]) -> list[str]:
    return [mark.sign for mark in marks]


def test_times_that_agree_carry_no_mark() -> None:
    assert clock_marks(stamped(10), stamped(0), NINE, NINE + 60 * MINUTE) == ()


@pytest.mark.clause("TAL-3.2")
def test_a_clock_over_two_minutes_off_is_marked_with_how_much() -> None:
    assert clock_marks(stamped(0, offset=TOLERANCE_MS), None, None, None) == ()
    (mark,) = clock_marks(stamped(0, offset=192_000), None, None, None)
    assert (mark.sign, mark.words) == ("Ч1", "часы рабочего места отставали на 3 мин. 12 с")
    (fast,) = clock_marks(stamped(0, offset=-130_000), None, None, None)
    assert fast.words.endswith("спешили на 2 мин. 10 с")


@pytest.mark.parametrize("hours", [-26, 5])
def test_a_clock_that_was_turned_contradicts_the_one_that_counts_since_the_start(
    hours: int,
) -> None:
    later = stamped(10 + hours * 60, boot=10)
    assert "Ч2" in signs(clock_marks(later, stamped(0), None, None))


def test_after_a_restart_the_counting_clock_proves_nothing() -> None:
    restarted = Stamped(NINE + 90 * MINUTE, 1000, "another0", 0)
    assert clock_marks(restarted, stamped(0), None, None) == ()


def test_an_entry_cannot_be_older_than_the_last_contact_or_than_the_one_before_it() -> None:
    assert signs(clock_marks(stamped(-30), None, NINE, None)) == ["Ч3"]
    before = Stamped(NINE, 5000, "another0", 0)
    assert signs(clock_marks(stamped(-30), before, None, None)) == ["Ч3"]


def test_an_entry_is_not_made_after_it_was_received() -> None:
    assert signs(clock_marks(stamped(30), None, None, NINE)) == ["Ч4"]


@given(st.integers(-600, 600), st.integers(-600, 600))
def test_going_back_before_the_last_contact_is_always_seen(contact: int, moved: int) -> None:
    """Whatever the clock is turned to: behind the last contact it is marked."""
    entry = stamped(contact + moved, boot=contact + 10)
    marks = clock_marks(entry, stamped(contact), NINE + contact * MINUTE, None)
    assert ("Ч3" in signs(marks)) == (moved < -2)
    assert set(signs(marks)) <= LEGEND.keys()


def test_marks_of_a_journal_are_read_along_its_chain(tmp_path: Path) -> None:
    story = begin(tmp_path, user=PETROVA)
    story.keep_lesson(RUSSIAN, 1, {ANNA: "4"})
    with story.store.writing() as session:
        session.scalars(select(DeskRow)).one().offset_ms = 240_000
    story.keep_lesson(RUSSIAN, 0, {POLINA: "5"})  # a day earlier by the clock of the computer
    with story.store.reading() as session:
        rows = list(session.scalars(select(EntryRow).order_by(EntryRow.seq)))
        marks = read_clock_marks(session, SCHOOL, rows)
    first, *rest = [row for row in rows if row.offset_ms == 240_000]
    assert signs(marks[first.id]) == ["Ч1", "Ч3"]
    assert {tuple(signs(marks[row.id])) for row in rest} == {("Ч1",)}
    assert len(marks) == 1 + len(rest)
