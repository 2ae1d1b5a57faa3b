"""What waits to be sent: batches in the order of writing, and the receipts that come back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.entries import Entry, Receipt, station_id
from journal.ids import new_id
from journal.log import read_entries
from journal.projection import refold, set_receipts
from journal.signing import new_seed, public_key, sign
from journal.tables import DeskRow, EntryRow, ProofRow, RetiredStationRow
from sync.parcel import Heir, heir_part
from sync.proofs import Proof, is_proven, proof_line
from sync.protocol import MAX_BATCH_BYTES, MAX_ENTRIES, BadMessage, Batch, signed_part
from sync.wire import to_wire


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Entries of one station that follow each other, and the message that carries them.

    ``epoch``: the centre's history as this journal knows it.
    """

    entries: tuple[Entry, ...]
    message: Batch
    epoch: str = ""

    @property
    def station(self) -> str:
        """Whose entries these are."""
        return self.message.station


@dataclass(frozen=True, slots=True)
class Gap:
    """The centre misses the entries of ``station`` from ``expected_seq`` on."""

    station: str
    expected_seq: int


def next_batch(session: Session, gap: Gap | None = None) -> Outgoing | None:
    """Return the next entries without a number, signed, or ``None`` when there are none.

    Stations that this journal was before go first. With a ``gap`` the entries are those that the
    centre misses, receipted or not; what is no longer here is said to be lost.
    """
    for station, seed in _seeds(session).items():
        first = _first_unsent(session, station)
        if first is None:
            continue
        start = first
        if gap is not None and gap.station == station:
            start = min(gap.expected_seq, first)
        missing = start < first
        entries = _in_a_row(session, station, start, unsent_only=not missing)
        cannot_fill = missing and entries[0].seq != start
        epoch = session.scalars(select(DeskRow.epoch)).one()
        return replace(_sign(entries, seed, cannot_fill=cannot_fill), epoch=epoch)
    return None


def waiting_batches(session: Session) -> Iterator[Outgoing]:
    """Yield everything without a number, signed, in the order in which it would be pushed."""
    for station, seed in _seeds(session).items():
        start = _first_unsent(session, station)
        while start is not None:
            outgoing = _sign(
                _in_a_row(session, station, start, unsent_only=True), seed, cannot_fill=False
            )
            yield outgoing
            start = _first_unsent(session, station, after=outgoing.entries[-1].seq)


def heirs(session: Session) -> list[Heir]:
    """Return by which of its stations this journal vouches for which, as long as it is several.

    One that it became without contact is not known to the centre; the one before may be.
    """
    seeds = _seeds(session)
    found = []
    for station, seed in seeds.items():
        public = public_key(seed)
        for voucher, key in seeds.items():
            if voucher != station:
                part = heir_part(voucher, public)
                found.append(Heir(public, voucher, sign(key, part), sign(seed, part)))
    return found


def store_receipts(
    session: Session, sent: Outgoing, receipts: Mapping[int, Receipt], signature: bytes = b""
) -> Changes:
    """Write the receipts of a batch and fold its keys anew; the centre's signature proves them.

    Raises:
        BadMessage: the signature is not the centre's.
    """
    desk = session.scalars(select(DeskRow)).one()
    answered = [entry for entry in sent.entries if entry.seq in receipts]
    if answered and signature:
        lines = [proof_line(entry.digest(), receipts[entry.seq]) for entry in answered]
        keep_proof(session, desk, Proof(b"".join(lines), signature))
    set_receipts(session, desk.school, {entry.id: receipts[entry.seq] for entry in answered})
    return refold(session, desk.school, [entry.key for entry in answered])


def keep_proof(session: Session, desk: DeskRow, proof: Proof) -> None:
    """Keep what proves receipts to a centre that has lost them.

    Raises:
        BadMessage: the signature is not the centre's.
    """
    if not is_proven(desk.centre_key, desk.school, proof.lines, proof.signature):
        raise BadMessage("подпись под квитанциями не подходит")
    row = ProofRow(school=desk.school, id=new_id(), lines=proof.lines, signature=proof.signature)
    session.add(row)


def become_new_station(session: Session) -> None:
    """Give this journal a new key and number: its file was copied, or restored from a copy.

    The old key is kept to sign what was written under it and not yet sent.
    """
    desk = session.scalars(select(DeskRow)).one()
    session.add(RetiredStationRow(school=desk.school, station=desk.station, seed=desk.seed))
    desk.seed = new_seed()
    desk.station = station_id(public_key(desk.seed))
    desk.contact_seq = 0
    session.flush()


def seed_of(session: Session, station: str) -> bytes:
    """Return the private key of a station that this journal is or was."""
    return _seeds(session)[station]


def _seeds(session: Session) -> dict[str, bytes]:
    desk = session.scalars(select(DeskRow)).one()
    retired = session.scalars(select(RetiredStationRow).order_by(RetiredStationRow.station))
    return {**{row.station: row.seed for row in retired}, desk.station: desk.seed}


def _first_unsent(session: Session, station: str, after: int = 0) -> int | None:
    school = session.scalars(select(DeskRow.school)).one()
    return session.scalar(
        select(func.min(EntryRow.seq)).where(
            EntryRow.school == school,
            EntryRow.station == station,
            EntryRow.number.is_(None),
            EntryRow.seq > after,
        )
    )


def _in_a_row(session: Session, station: str, start: int, *, unsent_only: bool) -> list[Entry]:
    """Return the entries from ``start`` (or the next one there is) up to the first hole."""
    school = session.scalars(select(DeskRow.school)).one()
    where = [EntryRow.school == school, EntryRow.station == station, EntryRow.seq >= start]
    if unsent_only:
        where.append(EntryRow.number.is_(None))
    entries = read_entries(session, *where, limit=MAX_ENTRIES)
    row: list[Entry] = []
    for entry in entries:
        if row and entry.seq != row[-1].seq + 1:
            break
        row.append(entry)
    return row


def _sign(entries: list[Entry], seed: bytes, *, cannot_fill: bool) -> Outgoing:
    raws: list[bytes] = []
    size = 0
    for entry in entries:
        raw = msgspec.msgpack.encode(to_wire(entry))
        size += len(raw)
        if raws and size > MAX_BATCH_BYTES:
            break
        raws.append(raw)
    first = entries[0]
    message = Batch(
        station=first.station,
        first_seq=first.seq,
        prev=first.prev,
        entries=[msgspec.Raw(raw) for raw in raws],
        signature=sign(seed, signed_part(first.station, first.seq, first.prev, raws)),
        cannot_fill=cannot_fill,
    )
    return Outgoing(tuple(entries[: len(raws)]), message)
