"""The spread rule of F-01: which page of the file shows what (forms.md §0.3).

The left page of a spread is an even page (the back of a sheet), the right page the next odd one
(the front of the next sheet), so that they face each other in the bound copy. Where the count is
wrong, an empty page goes in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from journal.paper import Slot, SubjectPage, TermSlot

SLOTS: Final = 25
"""Columns of a left page and rows of a right page."""

ROWS: Final = 36
"""Pupils on a left page."""


@dataclass(frozen=True, slots=True)
class Left:
    """The left page: pupils and marks of a range of slots."""

    page: SubjectPage
    slots: range
    pupils: range


@dataclass(frozen=True, slots=True)
class Right:
    """The right page: the lessons of the same slots."""

    page: SubjectPage
    slots: range


@dataclass(frozen=True, slots=True)
class Empty:
    """A page left empty on purpose."""


@dataclass(frozen=True, slots=True)
class Tail:
    """A page of further records: part ``part`` of those of subject number ``subject``, from 0."""

    page: SubjectPage
    subject: int
    part: int


Leaf = Left | Right | Empty | Tail


def slot_ranges(slots: Sequence[Slot]) -> tuple[range, ...]:
    """Cut the slots of a subject into spreads of at most `SLOTS`.

    A term column stays with the lesson before it, and further columns stay with their lesson,
    as long as that leaves at least one slot on the spread. A subject without lessons still has
    its spread: the class list is a page of the register too.
    """
    ranges: list[range] = []
    start = 0
    while len(slots) - start > SLOTS:
        end = start + SLOTS
        while end - start > 1 and _belongs_to_previous(slots[end]):
            end -= 1
        if _belongs_to_previous(slots[end]):  # 25 tied columns: nothing to save
            end = start + SLOTS
        ranges.append(range(start, end))
        start = end
    ranges.append(range(start, len(slots)))
    return tuple(ranges)


def pupil_ranges(count: int) -> tuple[range, ...]:
    """Cut a class list into left pages of at most `ROWS` pupils."""
    starts = range(0, max(count, 1), ROWS)
    return tuple(range(start, min(start + ROWS, count)) for start in starts)


def lay_out(pages: Sequence[SubjectPage], tails: Sequence[int]) -> tuple[Leaf, ...]:
    """Return the leaves of the file in page order, page 1 first.

    ``tails`` tells for each subject how many pages its further records take.
    """
    leaves: list[Leaf] = []
    for subject, (page, tail) in enumerate(zip(pages, tails, strict=True)):
        for spread in _spreads(page):
            if len(leaves) % 2 == 0:  # the next page would be odd, a front side
                leaves.append(Empty())
            leaves.extend(spread)
        leaves.extend(Tail(page, subject, part) for part in range(tail))
    return tuple(leaves)


def _spreads(page: SubjectPage) -> Iterator[tuple[Leaf, Leaf]]:
    for slots in slot_ranges(page.slots):
        for index, pupils in enumerate(pupil_ranges(len(page.pupils))):
            # the lessons are told once; opposite the rest of a long class list nothing stands
            yield Left(page, slots, pupils), Right(page, slots) if index == 0 else Empty()


def _belongs_to_previous(slot: Slot) -> bool:
    return isinstance(slot, TermSlot) or slot.row is None
