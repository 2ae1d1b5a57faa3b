"""Changes of single lessons: moved, cancelled, added, joined, held over the network.

A lesson keeps its id whatever happens to it, so what is written about it stays with it.
Source: domain specification, s. 6.5; ANC-R.VII.1.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal import values
from journal.changes import Changes
from journal.errors import UserError
from journal.ids import new_id
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.lesson_clashes import LessonTime, find_clashes
from journal.reference import Lesson
from journal.services.decisions import AppointSubstitute, appoint_substitute
from journal.services.work import Work, together, write


@dataclass(frozen=True, slots=True)
class MoveLesson:
    """Hold a lesson on another day, in another bell slot or another room."""

    page: str
    lesson: str
    day: date
    slot: int
    room: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CancelLesson:
    """Do not hold a lesson; ``reason`` goes to the end-of-term line of the register."""

    page: str
    lesson: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RestoreLesson:
    """Hold a lesson as the timetable plans it, after all."""

    page: str
    lesson: str


@dataclass(frozen=True, slots=True)
class AddLesson:
    """Hold a lesson that the timetable does not plan; without ``teacher`` the page's."""

    page: str
    day: date
    slot: int
    teacher: str = ""
    room: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class JoinLesson:
    """Hold a lesson together with that of another page in the same bell slot, by its teacher.

    Each page keeps its own row: its own roll call, topic and marks.
    """

    page: str
    lesson: str
    with_page: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HoldAtDistance:
    """Hold a lesson over the network, or in the room again."""

    page: str
    lesson: str
    is_distance: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """Cancel several lessons of a day, or hold them over the network, with one wish."""

    lessons: tuple[CancelLesson | HoldAtDistance, ...]


def move_lesson(session: Session, command: MoveLesson, work: Work) -> Changes:
    """Move a lesson; marks, topic and homework go with it.

    Raises:
        UserError: no lessons are held that day, or class or teacher are busy then.
    """
    lesson = work.lesson(command.page, command.lesson)
    teacher = lesson.substitute or lesson.teacher
    _check_free(work, command.page, command.day, command.slot, teacher, apart=lesson.id)
    status = "extra" if lesson.status == "extra" else "moved"
    value = _change(
        lesson, status, command.day, command.slot, command.reason, room=command.room or None
    )
    return _write(session, work, lesson, value)


def cancel_lesson(session: Session, command: CancelLesson, work: Work) -> Changes:
    """Cancel a lesson; what was written about it stays and shows again when it is restored."""
    lesson = work.lesson(command.page, command.lesson)
    value = _change(lesson, "cancelled", lesson.day, lesson.slot, command.reason)
    return _write(session, work, lesson, value)


def restore_lesson(session: Session, command: RestoreLesson, work: Work) -> Changes:
    """Take every change of a lesson back; a joined one goes back to its own teacher as well.

    Raises:
        UserError: class or teacher are busy at the planned time by now.
    """
    lesson = work.lesson(command.page, command.lesson)
    status = "planned" if lesson.planned else "extra"
    day, slot = lesson.planned or (lesson.day, lesson.slot)
    _check_free(work, command.page, day, slot, lesson.teacher, apart=lesson.id)
    value = values.LessonChange(status, day, slot, teacher="" if lesson.planned else lesson.teacher)
    if not (lesson.joined and lesson.substitute):
        return _write(session, work, lesson, value)
    wish = AppointSubstitute(command.page, lesson.day, lesson.slot, "")
    return appoint_substitute(session, wish, work) | _write(session, work, lesson, value)


def add_lesson(session: Session, command: AddLesson, work: Work) -> Changes:
    """Add a lesson to a page.

    Raises:
        UserError: no such page or teacher, no lessons that day, or class or teacher are busy then.
    """
    reference = work.reference
    if command.page not in reference.pages:
        raise UserError("Такой страницы в журнале нет. Обновите данные и повторите.")
    teacher = command.teacher or reference.pages[command.page].teacher
    if teacher not in reference.staff:
        raise UserError("Такого учителя нет в списке сотрудников. Выберите учителя из списка.")
    _check_free(work, command.page, command.day, command.slot, teacher)
    value = values.LessonChange(
        "extra", command.day, command.slot, command.reason, command.teacher, command.room
    )
    key = make_key("lesson.change", command.page, new_id())
    return write(session, work, [Draft("lesson.change", key, value, lesson_date=command.day)])


def join_lesson(session: Session, command: JoinLesson, work: Work) -> Changes:
    """Join a lesson to another page's and appoint that one's teacher to it.

    Raises:
        UserError: the other page has no lesson in that bell slot.
    """
    lesson = work.lesson(command.page, command.lesson)
    other = next(
        (
            each
            for each in work.reference.lessons_on(lesson.day)
            if each.page == command.with_page and each.slot == lesson.slot
            if each.status != "cancelled"
        ),
        None,
    )
    if other is None or other.id == lesson.id:
        raise UserError(
            "У этой страницы нет урока в то же время: объединить можно только уроки, "
            "которые стоят на одном номере одного дня."
        )
    value = _change(
        lesson, lesson.status, lesson.day, lesson.slot, command.reason, joined=command.with_page
    )
    changes = _write(session, work, lesson, value)
    if other.keeper == lesson.keeper:
        return changes
    wish = AppointSubstitute(
        command.page, lesson.day, lesson.slot, other.keeper, "объединение уроков"
    )
    return changes | appoint_substitute(session, wish, work)


def hold_at_distance(session: Session, command: HoldAtDistance, work: Work) -> Changes:
    """Mark a lesson as held over the network, or take that back."""
    lesson = work.lesson(command.page, command.lesson)
    value = _change(
        lesson,
        lesson.status,
        lesson.day,
        lesson.slot,
        command.reason,
        is_distance=command.is_distance,
    )
    return _write(session, work, lesson, value)


def change_day(session: Session, command: ChangeDay, work: Work) -> Changes:
    """Change several lessons in one transaction, as in quarantine or frost.

    Raises:
        UserError: one of them may not be changed; then none is.
    """
    return together(
        cancel_lesson(session, each, work)
        if isinstance(each, CancelLesson)
        else hold_at_distance(session, each, work)
        for each in command.lessons
    )


def _change(
    lesson: Lesson,
    status: str,
    day: date,
    slot: int,
    reason: str,
    *,
    room: str | None = None,
    joined: str | None = None,
    is_distance: bool | None = None,
) -> values.LessonChange:
    """Return the change with what an earlier one said of teacher, room and manner."""
    return values.LessonChange(
        status,
        day,
        slot,
        " ".join(reason.split()) or lesson.reason,
        "" if lesson.planned else lesson.teacher,
        room if room is not None else lesson.room,
        joined if joined is not None else lesson.joined,
        is_distance if is_distance is not None else lesson.is_distance,
    )


def _write(session: Session, work: Work, lesson: Lesson, value: values.LessonChange) -> Changes:
    key = make_key("lesson.change", lesson.page, lesson.id)
    return write(session, work, [Draft("lesson.change", key, value, lesson_date=value.day)])


def _check_free(
    work: Work, page: str, day: date, slot: int, teacher: str, *, apart: str = ""
) -> None:
    """Refuse a time at which the class or the teacher is elsewhere."""
    wished = LessonTime(page, day, slot, teacher, apart=apart)
    for clash in find_clashes(work.reference, wished):
        if clash.blocks:
            raise UserError(clash.words)
