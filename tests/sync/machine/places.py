"""Where the histories of the machine take place: few cells, so that they meet in them."""

from datetime import date, datetime
from enum import Enum

from journal.kinds import MAIN_COLUMN, make_key
from journal.reference import lesson_id
from tests.journal.desks import MOSCOW
from tests.small_school import (
    CLASS_1A,
    CLASS_5A,
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS,
    RUSSIAN,
    RUSSIAN_1,
)

BEGINNING = datetime(2026, 10, 15, 12, 0, tzinfo=MOSCOW)
LAST_MOMENT = datetime(2026, 11, 10, 12, 0, tzinfo=MOSCOW)
TERM_IS_OVER = datetime(2026, 10, 24, 0, 0, tzinfo=MOSCOW)
AFTERWARDS = datetime(2026, 11, 12, 12, 0, tzinfo=MOSCOW)
"""A Thursday of the second term, of which no history tells, less than a session's 30 days away."""

TEACHERS = {RUSSIAN: PETROVA, MATHS: ORLOVA, RUSSIAN_1: ORLOVA}
CLASS_OF = {RUSSIAN: CLASS_5A, MATHS: CLASS_5A, RUSSIAN_1: CLASS_1A}
CLASS_TEACHERS = {CLASS_5A: PETROVA, CLASS_1A: ORLOVA}


class Place(Enum):
    """A lesson in which something may be written."""

    TODAY = RUSSIAN, date(2026, 10, 15)
    YESTERDAY = RUSSIAN, date(2026, 10, 14)
    MATHS_TODAY = MATHS, date(2026, 10, 15)
    AFTERWARDS = RUSSIAN, AFTERWARDS.date()

    @property
    def page(self) -> str:
        """The page of the lesson."""
        return self.value[0]

    @property
    def day(self) -> date:
        """The day of the lesson."""
        return self.value[1]

    @property
    def lesson(self) -> str:
        """The id of the lesson."""
        return lesson_id(self.page, self.day, 2 if self.page == MATHS else 1)

    def marks_of(self, pupil: str) -> str:
        """Return the key of the marks of a pupil."""
        return make_key("mark.set", self.page, self.lesson, pupil, MAIN_COLUMN)

    def absence_of(self, pupil: str) -> str:
        """Return the key of the attendance of a pupil."""
        return make_key("attendance.set", self.page, self.lesson, pupil)

    @property
    def dream(self) -> str:
        """The key of what only the next release knows."""
        return f"page:{self.page}/dream/{self.lesson}/{PUPILS[0]}/{MAIN_COLUMN}"


PLACE_OF_LESSON = {place.lesson: place for place in Place}
