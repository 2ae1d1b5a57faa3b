"""What a teacher writes about a lesson: marks, the roll call, topic, homework, mark columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import values
from journal.attendance import absent_mark_fault
from journal.bench import Bench
from journal.changes import Changes
from journal.errors import UserError
from journal.facts_page import AttendanceRow, MarkRow
from journal.homework import manners_in
from journal.ids import new_id
from journal.kinds import MAIN_COLUMN, make_key
from journal.log import Draft
from journal.marks import CellInput, read_cell
from journal.queries.absence_reasons import read_reasons
from journal.queries.judging import read_bench
from journal.reference import Lesson
from journal.services.work import Work, write
from journal.works import work_fault


@dataclass(frozen=True, slots=True)
class SetCell:
    """Put what was typed into a cell of the grid; empty text clears it.

    ``reason`` turns an entry into a locked cell into a request for a correction.
    """

    page: str
    lesson: str
    pupil: str
    text: str
    column: str = MAIN_COLUMN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CallRoll:
    """The roll of a lesson was called; with ``all_present`` whoever is marked absent is cleared."""

    page: str
    lesson: str
    all_present: bool = True


@dataclass(frozen=True, slots=True)
class SetTopic:
    """Write what was done at a lesson; ``plan_number`` when it was taken from the lesson plan.

    ``correction``: why it deviates from the plan.
    """

    page: str
    lesson: str
    text: str
    plan_number: int | None = None
    correction: str = ""


@dataclass(frozen=True, slots=True)
class SetHomework:
    """Write the homework of a lesson, or say that there is none («не задано»).

    ``manners`` and ``due`` as in ``values.Homework``; without ``manners`` they are read from the
    words of the text.
    """

    page: str
    lesson: str
    text: str
    unassigned: bool = False
    manners: tuple[str, ...] | None = None
    due: str = ""


@dataclass(frozen=True, slots=True)
class SetColumn:
    """Give a mark column its work type; without ``column`` a further column is made.

    ``work_date``: the day of the work, when it is not the day of the lesson.
    """

    page: str
    lesson: str
    work: str
    column: str | None = None
    title: str = ""
    work_date: date | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class KeepLesson:
    """Everything about one lesson at once, as it is taken over from somewhere else.

    ``homework`` is ``None`` where the grade takes none.
    """

    topic: SetTopic
    homework: SetHomework | None
    roll: CallRoll
    cells: tuple[SetCell, ...]
    column: SetColumn | None = None


def set_cell(session: Session, command: SetCell, work: Work) -> Changes:
    """Write mark and absence of one cell, each as its own fact.

    Raises:
        UserError: the text is not a mark, or the cell may not be written now.
    """
    bench = _bench(session, work, [command])
    return write(session, work, cell_drafts(session, command, work, bench), bench)


def keep_lesson(session: Session, command: KeepLesson, work: Work) -> Changes:
    """Write a whole lesson in one transaction.

    Raises:
        UserError: one of its parts may not be written; then none is.
    """
    return write(session, work, lesson_drafts(session, command, work))


def lesson_drafts(session: Session, command: KeepLesson, work: Work) -> list[Draft]:
    """Return what is said of a whole lesson, its work type first.

    Raises:
        UserError: a text is no mark of its place, or the lesson is still to come.
    """
    bench = _bench(session, work, command.cells)
    drafts = [draft for cell in command.cells for draft in cell_drafts(session, cell, work, bench)]
    marked = {draft.key for draft in drafts}
    drafts += [draft for draft in _roll(command.roll, work) if draft.key not in marked]
    drafts.append(_topic(command.topic, work))
    if command.homework is not None:
        drafts.append(_homework(command.homework, work))
    if command.column is not None:
        drafts.insert(0, _column(session, command.column, work))
    return drafts


def _bench(session: Session, work: Work, cells: Sequence[SetCell]) -> Bench:
    return read_bench(session, work.reference, work.now, [mark_key(cell) for cell in cells])


def cell_drafts(session: Session, command: SetCell, work: Work, bench: Bench) -> list[Draft]:
    """Return what a typed text says of mark and absence; ``bench`` knows the columns.

    Raises:
        UserError: the text is not a mark of this place.
    """
    lesson = open_lesson(work, command.page, command.lesson)
    reference = work.reference
    typed = read_cell(
        command.text,
        allow_one=reference.profile.marks.allow_one,
        graded=reference.is_graded(command.page),
    )
    _check_absent(session, command, typed, work)
    column = bench.columns.get((command.lesson, command.column))
    drafts = [_mark(command, lesson, typed, column.work_date if column else None)]
    if command.column == MAIN_COLUMN:
        drafts.append(_attendance(command, lesson, typed))
    return drafts


def call_roll(session: Session, command: CallRoll, work: Work) -> Changes:
    """Write that the roll was called: an empty cell is provably "present" from now on (TAL-2.5)."""
    return write(session, work, _roll(command, work))


def _roll(command: CallRoll, work: Work) -> list[Draft]:
    lesson = open_lesson(work, command.page, command.lesson)
    drafts = [
        Draft(
            "lesson.rollcall",
            make_key("lesson.rollcall", command.page, command.lesson),
            values.RollCall(done=True, all_present=command.all_present),
            lesson_date=lesson.day,
        )
    ]
    if command.all_present:
        drafts += [
            Draft(
                "attendance.set",
                make_key("attendance.set", command.page, command.lesson, pupil.id),
                values.Attendance(),
                lesson_date=lesson.day,
            )
            for pupil in work.reference.pupils_of(command.page)
            if pupil.is_listed_on(lesson.day)
        ]
    return drafts


def set_topic(session: Session, command: SetTopic, work: Work) -> Changes:
    """Write the topic of a lesson."""
    return write(session, work, [_topic(command, work)])


def _topic(command: SetTopic, work: Work) -> Draft:
    lesson = open_lesson(work, command.page, command.lesson)
    text, correction = (" ".join(said.split()) for said in (command.text, command.correction))
    value = values.Topic(text, command.plan_number, correction if text else "")
    key = make_key("lesson.topic", command.page, command.lesson)
    return Draft("lesson.topic", key, value, lesson_date=lesson.day)


def set_homework(session: Session, command: SetHomework, work: Work) -> Changes:
    """Write the homework of a lesson.

    Raises:
        UserError: the grade takes no homework (MIC-1.2a).
    """
    return write(session, work, [_homework(command, work)])


def _homework(command: SetHomework, work: Work) -> Draft:
    lesson = open_lesson(work, command.page, command.lesson)
    text = "" if command.unassigned else " ".join(command.text.split())
    manners = manners_in(text) if command.manners is None else command.manners
    value = values.Homework(
        text, command.unassigned, manners if text else (), command.due if text else ""
    )
    key = make_key("lesson.homework", command.page, command.lesson)
    return Draft("lesson.homework", key, value, lesson_date=lesson.day)


def set_column(session: Session, command: SetColumn, work: Work) -> Changes:
    """Give a column its work type from the reference book, or add a column (TAL-2.7b).

    Raises:
        UserError: no such work type; a column that holds marks cannot be removed.
    """
    return write(session, work, [_column(session, command, work)])


def _column(session: Session, command: SetColumn, work: Work) -> Draft:
    lesson = open_lesson(work, command.page, command.lesson)
    fault = work_fault(command.work)
    if fault:
        raise UserError(fault)
    column = command.column or new_id()
    if command.removed:
        _check_removable(session, work, command.page, command.lesson, column)
    value = values.Column(
        command.work, " ".join(command.title.split()), command.work_date, command.removed
    )
    key = make_key("lesson.column", command.page, command.lesson, column)
    return Draft("lesson.column", key, value, lesson_date=lesson.day)


def open_lesson(work: Work, page: str, lesson_id: str) -> Lesson:
    """Return a lesson that has come.

    Raises:
        UserError: it is still to come, or not known here.
    """
    lesson = work.lesson(page, lesson_id)
    if lesson.day > work.today:
        raise UserError(
            f"Урок {lesson.day:%d.%m} ещё не проведён: записи делаются в день урока или позже."
        )
    return lesson


def _check_removable(session: Session, work: Work, page: str, lesson: str, column: str) -> None:
    cells = session.scalars(
        select(MarkRow.marks).where(
            MarkRow.school == work.reference.school,
            MarkRow.page == page,
            MarkRow.lesson == lesson,
            MarkRow.column == column,
        )
    )
    if column == MAIN_COLUMN:
        raise UserError("Первая колонка урока не убирается: в ней отмечается посещаемость.")
    if any(cells):
        raise UserError("В этой колонке есть отметки: сначала очистите её ячейки.")


def _check_absent(session: Session, command: SetCell, typed: CellInput, work: Work) -> None:
    """Refuse a mark of an absent pupil where the act does not give it (C-18)."""
    rule = work.reference.profile.marks.when_absent
    if rule == "allow" or not typed.marks:
        return
    key = make_key("attendance.set", command.page, command.lesson, command.pupil)
    row = session.get(AttendanceRow, (work.reference.school, key))
    code = typed.absence if command.column == MAIN_COLUMN else row.code if row else ""
    reasons = read_reasons(session, work.reference, [command.page])
    reason = reasons.of(command.page, command.lesson, command.pupil)
    fault = absent_mark_fault(code, reason, rule)
    if fault:
        raise UserError(fault)


def mark_key(command: SetCell) -> str:
    """Return the key of the mark of a cell."""
    return make_key("mark.set", command.page, command.lesson, command.pupil, command.column)


def _mark(command: SetCell, lesson: Lesson, typed: CellInput, work_date: date | None) -> Draft:
    return Draft(
        "mark.set",
        mark_key(command),
        values.Mark(typed.marks, command.reason),
        lesson_date=lesson.day,
        work_date=work_date or lesson.day,
    )


def _attendance(command: SetCell, lesson: Lesson, typed: CellInput) -> Draft:
    return Draft(
        "attendance.set",
        make_key("attendance.set", command.page, command.lesson, command.pupil),
        values.Attendance(typed.absence, typed.proposed, typed.minutes, command.reason),
        lesson_date=lesson.day,
    )
