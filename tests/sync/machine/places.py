"""Where the histories of the machine take place: few cells, so that they meet in them."""

from datetime import date, datetime

from journal.kinds import MAIN_COLUMN, make_key
from journal.reference import lesson_id
from tests.journal.desks import MOSCOW
from tests.small_school import CLASS_1A, CLASS_5A, MATHS, ORLOVA, PETROVA, RUSSIAN, RUSSIAN_1

BEGINNING = datetime(2026, 10, 15, 12, 0, tzinfo=MOSCOW)
LAST_MOMENT = datetime(2026, 11, 10, 12, 0, tzinfo=MOSCOW)
AFTERWARDS = datetime(2026, 11, 12, 12, 0, tzinfo=MOSCOW)
"""A Thursday of the second term, of which no history tells, less than a session's 30 days away."""

TEACHERS = {RUSSIAN: PETROVA, MATHS: ORLOVA, RUSSIAN_1: ORLOVA}
CLASS_OF = {RUSSIAN: CLASS_5A, MATHS: CLASS_5A, RUSSIAN_1: CLASS_1A}
CLASS_TEACHERS = {CLASS_5A: PETROVA, CLASS_1A: ORLOVA}


def _lesson(page: str, day: date) -> tuple[str, date, str]:
    return page, day, lesson_id(page, day, 2 if page == MATHS else 1)


TODAY = _lesson(RUSSIAN, date(2026, 10, 15))
YESTERDAY = _lesson(RUSSIAN, date(2026, 10, 14))
MATHS_TODAY = _lesson(MATHS, date(2026, 10, 15))
LESSONS = (TODAY, YESTERDAY, MATHS_TODAY)
LAST_LESSON = _lesson(RUSSIAN, AFTERWARDS.date())
PLACE_OF_LESSON = {lesson: (page, day) for page, day, lesson in (*LESSONS, LAST_LESSON)}


def marks_of(lesson: tuple[str, date, str], pupil: str) -> str:
    """Return the key of the marks of a pupil at a lesson."""
    return make_key("mark.set", lesson[0], lesson[2], pupil, MAIN_COLUMN)
