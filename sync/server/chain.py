"""The chain of a station: which entries are known, which are new, and what is odd about them.

Read under the lock of the school's counter, in later statements than the lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from journal import kinds
from journal.any_of import any_of
from journal.entries import Entry, Receipt
from journal.ids import derived_id
from journal.judgement import Judgement
from journal.tables import Base, EntryRow
from sync.server.receiving import Received
from sync.server.tables import CentreBase, EnrolledRow, FindingRow, WaitingRow

ID_REUSE = "под этим номером записи уже получена другая запись"
FORKED = "журнал этого рабочего места продолжен в двух местах: ждёт решения администратора"
FORKED_DECISION = "решение принято на копии журнала: посмотрите на записи и решите ещё раз"
REVOKED = "рабочее место отключено, запись пришла после этого: ждёт решения человека"
REVOKED_DECISION = "решение пришло с отключённого рабочего места: решите ещё раз"
_OF_BRANCH = (FORKED, FORKED_DECISION)

_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
_RECEIPT = [_ENTRIES.c[name] for name in Receipt.__struct_fields__]
_COLUMNS = [_ENTRIES.c[name] for name in ("id", "seq", "prev", "digest")] + _RECEIPT
_BY_ID = select(_ENTRIES.c.id, _ENTRIES.c.digest).where(
    _ENTRIES.c.school == bindparam("school"), any_of(_ENTRIES.c.id, "ids")
)

_FINDINGS = CentreBase.metadata.tables[FindingRow.__tablename__]
_HOLES = select(_FINDINGS.c.id, _FINDINGS.c.last_seq).where(
    _FINDINGS.c.school == bindparam("school"),
    _FINDINGS.c.station == bindparam("station"),
    _FINDINGS.c.kind.in_(("hole", "lost")),
    # a range, and not each seq: a list is spelled anew for every batch
    _FINDINGS.c.last_seq.between(bindparam("first"), bindparam("last")),
)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new entry as it will be stored; ``forced`` when its place in the chain decides already."""

    entry: Entry
    digest: bytes
    forced: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd; see ``tables.FindingRow``."""

    kind: str
    seq: int
    last_seq: int
    entry: str | None = None
    digest: bytes | None = None

    def row(self, school: str, station: str, noticed_ms: int) -> FindingRow:
        """Return the finding as it is kept; the same one always has the same id."""
        name = derived_id("finding", self.kind, station, str(self.seq), self.entry or "")
        return FindingRow(
            school=school,
            id=name,
            station=station,
            kind=self.kind,
            seq=self.seq,
            last_seq=self.last_seq,
            entry=self.entry,
            digest=self.digest,
            noticed_ms=noticed_ms,
        )


@dataclass(frozen=True, slots=True)
class SortedOut:
    """A batch against the log.

    Attributes:
        known: first receipts of the entries that were here before, by seq.
        expected_seq: what has to come before this batch; then nothing of it is taken.
    """

    known: dict[int, Receipt]
    fresh: tuple[Fresh, ...]
    findings: tuple[Finding, ...] = ()
    expected_seq: int | None = None
    forked: bool = False


def sort_out(
    session: Session, station: EnrolledRow, received: Received, cannot_fill: bool
) -> SortedOut:
    """Tell known entries from new ones, and see whether these continue the station's chain."""
    if not received.entries:
        return SortedOut({}, ())
    stored = _Stored.read(session, station, received)
    known: dict[int, Receipt] = {}
    fresh: list[Fresh] = []
    findings: list[Finding] = []
    forked: set[bytes] = set()
    for place, (entry, digest) in enumerate(received.entries):
        receipt = stored.receipts.get(digest)
        if receipt is not None:
            known[entry.seq] = receipt
            if receipt.reason in _OF_BRANCH:
                forked.add(digest)
            continue
        if place == 0 and not stored.has_predecessor(entry):
            expected = stored.last_before(entry)
            if not cannot_fill:
                return SortedOut({}, (), expected_seq=expected)
            findings.append(Finding("hole", expected, entry.seq - 1))
        item = Fresh(entry, digest)
        if stored.is_fork(entry) or entry.prev in forked:
            forked.add(digest)
            item = replace(item, forced=_held(entry, FORKED, FORKED_DECISION))
        if entry.id in stored.digests:
            item = _under_new_id(entry, digest)
            findings.append(Finding("id_reuse", entry.seq, entry.seq, item.entry.id, digest))
        elif digest in forked:
            findings.append(Finding("fork", entry.seq, entry.seq, entry.id))
        stored.digests[entry.id] = digest
        fresh.append(item)
    return SortedOut(known, tuple(fresh), tuple(findings), None, bool(forked))


def held_for_a_person(sorted_out: SortedOut) -> SortedOut:
    """Return the same with a verdict for everything new: its station was taken out of use."""
    fresh = tuple(
        item if item.forced else replace(item, forced=_held(item.entry, REVOKED, REVOKED_DECISION))
        for item in sorted_out.fresh
    )
    return replace(sorted_out, fresh=fresh)


