"""One lesson as its column header opens it: who keeps it, its mark columns, topic and homework."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.bench import Bench
from journal.facts_page import HomeworkRow, MarkRow, RollCallRow, TopicRow
from journal.judgement import due_and_lock
from journal.queries.judging import read_columns
from journal.queries.register_locks import Locks
from journal.reference import Reference
from journal.works import DEFAULT_WORK, WORK_TYPES, weight_of


@dataclass(frozen=True, slots=True)
class ColumnCard:
    """A mark column of the lesson.

    Attributes:
        due: last day on which a mark is in time; ``lock``: last day without a request.
        marks: how many cells are filled; only an empty further column can be removed.
    """

    column: str
    work: str
    name: str
    weight: Decimal
    title: str
    work_date: date | None
    due: date
    lock: date
    marks: int


@dataclass(frozen=True, slots=True)
class LessonCard:
    """What a click on a column header tells.

    Attributes:
        locked: why its topic, homework and columns cannot be written, as a sentence.
        homework_off: why no homework is set in this grade, as a sentence.
        graded: whether marks, and so columns for them, are taken at all.
    """

    lesson: str
    day: date
    slot: int
    room: str
    teacher: str
    substitute: str
    topic: str
    plan_number: int | None
    correction: str
    homework: str
    unassigned: bool
    called: bool
    columns: tuple[ColumnCard, ...]
    locked: str
    homework_off: str
    graded: bool


def read_lesson_card(
    session: Session, reference: Reference, user: str, page: str, lesson_id: str, now: datetime
) -> LessonCard:
    """Return everything about one lesson that is not a pupil's."""
    school = reference.school
    lesson = reference.lessons(page)[lesson_id]
    columns = read_columns(session, school, [lesson_id])
    bench = Bench(reference, now, columns)
    filled = Counter(
        row.column
        for row in session.execute(
            select(MarkRow.column, MarkRow.marks).where(
                MarkRow.school == school, MarkRow.page == page, MarkRow.lesson == lesson_id
            )
        )
        if row.marks
    )

    def fact(kind: str) -> str:
        return kinds.make_key(kind, page, lesson_id)

    topic = session.get(TopicRow, (school, fact("lesson.topic")))
    homework = session.get(HomeworkRow, (school, fact("lesson.homework")))
    called = session.get(RollCallRow, (school, fact("lesson.rollcall")))
    teacher = reference.staff.get(lesson.teacher)
    substitute = reference.staff.get(lesson.substitute or "")
    grade = reference.grade_of(page)
    further = sorted(
        column
        for (_, column), known in columns.items()
        if column != kinds.MAIN_COLUMN and (not known.removed or filled[column])
    )
    shown = (kinds.MAIN_COLUMN, *further)
    return LessonCard(
        lesson_id,
        lesson.day,
        lesson.slot,
        lesson.room,
        teacher.short if teacher else "",
        substitute.short if substitute else "",
        topic.text if topic else "",
        topic.plan_number if topic else None,
        topic.correction if topic else "",
        homework.text if homework else "",
        homework.unassigned if homework else False,
        called.done if called else False,
        tuple(_column(page, lesson_id, column, bench, filled[column]) for column in shown),
        Locks(bench, user, tuple(reference.pupils_of(page))).of_topic(lesson),
        reference.profile.homework_fault(grade) or "",
        reference.is_graded(page),
    )


def _column(page: str, lesson_id: str, column: str, bench: Bench, marks: int) -> ColumnCard:
    reference = bench.reference
    known = bench.columns.get((lesson_id, column)) or values.Column(DEFAULT_WORK)
    due, lock = due_and_lock(page, reference.lessons(page)[lesson_id], column, bench)
    return ColumnCard(
        column,
        known.work,
        WORK_TYPES[known.work].name,
        weight_of(known.work, weights=reference.profile.marks.weights),
        known.title,
        known.work_date,
        due,
        lock,
        marks,
    )
