"""The line that ends a term on paper: lessons planned and given, and why they differ."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.calendar import Period
from journal.facts_page import LessonChangeRow
from journal.paper import ClosingLine
from journal.reference import Lesson, Reference


def read_closing(
    session: Session,
    reference: Reference,
    page: str,
    period: Period,
    plan: Collection[int],
    given: int,
) -> ClosingLine:
    """Return the end-of-term line of a page.

    Args:
        plan: numbers of the lines of the lesson plan (КТП); its hours are counted through the
            year, so the term takes those that follow the lessons planned before it.
        given: lessons held in the period.
    """
    lessons = list(reference.lessons(page).values())
    in_term = [lesson for lesson in lessons if period.start <= lesson.day <= period.end]
    planned = _planned(in_term)
    before = _planned(lesson for lesson in lessons if lesson.day < period.start)
    by_plan = sum(before < number <= before + planned for number in plan)
    plan_hours = by_plan if plan else None
    due = planned if plan_hours is None else plan_hours
    teacher = reference.staff.get(reference.pages[page].teacher)
    return ClosingLine(
        title=period.name,
        planned=planned,
        plan_hours=plan_hours,
        given=given,
        teacher=teacher.signature if teacher else "",
        lag_reason=_cancelled_words(session, reference, page, in_term) if given < due else "",
        outcome="Программа выполнена" if given >= due else "",
    )


def _planned(lessons: Iterable[Lesson]) -> int:
    return sum(lesson.status != "extra" for lesson in lessons)


def _cancelled_words(
    session: Session, reference: Reference, page: str, in_term: list[Lesson]
) -> str:
    """Return «отменён урок 16.10 карантин»; "" when none was cancelled."""
    cancelled = {lesson.id: lesson.day for lesson in in_term if lesson.status == "cancelled"}
    rows = session.execute(
        select(LessonChangeRow.lesson, LessonChangeRow.reason).where(
            LessonChangeRow.school == reference.school, LessonChangeRow.page == page
        )
    )
    words = sorted(
        (cancelled[lesson], f"{cancelled[lesson]:%d.%m}{f' ({reason})' if reason else ''}")
        for lesson, reason in rows
        if lesson in cancelled
    )
    if not words:
        return ""
    verb = "отменён урок" if len(words) == 1 else "отменены уроки"
    return f"{verb} {', '.join(text for _, text in words)}"
