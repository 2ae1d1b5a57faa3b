"""The spread rule: a left page is an even page of the file, its right page faces it."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from journal.paper import LessonRow, LessonSlot, PupilRow, Slot, SubjectPage, TermSlot
from printing.f01 import compose_f01
from printing.spreads import ROWS, SLOTS, Empty, Left, Right, Tail, lay_out, slot_ranges
from tests.printing.samples import register, term_page

FIRST = date(2026, 9, 1)


def subject(kinds: list[str], pupils: int) -> SubjectPage:
    """Return a page with lessons «у», further columns «к» and term columns «ч»."""
    slots: list[Slot] = []
    for index, kind in enumerate(kinds):
        day = FIRST + timedelta(days=index)
        if kind == "ч":
            slots.append(TermSlot("I четверть"))
        else:
            row = LessonRow(index + 1, "Тема") if kind == "у" else None
            slots.append(LessonSlot(day, row))
    rows = tuple(PupilRow(n + 1, "Иванов Иван", ("",) * len(slots)) for n in range(pupils))
    return SubjectPage(subject="физика", teacher="Сафин И.Р.", slots=tuple(slots), pupils=rows)


subjects = st.builds(
    subject,
    st.lists(st.sampled_from("уууууукч"), max_size=90),
    st.integers(0, 90),
)


@given(st.lists(st.tuples(subjects, st.integers(0, 3)), min_size=1, max_size=4))
def test_every_left_page_is_even_and_faces_its_lessons(
    pages: list[tuple[SubjectPage, int]],
) -> None:
    leaves = lay_out([page for page, _ in pages], [tail for _, tail in pages])
    assert isinstance(leaves[0], Empty)
    for number, (leaf, following) in enumerate(pairwise(leaves), start=1):
        if isinstance(leaf, Left):
            assert number % 2 == 0
            assert isinstance(following, Right | Empty)
            if isinstance(following, Right):
                assert following.page is leaf.page
                assert following.slots == leaf.slots
    assert not isinstance(leaves[-1], Left)


@given(st.lists(st.tuples(subjects, st.integers(0, 3)), min_size=1, max_size=4))
def test_every_cell_lesson_and_further_record_is_printed_once(
    pages: list[tuple[SubjectPage, int]],
) -> None:
    leaves = lay_out([page for page, _ in pages], [tail for _, tail in pages])
    for number, (page, tail) in enumerate(pages):
        mine = [leaf for leaf in leaves if not isinstance(leaf, Empty) and leaf.page is page]
        cells = [
            (slot, pupil)
            for leaf in mine
            if isinstance(leaf, Left)
            for slot in leaf.slots
            for pupil in leaf.pupils
        ]
        assert sorted(cells) == [
            (slot, pupil) for slot in range(len(page.slots)) for pupil in range(len(page.pupils))
        ]
        rows = [slot for leaf in mine if isinstance(leaf, Right) for slot in leaf.slots]
        assert rows == list(range(len(page.slots)))
        parts = [leaf.part for leaf in mine if isinstance(leaf, Tail) and leaf.subject == number]
        assert parts == list(range(tail))
        assert all(len(leaf.slots) <= SLOTS for leaf in mine if isinstance(leaf, Left))
        assert all(len(leaf.pupils) <= ROWS for leaf in mine if isinstance(leaf, Left))


@given(subjects)
def test_term_column_stays_with_the_lesson_before_it(page: SubjectPage) -> None:
    ranges = slot_ranges(page.slots)
    tied = [isinstance(slot, TermSlot) or slot.row is None for slot in page.slots]
    for before, after in pairwise(ranges):
        starts_alone = tied[after.start]
        nothing_to_break = all(tied[before.start + 1 : after.start + 1])
        assert not starts_alone or nothing_to_break


def test_twenty_five_lessons_leave_one_for_the_spread_of_the_term_column() -> None:
    ranges = slot_ranges(subject(list("у" * 25 + "ч"), 1).slots)
    assert ranges == (range(24), range(24, 26))


def test_lone_spread_begins_with_an_empty_first_page() -> None:
    leaves = lay_out([term_page()], [0])
    assert [type(leaf) for leaf in leaves] == [Empty, Left, Right]


def test_thirty_seventh_pupil_takes_a_further_spread() -> None:
    assert len(compose_f01(register(term_page(24, 36))).sheets) == 3
    assert len(compose_f01(register(term_page(24, 37))).sheets) == 6
