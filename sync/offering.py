"""Giving a restored centre back what it has lost: entries with their receipts and proofs.

The centre says which entries it lacks; those are offered in the order in which they were judged. A
receipt that cannot be proven is worth nothing to it: an own entry is then sent as a new one, an
entry of others is told to the administrator. Nothing leaves this journal meanwhile.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, func, literal, select, tuple_
from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.entries import Entry, Receipt
from journal.projection import refold, unsay
from journal.queries.intervals import own_stations
from journal.signing import sign
from journal.steps import reached
from journal.store import Store
from journal.tables import DeskRow, EntryRow, OfferedRow, ProofRow
from sync.link import Answer, Refused
from sync.proofs import (
    ASK_AT_ONCE,
    LACKING_PATH,
    LINE_BYTES,
    OFFER_PATH,
    Lacked,
    Lacking,
    Offer,
    Offered,
    OfferedEntry,
    Proof,
    offer_part,
    proof_line,
)
from sync.protocol import MAX_BATCH_BYTES, MAX_BODY_BYTES, MAX_ENTRIES
from sync.wire import to_wire

Asking = Callable[[str, Lacking | Offer, type[Lacked] | type[Offered]], Answer[Lacked | Offered]]

WAITING, ORPHAN = "waiting", "orphan"
_JUDGED_EPOCH = func.coalesce(EntryRow.judged_epoch, EntryRow.epoch)
_JUDGED_NUMBER = func.coalesce(EntryRow.judged_number, EntryRow.number)
_Place = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Past:
    """An entry with the receipt it has from an older history; ``digest`` names it."""

    entry: Entry
    digest: bytes
    receipt: Receipt


class Offering:
    """One offer of everything that the centre's present history may lack."""

    def __init__(self, store: Store, ask: Asking) -> None:
        self._store = store
        self._ask = ask
        self.changes = Changes()

    def run(self) -> None:
        """Offer all of it; what was settled before a failure stays settled.

        Raises:
            Unreachable, Refused: the rest is offered the next time.
        """
        after: _Place = "", 0, ""
        while True:
            with self._store.reading() as session:
                desk = session.scalars(select(DeskRow)).one()
                ids, after = _next_ids(session, desk, after)
            if not ids:
                break
            lacked = self._ask_what_is_lacked(desk, ids)
            self._offer(desk, lacked)
        with self._store.writing() as session:
            session.scalars(select(DeskRow)).one().has_to_offer = False
        reached("offer.settled")

    def _ask_what_is_lacked(self, desk: DeskRow, ids: Sequence[str]) -> list[str]:
        question = Lacking(desk.school, [bytes.fromhex(id_) for id_ in ids])
        try:
            answer = self._ask(LACKING_PATH, question, Lacked).word
        except Refused as refusal:
            if refusal.problem.code != "not_found":
                raise
            # a centre of the first release can only take own entries, as new ones
            self.changes |= refusal.changes
            self._send_anew(ids)
            return []
        assert isinstance(answer, Lacked)
        reached("offer.asked")
        self._note(desk.epoch, answer.waiting, answer.orphans)
        return [id_.hex() for id_ in answer.ids]

    def _offer(self, desk: DeskRow, ids: Sequence[str]) -> None:
        with self._store.reading() as session:
            past = _read(session, desk.school, ids)
            proofs = _Proofs.read(session, desk.school, past)
            own = set(own_stations(session))
        proven = [item for item in past if item.digest in proofs.of]
        unproven = [item for item in past if item.digest not in proofs.of]
        for part in _parts(proven, proofs):
            self._send(desk, part, proofs)
        self._send_anew([item.entry.id for item in unproven if item.entry.station in own])
        for part in _parts([item for item in unproven if item.entry.station not in own], proofs):
            self._send(desk, part, proofs)

    def _send(self, desk: DeskRow, part: Sequence[Past], proofs: "_Proofs") -> None:
        used = list(
            dict.fromkeys(proofs.of[item.digest] for item in part if item.digest in proofs.of)
        )
        places = {id_: place for place, id_ in enumerate(used)}
        raws = [
            msgspec.msgpack.encode(_offered(item, places.get(proofs.of.get(item.digest, ""))))
            for item in part
        ]
        offer = Offer(
            school=desk.school,
            station=desk.station,
            entries=[msgspec.Raw(raw) for raw in raws],
            proofs=[proofs.words[id_] for id_ in used],
            signature=sign(desk.seed, offer_part(desk.school, desk.station, raws)),
        )
        answer = self._ask(OFFER_PATH, offer, Offered).word
        assert isinstance(answer, Offered)
        reached("offer.sent")
        self._note(desk.epoch, answer.waiting, answer.orphans)

    def _note(self, epoch: str, waiting: Iterable[bytes], orphans: Iterable[bytes]) -> None:
        """Keep what the centre has not taken into its log."""
        states = {id_.hex(): WAITING for id_ in waiting} | {id_.hex(): ORPHAN for id_ in orphans}
        if not states:
            return
        with self._store.writing() as session:
            school = session.scalars(select(DeskRow.school)).one()
            for id_, state in states.items():
                session.merge(OfferedRow(school=school, entry=id_, epoch=epoch, state=state))

    def _send_anew(self, ids: Sequence[str]) -> None:
        """Take the receipts back from own entries, so that they are pushed once more."""
        if not ids:
            return
        with self._store.writing() as session:
            desk = session.scalars(select(DeskRow)).one()
            rows = session.execute(
                select(EntryRow.id, EntryRow.key).where(
                    EntryRow.school == desk.school,
                    EntryRow.id.in_(ids),
                    EntryRow.station.in_(own_stations(session)),
                )
            ).all()
            unsay(session, desk.school, [row.id for row in rows])
            self.changes |= refold(session, desk.school, [row.key for row in rows])


