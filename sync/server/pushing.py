"""Push: a signed batch of a station becomes numbered entries, in one transaction."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.bench import Bench
from journal.clock import Clock, to_ms
from journal.entries import Receipt
from journal.ids import new_id
from journal.projection import load_keys
from journal.queries.bench import read_bench
from journal.reference import Reference
from journal.signing import is_signed
from journal.steps import reached
from journal.store import Store
from sync.protocol import Batch, Exceptional, PushAnswer, Run, signed_part
from sync.server.chain import Finding, SortedOut, sort_out
from sync.server.counting import Counter, lock_counter, save_counter
from sync.server.judging import DoubtfulEntry, Sitting, intervals_in
from sync.server.receiving import Received, read_batch
from sync.server.references import BrokenPicture, References
from sync.server.refusals import RefusedError, station_revoked
from sync.server.tables import AuditRow, EnrolledRow, FindingRow

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of a batch; ``taken`` counts its new entries."""

    school: str
    status: int
    answer: PushAnswer
    taken: int = 0


def push(store: Store, references: References, clock: Clock, batch: Batch) -> Pushed:
    """Take a batch: every new entry gets a number and a verdict, every known one its first receipt.

    Raises:
        RefusedError: nothing was taken: unknown or revoked station, wrong signature, bad message.
    """
    received = read_batch(batch)
    doubtful: frozenset[str] = frozenset()
    careful = False
    while True:
        try:
            with store.writing() as session:
                effort = _Effort(session, clock, batch, received)
                pushed = effort.take(references, doubtful, careful)
            reached("answer.committed")
            if effort.reference is not None and effort.counter is not None:
                references.keep(effort.counter, effort.reference)
            return pushed
        except BrokenPicture as fault:
            _log.error("the picture of the school broke: %s", fault)
            careful = True
        except DoubtfulEntry as fault:
            doubtful |= {fault.entry}


class _Effort:
    """One transaction of a push; it is repeated when an entry breaks the picture of the school.

    ``counter``, ``reference``: what is true after the commit, if the batch changed the picture.
    """

    def __init__(self, session: Session, clock: Clock, batch: Batch, received: Received) -> None:
        self._session = session
        self._clock = clock
        self._batch = batch
        self._received = received
        self.counter: Counter | None = None
        self.reference: Reference | None = None

    def take(self, references: References, doubtful: frozenset[str], careful: bool) -> Pushed:
        station = _admit(self._session, self._batch)
        before = lock_counter(self._session, station.school)
        reached("judge.locked")
        sorted_out = sort_out(self._session, station, self._received, self._batch.cannot_fill)
        if sorted_out.expected_seq is not None:
            expected = sorted_out.expected_seq
            answer = PushAnswer(before.epoch, [], [], expected_seq=expected)
            return Pushed(station.school, 409, answer)
        receipts = dict(sorted_out.known)
        now_ms = to_ms(self._clock.read().wall)
        if sorted_out.fresh:
            sitting = self._seat(station, before, sorted_out, references, doubtful, careful)
            for fresh in sorted_out.fresh:
                receipts[fresh.entry.seq] = sitting.hear(fresh)
            after = sitting.finish()
            save_counter(self._session, after)
            if after.reference_number != before.reference_number:
                self.counter, self.reference = after, sitting.reference
            station.last_seq = max(station.last_seq, sorted_out.fresh[-1].entry.seq)
            station.pushed_ms = now_ms
        self._note(station, sorted_out, now_ms)
        answer = self._answer(before.epoch, receipts, sorted_out.forked)
        return Pushed(station.school, 200, answer, len(sorted_out.fresh))

    def _seat(
        self,
        station: EnrolledRow,
        counter: Counter,
        sorted_out: SortedOut,
        references: References,
        doubtful: frozenset[str],
        careful: bool,
    ) -> Sitting:
        keys = [fresh.entry.key for fresh in sorted_out.fresh]
        reference = references.read(self._session, counter)
        logs = load_keys(self._session, station.school, keys)
        bench: Bench = read_bench(
            self._session,
            reference,
            self._clock.read().wall,
            keys,
            station.station,
            station.user,
        )
        entries = [entry for entry, _ in self._received.entries]
        bench.intervals = intervals_in(entries, bench.intervals)
        return Sitting(self._session, counter, bench, logs, doubtful, careful)

    def _note(self, station: EnrolledRow, sorted_out: SortedOut, now_ms: int) -> None:
        """Keep what is odd for the administrator, and changes of posts for the audit."""
        findings = list(sorted_out.findings)
        if self._received.ended_at is not None:
            findings.append(Finding("broken", self._received.ended_at, self._received.ended_at))
        for finding in findings:
            row = finding.row(station.school, station.station, now_ms)
            if self._session.get(FindingRow, (row.school, row.id)) is None:
                self._session.add(row)
        self._session.add_all(
            AuditRow(
                school=station.school,
                id=new_id(),
                at_ms=now_ms,
                what="staff.set",
                user=fresh.entry.author,
                station=station.station,
                detail=fresh.entry.id,
            )
            for fresh in sorted_out.fresh
            if fresh.entry.kind == "staff.set"
        )

    def _answer(self, epoch: str, receipts: dict[int, Receipt], forked: bool) -> PushAnswer:
        runs, exceptions = in_runs(sorted(receipts.items()))
        return PushAnswer(
            epoch,
            runs,
            exceptions,
            ended_at=self._received.ended_at,
            ended_why=self._received.ended_why,
            forked=forked,
        )


