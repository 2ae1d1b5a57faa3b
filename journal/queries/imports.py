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
    """One import.

    Attributes:
        state: "taken", "undone" or "incomplete": not all of it has come here.
        arrived, count: how many of its entries are here, and how many there are.
    """

    id: str
    moment: datetime
    author: str
    words: str
    state: str
    arrived: int
    count: int


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
    lines = []
    for row, wall_ms, author in rows:
        of_kind = _counts(session, row)
        member = reference.staff.get(author)
        state = "taken" if row.import_id in closed else "incomplete"
        lines.append(
            ImportLine(
                row.import_id,
                from_ms(wall_ms).astimezone(reference.zone),
                member.short if member else "",
                _words(of_kind, row.count),
                "undone" if row.import_id in undone else state,
                sum(of_kind.values()),
                row.count,
            )
        )
    return tuple(lines)


def count_incomplete(session: Session, school: str) -> list[tuple[int, int]]:
    """Return of each import that is on its way how many entries have come, and of how many."""
    ended = [
        select(row_type.import_id).where(row_type.school == school)
        for row_type in (ImportClosedRow, ImportUndoneRow)
    ]
    rows = session.scalars(
        select(ImportRow)
        .where(ImportRow.school == school, *(ImportRow.import_id.not_in(ids) for ids in ended))
        .order_by(ImportRow.import_id)
    )
    return [(sum(_counts(session, row).values()), row.count) for row in rows.all()]


def _counts(session: Session, row: ImportRow) -> dict[str, int]:
    """Return how many entries of an import are here, by kind."""
    counts = session.execute(
        select(EntryRow.kind, func.count())
        .where(
            EntryRow.school == row.school,
            EntryRow.station == row.station,
            EntryRow.seq.between(row.first_seq, row.first_seq + row.count - 1),
        )
        .group_by(EntryRow.kind)
    )
    return {row[0]: row[1] for row in counts}


def _words(of_kind: Mapping[str, int], count: int) -> str:
    told = [f"{word}: {of_kind[kind]}" for kind, word in _COUNTED.items() if kind in of_kind]
    return ", ".join(told) or f"записей: {count}"
