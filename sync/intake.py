"""What came from the centre: verified, stored and folded in short transactions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.bulk import RowWriter
from journal.changes import Changes
from journal.entries import SCOPE_START, Entry, Receipt, running_head
from journal.folding import LogLine
from journal.projection import (
    forget,
    insert_entries,
    line_of,
    load_keys,
    project,
    refold,
    set_receipts,
)
from journal.tables import Base, ContactRow, DeskRow, EntryRow, ScopeRow
from sync.outbox import become_new_station, keep_proof
from sync.proofs import Proof, proof_line
from sync.protocol import MAX_ENTRIES, BadMessage, PullAnswer, ScopeHead, StationSeen
from sync.wire import from_wire

_SCOPE_WRITER = RowWriter(Base.metadata.tables[ScopeRow.__tablename__])
_CONTACT_WRITER = RowWriter(Base.metadata.tables[ContactRow.__tablename__])


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry that came with a pull, with its own digest worked out here."""

    entry: Entry
    digest: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Place:
    """How far a scope is known; ``head`` is worked out from the rows that came."""

    ordinal: int = 0
    number: int = 0
    head: bytes = SCOPE_START


@dataclass(frozen=True, slots=True)
class Portion:
    """Entries for one short transaction, and where the scopes stand that they move on.

    ``proof``: of the receipts of the whole answer, with its first portion.
    """

    arrivals: tuple[Arrival, ...]
    places: Mapping[str, Place]
    proof: Proof | None = None


def arrivals_of(answer: PullAnswer) -> list[Arrival]:
    """Return the entries of an answer.

    Raises:
        BadMessage: an entry is malformed, or does not say what stood before it.
    """
    digests: dict[tuple[str, int], bytes] = {}
    arrivals: list[Arrival] = []
    for pulled in answer.entries:
        prev = pulled.prev or digests.get((pulled.station, pulled.seq - 1))
        if prev is None:
            raise BadMessage("у записи не указана предыдущая")
        entry = from_wire(pulled.entry, pulled.station, pulled.seq, prev)
        digest = entry.digest()
        digests[pulled.station, pulled.seq] = digest
        receipt = Receipt(
            epoch=answer.epoch,
            number=pulled.number,
            verdict=pulled.verdict,
            reason=pulled.reason,
            target=pulled.target.hex() if pulled.target else None,
            late=pulled.late,
            accepted_ms=pulled.accepted_ms,
            judged_epoch=pulled.judged_epoch or None,
            judged_number=pulled.judged_number or None,
        )
        arrivals.append(Arrival(entry, digest, receipt))
    return sorted(arrivals, key=lambda arrival: arrival.receipt.number)


def portions(answer: PullAnswer, known: Mapping[str, Place]) -> Iterator[Portion]:
    """Cut an answer into portions; ``known`` is where the scopes stood when it was asked for.

    Raises:
        BadMessage: an entry is malformed, or a scope names one that did not come.
    """
    arrivals = arrivals_of(answer)
    lines = b"".join(proof_line(arrival.digest, arrival.receipt) for arrival in arrivals)
    proof = Proof(lines, answer.proof) if answer.proof else None
    by_number = {arrival.receipt.number: arrival for arrival in arrivals}
    rows = {scope: iter(numbers) for scope, numbers in answer.rows.items()}
    waiting = {scope: next(numbers, None) for scope, numbers in rows.items()}
    for start in range(0, len(arrivals), MAX_ENTRIES):
        chunk = tuple(arrivals[start : start + MAX_ENTRIES])
        last = chunk[-1].receipt.number
        moved: dict[str, Place] = {}
        for scope, numbers in rows.items():
            number = waiting[scope]
            while number is not None and number <= last:
                place = moved.get(scope) or known.get(scope, Place())
                moved[scope] = _after(place, by_number.get(number))
                number = next(numbers, None)
            waiting[scope] = number
        known = {**known, **moved}
        yield Portion(chunk, moved, proof)
        proof = None
    if any(number is not None for number in waiting.values()):
        raise BadMessage("в разделе названа запись, которой нет в ответе")


def store_portion(session: Session, portion: Portion) -> Changes:
    """Insert what is new, set the receipts, fold the touched keys and move the scopes on.

    Raises:
        BadMessage: the receipts do not bear the centre's signature.
    """
    desk = session.scalars(select(DeskRow)).one()
    if portion.proof is not None:
        keep_proof(session, desk, portion.proof)
    known = _known(session, desk.school, portion.arrivals)
    fresh = [arrival for arrival in portion.arrivals if arrival.entry.id not in known]
    receipts = {
        arrival.entry.id: arrival.receipt
        for arrival in portion.arrivals
        # an id that names another entry here is another station's: its receipt is not for ours
        if known.get(arrival.entry.id) == arrival.digest
    }
    set_receipts(session, desk.school, receipts)
    logs = load_keys(session, desk.school, [arrival.entry.key for arrival in portion.arrivals])
    lines: dict[str, list[LogLine]] = defaultdict(list)
    for arrival in fresh:
        lines[arrival.entry.key].append(line_of(arrival.entry, arrival.receipt))
    for key, fresh_lines in lines.items():
        logs[key].add(*fresh_lines)
    stored = [(arrival.entry, arrival.digest, arrival.receipt) for arrival in fresh]
    insert_entries(session, desk.school, stored, logs)
    changes = project(session, desk.school, logs.values())
    if any(arrival.entry.station == desk.station for arrival in fresh):
        # the centre knows more of this station than its own journal: the file is an older copy
        become_new_station(session)
    write_places(session, portion.places)
    return changes


