"""What a teacher should know besides her lessons: ends of terms, plans, changed lessons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.attendance import counts_as_absence
from journal.calendar import Period, school_year_of
from journal.deadlines import plan_due, term_mark_due, term_mark_opens
from journal.facts_page import AttendanceRow, PlanTopicRow, TermMarkRow
from journal.kinds import YEAR
from journal.queries.absence_documents import read_documents
from journal.queries.day_plan import lesson_title, short_day
from journal.queries.lesson_notes import moved_words, room_words
from journal.queries.transfer_words import plural
from journal.reference import Lesson, Reference, RegisterPage
from journal.rights import ADMINISTRATOR, DEPUTY, DIRECTOR

_DAYS_AHEAD = 7
_HEADS = frozenset({DEPUTY, DIRECTOR, ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class News:
    """One line beside the lessons.

    Attributes:
        id: stays while it is the same news.
        title, details: the two lines of it.
        is_overdue: a deadline has passed.
        page, lesson: what it leads to, "" where nothing.
    """

    id: str
    title: str
    details: str
    is_overdue: bool = False
    page: str = ""
    lesson: str = ""


def read_news(session: Session, reference: Reference, user: str, now: datetime) -> tuple[News, ...]:
    """Return term marks to set, plans to bring, and changes of the coming days.

    Whoever heads the school sees the changes of all.
    """
    today = now.astimezone(reference.zone).date()
    classes, year = reference.classes, school_year_of(today)
    pages = sorted(
        (
            page
            for page in reference.pages.values()
            if page.teacher == user and classes[page.class_id].year == year
        ),
        key=lambda page: (-classes[page.class_id].grade, classes[page.class_id].letter, page.order),
    )
    return (
        *_own_classes(session, reference, user, now),
        *_term_marks(session, reference, pages, today),
        *_plans(session, reference, pages, today),
        *_changes(reference, user, today),
    )


def _own_classes(
    session: Session, reference: Reference, user: str, now: datetime
) -> Iterator[News]:
    """Tell a class teacher who is absent today and which documents wait (MIC-3.3.7, TAL-2.9b)."""
    today = now.astimezone(reference.zone).date()
    for school_class in reference.classes.values():
        if school_class.teacher != user or school_class.year != school_year_of(today):
            continue
        absent = _absent(session, reference, school_class.id, today)
        waiting = [
            line
            for line in read_documents(session, reference, school_class.id, now)
            if not line.is_filled
        ]
        parts = [f"сегодня отсутствуют: {absent}" if absent else ""]
        due = min((line.due for line in waiting), default=today)
        if waiting:
            count = plural(len(waiting), "документ", "документа", "документов")
            parts.append(f"{count} о пропусках, {_until(due, today)}")
        words = " · ".join(filter(None, parts))
        if words:
            yield News(
                f"class/{school_class.id}", f"Мой класс {school_class.title}", words, due < today
            )


def _absent(session: Session, reference: Reference, class_id: str, day: date) -> int:
    """Return how many pupils of a class missed a lesson of the day so far."""
    lessons = [
        lesson
        for lesson in reference.lessons_on(day)
        if reference.pages[lesson.page].class_id == class_id
    ]
    rows = session.execute(
        select(AttendanceRow.pupil, AttendanceRow.code).where(
            AttendanceRow.school == reference.school,
            AttendanceRow.page.in_({lesson.page for lesson in lessons}),
            AttendanceRow.lesson.in_({lesson.id for lesson in lessons}),
        )
    )
    return len({pupil for pupil, code in rows if counts_as_absence(code)})


def _term_marks(
    session: Session, reference: Reference, pages: list[RegisterPage], today: date
) -> Iterator[News]:
    """Name the terms whose marks are asked for now (TAL-2.6b, ANC-R.VIII.8)."""
    asked: dict[str, tuple[Period, list[RegisterPage]]] = {}
    for page in pages:
        if not reference.is_graded(page.id):
            continue
        year = reference.marked_period(page.id, YEAR)
        for period in (*reference.periods_of(page.id), *([year] if year else [])):
            is_open = term_mark_opens(reference.profile, period) <= today
            if is_open and not reference.is_closed(page.id, period.end):
                asked.setdefault(period.id, (period, []))[1].append(page)
    if not asked:
        return
    rows = session.execute(
        select(TermMarkRow.page, TermMarkRow.period, TermMarkRow.pupil).where(
            TermMarkRow.school == reference.school,
            TermMarkRow.page.in_([page.id for page in pages]),
            TermMarkRow.mark != "",
        )
    )
    marked = {tuple(row) for row in rows}
    pupils = {page.id: reference.pupils_of(page.id) for _, each in asked.values() for page in each}
    for id_, (period, of_term) in asked.items():
        missing = {
            page.id: sum(
                pupil.is_listed_on(period.end) and (page.id, id_, pupil.id) not in marked
                for pupil in pupils[page.id]
            )
            for page in of_term
        }
        lacking = [page for page, count in missing.items() if count]
        if not lacking:
            continue
        due = term_mark_due(reference.profile, period)
        count = plural(sum(missing.values()), "отметки", "отметок", "отметок")
        where = plural(len(lacking), "странице", "страницах", "страницах")
        yield News(
            f"term/{id_}",
            f"Итоги: {'год' if id_ == YEAR else period.name}",
            f"{_until(due, today)} · нет {count} на {where}",
            due < today,
            lacking[0],
        )


def _plans(
    session: Session, reference: Reference, pages: list[RegisterPage], today: date
) -> Iterator[News]:
    """Name the pages without a lesson plan (ANC-R.VI.6)."""
    lacking = [page for page in pages if not _has_plan(session, reference.school, page.id)]
    if not lacking:
        return
    due = plan_due(school_year_of(today))
    names = [f"{reference.class_of(page.id).title} {page.title}" for page in lacking]
    shown = ", ".join(names[:3]) + (f" и ещё {len(names) - 3}" if len(names) > 3 else "")
    yield News("plans", "КТП не загружено", f"{_until(due, today)} · {shown}", due < today)


def _has_plan(session: Session, school: str, page: str) -> bool:
    query = select(PlanTopicRow.key).where(PlanTopicRow.school == school, PlanTopicRow.page == page)
    return session.scalar(query.limit(1)) is not None


def _until(due: date, today: date) -> str:
    return f"срок был {due:%d.%m}" if due < today else f"срок {due:%d.%m}"


def _changes(reference: Reference, user: str, today: date) -> Iterator[News]:
    """Name what deviates from the timetable in the coming week (NEM-2.8.1d)."""
    sees_all = bool(reference.person(user).posts & _HEADS)
    for ahead in range(_DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        for lesson in reference.lessons_on(day):
            words = _change_words(reference, lesson, user)
            is_own = user in (lesson.teacher, lesson.substitute)
            if words and (is_own or sees_all):
                yield News(
                    f"change/{lesson.id}",
                    f"{short_day(day)}, {lesson.slot} урок · {lesson_title(reference, lesson)}",
                    words,
                    page=lesson.page,
                    lesson=lesson.id,
                )


def _change_words(reference: Reference, lesson: Lesson, user: str) -> str:
    parts = []
    if lesson.status == "cancelled":
        parts.append("урок отменён")
    if lesson.status == "extra":
        parts.append("дополнительный урок")
    if words := moved_words(lesson) or room_words(lesson):
        parts.append(words)
    substitute = reference.staff.get(lesson.substitute or "")
    teacher = reference.staff.get(lesson.teacher)
    if substitute is not None and lesson.substitute == user and teacher is not None:
        parts.append(f"замена, по расписанию {teacher.short}")
    elif substitute is not None:
        parts.append(f"замена: ведёт {substitute.short}")
    if lesson.joined in reference.pages:
        parts.append(f"вместе с {reference.class_of(lesson.joined).title}")
    if lesson.is_distance:
        parts.append("дистанционно")
    if parts and lesson.reason:
        parts.append(lesson.reason)
    return " · ".join(parts)
