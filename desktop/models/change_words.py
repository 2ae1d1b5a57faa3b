"""What becomes of a lesson by a change, in one sentence: before it is done and after."""

from __future__ import annotations

from datetime import date

from journal.queries.day_plan import lesson_title, short_day
from journal.queries.transfer_words import plural
from journal.reference import Lesson, Reference
from journal.services.decisions import AppointSubstitute
from journal.services.timetable_changes import (
    AddLesson,
    CancelLesson,
    ChangeDay,
    HoldAtDistance,
    JoinLesson,
    MoveLesson,
    RestoreLesson,
)

Change = (
    AppointSubstitute
    | MoveLesson
    | CancelLesson
    | RestoreLesson
    | AddLesson
    | JoinLesson
    | HoldAtDistance
    | ChangeDay
)


def reason_with_order(reason: str, order: str) -> str:
    """Return «карантин, приказ № 118», or the one of the two that is given."""
    number = " ".join(order.split()).removeprefix("№").strip()
    return ", ".join(filter(None, (" ".join(reason.split()), f"приказ № {number}" * bool(number))))


def lesson_words(reference: Reference, lesson: Lesson) -> str:
    """Return «3 урок 7Б вт 24.11 (Русский язык)»."""
    return _words(reference, lesson.page, lesson.day, lesson.slot)


def effect_words(reference: Reference, lesson: Lesson | None, change: Change) -> str:
    """Return «3 урок 7Б вт 24.11 (Русский язык) отменён».

    ``lesson`` is the one that changes, as it is before; ``None`` where one is added.
    """
    if isinstance(change, AddLesson):
        return f"{_words(reference, change.page, change.day, change.slot)} добавлен"
    if lesson is None:
        return ""
    if isinstance(change, ChangeDay):
        return _day_becomes(lesson, change)
    return f"{lesson_words(reference, lesson)} {_becomes(reference, lesson, change)}"


def _becomes(reference: Reference, lesson: Lesson, change: Change) -> str:
    if isinstance(change, AppointSubstitute):
        teacher = reference.staff.get(change.teacher)
        own = reference.staff.get(lesson.teacher)
        if teacher is not None:
            return f"ведёт {teacher.short}"
        return f"снова ведёт {own.short}" if own is not None else "- замена снята"
    if isinstance(change, MoveLesson):
        room = f", каб. {change.room}" if change.room not in ("", lesson.room) else ""
        if (change.day, change.slot) == (lesson.day, lesson.slot):
            return f"проходит в каб. {change.room}" if room else "остаётся на своём месте"
        return f"перенесён на {short_day(change.day)}, {change.slot} урок{room}"
    if isinstance(change, CancelLesson):
        return "отменён"
    if isinstance(change, JoinLesson):
        return f"объединён с {reference.class_of(change.with_page).title}"
    if isinstance(change, HoldAtDistance):
        return "проводится дистанционно" if change.is_distance else "снова проводится в классе"
    return "возвращён в расписание"


def _day_becomes(lesson: Lesson, change: ChangeDay) -> str:
    """Return «5 уроков вт 24.11 отменены»."""
    count = plural(len(change.lessons), "урок", "урока", "уроков")
    first = change.lessons[0]
    if isinstance(first, CancelLesson):
        becomes = "отменены"
    else:
        becomes = "проводятся дистанционно" if first.is_distance else "снова проводятся в классе"
    return f"{count} {short_day(lesson.day)} {becomes}"


def _words(reference: Reference, page: str, day: date, slot: int) -> str:
    title = reference.class_of(page).title
    return f"{slot} урок {title} {short_day(day)} ({reference.pages[page].title})"


def lesson_details(reference: Reference, lesson: Lesson) -> str:
    """Return «7Б · Русский язык, вт 24.11, 3 урок, Петрова А. А., каб. 21»."""
    keeper = reference.staff.get(lesson.keeper)
    parts = (
        lesson_title(reference, lesson),
        short_day(lesson.day),
        f"{lesson.slot} урок",
        keeper.short if keeper else "",
        f"каб. {lesson.room}" if lesson.room else "",
    )
    return ", ".join(filter(None, parts))
