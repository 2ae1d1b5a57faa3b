"""Freezing the day's list of the absent for paper: form F-27."""

from datetime import datetime

from sqlalchemy.orm import Session

from journal.absence_paper import AbsentDay, AbsentGroup, AbsentRow
from journal.calendar import school_year_of, year_title
from journal.errors import UserError
from journal.paper import Imprint
from journal.queries.absent_lists import WHOLE_DAY, AbsentClass, AbsentWish, read_absent
from journal.queries.document_heads import paper_subject, school_head
from journal.reference import Lesson, Reference

FORM = "F-27"
_GRADES = ((1, 4), (5, 9), (10, 11))


def read_absent_day(
    session: Session, reference: Reference, wish: AbsentWish, now: datetime, imprint: Imprint
) -> AbsentDay:
    """Freeze the list of some classes; ``now`` is the moment of its data.

    Raises:
        UserError: none of the classes has lessons on the day.
    """
    classes = read_absent(session, reference, wish, now)
    if not classes:
        raise UserError(
            f"На {wish.day:%d.%m.%Y} уроков нет: сводку отсутствующих печатают за день с уроками."
        )
    groups = (
        AbsentGroup(
            f"{first}–{last}",
            tuple(_row(reference, each) for each in classes if first <= _grade(each) <= last),
        )
        for first, last in _GRADES
    )
    return AbsentDay(
        school=school_head(reference),
        year=year_title(school_year_of(wish.day)),
        day=wish.day,
        as_of=now.astimezone(reference.zone),
        lessons=lessons_in_words(wish.lessons),
        groups=tuple(group for group in groups if group.rows),
        imprint=imprint,
    )


def lessons_in_words(lessons: int) -> str:
    """Return which roll calls count: «после 1-го урока» or «за весь день»."""
    return "за весь день" if lessons == WHOLE_DAY else f"после {lessons}-го урока"


def uncalled_in_words(reference: Reference, lesson: Lesson) -> str:
    """Return a lesson without a roll call: «урок 2, английский язык (группа 1)»."""
    page = reference.pages[lesson.page]
    group = f" ({page.group})" if page.group else ""
    return f"урок {lesson.slot}, {paper_subject(page)}{group}"


def _grade(each: AbsentClass) -> int:
    return each.school_class.grade


def _row(reference: Reference, each: AbsentClass) -> AbsentRow:
    if not each.called:
        return AbsentRow(class_name=each.school_class.title, listed=each.listed, is_called=False)
    return AbsentRow(
        class_name=each.school_class.title,
        listed=each.listed,
        absent=each.count(),
        ill=each.ill,
        valid=each.valid,
        rest=each.rest,
        names=tuple(pupil.words for pupil in each.absent),
        uncalled=tuple(uncalled_in_words(reference, lesson) for lesson in each.uncalled),
    )