def read_places(session: Session) -> dict[str, Place]:
    """Return where the scopes of this journal stand."""
    school = session.scalars(select(DeskRow.school)).one()
    rows = session.scalars(select(ScopeRow).where(ScopeRow.school == school))
    return {row.scope: Place(row.ordinal, row.number, row.head) for row in rows}


def write_places(session: Session, places: Mapping[str, Place]) -> None:
    """Keep where the scopes stand."""
    school = session.scalars(select(DeskRow.school)).one()
    rows = [
        {
            "school": school,
            "scope": scope,
            "ordinal": place.ordinal,
            "number": place.number,
            "head": place.head,
        }
        for scope, place in places.items()
    ]
    _SCOPE_WRITER.upsert(session, rows)


def store_contacts(session: Session, stations: Sequence[StationSeen]) -> None:
    """Keep what the centre tells of the workplaces to those who watch them."""
    school = session.scalars(select(DeskRow.school)).one()
    rows = [{"school": school, **msgspec.structs.asdict(seen)} for seen in stations]
    _CONTACT_WRITER.upsert(session, rows)


def unlike(places: Mapping[str, Place], heads: Mapping[str, ScopeHead]) -> list[str]:
    """Return the scopes whose end here is not the one at the centre."""
    return [
        scope
        for scope, head in heads.items()
        if (place := places.get(scope, Place())).ordinal != head.ordinal or place.head != head.head
    ]


def drop_scope(session: Session, scope: str) -> Changes:
    """Take a scope that is no longer granted out of the journal, or a part of it; own entries stay.

    While something is left to drop the scope stands at its beginning, so that it is fetched whole
    if it is granted again meanwhile.
    """
    desk = session.scalars(select(DeskRow)).one()
    inside = (
        EntryRow.school == desk.school,
        # "0" is the character after "/": all keys of the scope, by the index over keys
        EntryRow.key >= f"{scope}/",
        EntryRow.key < f"{scope}0",
    )
    names = ("id", "key", "kind", "version", "value", "author")
    rows = session.execute(
        select(*(getattr(EntryRow, name) for name in names)).where(*inside)
    ).all()
    own = {row.id for row in rows if row.author == desk.user}
    gone = [
        row
        for row in rows
        if row.author != desk.user
        and not (row.kind == kinds.DECISION and _names(row.version, row.value, own))
    ]
    rest, gone = gone[MAX_ENTRIES:], gone[:MAX_ENTRIES]
    forget(session, desk.school, [row.id for row in gone])
    write_places(session, {scope: Place()})
    if not rest:
        session.delete(session.get_one(ScopeRow, (desk.school, scope)))
        session.flush()
    return refold(session, desk.school, [row.key for row in gone])


def begin_epoch(session: Session, epoch: str) -> None:
    """Meet a new history of the centre: every scope is compared from its beginning.

    What the new history lacks stays where it stands, to be offered to the centre.
    """
    desk = session.scalars(select(DeskRow)).one()
    if desk.epoch == epoch:
        return
    desk.epoch, desk.seen_number, desk.has_to_offer = epoch, 0, True
    session.execute(
        update(ScopeRow)
        .where(ScopeRow.school == desk.school)
        .values(ordinal=0, number=0, head=SCOPE_START)
    )
    session.flush()


def complete(session: Session, number: int) -> None:
    """Keep that every granted scope is known up to the school's ``number``."""
    desk = session.scalars(select(DeskRow)).one()
    desk.seen_number = number
    session.flush()


def _after(place: Place, arrival: Arrival | None) -> Place:
    if arrival is None:
        raise BadMessage("в разделе названа запись, которой нет в ответе")
    receipt = arrival.receipt
    head = running_head(place.head, receipt.number, arrival.digest, receipt.verdict, receipt.reason)
    return Place(place.ordinal + 1, receipt.number, head)


def _known(session: Session, school: str, arrivals: Sequence[Arrival]) -> dict[str, bytes]:
    query = select(EntryRow.id, EntryRow.digest).where(
        EntryRow.school == school, EntryRow.id.in_([arrival.entry.id for arrival in arrivals])
    )
    return {row.id: row.digest for row in session.execute(query)}


def _names(version: int, raw: bytes | None, ids: set[str]) -> bool:
    if raw is None:
        return False
    try:
        decision = kinds.decode(kinds.DECISION, version, "", raw)
    except (kinds.NewerVersion, kinds.BadEntry):
        return True  # it may name them, as far as this program understands
    return isinstance(decision, values.Decision) and not ids.isdisjoint(decision.entries)