@dataclass(frozen=True, slots=True)
class _Proofs:
    """``words``: proofs by their id here; ``of``: the proof of an entry, by its digest."""

    words: dict[str, Proof]
    of: dict[bytes, str]

    @classmethod
    def read(cls, session: Session, school: str, past: Sequence[Past]) -> "_Proofs":
        found = cls({}, {})
        wanted = {proof_line(item.digest, item.receipt): item.digest for item in past}
        if not wanted:
            return found
        rows = session.execute(
            select(ProofRow.id, ProofRow.lines, ProofRow.signature).where(ProofRow.school == school)
        )
        for id_, lines, signature in rows:
            for start in range(0, len(lines), LINE_BYTES):
                digest = wanted.get(lines[start : start + LINE_BYTES])
                if digest is not None and digest not in found.of:
                    found.of[digest] = id_
                    found.words[id_] = Proof(lines, signature)
        return found


def offer_again(session: Session) -> None:
    """Let the centre be asked once more about what still waits there."""
    desk = session.scalars(select(DeskRow)).one()
    waiting = select(func.count()).where(
        OfferedRow.school == desk.school,
        OfferedRow.epoch == desk.epoch,
        OfferedRow.state == WAITING,
    )
    if session.scalar(waiting):
        desk.has_to_offer = True
        session.flush()


def _past(desk: DeskRow) -> tuple[ColumnElement[bool], ...]:
    """Return what is true of entries that the present history of the centre has not confirmed."""
    orphans = select(OfferedRow.entry).where(
        OfferedRow.school == desk.school,
        OfferedRow.epoch == desk.epoch,
        OfferedRow.state == ORPHAN,
    )
    return (
        EntryRow.school == desk.school,
        EntryRow.number.is_not(None),
        EntryRow.epoch != desk.epoch,
        EntryRow.id.not_in(orphans),
    )


def _next_ids(session: Session, desk: DeskRow, after: _Place) -> tuple[list[str], _Place]:
    """Return the next ids in the order in which they were judged, and where they end."""
    place = tuple_(_JUDGED_EPOCH, _JUDGED_NUMBER, EntryRow.id)
    rows = session.execute(
        select(EntryRow.id, _JUDGED_EPOCH, _JUDGED_NUMBER)
        .where(*_past(desk), place > tuple_(*map(literal, after)))
        .order_by(_JUDGED_EPOCH, _JUDGED_NUMBER, EntryRow.id)
        .limit(ASK_AT_ONCE)
    ).all()
    if not rows:
        return [], after
    id_, epoch, number = rows[-1]
    return [row[0] for row in rows], (epoch, number, id_)


def _read(session: Session, school: str, ids: Sequence[str]) -> list[Past]:
    past = []
    for start in range(0, len(ids), MAX_ENTRIES):
        rows = session.scalars(
            select(EntryRow).where(
                EntryRow.school == school, EntryRow.id.in_(ids[start : start + MAX_ENTRIES])
            )
        )
        for row in rows:
            entry = Entry(**{name: getattr(row, name) for name in Entry.__struct_fields__})
            receipt = Receipt(**{name: getattr(row, name) for name in Receipt.__struct_fields__})
            past.append(Past(entry, row.digest, receipt))
    return sorted(past, key=lambda item: item.receipt.judged)


def _parts(past: Sequence[Past], proofs: _Proofs) -> Iterator[list[Past]]:
    """Cut entries into offers that a message can hold, with their proofs."""
    part: list[Past] = []
    size, known = 0, set[str]()
    for item in past:
        proof = proofs.of.get(item.digest)
        weight = len(item.entry.value or b"") + 400
        if proof is not None and proof not in known:
            weight += len(proofs.words[proof].lines) + 70
        if part and (len(part) >= MAX_ENTRIES or size + weight > MAX_BODY_BYTES - MAX_BATCH_BYTES):
            yield part
            part, size, known = [], 0, set()
        part.append(item)
        size += weight
        if proof is not None:
            known.add(proof)
    if part:
        yield part


def _offered(item: Past, proof: int | None) -> OfferedEntry:
    entry, receipt = item.entry, item.receipt
    return OfferedEntry(
        to_wire(entry),
        entry.station,
        entry.seq,
        entry.prev,
        *receipt.judged,
        receipt.verdict,
        receipt.reason,
        bytes.fromhex(receipt.target) if receipt.target else None,
        receipt.late,
        receipt.accepted_ms,
        proof,
    )
