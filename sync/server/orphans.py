"""What was acknowledged once and has no place in the log of a restored centre."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from journal.tables import EntryRow
from sync.server.epochs import is_window_open
from sync.server.returning import read_returned
from sync.server.tables import EnrolledRow, OrphanRow, WaitingRow


@dataclass(frozen=True, slots=True)
class Orphan:
    """An entry for the administrator's list.

    Attributes:
        author, holder: numbers of the workplaces that wrote and that hold it, as far as known.
        why: "unproven", "id_reuse", or "waiting" when what a decision names did not come in time.
    """

    entry: str
    kind: str
    station: str
    seq: int
    author: int | None
    holder: int | None
    why: str


def list_orphans(session: Session, school: str, now_ms: int) -> list[Orphan]:
    """Return the orphans of a school by workplace and place in its chain."""
    numbers = {
        row.station: row.number
        for row in session.execute(
            select(EnrolledRow.station, EnrolledRow.number).where(EnrolledRow.school == school)
        )
    }
    orphans = [
        Orphan(
            row.entry,
            row.kind,
            row.station,
            row.seq,
            numbers.get(row.station),
            numbers.get(row.holder),
            row.why,
        )
        for row in session.scalars(_still_orphaned(school))
    ]
    if not is_window_open(session, school, now_ms):
        for raw in session.scalars(select(WaitingRow.offered).where(WaitingRow.school == school)):
            entry = read_returned(raw).entry
            author = numbers.get(entry.station)
            orphans.append(
                Orphan(entry.id, entry.kind, entry.station, entry.seq, author, None, "waiting")
            )
    return sorted(orphans, key=lambda orphan: (orphan.station, orphan.seq))


def _still_orphaned(school: str) -> Select[OrphanRow]:
    """Leave out what its author has sent anew."""
    in_the_log = select(EntryRow.id).where(
        EntryRow.school == school, EntryRow.id == OrphanRow.entry
    )
    return select(OrphanRow).where(OrphanRow.school == school, ~in_the_log.exists())
