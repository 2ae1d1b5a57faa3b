"""What deviates from the timetable in a week of the whole school, in the order of time."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.facts_school import SubstitutionRow
from journal.queries.day_plan import lesson_title, short_day
from journal.queries.lesson_notes import lesson_note, room_words
from journal.reference import Lesson, Reference

_DAYS = 7


@dataclass(frozen=True, slots=True)
class ChangedLesson:
    """A lesson that deviates: «вт 24.11, 3 урок · 7Б · Русский язык» and how and why."""

    lesson: Lesson
    title: str
    words: str


def read_week_changes(
    session: Session, reference: Reference, monday: date
) -> tuple[ChangedLesson, ...]:
    """Return every lesson of the seven days from ``monday`` in which something deviates."""
    days = [monday + timedelta(days=n) for n in range(_DAYS)]
    rows = session.execute(
        select(SubstitutionRow.lesson, SubstitutionRow.reason).where(
            SubstitutionRow.school == reference.school,
            SubstitutionRow.day.between(days[0], days[-1]),
        )
    )
    why = {row.lesson: row.reason for row in rows}
    found = []
    for day in days:
        for lesson in reference.lessons_on(day):
            note = lesson_note(reference, lesson) or room_words(lesson)
            if not note:
                continue
            reasons = {lesson.reason, why.get(lesson.id, "") if lesson.substitute else ""}
            found.append(
                ChangedLesson(
                    lesson,
                    f"{short_day(day)}, {lesson.slot} урок · {lesson_title(reference, lesson)}",
                    " · ".join((note, *sorted(reasons - {""}))),
                )
            )
    return tuple(found)
