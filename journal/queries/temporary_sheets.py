"""Freezing a temporary journal for paper: form F-11, one sheet for a class and a day (TAL-3.1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal import values
from journal.attendance import ILLNESS, INVALID, VALID
from journal.calendar import year_title
from journal.errors import UserError
from journal.homework import UNASSIGNED
from journal.kinds import MAIN_COLUMN
from journal.outage_paper import (
    TemporaryCell,
    TemporaryDay,
    TemporaryDays,
    TemporaryLesson,
    TemporaryPupil,
)
from journal.paper import Imprint
from journal.queries.class_lists import class_list
from journal.queries.document_heads import (
    paper_name,
    paper_subject,
    school_head,
    signer_by_post,
)
from journal.queries.page_content import PageContent
from journal.queries.pupil_tasks import homework_on_paper
from journal.queries.temporary_entries import (
    WrittenEntry,
    content_of,
    last_values,
    read_written,
)
from journal.queries.temporary_journals import TemporaryJournal
from journal.reference import Lesson, PupilName, Reference
from journal.rights import DEPUTY
from journal.works import DEFAULT_WORK

FORM = "F-11"
_REASONS: Mapping[str, str] = {
    ILLNESS: "предположительно болезнь",
    VALID: "предположительно уважительная причина",
    INVALID: "предположительно без уважительной причины",
}


@dataclass(frozen=True, slots=True)
class SheetName:
    """One sheet of a temporary journal."""

    class_id: str
    class_title: str
    day: date


@dataclass(frozen=True, slots=True)
class FrozenDay:
    """The sheet for the printer and what it bears witness to."""

    document: TemporaryDay
    content: PageContent


@dataclass(frozen=True, slots=True)
class FrozenDays:
    """Several sheets in one file and what they bear witness to."""

    document: TemporaryDays
    content: PageContent


def read_sheets(
    session: Session, reference: Reference, journal: TemporaryJournal
) -> tuple[SheetName, ...]:
    """Return the sheets that a temporary journal fills: each class on each day of its lessons."""
    places = {
        (entry.lesson.day, reference.class_of(entry.page).id)
        for entry in read_written(session, reference, journal)
        if entry.lesson is not None
    }
    names = [
        SheetName(class_id, reference.classes[class_id].title, day) for day, class_id in places
    ]
    return tuple(sorted(names, key=lambda name: (name.day, name.class_title)))


def read_temporary_day(
    session: Session,
    reference: Reference,
    journal: TemporaryJournal,
    sheet: SheetName,
    imprint: Imprint,
) -> FrozenDay:
    """Freeze a sheet exactly as it was filled on the workplace, whatever became of it later.

    Raises:
        UserError: the local act wants the form approved, and names no act.
    """
    entries = [
        entry
        for entry in read_written(session, reference, journal)
        if entry.lesson is not None
        and entry.lesson.day == sheet.day
        and reference.class_of(entry.page).id == sheet.class_id
    ]
    written = last_values(entries)
    lessons = in_order({entry.lesson for entry in entries if entry.lesson is not None})
    pupils = class_list(reference, sheet.class_id, sheet.day)
    reason = journal.intervals[0].reason
    owner = next((entry.row.author for entry in entries), "")
    content = content_of(session, reference, entries)
    document = TemporaryDay(
        school=school_head(reference),
        year=year_title(reference.classes[sheet.class_id].year),
        class_name=sheet.class_title,
        number=journal.label,
        day=sheet.day,
        since=journal.opened,
        until=journal.restored,
        lessons=tuple(lesson_line(reference, lesson, written, entries) for lesson in lessons),
        pupils=tuple(
            _pupil(number, pupil, lessons, written) for number, pupil in enumerate(pupils, start=1)
        ),
        checker=signer_by_post(reference, DEPUTY),
        reason=reason[:1].lower() + reason[1:],
        approved=approved_form(reference),
        moved_at=journal.transferred,
        moved_by=paper_name(reference.staff.get(owner)) if journal.transferred else "",
        imprint=imprint,
        witness=content.witness,
    )
    return FrozenDay(document, content)


def read_all_days(
    session: Session,
    reference: Reference,
    journals: Sequence[TemporaryJournal],
    imprint: Imprint,
) -> FrozenDays:
    """Freeze every sheet of some temporary journals, one behind the other.

    Raises:
        UserError: none of them has an entry of a lesson, or the form is not approved yet.
    """
    frozen = [
        read_temporary_day(session, reference, journal, sheet, imprint)
        for journal in journals
        for sheet in read_sheets(session, reference, journal)
    ]
    if not frozen:
        raise UserError(
            "В этих временных журналах нет записей уроков: печатать на листах Ф-11 нечего."
        )
    name = journals[0].label if len(journals) == 1 else f"журналов: {len(journals)}"
    days = tuple(each.document for each in frozen)
    entries = [entry for journal in journals for entry in read_written(session, reference, journal)]
    return FrozenDays(
        bind_days(reference, name, days, imprint), content_of(session, reference, entries)
    )


def bind_days(
    reference: Reference, name: str, days: tuple[TemporaryDay, ...], imprint: Imprint
) -> TemporaryDays:
    """Put several sheets into one document."""
    return TemporaryDays(
        school=school_head(reference), year=days[0].year, name=name, days=days, imprint=imprint
    )


def approved_form(reference: Reference) -> str:
    """Return by which act the form was approved, as it stands on it.

    Raises:
        UserError: the local act wants the form approved, and names no act.
    """
    act = reference.profile.temporary_journal
    if act.form_act_required and not act.form_act:
        raise UserError(
            "Форма временного журнала ещё не утверждена: школьный локальный акт требует указать"
            " приказ, которым она утверждена. Внесите его реквизиты в локальный акт (form_act)."
        )
    return act.form_act


def in_order(lessons: set[Lesson]) -> list[Lesson]:
    """Return the lessons of a day as the sheet lists them."""
    return sorted(lessons, key=lambda lesson: (lesson.slot, lesson.page))


def lesson_line(
    reference: Reference,
    lesson: Lesson,
    written: Mapping[str, WrittenEntry],
    entries: Sequence[WrittenEntry],
) -> TemporaryLesson:
    """Return a lesson as the sheet has it; without entries only what the timetable knows."""
    of_lesson = [
        entry
        for entry in written.values()
        if entry.lesson is not None and entry.lesson.id == lesson.id
    ]
    told = [entry.value for entry in of_lesson]
    tasks = {
        entry.parts["pupil"]: entry.value.text
        for entry in of_lesson
        if isinstance(entry.value, values.PupilTask)
    }
    topic = next((value.text for value in told if isinstance(value, values.Topic)), "")
    homework = next((value for value in told if isinstance(value, values.Homework)), None)
    works = {value.work for value in told if isinstance(value, values.Column) and not value.removed}
    author = next(
        (e.row.author for e in entries if e.lesson is not None and e.lesson.id == lesson.id),
        lesson.substitute or lesson.teacher,
    )
    teacher = reference.staff.get(author)
    page = reference.pages[lesson.page]
    subject = paper_subject(page)
    said = "" if homework is None else UNASSIGNED if homework.unassigned else homework.text
    return TemporaryLesson(
        number=lesson.slot,
        subject=f"{subject}, {page.group}" if page.group else subject,
        teacher=teacher.full if teacher else "",
        topic=topic,
        homework=homework_on_paper(said, tasks, reference.pupils_of(lesson.page)),
        work=", ".join(sorted(works - {DEFAULT_WORK})),
    )


def _pupil(
    number: int, pupil: PupilName, lessons: list[Lesson], written: Mapping[str, WrittenEntry]
) -> TemporaryPupil:
    own: dict[tuple[str, str], values.Value | None] = {}
    for entry in written.values():
        if entry.lesson is not None and entry.parts.get("pupil") == pupil.id:
            column = entry.parts.get("column", entry.row.kind)
            own[entry.lesson.id, column] = entry.value
    return TemporaryPupil(
        number,
        pupil.listed,
        tuple(_cell(lesson, own) for lesson in lessons),
        _note(own.values()),
    )


def _cell(lesson: Lesson, own: Mapping[tuple[str, str], values.Value | None]) -> TemporaryCell:
    absence, marks = "", ""
    places = sorted(own, key=lambda place: (place[1] != MAIN_COLUMN, place[1]))
    for place in places:
        value = own[place]
        if place[0] != lesson.id:
            continue
        if isinstance(value, values.Attendance):
            absence = value.code
        elif isinstance(value, values.Mark):
            marks += "".join(value.marks)
    return TemporaryCell(absence, marks)


def _note(told: Iterable[values.Value | None]) -> str:
    reasons = {
        _REASONS.get(value.proposed, "") for value in told if isinstance(value, values.Attendance)
    }
    return "; ".join(sorted(reasons - {""}))
