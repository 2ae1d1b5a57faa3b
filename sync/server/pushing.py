"""Push: a signed batch of a station becomes numbered entries, in one transaction."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.clock import Clock, Reading, to_ms
from journal.entries import Receipt
from journal.erasing import erased_among, erased_by, sweep_erased
from journal.kinds import REDACTION
from journal.projection import load_keys
from journal.queries.judging import read_bench
from journal.reference import Reference
from journal.signing import is_signed
from journal.steps import reached
from journal.store import Store
from journal.tables import DeskRow, EntryRow
from sync.proofs import proof_line, prove
from sync.protocol import Batch, PushAnswer, signed_part
from sync.server.announced import count_announced
from sync.server.audited import audit_entries
from sync.server.chain import Finding, SortedOut, close_holes, held_for_a_person, sort_out
from sync.server.counting import Counter, lock_counter, save_counter
from sync.server.fencing import enter_by_station
from sync.server.judging import DoubtfulEntry, Doubts, Sitting, intervals_in
from sync.server.receiving import Received, read_batch
from sync.server.references import BrokenPicture, References
from sync.server.refusals import RefusedError
from sync.server.runs import in_runs
from sync.server.settling import may_settle, settle
from sync.server.tables import EnrolledRow, FindingRow

REVOKED_A_DAY = 2_000
"""So many entries of a station that was taken out of use are kept for a person in a day."""

_DAY_MS = 86_400_000
_ASK_AGAIN_S = 3600
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a batch; ``taken`` counts its new entries."""

    school: str
    status: int
    answer: PushAnswer
    taken: int = 0


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a transaction has done.

    ``changed``: counter and picture of the school after the commit, if the batch changed it;
    ``has_act``: values were erased, and the file has to be swept.
    """

    pushed: Pushed
    changed: tuple[Counter, Reference] | None = None
    has_act: bool = False


def push(
    store: Store, references: References, clock: Clock, batch: Batch, *, by_parcel: bool = False
) -> Pushed:
    """Take a batch: every new entry gets a number and a verdict, every known one its first receipt.

    ``by_parcel``: nobody can be asked for what is missing before it, so a gap is a hole at once.

    Raises:
        RefusedError: nothing was taken: unknown station, wrong signature, bad message.
    """
    received = read_batch(batch)
    doubts = Doubts()
    while True:
        try:
            with store.writing() as session:
                station = _admit(session, batch)
                outcome = _take(
                    session,
                    references,
                    clock.read(),
                    station,
                    received,
                    doubts,
                    cannot_fill=batch.cannot_fill or by_parcel,
                    by_parcel=by_parcel,
                )
            reached("answer.committed")
            if outcome.changed is not None:
                references.keep(*outcome.changed)
            if outcome.has_act:
                sweep_erased(store)
            return outcome.pushed
        except BrokenPicture as fault:
            _log.error("the picture of the school broke: %s", fault)
            doubts = Doubts(careful=True)
        except DoubtfulEntry as fault:
            doubts = Doubts(doubts.entries | {fault.entry}, careful=True)


def take(session: Session, references: References, reading: Reading, batch: Batch) -> PushAnswer:
    """Take a batch in the caller's transaction; it may hold nothing of the school's picture.

    Raises:
        RefusedError: as for ``push``.
        BrokenPicture, DoubtfulEntry: one of the entries is not what a lesson says.
    """
    station = _admit(session, batch)
    outcome = _take(
        session,
        references,
        reading,
        station,
        read_batch(batch),
        Doubts(),
        cannot_fill=False,
        by_parcel=False,
    )
    return outcome.pushed.answer


def _take(
    session: Session,
    references: References,
    reading: Reading,
    station: EnrolledRow,
    received: Received,
    doubts: Doubts,
    *,
    cannot_fill: bool,
    by_parcel: bool,
) -> _Outcome:
    wall = reading.wall
    before = lock_counter(session, station.school)
    reached("judge.locked")
    sorted_out = sort_out(session, station, received, cannot_fill)
    if station.revoked_ms is not None:
        sorted_out = held_for_a_person(sorted_out)
        _bound_what_is_held(session, station, len(sorted_out.fresh), to_ms(wall))
    if sorted_out.expected_seq is not None:
        answer = PushAnswer(before.epoch, [], [], expected_seq=sorted_out.expected_seq)
        return _Outcome(Pushed(station.school, 409, answer))
    receipts = dict(sorted_out.known)
    changed: tuple[Counter, Reference] | None = None
    if sorted_out.fresh:
        entries = [entry for entry, _ in received.entries]
        keys = [fresh.entry.key for fresh in sorted_out.fresh]
        reference = references.read(session, before)
        bench = read_bench(session, reference, wall, keys, station.station, station.user)
        named = erased_among(
            session, station.school, [fresh.entry.id for fresh in sorted_out.fresh]
        )
        bench.erased = {id_: erased_by(number) for id_, number in named.items()}
        bench.intervals = intervals_in(entries, bench.intervals)
        bench.received = count_announced(session, station.school, station.station, entries)
        logs = load_keys(session, station.school, keys)
        sitting = Sitting(session, before, bench, logs, doubts)
        for fresh in sorted_out.fresh:
            receipts[fresh.entry.seq] = sitting.hear(fresh)
        after = sitting.finish()
        save_counter(session, after)
        if after.reference_number != before.reference_number:
            changed = after, sitting.reference
        accepted = (
            fresh.entry
            for fresh in sorted_out.fresh
            if receipts[fresh.entry.seq].verdict == "accepted"
        )
        audit_entries(session, station.school, accepted, reference, to_ms(wall))
        station.last_seq = max(station.last_seq, sorted_out.fresh[-1].entry.seq)
        station.pushed_ms = to_ms(wall)
        if not by_parcel:
            # whoever carries a parcel is not its author: that was no contact with her station
            station.seen_ms = station.pushed_ms
        if any(may_settle(fresh.entry.key) for fresh in sorted_out.fresh):
            settle(session, station.school, reading)
        came = {fresh.entry.seq: fresh.digest for fresh in sorted_out.fresh}
        close_holes(session, station.school, station.station, came)
    _note(session, station, received, sorted_out, to_ms(wall))
    answer = PushAnswer(
        before.epoch,
        *in_runs(sorted(receipts.items())),
        ended_at=received.ended_at,
        ended_why=received.ended_why,
        forked=sorted_out.forked,
        proof=_prove(session, station.school, received, receipts),
    )
    has_act = any(fresh.entry.kind == REDACTION for fresh in sorted_out.fresh)
    return _Outcome(Pushed(station.school, 200, answer, len(sorted_out.fresh)), changed, has_act)


def _bound_what_is_held(session: Session, station: EnrolledRow, fresh: int, now_ms: int) -> None:
    """Let nobody who has a lost computer fill the database: a part of it is taken every day.

    Raises:
        RefusedError: today's part is full; what is refused is as good as before.
    """
    if not fresh:
        return
    taken = session.scalar(
        select(func.count()).where(
            EntryRow.school == station.school,
            EntryRow.station == station.station,
            EntryRow.accepted_ms > max(now_ms - _DAY_MS, station.revoked_ms or 0),
        )
    )
    if (taken or 0) + fresh > REVOKED_A_DAY:
        raise RefusedError(
            429,
            "wait",
            "Рабочее место отключено администратором, и за сутки от него уже принято много "
            "записей. Остальные целы и будут приняты позже; обратитесь к администратору.",
            retry_after=_ASK_AGAIN_S,
        ).of(station.school)


def _prove(
    session: Session, school: str, received: Received, receipts: Mapping[int, Receipt]
) -> bytes:
    """Sign the receipts of a batch, so that a restored centre can believe them."""
    seed = session.scalars(select(DeskRow.seed).where(DeskRow.school == school)).one()
    lines = [proof_line(digest, receipts[entry.seq]) for entry, digest in received.entries]
    return prove(seed, school, lines)


def _note(
    session: Session,
    station: EnrolledRow,
    received: Received,
    sorted_out: SortedOut,
    now_ms: int,
) -> None:
    """Keep what is odd for the administrator."""
    findings = list(sorted_out.findings)
    if received.ended_at is not None:
        findings.append(Finding("broken", received.ended_at, received.ended_at))
    for finding in findings:
        row = finding.row(station.school, station.station, now_ms)
        if session.get(FindingRow, (row.school, row.id)) is None:
            session.add(row)


def _admit(session: Session, batch: Batch) -> EnrolledRow:
    """Return the station that signed the batch, and enter its school.

    One that was taken out of use is heard too: nobody can tell what it wrote before from what it
    wrote after, and a refusal would leave honest work on a lost computer. All of it is held.
    """
    school = enter_by_station(session, batch.station)
    if school is None:
        raise RefusedError(
            404,
            "unknown_station",
            "Это рабочее место не заведено на сервере. Войдите заново при связи с сервером.",
        )
    station = session.get_one(EnrolledRow, (school, batch.station))
    raws = [bytes(raw) for raw in batch.entries]
    signed = signed_part(batch.station, batch.first_seq, batch.prev, raws)
    if not is_signed(station.public_key, batch.signature, signed):
        raise RefusedError(
            403,
            "bad_signature",
            "Подпись рабочего места не подошла: записи не приняты, на рабочем месте они целы.",
        ).of(school)
    return station
