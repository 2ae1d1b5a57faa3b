"""The paper sheets that a user can type in: their lessons and lines in the order of form F-11."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.facts_page import AttendanceRow, HomeworkRow, MarkRow, RollCallRow, TopicRow
from journal.homework import UNASSIGNED
from journal.kinds import MAIN_COLUMN, make_key
from journal.marks import show_cell
from journal.queries.class_lists import class_list
from journal.queries.document_heads import paper_subject
from journal.queries.judging import read_columns
from journal.reference import Lesson, PupilName, Reference
from journal.tables import EntryRow
from journal.works import DEFAULT_WORK

OFFERED_DAYS = 21
"""So many days back sheets are offered."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of block B: a pupil with the number on the sheet, and what the register shows.

    ``from_paper``: it was typed in from a sheet.
    """

    number: int
    pupil: str
    name: str
    text: str
    from_paper: bool


@dataclass(frozen=True, slots=True)
class SheetLesson:
    """A lesson of the sheet that the user keeps, in the order of block A.

    ``graded``: marks are taken in this class; ``homework_off``: why no homework is, or "".
    """

    page: str
    lesson: str
    slot: int
    subject: str
    topic: str
    homework: str
    work: str
    called: bool
    graded: bool
    homework_off: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class SheetOffer:
    """A sheet that can be typed in; ``kept`` of its ``lessons`` have a roll call and a topic."""

    class_id: str
    class_title: str
    day: date
    lessons: int
    kept: int


def read_sheet_offers(
    session: Session, reference: Reference, user: str, now: datetime
) -> tuple[SheetOffer, ...]:
    """Return the sheets of the last weeks with lessons of ``user``, the newest day first."""
    today = now.astimezone(reference.zone).date()
    places: dict[tuple[date, str], list[Lesson]] = {}
    for lesson in _kept_by(reference, user, today - timedelta(days=OFFERED_DAYS), today):
        places.setdefault((lesson.day, reference.class_of(lesson.page).id), []).append(lesson)
    kept = _kept(session, reference, [each for found in places.values() for each in found])
    offers = [
        SheetOffer(
            class_id,
            reference.classes[class_id].title,
            day,
            len(lessons),
            sum(lesson.id in kept for lesson in lessons),
        )
        for (day, class_id), lessons in places.items()
    ]
    return tuple(sorted(offers, key=lambda each: (-each.day.toordinal(), each.class_title)))


def read_sheet(
    session: Session, reference: Reference, user: str, class_id: str, day: date
) -> tuple[SheetLesson, ...]:
    """Return the lessons of a sheet that ``user`` keeps, with what the register shows now."""
    lessons = sorted(
        (
            lesson
            for lesson in _kept_by(reference, user, day, day)
            if reference.class_of(lesson.page).id == class_id
        ),
        key=lambda lesson: (lesson.slot, lesson.page),
    )
    listed = list(enumerate(class_list(reference, class_id, day), start=1))
    return tuple(_lesson(session, reference, lesson, listed) for lesson in lessons)


def _kept_by(reference: Reference, user: str, start: date, end: date) -> Iterable[Lesson]:
    for page in reference.pages:
        for lesson in reference.lessons_between(page, start, end):
            if (lesson.substitute or lesson.teacher) == user:
                yield lesson


def _kept(session: Session, reference: Reference, lessons: Iterable[Lesson]) -> set[str]:
    known: list[set[str]] = []
    found = list(lessons)
    for kind, table in (("lesson.rollcall", RollCallRow), ("lesson.topic", TopicRow)):
        keys = [make_key(kind, lesson.page, lesson.id) for lesson in found]
        rows = select(table.lesson).where(table.school == reference.school, table.key.in_(keys))
        known.append(set(session.scalars(rows)))
    return known[0] & known[1]


def _lesson(
    session: Session,
    reference: Reference,
    lesson: Lesson,
    listed: Iterable[tuple[int, PupilName]],
) -> SheetLesson:
    school, page = reference.school, lesson.page

    def fact(kind: str) -> tuple[str, str]:
        return school, make_key(kind, page, lesson.id)

    topic = session.get(TopicRow, fact("lesson.topic"))
    homework = session.get(HomeworkRow, fact("lesson.homework"))
    called = session.get(RollCallRow, fact("lesson.rollcall"))
    column = read_columns(session, school, [lesson.id]).get((lesson.id, MAIN_COLUMN))
    on_page = {pupil.id for pupil in reference.pupils_of(page)}
    marks, absences, paper = _cells(session, school, lesson)
    grade = reference.grade_of(page)
    group = reference.pages[page].group
    subject = paper_subject(reference.pages[page])
    said = "" if homework is None else UNASSIGNED if homework.unassigned else homework.text
    return SheetLesson(
        page=page,
        lesson=lesson.id,
        slot=lesson.slot,
        subject=f"{subject}, {group}" if group else subject,
        topic=topic.text if topic is not None else "",
        homework=said,
        work=column.work if column is not None else DEFAULT_WORK,
        called=called is not None and called.done,
        graded=reference.is_graded(page),
        homework_off=reference.profile.homework_fault(grade) or "",
        lines=tuple(
            SheetLine(
                number,
                pupil.id,
                pupil.listed,
                show_cell(marks.get(pupil.id, ()), *absences.get(pupil.id, ("", ""))),
                pupil.id in paper,
            )
            for number, pupil in listed
            if pupil.id in on_page
        ),
    )


def _cells(
    session: Session, school: str, lesson: Lesson
) -> tuple[Mapping[str, list[str]], Mapping[str, tuple[str, str]], set[str]]:
    """Return marks and absences by pupil, and whose cells came from paper."""
    marks = {
        row.pupil: row
        for row in session.scalars(
            select(MarkRow).where(
                MarkRow.school == school,
                MarkRow.page == lesson.page,
                MarkRow.lesson == lesson.id,
                MarkRow.column == MAIN_COLUMN,
            )
        )
    }
    absences = {
        row.pupil: row
        for row in session.scalars(
            select(AttendanceRow).where(
                AttendanceRow.school == school,
                AttendanceRow.page == lesson.page,
                AttendanceRow.lesson == lesson.id,
            )
        )
    }
    entries = {pupil: {row.entry} for pupil, row in marks.items()}
    for pupil, row in absences.items():
        entries.setdefault(pupil, set()).add(row.entry)
    typed_in = set(
        session.scalars(
            select(EntryRow.id).where(
                EntryRow.school == school,
                EntryRow.id.in_([each for found in entries.values() for each in found]),
                EntryRow.paper_date.is_not(None),
            )
        )
    )
    paper = {pupil for pupil, found in entries.items() if found & typed_in}
    return (
        {pupil: row.marks for pupil, row in marks.items()},
        {pupil: (row.code, row.proposed) for pupil, row in absences.items()},
        paper,
    )
