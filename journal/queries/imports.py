"""The imports of this journal: when, by whom, of what, and whether they count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.clock import from_ms
from journal.facts_imports import ImportClosedRow, ImportRow, ImportUndoneRow
from journal.reference import Reference
from journal.tables import EntryRow

_COUNTED: Mapping[str, str] = {
    "staff.set": "сотрудников",
    "class.set": "классов",
    "pupil.set": "учеников",
    "parent.set": "родителей",
    "page.set": "страниц",
    "timetable.set": "уроков недели",
    "plan.topic": "тем КТП",
}


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import; ``state`` is "taken", "undone" or "incomplete" (not all of it has come here)."""

    id: str
    moment: datetime
    author: str
    words: str
    state: str


def read_imports(session: Session, reference: Reference) -> tuple[ImportLine, ...]:
    """Return all imports, the newest first."""
    school = reference.school
    closed = set(
        session.scalars(select(ImportClosedRow.import_id).where(ImportClosedRow.school == school))
    )
    undone = set(
        session.scalars(select(ImportUndoneRow.import_id).where(ImportUndoneRow.school == school))
    )
    rows = session.execute(
        select(ImportRow, EntryRow.wall_ms, EntryRow.author)
        .join(EntryRow, (EntryRow.school == ImportRow.school) & (EntryRow.id == ImportRow.entry))
        .where(ImportRow.school == school)
        .order_by(EntryRow.wall_ms.desc(), EntryRow.seq.desc())
    ).all()
    return tuple(
        ImportLine(
            row.import_id,
            from_ms(wall_ms).astimezone(reference.zone),
            member.short if (member := reference.staff.get(author)) else "",
            _words(session, row),
            "undone"
            if row.import_id in undone
            else "taken"
            if row.import_id in closed
            else "incomplete",
        )
        for row, wall_ms, author in rows
    )


def _words(session: Session, row: ImportRow) -> str:
    counts = session.execute(
        select(EntryRow.kind, func.count())
        .where(
            EntryRow.school == row.school,
            EntryRow.station == row.station,
            EntryRow.seq.between(row.first_seq, row.first_seq + row.count - 1),
        )
        .group_by(EntryRow.kind)
    )
    of_kind: dict[str, int] = {}
    for kind, count in counts:
        of_kind[kind] = count
    told = [f"{word}: {of_kind[kind]}" for kind, word in _COUNTED.items() if kind in of_kind]
    return ", ".join(told) or f"записей: {row.count}"
