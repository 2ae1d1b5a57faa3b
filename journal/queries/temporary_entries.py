"""The entries of a temporary journal, decoded, in the order in which they were written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import attendance, kinds, values
from journal.clock import from_ms
from journal.deadlines import is_in_time
from journal.queries.document_heads import paper_name
from journal.queries.intervals import BOOKKEEPING
from journal.queries.naming import name_cell
from journal.queries.outage_intervals import OutageInterval
from journal.queries.page_content import PageContent, content_digest
from journal.queries.temporary_journals import TemporaryJournal
from journal.reference import Lesson, Reference
from journal.tables import DeskRow, EntryRow, ScopeRow
from journal.wording import show_value

_NO_PARTS: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry of a temporary journal.

    Attributes:
        value: ``None`` when it was redacted, is a decision, or is of a newer program.
        page, lesson: of the register, as far as they are known here.
        recorded_at: the station's clock, ``accepted_at`` the centre's; in the school's zone.
        in_time: received until the deadline of its interval; ``None`` while nobody knows.
    """

    row: EntryRow
    value: values.Value | None
    parts: dict[str, str]
    page: str
    lesson: Lesson | None
    recorded_at: datetime
    accepted_at: datetime | None
    in_time: bool | None


def read_written(
    session: Session, reference: Reference, journal: TemporaryJournal
) -> list[WrittenEntry]:
    """Return what people wrote in a temporary journal; how it is kept is left out."""
    entries: list[WrittenEntry] = []
    for interval in journal.intervals:
        where = [
            EntryRow.school == reference.school,
            EntryRow.station == interval.station,
            EntryRow.seq >= interval.first_seq,
            EntryRow.kind.not_in(BOOKKEEPING),
        ]
        if interval.last_seq is not None:
            where.append(EntryRow.seq <= interval.last_seq)
        rows = session.scalars(select(EntryRow).where(*where).order_by(EntryRow.seq))
        entries += [_written(row, interval, reference) for row in rows]
    return entries


def last_values(entries: Iterable[WrittenEntry]) -> dict[str, WrittenEntry]:
    """Return the last entry of each fact."""
    return {entry.row.key: entry for entry in entries if entry.value is not None}


def author_name(entry: WrittenEntry, reference: Reference) -> str:
    """Return who wrote an entry: «Петрова А.А.»."""
    return paper_name(reference.staff.get(entry.row.author))


def content_of(
    session: Session, reference: Reference, entries: Iterable[WrittenEntry]
) -> PageContent:
    """Return what a sheet of a temporary journal bears witness to: exactly these entries."""
    known = session.get(ScopeRow, (reference.school, "school"))
    desk = session.get(DeskRow, reference.school)
    lines = ((f"{each.row.station}/{each.row.seq:012}", each.row.digest) for each in entries)
    return PageContent(
        page="",
        digest=content_digest(lines),
        epoch=desk.epoch if desk is not None else "",
        scope="school",
        ordinal=known.ordinal if known is not None else 0,
        head=known.head.hex() if known is not None else "",
    )


def entry_words(entry: WrittenEntry, reference: Reference, work: str = "") -> str:
    """Return the cell and its value: «5А, русский язык, Иванов Иван: отметка 4 (КР)»."""
    cell = name_cell(reference, entry.row.key)
    where = ", ".join(part for part in (cell.class_title, cell.subject, cell.pupil) if part)
    said = _said(entry, work) or cell.fact
    return ": ".join(part for part in (where, said) if part) or cell.title


def _said(entry: WrittenEntry, work: str) -> str:
    value = entry.value
    if entry.row.value is None:
        return "стёрто по акту"
    match value:
        case values.Mark(marks=marks):
            kind = f" ({work})" if work else ""
            return f"отметка {show_value(value)}{kind}" if marks else "отметка снята"
        case values.Attendance(code=code):
            known = attendance.CODES.get(code)
            return f"{code} – {known.name}" if known is not None else "присутствует"
        case values.TermMark(mark=mark):
            return f"отметка за период {mark}" if mark else "отметка за период снята"
        case values.RollCall():
            return "перекличка, все присутствуют" if value.all_present else "перекличка"
        case values.Topic():
            return f"тема «{value.text}»"
        case values.Homework():
            return f"домашнее задание: {show_value(value)}"
        case values.PupilTask():
            return f"задание ученику: {show_value(value)}"
        case values.LessonContent():
            return f"содержание урока: {show_value(value)}"
        case values.Column():
            return f"вид работы {value.work}"
    return "решение" if entry.row.kind == kinds.DECISION else ""


def _written(row: EntryRow, interval: OutageInterval, reference: Reference) -> WrittenEntry:
    try:
        parts = kinds.split_key(row.key)[1]
        page = kinds.owner_of(row.key) if row.key.startswith("page:") else ""
    except kinds.BadEntry:
        parts, page = _NO_PARTS, ""
    known = page in reference.pages
    lesson = reference.lessons(page).get(parts.get("lesson", "")) if known else None
    accepted = from_ms(row.accepted_ms).astimezone(reference.zone) if row.accepted_ms else None
    in_time = None
    if accepted is not None and interval.due is not None:
        in_time = is_in_time(accepted, interval.due)
    return WrittenEntry(
        row,
        _value(row),
        parts,
        page if known else "",
        lesson,
        from_ms(row.wall_ms).astimezone(reference.zone),
        accepted,
        in_time,
    )


def _value(row: EntryRow) -> values.Value | None:
    if row.value is None or row.kind == kinds.DECISION:
        return None
    try:
        return kinds.decode(row.kind, row.version, row.key, row.value)
    except (kinds.BadEntry, kinds.NewerVersion):
        return None
