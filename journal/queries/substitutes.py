"""Who can stand in at a lesson: free or not, of the same subject, how often already."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.facts_school import SubstitutionRow
from journal.queries.day_plan import lesson_title
from journal.queries.lesson_clashes import lessons_at
from journal.reference import Lesson, Reference, StaffMember, name_order
from journal.rights import DEPUTY, DIRECTOR, TEACHER

_TEACHING = frozenset({TEACHER, DEPUTY, DIRECTOR})
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A teacher who may be appointed.

    Attributes:
        busy: the lesson kept at that time, «9А · Литература»; "" when free.
        same_subject: teaches the subject of the lesson; ``knows_class``: teaches the class.
        lessons: how many lessons of her own that day; ``stood_in``: how often within 30 days
            before the lesson (the hours of the report on substitutions).
    """

    teacher: StaffMember
    busy: str
    same_subject: bool
    knows_class: bool
    lessons: int
    stood_in: int

    @property
    def words(self) -> str:
        """All of it in one line."""
        own = f"{self.lessons} ур. в этот день" if self.lessons else "уроков в этот день нет"
        parts = (
            f"в это время ведёт {self.busy}" if self.busy else "время свободно",
            "тот же предмет" if self.same_subject else "",
            "ведёт в этом классе" if self.knows_class else "",
            own,
            f"замен за месяц: {self.stood_in}" if self.stood_in else "",
        )
        return " · ".join(filter(None, parts))


def read_candidates(
    session: Session, reference: Reference, lesson: Lesson
) -> tuple[Candidate, ...]:
    """Return who teaches at the school besides the lesson's own teacher, the likeliest first.

    Free before busy, the same subject before others, then who knows the class, then who stood in
    least of all.
    """
    stood_in = _stood_in(session, reference, lesson)
    found = [_candidate(reference, lesson, each, stood_in) for each in _staff(reference, lesson)]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                bool(each.busy),
                not each.same_subject,
                not each.knows_class,
                each.stood_in,
                name_order(each.teacher.surname),
            ),
        )
    )


def _staff(reference: Reference, lesson: Lesson) -> Iterator[StaffMember]:
    for member in reference.staff.values():
        is_other = member.user != lesson.teacher
        if is_other and member.posts & _TEACHING and not member.has_left(lesson.day):
            yield member


def _candidate(
    reference: Reference, lesson: Lesson, member: StaffMember, stood_in: dict[str, int]
) -> Candidate:
    page = reference.pages[lesson.page]
    own = [each for each in reference.pages.values() if each.teacher == member.user]
    busy = lessons_at(reference, lesson.day, lesson.slot, member.user, lesson.id)
    return Candidate(
        member,
        lesson_title(reference, busy[0]) if busy else "",
        any(each.subject == page.subject for each in own),
        any(each.class_id == page.class_id for each in own),
        len(reference.lessons_of_day(member.user, lesson.day)),
        stood_in.get(member.user, 0),
    )


def _stood_in(session: Session, reference: Reference, lesson: Lesson) -> dict[str, int]:
    """Count by teacher the lessons kept for others within a month before the lesson."""
    rows = session.execute(
        select(SubstitutionRow.teacher, func.count().label("times"))
        .where(
            SubstitutionRow.school == reference.school,
            SubstitutionRow.day.between(lesson.day - _MONTH, lesson.day),
            SubstitutionRow.lesson != lesson.id,
        )
        .group_by(SubstitutionRow.teacher)
    )
    return {row.teacher: row.times for row in rows}