def close_holes(session: Session, school: str, station: str, came: Mapping[int, bytes]) -> None:
    """Forget what was missing of a station and has come after all: digests by seq.

    What is still missing before them is a hole of its own by then.
    """
    around = {"school": school, "station": station, "first": min(came), "last": max(came)}
    found = [id_ for id_, last in session.execute(_HOLES, around) if last in came]
    for hole in [session.get_one(FindingRow, (school, id_)) for id_ in found]:
        follows = session.scalars(
            select(EntryRow.id).where(
                EntryRow.school == school,
                EntryRow.station == station,
                EntryRow.seq == hole.last_seq + 1,
                EntryRow.prev == came[hole.last_seq],
            )
        ).first()
        if follows is not None:
            session.delete(hole)
    session.flush()  # what is still missing begins at the same number, under the same id


@dataclass(slots=True)
class _Stored:
    """What the log holds of the ids of a batch and of its place in the chain.

    Attributes:
        digests: of stored entries by id, as they came.
        receipts: by the digest of an entry as it came.
        around: rows of the station at the batch's seqs and just before, by digest as they came.
        followed: digests that a stored entry of the station follows.
        end: the highest stored seq of the station before the batch.
        waiting: digests of entries that have come back after a restore and wait for others.
    """

    digests: dict[str, bytes]
    receipts: dict[bytes, Receipt]
    around: dict[bytes, Row[Any]]
    followed: set[bytes]
    end: int = 0
    waiting: frozenset[bytes] = frozenset()

    @classmethod
    def read(cls, session: Session, station: EnrolledRow, received: Received) -> "_Stored":
        first, last = received.entries[0][0].seq, received.entries[-1][0].seq
        rows = session.execute(
            select(*_COLUMNS).where(
                _ENTRIES.c.school == station.school,
                _ENTRIES.c.station == station.station,
                _ENTRIES.c.seq.between(first - 1, last),
            )
        ).all()
        renamed = _renamed(session, station) if any(row.reason == ID_REUSE for row in rows) else {}
        stored = cls({}, {}, {}, {row.prev for row in rows})
        for row in rows:
            digest = renamed.get(row.id, row.digest)
            stored.around[digest] = row
            stored.receipts[digest] = _receipt_of(row)
            stored.digests[row.id] = digest
        unseen = [entry.id for entry, _ in received.entries if entry.id not in stored.digests]
        if unseen:
            given = {"school": station.school, "ids": unseen}
            for row in session.execute(_BY_ID, given):
                stored.digests[row.id] = row.digest
        if first > 1 and received.entries[0][0].prev not in stored.around:
            stored.end = _end_before(session, station, first)
            stored.waiting = _waiting(session, station)
        return stored

    def has_predecessor(self, entry: Entry) -> bool:
        """Tell whether the entry that this one follows is stored."""
        before = self.around.get(entry.prev)
        if before is not None and before.seq == entry.seq - 1:
            return True
        return entry.seq == 1 or entry.prev in self.waiting

    def last_before(self, entry: Entry) -> int:
        """Return from where the station has to send; all of it when its past is another one."""
        return self.end + 1 if self.end < entry.seq - 1 else 1

    def is_fork(self, entry: Entry) -> bool:
        """Tell whether the entry before has another successor, or is of such a branch."""
        before = self.around.get(entry.prev)
        of_branch = before is not None and before.reason in _OF_BRANCH
        return of_branch or entry.prev in self.followed


def _renamed(session: Session, station: EnrolledRow) -> dict[str, bytes]:
    """Return the digests, as they came, of entries that were stored under another id."""
    query = select(FindingRow.entry, FindingRow.digest).where(
        FindingRow.school == station.school,
        FindingRow.station == station.station,
        FindingRow.kind == "id_reuse",
    )
    return {entry: digest for entry, digest in session.execute(query) if entry and digest}


def _end_before(session: Session, station: EnrolledRow, seq: int) -> int:
    query = (
        select(_ENTRIES.c.seq)
        .where(
            _ENTRIES.c.school == station.school,
            _ENTRIES.c.station == station.station,
            _ENTRIES.c.seq < seq,
        )
        .order_by(_ENTRIES.c.seq.desc())
        .limit(1)
    )
    return session.scalar(query) or 0


def _waiting(session: Session, station: EnrolledRow) -> frozenset[bytes]:
    query = select(WaitingRow.digest).where(
        WaitingRow.school == station.school, WaitingRow.station == station.station
    )
    return frozenset(session.scalars(query))


def _receipt_of(row: Row[Any]) -> Receipt:
    return Receipt(**{name: getattr(row, name) for name in Receipt.__struct_fields__})


def _held(entry: Entry, reason: str, reason_of_decision: str) -> Judgement:
    # a decision is accepted or refused, never held
    if entry.kind == kinds.DECISION:
        return Judgement("refused", reason_of_decision)
    return Judgement("held", reason)


def _under_new_id(entry: Entry, digest: bytes) -> Fresh:
    """Return the entry under an id of its own, so that it can be kept beside the first one."""
    renamed = msgspec.structs.replace(entry, id=derived_id("id_reuse", entry.id, digest.hex()))
    return Fresh(renamed, renamed.digest(), Judgement("refused", ID_REUSE))
