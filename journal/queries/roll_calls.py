"""What roll calls say of some lessons, and the class teacher of whole days."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from journal.any_of import any_of
from journal.facts_page import AttendanceRow, RollCallRow
from journal.facts_pupils import DayAbsenceRow
from journal.reference import Lesson, Reference
from journal.tables import Base

_ATTENDANCE = Base.metadata.tables[AttendanceRow.__tablename__]
_ROLL_CALLS = Base.metadata.tables[RollCallRow.__tablename__]
_DAYS = Base.metadata.tables[DayAbsenceRow.__tablename__]


class Answer(NamedTuple):
    """What a roll call says of one pupil; ``proposed`` is a reason not yet confirmed."""

    code: str = ""
    proposed: str = ""


def read_called(
    session: Session, reference: Reference, lessons: Iterable[Lesson]
) -> frozenset[str]:
    """Return which of the lessons were called."""
    query = select(_ROLL_CALLS.c.lesson).where(
        _ROLL_CALLS.c.school == bindparam("school"),
        any_of(_ROLL_CALLS.c.page, "pages"),
        any_of(_ROLL_CALLS.c.lesson, "lessons"),
        _ROLL_CALLS.c.done,
    )
    return frozenset(session.scalars(query, _given(reference, lessons)))


def read_answers(
    session: Session, reference: Reference, lessons: Iterable[Lesson]
) -> dict[tuple[str, str], Answer]:
    """Return what was written of pupils at the lessons, by lesson and pupil."""
    query = select(
        _ATTENDANCE.c.lesson, _ATTENDANCE.c.pupil, _ATTENDANCE.c.code, _ATTENDANCE.c.proposed
    ).where(
        _ATTENDANCE.c.school == bindparam("school"),
        any_of(_ATTENDANCE.c.page, "pages"),
        any_of(_ATTENDANCE.c.lesson, "lessons"),
    )
    rows = session.execute(query, _given(reference, lessons))
    return {(lesson, pupil): Answer(*answer) for lesson, pupil, *answer in rows}


def read_whole_days(
    session: Session, reference: Reference, classes: Collection[str], first: date, last: date
) -> frozenset[tuple[str, date]]:
    """Return whom the class teachers said to be absent all day, on the days ``first``-``last``."""
    query = select(_DAYS.c.pupil, _DAYS.c.day).where(
        _DAYS.c.school == bindparam("school"),
        any_of(_DAYS.c.class_id, "classes"),
        _DAYS.c.day.between(first.isoformat(), last.isoformat()),
        _DAYS.c.absent,
    )
    found = session.execute(query, {"school": reference.school, "classes": list(classes)})
    return frozenset((pupil, date.fromisoformat(day)) for pupil, day in found)


def _given(reference: Reference, lessons: Iterable[Lesson]) -> dict[str, object]:
    known = list(lessons)
    return {
        "school": reference.school,
        "pages": sorted({lesson.page for lesson in known}),
        "lessons": [lesson.id for lesson in known],
    }
