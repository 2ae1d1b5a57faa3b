"""A program of the next release: made-up kinds and versions that this one does not know.

Station and centre share the modules of one process, so a test says when which program runs.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from journal import kinds, permissions, values
from journal.facts import ROW_OF_KIND
from journal.facts_page import MarkRow
from journal.kinds import MAIN_COLUMN, Kind
from journal.log import Draft
from journal.reference import lesson_id
from tests.small_school import PUPILS_5A, RUSSIAN
from tests.sync.workplaces import LESSON_DAY

DREAM = "mark.dream"
_LESSON = lesson_id(RUSSIAN, LESSON_DAY, 1)
_KINDS, _NOUNS, _OF_LESSON = kinds.KINDS, kinds._BY_NOUN, permissions._OF_LESSON


class NextMark(values.Value, frozen=True):
    """A mark as the next version writes it: the reason first."""

    reason: str
    marks: tuple[str, ...] = ()


class NextHomework(values.Value, frozen=True):
    """Homework as the next version writes it: the text second."""

    unassigned: bool
    text: str
    manners: tuple[str, ...] = ()
    due: str = ""


class NextDecision(values.Value, frozen=True):
    """A decision as the next version writes it."""

    why: str
    stands: str | None
    entries: tuple[str, ...]


def _swap(array: list[object]) -> list[object]:
    return [array[1], array[0], *array[2:]]


_DREAM = Kind(DREAM, "page", "dream", ("lesson", "pupil", "column"), values.Mark)
MARKS = (
    _DREAM,
    Kind(
        "mark.set",
        "page",
        "mark",
        ("lesson", "pupil", "column"),
        NextMark,
        version=2,
        upcasters={1: _swap},
    ),
)
HOMEWORK = (
    _DREAM,
    Kind(
        "lesson.homework",
        "page",
        "homework",
        ("lesson",),
        NextHomework,
        version=2,
        upcasters={1: _swap},
    ),
)
"""What a next release could bring without touching what the services of this one write."""


@contextmanager
def newer_program(brings: Sequence[Kind] = MARKS) -> Iterator[None]:
    """Let the program of the next release run meanwhile."""
    with program(newer=True, brings=brings):
        yield


@contextmanager
def program(*, newer: bool, brings: Sequence[Kind] = MARKS) -> Iterator[None]:
    """Let the program of the next release or this one run, whichever ran before."""
    if newer == (DREAM in kinds.KINDS):
        yield
        return
    new = brings if newer else ()
    known = {**_KINDS, **{kind.name: kind for kind in new}}
    nouns = {**_NOUNS, **{(kind.area, kind.noun): kind for kind in new}}
    rows = {name: MarkRow if name == DREAM else ROW_OF_KIND[name] for name in known}
    of_lesson = _OF_LESSON | {DREAM} if newer else _OF_LESSON
    with ExitStack() as stack:
        stack.enter_context(patch.object(kinds, "KINDS", known))
        stack.enter_context(patch.object(kinds, "_BY_NOUN", nouns))
        stack.enter_context(patch.object(permissions, "_OF_LESSON", of_lesson))
        stack.enter_context(patch.dict(ROW_OF_KIND, rows, clear=True))
        kinds.split_key.cache_clear()
        stack.callback(kinds.split_key.cache_clear)
        yield


def dream(text: str = "5", pupil: int = 0) -> Draft:
    """Return a wish of a kind that only the next release knows."""
    key = f"page:{RUSSIAN}/dream/{_LESSON}/{PUPILS_5A[pupil]}/{MAIN_COLUMN}"
    return Draft(DREAM, key, values.Mark((text,)), lesson_date=LESSON_DAY)


def next_mark(text: str = "5", pupil: int = 0) -> Draft:
    """Return a mark in the version that only the next release knows."""
    key = kinds.make_key("mark.set", RUSSIAN, _LESSON, PUPILS_5A[pupil], MAIN_COLUMN)
    return Draft("mark.set", key, NextMark("", (text,)), lesson_date=LESSON_DAY)
