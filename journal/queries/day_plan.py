"""A day of a teacher: her lessons by the bell, and why there are none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from journal.calendar import school_year_of
from journal.queries.lesson_notes import STANDING_IN, lesson_note
from journal.queries.lesson_states import LessonState, read_lesson_states
from journal.queries.transfer_words import plural
from journal.reference import Lesson, Reference

Phase = Literal["over", "running", "next", "later"]

_LOOK_AHEAD = 28
_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


@dataclass(frozen=True, slots=True)
class DayLine:
    """A lesson of the day.

    Attributes:
        title: «9А · Русский язык».
        details: «каб. 21 · зам. Орлова Т. В.», what the line says below its title.
        phase: by the clock; "next" is the first one that has not begun.
        can_open: it has begun or is of a day before, so it can be filled in.
    """

    state: LessonState
    begins: datetime
    ends: datetime
    title: str
    details: str
    phase: Phase
    can_open: bool

    @property
    def lesson(self) -> Lesson:
        """The lesson itself."""
        return self.state.lesson


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day as the screen «Сегодня» shows it.

    Attributes:
        term: «II четверть, 12-я неделя»; "" in the holidays.
        lines: the user's lessons by bell slot.
        why_empty, what_now: why there are none, and what comes next.
    """

    day: date
    term: str
    lines: tuple[DayLine, ...]
    why_empty: str = ""
    what_now: str = ""


def read_day(
    session: Session, reference: Reference, user: str, day: date, now: datetime
) -> DayPlan:
    """Return the lessons that ``user`` keeps on ``day``, with their states at ``now``."""
    lessons = reference.lessons_of_day(user, day)
    states = read_lesson_states(session, reference, lessons, now)
    lines: list[DayLine] = []
    for state in states:
        has_next = any(line.phase == "next" for line in lines)
        lines.append(_line(reference, user, state, now, has_next=has_next))
    why, then = ("", "") if lines else _why_empty(reference, user, day)
    return DayPlan(day, _term(reference, day), tuple(lines), why, then)


def lesson_title(reference: Reference, lesson: Lesson) -> str:
    """Return «9А · Русский язык»."""
    page = reference.pages[lesson.page]
    return f"{reference.class_of(lesson.page).title} · {page.title}"


def short_day(day: date) -> str:
    """Return «пн 23.11»."""
    return f"{_WEEKDAYS[day.weekday()]} {day:%d.%m}"


def _line(
    reference: Reference, user: str, state: LessonState, now: datetime, *, has_next: bool
) -> DayLine:
    lesson, times = state.lesson, reference.times_of(state.lesson)
    if times.ends <= now:
        phase: Phase = "over"
    elif times.begins <= now:
        phase = "running"
    else:
        phase = "later" if has_next else "next"
    planned = reference.staff.get(lesson.teacher)
    is_substitute = lesson.substitute == user and planned is not None
    note = (
        f"{STANDING_IN}: {planned.short}"
        if is_substitute and planned
        else lesson_note(reference, lesson)
    )
    running = f"идёт сейчас · до {times.ends:%H:%M}" if phase == "running" else ""
    room = f"каб. {lesson.room}" if lesson.room else ""
    parts = (room, running, note, state.topic_text or state.work)
    return DayLine(
        state,
        times.begins,
        times.ends,
        lesson_title(reference, lesson),
        " · ".join(filter(None, parts)),
        phase,
        lesson.day <= now.astimezone(reference.zone).date(),
    )


def _term(reference: Reference, day: date) -> str:
    """Return term and week of the school year; the terms of the juniors where they differ."""
    grades = sorted({each.grade for each in reference.classes.values()})
    names = (reference.calendar.period_on(day, grade) for grade in grades)
    name = next((period.name for period in names if period is not None), "")
    first = date(school_year_of(day), 9, 1)
    week = ((day - first).days + first.weekday()) // 7 + 1
    return f"{name}, {week}-я неделя" if name else ""


def _why_empty(reference: Reference, user: str, day: date) -> tuple[str, str]:
    if not reference.timetable:
        return (
            "Расписания ещё нет",
            "Уроки появятся здесь сами, когда заместитель директора или администратор загрузит "
            "расписание и оно придёт на этот компьютер.",
        )
    then = _next_lesson(reference, user, day)
    known = next((row for row in reference.days if row.day == day), None)
    grades = {each.grade for each in reference.classes.values()}
    if any(reference.calendar.is_school_day(day, grade) for grade in grades):
        return ("Уроков у вас нет", then or _school_day(reference, day))
    if known is not None and known.kind in ("holiday", "off"):
        return (known.note or "Выходной день", then)
    if day.isoweekday() < 6 and not any(
        reference.calendar.period_on(day, grade) for grade in grades
    ):
        return ("Каникулы", then)
    return ("Выходной день", then)


def _next_lesson(reference: Reference, user: str, day: date) -> str:
    for ahead in range(1, _LOOK_AHEAD + 1):
        lessons = reference.lessons_of_day(user, day + timedelta(days=ahead))
        if lessons:
            first = lessons[0]
            begins = reference.times_of(first).begins
            title = lesson_title(reference, first)
            return f"Следующий урок: {short_day(first.day)} в {begins:%H:%M}, {title}."
    return ""


def _school_day(reference: Reference, day: date) -> str:
    """Return what goes on in the school, for those who have no lessons of their own."""
    lessons = reference.lessons_on(day)
    held = [lesson for lesson in lessons if lesson.status != "cancelled"]
    parts = [plural(len(held), "урок", "урока", "уроков")]
    for count, words in (
        (_count(held, replaced=True), ("замена", "замены", "замен")),
        (_count(held, moved=True), ("перенос", "переноса", "переносов")),
        (len(lessons) - len(held), ("отменённый", "отменённых", "отменённых")),
    ):
        if count:
            parts.append(plural(count, *words))
    return f"Сегодня в школе: {', '.join(parts)}."


def _count(lessons: Sequence[Lesson], *, replaced: bool = False, moved: bool = False) -> int:
    return sum(
        (replaced and lesson.substitute is not None) or (moved and lesson.is_moved)
        for lesson in lessons
    )
