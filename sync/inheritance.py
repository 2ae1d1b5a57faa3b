"""Own entries of a journal that is given up, taken into the one that goes on in its place.

With their receipts go the proofs of them: the centre may have lost what it has once said.
"""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.entries import Entry, Receipt
from journal.folding import LogLine
from journal.ids import new_id
from journal.projection import insert_entries, line_of, load_keys, project
from journal.queries.intervals import own_stations
from journal.tables import DeskRow, EntryRow, ProofRow, RetiredStationRow
from sync.outbox import seed_of
from sync.proofs import LINE_BYTES, proof_line

_FIELDS = Entry.__struct_fields__
_RECEIPT = Receipt.__struct_fields__


def carry_over(source: Session, target: Session) -> int:
    """Take own entries that ``target`` lacks, and the keys that sign them; return how many.

    Nothing is taken from a journal of another user or another school.
    """
    theirs = source.scalars(select(DeskRow)).one()
    ours = target.scalars(select(DeskRow)).one()
    if (theirs.school, theirs.user) != (ours.school, ours.user):
        return 0
    known = set(target.scalars(select(EntryRow.id)))
    stations = own_stations(source)
    own = select(EntryRow).where(EntryRow.station.in_(stations))
    rows = [
        row
        for row in source.scalars(own.order_by(EntryRow.station, EntryRow.seq))
        if row.id not in known
    ]
    for station in sorted({row.station for row in rows} - set(own_stations(target))):
        seed = seed_of(source, station)
        target.add(RetiredStationRow(school=ours.school, station=station, seed=seed))
    target.flush()
    stored = [(_entry(row), row.digest, _receipt(row)) for row in rows]
    logs = load_keys(target, ours.school, [entry.key for entry, _, _ in stored])
    fresh: dict[str, list[LogLine]] = defaultdict(list)
    for entry, _, receipt in stored:
        fresh[entry.key].append(line_of(entry, receipt))
    for key, lines in fresh.items():
        logs[key].add(*lines)
    insert_entries(target, ours.school, stored, logs)
    project(target, ours.school, logs.values())
    _carry_proofs(source, target, [(digest, receipt) for _, digest, receipt in stored if receipt])
    return len(stored)


def _carry_proofs(
    source: Session, target: Session, received: Sequence[tuple[bytes, Receipt]]
) -> None:
    """Take over what proves receipts, and let the centre be asked whether it has the entries."""
    wanted = {proof_line(digest, receipt) for digest, receipt in received}
    if not wanted:
        return
    for row in source.scalars(select(ProofRow)):
        starts = range(0, len(row.lines), LINE_BYTES)
        if not wanted.isdisjoint(row.lines[start : start + LINE_BYTES] for start in starts):
            target.add(
                ProofRow(school=row.school, id=new_id(), lines=row.lines, signature=row.signature)
            )
    target.scalars(select(DeskRow)).one().has_to_offer = True
    target.flush()


def _entry(row: EntryRow) -> Entry:
    return Entry(**{name: getattr(row, name) for name in _FIELDS})


def _receipt(row: EntryRow) -> Receipt | None:
    if row.number is None:
        return None
    return Receipt(**{name: getattr(row, name) for name in _RECEIPT})
