"""Around what people decide: whose word is awaited, what was decided and is not moved yet."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import kinds
from journal.clock import from_ms
from journal.folding import decision_of
from journal.projection import load_keys
from journal.queries.document_heads import holders
from journal.queries.history import history_line
from journal.queries.naming import CellName, name_cell
from journal.queries.transfers import OpenCell
from journal.reference import Reference
from journal.rights import DEPUTY
from journal.tables import DeskRow, EntryRow


@dataclass(frozen=True, slots=True)
class Awaited:
    """Whose decision a cell waits for.

    Attributes:
        who: «Петрова А. А.», «заместитель директора Смирнова Е. П.».
        since: when the centre received the first of the undecided entries.
        deputy_from: first day on which the deputy may decide in the teacher's place; ``None``
            where the heads decide anyway.
    """

    who: str
    since: datetime | None
    deputy_from: date | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A cell over which the user decided here; the centre does not know of it yet.

    ``shows``: the value that stands now, "" when the cell is empty.
    """

    key: str
    cell: CellName
    shows: str
    decided_at: datetime


def awaited(reference: Reference, cell: OpenCell) -> Awaited:
    """Return whose decision the cell waits for; the rule itself is ``rights.may_decide``."""
    undecided = [version.line for version in cell.versions if not version.stands]
    received = [line.accepted_at for line in undecided if line.accepted_at is not None]
    since = min(received, default=None)
    place = cell.cell
    lessons = reference.lessons(place.page) if place.page and place.subject else {}
    lesson = lessons.get(place.lesson or "")
    if lesson is None or any(line.status == "held" for line in undecided):
        return Awaited(_deputy(reference), since)
    facts = reference.facts_of(lesson)
    users = sorted({*facts.teachers, *({facts.substitute} if facts.substitute else set())})
    names = [reference.staff[user].short for user in users if user in reference.staff]
    opened = since.astimezone(reference.zone).date() if since else None
    grade = reference.grade_of(lesson.page)
    after = reference.calendar.school_days_after(opened, 1, grade) if opened else None
    return Awaited(" или ".join(names) or "учитель этого урока", since, after)


def _deputy(reference: Reference) -> str:
    found = holders(reference, DEPUTY)
    return f"заместитель директора {found[0].short}" if len(found) == 1 else "заместитель директора"


def read_decided(session: Session, reference: Reference) -> tuple[Decided, ...]:
    """Return the cells with an own decision that has not been moved to the centre, oldest first."""
    query = (
        select(EntryRow)
        .where(
            EntryRow.school == reference.school,
            EntryRow.number.is_(None),
            EntryRow.kind == kinds.DECISION,
        )
        .order_by(EntryRow.seq)
    )
    decisions = list(session.scalars(query))
    logs = load_keys(session, reference.school, [row.key for row in decisions])
    found = []
    for row in decisions:
        stands = decision_of(logs[row.key].lines[row.id]).stands
        winner = session.get(EntryRow, (reference.school, stands)) if stands else None
        found.append(
            Decided(
                row.key,
                name_cell(reference, row.key),
                history_line(winner, reference).shows if winner else "",
                from_ms(row.wall_ms).astimezone(reference.zone),
            )
        )
    return tuple(found)


def read_last_contact(session: Session, reference: Reference) -> datetime | None:
    """Return the centre's time of the last signed answer, ``None`` before the first."""
    contact = session.scalars(select(DeskRow.last_contact_ms)).one()
    return from_ms(contact).astimezone(reference.zone) if contact else None
