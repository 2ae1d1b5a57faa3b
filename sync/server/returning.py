"""What stations bring back after a restore: read, held against its proof, made known again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.entries import MAX_VALUE_BYTES, Entry, Receipt, station_id
from journal.ids import is_id
from journal.tables import EntryRow
from sync.proofs import LINE_BYTES, Offer, OfferedEntry, is_proven, proof_line
from sync.protocol import MAX_ENTRIES, BadMessage
from sync.server.chain import Finding, close_holes
from sync.server.receiving import DIGEST_BYTES, check_envelope
from sync.server.refusals import bad_message
from sync.server.tables import EnrolledRow
from sync.wire import from_wire

_VERDICTS = frozenset({"accepted", "merged", "contested", "held", "refused"})
# a request for a correction quotes the words of its value
_MAX_REASON = 2 * MAX_VALUE_BYTES


@dataclass(frozen=True, slots=True)
class Returned:
    """An entry of an older history with the receipt that it had there.

    ``raw``: as it was offered; ``proof``: place of its proof in the offer.
    """

    entry: Entry
    digest: bytes
    receipt: Receipt
    raw: bytes
    proof: int | None = None

    @property
    def names(self) -> frozenset[str]:
        """The entries that have to be here before this one: what a decision was about."""
        entry = self.entry
        if entry.kind != kinds.DECISION or entry.value is None:
            return frozenset()
        if self.receipt.verdict != "accepted":
            return frozenset()
        try:
            value = kinds.decode(entry.kind, entry.version, entry.key, entry.value)
        except (kinds.BadEntry, kinds.NewerVersion):
            return frozenset()
        return frozenset(value.entries) if isinstance(value, values.Decision) else frozenset()


def read_offer(offer: Offer) -> list[Returned]:
    """Return the entries of an offer that can be read, whether they are proven or not.

    Raises:
        RefusedError: the offer itself is not what the protocol agreed on.
    """
    most = max(len(offer.entries), len(offer.proofs))
    if not is_id(offer.school) or not is_id(offer.station) or most > MAX_ENTRIES:
        raise bad_message("школа, рабочее место или число записей указаны неверно")
    returned = []
    for raw in offer.entries:
        try:
            returned.append(read_returned(bytes(raw)))
        except (msgspec.DecodeError, BadMessage):
            continue
    return returned


def read_returned(raw: bytes) -> Returned:
    """Return one offered entry.

    Raises:
        BadMessage, msgspec.DecodeError: it is not one.
    """
    word = msgspec.msgpack.decode(raw, type=OfferedEntry)
    check_envelope(word.entry)
    if not (is_id(word.station) and is_id(word.epoch) and len(word.prev) == DIGEST_BYTES):
        raise BadMessage("рабочее место или история указаны неверно")
    if word.verdict not in _VERDICTS or len(word.reason) > _MAX_REASON or "\0" in word.reason:
        raise BadMessage("квитанция не читается")
    numbers = (word.seq, word.number, word.accepted_ms)
    if min(numbers) < 0 or max(numbers) >= 2**63:
        raise BadMessage("слишком большое число")
    entry = from_wire(word.entry, word.station, word.seq, word.prev)
    receipt = Receipt(
        epoch=word.epoch,
        number=word.number,
        verdict=word.verdict,
        reason=word.reason,
        target=word.target.hex() if word.target else None,
        late=word.late,
        accepted_ms=word.accepted_ms,
    )
    return Returned(entry, entry.digest(), receipt, raw, word.proof)


def proven(offer: Offer, returned: Iterable[Returned], centre_key: bytes) -> list[Returned]:
    """Return the entries about which the centre has once said what their receipts say."""
    lines: list[frozenset[bytes]] = []
    for proof in offer.proofs:
        is_good = is_proven(centre_key, offer.school, proof.lines, proof.signature)
        starts = range(0, len(proof.lines), LINE_BYTES) if is_good else ()
        lines.append(frozenset(proof.lines[start : start + LINE_BYTES] for start in starts))
    return [
        item
        for item in returned
        if item.proof is not None
        and 0 <= item.proof < len(lines)
        and proof_line(item.digest, item.receipt) in lines[item.proof]
    ]


def make_known(session: Session, school: str, returned: Sequence[Returned]) -> None:
    """Enrol again the stations whose entry of that has come back, and count what they sent."""
    for item in returned:
        if item.entry.kind == "station.set" and item.receipt.verdict == "accepted":
            _enrol_again(session, school, item)
    ends: dict[str, int] = {}
    for item in returned:
        ends[item.entry.station] = max(ends.get(item.entry.station, 0), item.entry.seq)
    for station, end in ends.items():
        row = session.get(EnrolledRow, (school, station))
        if row is not None:
            row.last_seq = max(row.last_seq, end)
    session.flush()


def follow_chains(session: Session, school: str, returned: Sequence[Returned], now_ms: int) -> None:
    """Note which entries of the stations are still missing, and which are missing no more."""
    by_station: dict[str, list[Entry]] = {}
    for item in returned:
        by_station.setdefault(item.entry.station, []).append(item.entry)
    for station, entries in by_station.items():
        seqs = {entry.seq for entry in entries}
        found = session.execute(
            select(EntryRow.seq, EntryRow.digest).where(
                EntryRow.school == school,
                EntryRow.station == station,
                EntryRow.seq.in_({seq - 1 for seq in seqs}),
            )
        )
        here = {(row.seq, row.digest) for row in found}
        close_holes(session, school, station, {entry.seq: entry.digest() for entry in entries})
        for entry in entries:
            if entry.seq > 1 and (entry.seq - 1, entry.prev) not in here:
                missing = Finding("lost", entry.seq - 1, entry.seq - 1)
                session.merge(missing.row(school, station, now_ms))
    session.flush()


def _enrol_again(session: Session, school: str, item: Returned) -> None:
    entry = item.entry
    if entry.value is None:
        return
    try:
        value = kinds.decode(entry.kind, entry.version, entry.key, entry.value)
    except (kinds.BadEntry, kinds.NewerVersion):
        return
    assert isinstance(value, values.Station)
    station = station_id(value.public_key)
    if session.scalar(select(EnrolledRow.station).where(EnrolledRow.station == station)):
        return
    numbers = set(session.scalars(select(EnrolledRow.number).where(EnrolledRow.school == school)))
    session.add(
        EnrolledRow(
            school=school,
            station=station,
            user=value.user,
            public_key=value.public_key,
            # another one may have been given this number since the restore
            number=value.number if value.number not in numbers else max(numbers) + 1,
            name=value.name,
            enrolled_ms=item.receipt.accepted_ms,
            last_seq=session.scalar(
                select(func.max(EntryRow.seq)).where(
                    EntryRow.school == school, EntryRow.station == station
                )
            )
            or 0,
        )
    )
    session.flush()
