"""Reading a spread of the register: pupils by lessons, topics and homework beside."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.bench import Bench, Wish
from journal.calendar import Period
from journal.judgement import due_and_lock, rule
from journal.marks import show_cell
from journal.projection import KeyLog
from journal.queries.judging import read_bench
from journal.queries.means import NOTHING, propose
from journal.queries.register_view import (
    Cell,
    GridColumn,
    GridPupil,
    LessonLine,
    RegisterView,
    Signs,
)
from journal.reference import Lesson, PupilName, Reference
from journal.tables import (
    AttendanceRow,
    EntryRow,
    HomeworkRow,
    MarkRow,
    PlanTopicRow,
    RollCallRow,
    TermMarkRow,
    TopicRow,
)
from journal.wording import show_value
from journal.works import DEFAULT_WORK, weight_of

_EMPTY = Cell()


@dataclass(frozen=True)
class _Rows:
    """Everything the journal knows of a page, by what the grid asks for."""

    marks: Mapping[tuple[str, str, str], tuple[str, ...]]
    attendance: Mapping[tuple[str, str], AttendanceRow]
    called: frozenset[str]
    topics: Mapping[str, TopicRow]
    homework: Mapping[str, HomeworkRow]
    term_marks: Mapping[str, TermMarkRow]
    plan: Mapping[int, PlanTopicRow]
    entries: Mapping[str, list[EntryRow]] = field(default_factory=dict)


def read_register(
    session: Session, reference: Reference, user: str, page: str, period: str, now: datetime
) -> RegisterView:
    """Return a page of the register as ``user`` may see and write it at ``now``."""
    term = reference.periods[period]
    register_page = reference.pages[page]
    rows = _read(session, reference, page, period)
    lessons = reference.lessons_between(page, term.start, term.end)
    keys = [kinds.make_key("lesson.rollcall", page, lesson.id) for lesson in lessons]
    bench = read_bench(session, reference, now, keys)
    today = now.astimezone(reference.zone).date()
    columns = [
        column for lesson in lessons for column in _columns(lesson, rows, bench, user, today)
    ]
    pupils = reference.pupils_of(page)
    cells = {
        (pupil.id, column.lesson, column.column): _cell(pupil, column, page, rows)
        for pupil in pupils
        for column in columns
    }
    grade = reference.grade_of(page)
    return RegisterView(
        page=page,
        class_title=reference.class_of(page).title,
        subject=register_page.title,
        teacher=reference.staff[register_page.teacher].full
        if register_page.teacher in reference.staff
        else "",
        period=term,
        today=today,
        pupils=tuple(_pupils(pupils, lessons, rows, bench, page, period, term)),
        columns=tuple(columns),
        cells={place: cell for place, cell in cells.items() if cell != _EMPTY},
        lines=tuple(_lines(lessons, rows, bench, user)),
        signs=_signs(rows),
        term_locked=_refusal(
            user,
            "term.mark",
            kinds.make_key("term.mark", page, period, pupils[0].id if pupils else ""),
            values.TermMark("5"),
            bench,
        )[0]
        if pupils
        else "",
        homework_off=reference.profile.homework_fault(grade) or "",
        graded=reference.profile.is_graded(grade),
    )


def _read(session: Session, reference: Reference, page: str, period: str) -> _Rows:
    school = reference.school
    mark_rows = session.execute(
        select(MarkRow.pupil, MarkRow.lesson, MarkRow.column, MarkRow.marks).where(
            MarkRow.school == school, MarkRow.page == page
        )
    )
    scope = f"page:{page}"
    signed = session.scalars(
        select(EntryRow).where(
            EntryRow.school == school,
            EntryRow.key.between(f"{scope}/", f"{scope}0"),
            EntryRow.status.in_(("pending", "contested", "held", "refused"))
            | EntryRow.late.is_(True),
        )
    )
    entries: dict[str, list[EntryRow]] = defaultdict(list)
    for entry in signed:
        entries[entry.key].append(entry)
    return _Rows(
        marks={(r.pupil, r.lesson, r.column): tuple(r.marks) for r in mark_rows},
        attendance={
            (r.pupil, r.lesson): r
            for r in session.scalars(
                select(AttendanceRow).where(
                    AttendanceRow.school == school, AttendanceRow.page == page
                )
            )
        },
        called=frozenset(
            session.scalars(
                select(RollCallRow.lesson).where(
                    RollCallRow.school == school, RollCallRow.page == page, RollCallRow.done
                )
            )
        ),
        topics={
            r.lesson: r
            for r in session.scalars(
                select(TopicRow).where(TopicRow.school == school, TopicRow.page == page)
            )
        },
        homework={
            r.lesson: r
            for r in session.scalars(
                select(HomeworkRow).where(HomeworkRow.school == school, HomeworkRow.page == page)
            )
        },
        term_marks={
            r.pupil: r
            for r in session.scalars(
                select(TermMarkRow).where(
                    TermMarkRow.school == school,
                    TermMarkRow.page == page,
                    TermMarkRow.period == period,
                )
            )
        },
        plan={
            int(r.number): r
            for r in session.scalars(
                select(PlanTopicRow).where(PlanTopicRow.school == school, PlanTopicRow.page == page)
            )
        },
        entries=entries,
    )


def _columns(lesson: Lesson, rows: _Rows, bench: Bench, user: str, today: date) -> list[GridColumn]:
    weights = bench.reference.profile.marks.weights
    found = [
        (column, known)
        for (lesson_id, column), known in bench.columns.items()
        if lesson_id == lesson.id and column != kinds.MAIN_COLUMN and not known.removed
    ]
    main = bench.columns.get((lesson.id, kinds.MAIN_COLUMN)) or values.Column(DEFAULT_WORK)
    columns = []
    for column, known in [(kinds.MAIN_COLUMN, main), *sorted(found, key=lambda pair: pair[0])]:
        locked, request = _column_lock(lesson, column, bench, user, today)
        columns.append(
            GridColumn(
                lesson.id,
                column,
                lesson.day,
                lesson.slot,
                known.work,
                weight_of(known.work, weights=weights),
                known.title,
                locked,
                request,
                lesson.id in rows.called,
                column == kinds.MAIN_COLUMN,
                lesson.day > today,
            )
        )
    return columns


def _column_lock(
    lesson: Lesson, column: str, bench: Bench, user: str, today: date
) -> tuple[str, bool]:
    if lesson.day > today:
        return f"Урок {lesson.day:%d.%m} ещё не проведён.", False
    pupils = bench.reference.pupils_of(lesson.page)
    listed = next((pupil for pupil in pupils if pupil.is_listed_on(lesson.day)), None)
    if listed is None:
        return "", False
    key = kinds.make_key("mark.set", lesson.page, lesson.id, listed.id, column)
    return _refusal(user, "mark.set", key, values.Mark(), bench)


def _refusal(user: str, kind: str, key: str, value: values.Value, bench: Bench) -> tuple[str, bool]:
    empty = KeyLog(key)
    ruled = rule(Wish(user, kind, key, value, 0), empty.lines, empty.standing, bench, bench.now)
    if ruled.verdict == "accepted":
        return "", False
    return ruled.reason[:1].upper() + ruled.reason[1:] + ".", ruled.request


def _cell(pupil: PupilName, column: GridColumn, page: str, rows: _Rows) -> Cell:
    marks = rows.marks.get((pupil.id, column.lesson, column.column), ())
    mark_key = kinds.make_key("mark.set", page, column.lesson, pupil.id, column.column)
    signed = list(rows.entries.get(mark_key, ()))
    absence = proposed = ""
    if column.main:
        seen = rows.attendance.get((pupil.id, column.lesson))
        if seen is not None:
            absence, proposed = seen.code, seen.proposed
        key = kinds.make_key("attendance.set", page, column.lesson, pupil.id)
        signed += rows.entries.get(key, ())
    return Cell(
        show_cell(marks, absence, proposed),
        _sign(signed),
        any(entry.late and entry.status == "current" for entry in signed),
        _rival(signed),
        not pupil.is_listed_on(column.day),
    )


def _sign(entries: list[EntryRow]) -> str:
    statuses = {entry.status for entry in entries}
    return next(
        (status for status in ("contested", "refused", "held", "pending") if status in statuses), ""
    )


def _rival(entries: list[EntryRow]) -> str:
    for entry in entries:
        if entry.status == "contested" and entry.value is not None:
            return show_value(kinds.decode(entry.kind, entry.version, entry.key, entry.value))
    return ""


def _pupils(
    pupils: list[PupilName],
    lessons: list[Lesson],
    rows: _Rows,
    bench: Bench,
    page: str,
    period: str,
    term: Period,
) -> list[GridPupil]:
    in_term = {lesson.id for lesson in lessons}
    marks = [
        (lesson, pupil, column, list(cell))
        for (pupil, lesson, column), cell in rows.marks.items()
        if lesson in in_term
    ]
    proposals = propose(marks, bench.columns, bench.reference)
    shown = []
    namesakes: dict[str, int] = defaultdict(int)
    for pupil in pupils:
        namesakes[pupil.listed] += 1
    for number, pupil in enumerate(pupils, start=1):
        proposal = proposals.get(pupil.id, NOTHING)
        final = rows.term_marks.get(pupil.id)
        key = kinds.make_key("term.mark", page, period, pupil.id)
        signed = rows.entries.get(key, [])
        name = pupil.listed
        if namesakes[name] > 1 and pupil.patronymic:
            name = f"{name} {pupil.patronymic[0]}."
        shown.append(
            GridPupil(
                pupil.id,
                number,
                name,
                " ".join(part for part in (pupil.surname, pupil.name, pupil.patronymic) if part),
                _movement(pupil, term),
                proposal.mean,
                proposal.explained,
                proposal.mark,
                Cell(final.mark if final else "", _sign(signed), rival=_rival(signed)),
            )
        )
    return shown


def _movement(pupil: PupilName, term: Period) -> str:
    if pupil.arrived is not None and term.start <= pupil.arrived <= term.end:
        return f"прибыл {pupil.arrived:%d.%m.%Y}"
    if pupil.left is not None and term.start <= pupil.left <= term.end:
        return f"выбыл {pupil.left:%d.%m.%Y}"
    return ""


def _lines(lessons: list[Lesson], rows: _Rows, bench: Bench, user: str) -> list[LessonLine]:
    reference = bench.reference
    used = {row.plan_number for row in rows.topics.values() if row.plan_number}
    ahead = iter(sorted(number for number in rows.plan if number > max(used, default=0)))
    today = bench.now.astimezone(reference.zone).date()
    lines = []
    for lesson in lessons:
        page = lesson.page
        topic, homework = rows.topics.get(lesson.id), rows.homework.get(lesson.id)
        offered = None
        if (topic is None or not topic.text) and lesson.day <= today:
            offered = rows.plan.get(next(ahead, 0))
        key = kinds.make_key("lesson.topic", page, lesson.id)
        home_key = kinds.make_key("lesson.homework", page, lesson.id)
        locked = "" if lesson.day <= today else f"Урок {lesson.day:%d.%m} ещё не проведён."
        if not locked:
            locked = _refusal(user, "lesson.topic", key, values.Topic("x"), bench)[0]
        told = values.Homework(homework.text, homework.unassigned) if homework else None
        lines.append(
            LessonLine(
                lesson.id,
                lesson.day,
                lesson.slot,
                Cell(topic.text if topic else "", _sign(rows.entries.get(key, []))),
                Cell(
                    show_value(told) if told and (told.text or told.unassigned) else "",
                    _sign(rows.entries.get(home_key, [])),
                ),
                offered.topic if offered else "",
                int(offered.number) if offered else None,
                offered.homework if offered else "",
                _note(lesson, reference),
                locked,
            )
        )
    return lines


def _note(lesson: Lesson, reference: Reference) -> str:
    substitute = reference.staff.get(lesson.substitute or "")
    return f"зам. {substitute.short}" if substitute else ""


def _signs(rows: _Rows) -> Signs:
    counts: dict[str, int] = defaultdict(int)
    for entries in rows.entries.values():
        sign = _sign(entries)
        if sign:
            counts[sign] += 1
    return Signs(counts["pending"], counts["contested"], counts["held"], counts["refused"])


def lock_day(page: str, lesson: Lesson, column: str, bench: Bench) -> date:
    """Return the last day on which this column can be written without a request."""
    return due_and_lock(page, lesson, column, bench)[1]
