"""A program of the next release: made-up kinds and versions that this one does not know.

Station and centre share the modules of one process, so a test says when which program runs.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from journal import kinds, permissions, values
from journal.kinds import MAIN_COLUMN, Kind
from journal.log import Draft
from journal.permissions import _OF_LESSON
from journal.reference import lesson_id
from journal.tables import ROW_OF_KIND, MarkRow
from tests.small_school import PUPILS_5A, RUSSIAN
from tests.sync.workplaces import LESSON_DAY

DREAM = "mark.dream"


class NextMark(values.Value, frozen=True):
    """A mark as the next version writes it: the reason first."""

    reason: str
    marks: tuple[str, ...] = ()


class NextDecision(values.Value, frozen=True):
    """A decision as the next version writes it."""

    why: str
    stands: str | None
    entries: tuple[str, ...]


_NEXT_KINDS = (
    Kind(DREAM, "page", "dream", ("lesson", "pupil", "column"), values.Mark),
    Kind(
        "mark.set",
        "page",
        "mark",
        ("lesson", "pupil", "column"),
        NextMark,
        version=2,
        upcasters={1: lambda array: [array[1], array[0]]},
    ),
)


@contextmanager
def newer_program() -> Iterator[None]:
    """Let the program of the next release run meanwhile."""
    by_name = {kind.name: kind for kind in _NEXT_KINDS}
    by_noun = {(kind.area, kind.noun): kind for kind in _NEXT_KINDS}
    with ExitStack() as stack:
        stack.enter_context(patch.object(kinds, "KINDS", {**kinds.KINDS, **by_name}))
        stack.enter_context(patch.object(kinds, "_BY_NOUN", {**kinds._BY_NOUN, **by_noun}))
        stack.enter_context(patch.object(permissions, "_OF_LESSON", _OF_LESSON | {DREAM}))
        stack.enter_context(patch.dict(ROW_OF_KIND, {DREAM: MarkRow}))
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


_LESSON = lesson_id(RUSSIAN, LESSON_DAY, 1)