def in_runs(receipts: Sequence[tuple[int, Receipt]]) -> tuple[list[Run], list[Exceptional]]:
    """Return receipts (in the order of their seq) as they travel; see ``protocol.receipts_of``."""
    runs: list[Run] = []
    exceptions: list[Exceptional] = []
    for first_seq, first, length in _plain_runs(receipts):
        runs.append(Run(first_seq, first.number, length, first.accepted_ms, first.epoch))
    for seq, receipt in receipts:
        if not _is_plain(receipt):
            exceptions.append(
                Exceptional(
                    seq,
                    receipt.number,
                    receipt.verdict,
                    receipt.reason,
                    bytes.fromhex(receipt.target) if receipt.target else None,
                    receipt.late,
                    receipt.accepted_ms,
                    receipt.epoch,
                )
            )
    return runs, exceptions


def _plain_runs(
    receipts: Sequence[tuple[int, Receipt]],
) -> Iterable[tuple[int, Receipt, int]]:
    start: tuple[int, Receipt] | None = None
    length = 0
    for seq, receipt in receipts:
        if start is not None and _continues(start, length, seq, receipt):
            length += 1
            continue
        if start is not None:
            yield (*start, length)
        start, length = ((seq, receipt), 1) if _is_plain(receipt) else (None, 0)
    if start is not None:
        yield (*start, length)


def _continues(start: tuple[int, Receipt], length: int, seq: int, receipt: Receipt) -> bool:
    first_seq, first = start
    return (
        _is_plain(receipt)
        and seq == first_seq + length
        and receipt.number == first.number + length
        and (receipt.accepted_ms, receipt.epoch) == (first.accepted_ms, first.epoch)
    )


def _is_plain(receipt: Receipt) -> bool:
    return receipt.verdict == "accepted" and not receipt.reason and not receipt.late


def _admit(session: Session, batch: Batch) -> EnrolledRow:
    """Return the station that signed the batch."""
    station = session.scalars(
        select(EnrolledRow).where(EnrolledRow.station == batch.station)
    ).one_or_none()
    if station is None:
        raise RefusedError(
            404,
            "unknown_station",
            "Это рабочее место не заведено на сервере. Войдите заново при связи с сервером.",
        )
    if station.revoked_ms is not None:
        raise station_revoked()
    raws = [bytes(raw) for raw in batch.entries]
    signed = signed_part(batch.station, batch.first_seq, batch.prev, raws)
    if not is_signed(station.public_key, batch.signature, signed):
        raise RefusedError(
            403,
            "bad_signature",
            "Подпись рабочего места не подошла: записи не приняты, на рабочем месте они целы.",
        )
    return station
