"""Lessons of one day that somebody else teaches: whoever stands in keeps one of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal.reference import Reference
from journal.rights import may_write_lesson


@dataclass(frozen=True, slots=True)
class ForeignLesson:
    """A lesson as the list of a day names it; ``teacher``: who is expected there."""

    lesson: str
    page: str
    slot: int
    class_title: str
    subject: str
    teacher: str

    @property
    def title(self) -> str:
        """«3 урок · 5А · Русский язык · Петрова А. А.»."""
        parts = (f"{self.slot} урок", self.class_title, self.subject, self.teacher)
        return " · ".join(part for part in parts if part)


def read_foreign_lessons(
    _session: Session, reference: Reference, user: str, day: date
) -> tuple[ForeignLesson, ...]:
    """Return what ``user`` has no right to fill on ``day``, by slot and class.

    The timetable and the names of every class are on every station, so a lesson can be kept
    without its page (ANC-P4.T.3).
    """
    person = reference.person(user)
    lessons = [
        lesson
        for lesson in reference.lessons_on(day)
        if lesson.status != "cancelled"
        and may_write_lesson(person, reference.facts_of(lesson), reference.profile) is not None
    ]
    found = []
    for lesson in lessons:
        expected = reference.staff.get(lesson.substitute or lesson.teacher)
        found.append(
            ForeignLesson(
                lesson.id,
                lesson.page,
                lesson.slot,
                reference.class_of(lesson.page).title,
                reference.pages[lesson.page].title,
                expected.short if expected else "",
            )
        )
    return tuple(sorted(found, key=lambda each: (each.slot, each.class_title, each.subject)))
