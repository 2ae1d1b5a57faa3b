"""Times without the centre, one by one: their entries, their deadline, how they ended.

An interval has ended when the centre answered again, or when it was closed by an act because the
computer did not come back: then its end is not known, and what arrives later is an addendum to the
act of transfer. Source: TAL-3.1, TAL-3.2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.clock import from_ms
from journal.deadlines import is_in_time, transfer_due
from journal.facts_paper import IntervalActRow, IntervalRow, RestoredRow
from journal.queries.interval_counts import Counts, Group, count_groups, read_groups
from journal.queries.intervals import BOOKKEEPING
from journal.reference import Reference
from journal.tables import EntryRow


@dataclass(frozen=True, slots=True)
class ClosingAct:
    """The act that closed an interval whose computer did not come back.

    Attributes:
        last_seq: the last entry that had been received; the end of the interval is not known.
        count: how many entries people had made until then.
        addendum: how many arrived after the act.
        by: who drew it: «Смирнова Е. П.».
    """

    number: str
    reason: str
    day: date
    last_seq: int
    count: int
    addendum: int
    by: str


@dataclass(frozen=True, slots=True)
class OutageInterval:
    """One time without the centre; moments are in the school's time zone.

    Attributes:
        first_seq, last_seq: entries of the station that belong to it; the last is not known while
            it is going on.
        held: a person's declaration keeps it open, so that a contact does not end it.
        noticed: the first failed attempt, or the declaration, by the station's clock.
        restored: the centre's time of the first contact after it.
        due: 23:59 of the last day for the transfer.
        transferred: receipt time of the last entry, when all have been received.
        act: how it was closed when the computer did not come back.
        difference: how the number of its entries that the station announced differs from what the
            centre has received, in words; "" when it does not.
    """

    id: str
    station: str
    first_seq: int
    last_seq: int | None
    reason: str
    declared: bool
    held: bool
    last_contact: datetime | None
    noticed: datetime
    restored: datetime | None
    due: datetime | None
    transferred: datetime | None
    act: ClosingAct | None = None
    difference: str = ""

    @property
    def has_ended(self) -> bool:
        """Tell whether the centre answered again, or an act closed it."""
        return self.restored is not None or self.act is not None

    def holds(self, station: str, seq: int) -> bool:
        """Tell whether an entry was made in this time."""
        after = self.last_seq is not None and seq > self.last_seq
        return station == self.station and seq >= self.first_seq and not after

    def in_time(self, now: datetime) -> bool | None:
        """Tell whether the transfer is in time, by receipt times; ``None`` while that is open."""
        if self.due is None:
            return None
        if self.transferred is not None:
            return is_in_time(self.transferred, self.due)
        return None if is_in_time(now, self.due) else False


@dataclass(frozen=True, slots=True)
class Ends:
    """How intervals have ended, and what became of their entries, by the id of the interval.

    ``remarks`` are the centre's on their closing entries.
    """

    restored: Mapping[str, RestoredRow]
    acts: Mapping[str, IntervalActRow]
    remarks: Mapping[str, str]
    groups: Mapping[str, Sequence[Group]]


def read_ends(session: Session, school: str) -> Ends:
    """Return the ends of all intervals at once: a school has thousands of them in a year."""
    restored = {
        row.interval: row
        for row in session.scalars(select(RestoredRow).where(RestoredRow.school == school))
    }
    acts = session.scalars(select(IntervalActRow).where(IntervalActRow.school == school))
    closings = select(RestoredRow.interval, EntryRow.reason).join(
        EntryRow, (EntryRow.school == RestoredRow.school) & (EntryRow.id == RestoredRow.entry)
    )
    remarks = session.execute(closings.where(RestoredRow.school == school, EntryRow.reason != ""))
    return Ends(
        restored,
        {row.interval: row for row in acts},
        {row.interval: row.reason for row in remarks},
        read_groups(session, school),
    )


def read_interval(
    session: Session, reference: Reference, row: IntervalRow, ends: Ends, *, is_own: bool
) -> tuple[OutageInterval, Counts]:
    """Return one interval with the counts of its entries.

    Of another workplace less is known (``is_own`` false): its closing entry came after all the
    entries before it, so they have been received unless the centre counted otherwise.
    """
    end = ends.restored.get(row.interval)
    act = ends.acts.get(row.interval)
    groups = ends.groups.get(row.interval, ())
    remark = ends.remarks.get(row.interval, "")
    counts = count_groups(groups, end, is_known=is_own or bool(remark))
    # what was missing when the centre counted may have come since
    difference = remark if counts.received != counts.total else ""
    known_act = _closing_act(session, reference, act, end) if act is not None else None
    interval = _interval(reference, row, end, known_act, groups, difference, is_own=is_own)
    return interval, counts


def _interval(
    reference: Reference,
    row: IntervalRow,
    end: RestoredRow | None,
    act: ClosingAct | None,
    groups: Sequence[Group],
    difference: str,
    *,
    is_own: bool,
) -> OutageInterval:
    restored = from_ms(end.restored_ms).astimezone(reference.zone) if end else None
    arrived = sum(group.arrived for group in groups)
    last_ms = max((group.last_ms for group in groups if group.last_ms is not None), default=None)
    whole = end is not None and (not is_own or arrived == end.last_seq - row.first_seq + 1)
    return OutageInterval(
        id=row.interval,
        station=row.station,
        first_seq=row.first_seq,
        last_seq=end.last_seq if end else None,
        reason=row.reason,
        declared=row.declared,
        held=row.declared and row.ended_ms is None and end is None,
        last_contact=(
            from_ms(row.last_contact_ms).astimezone(reference.zone) if row.last_contact_ms else None
        ),
        noticed=from_ms(row.noticed_ms).astimezone(reference.zone),
        restored=restored,
        due=(
            transfer_due(restored, reference.profile, reference.work_calendar) if restored else None
        ),
        transferred=(
            from_ms(last_ms).astimezone(reference.zone) if whole and last_ms is not None else None
        ),
        act=act,
        difference=difference,
    )


def _closing_act(
    session: Session, reference: Reference, row: IntervalActRow, end: RestoredRow | None
) -> ClosingAct:
    author = session.scalar(
        select(EntryRow.author).where(EntryRow.school == row.school, EntryRow.id == row.entry)
    )
    member = reference.staff.get(author or "")
    later = (
        select(func.count())
        .select_from(EntryRow)
        .where(
            EntryRow.school == row.school,
            EntryRow.station == row.station,
            EntryRow.seq > row.last_seq,
            EntryRow.accepted_ms.is_not(None),
            EntryRow.kind.not_in(BOOKKEEPING),
        )
    )
    if end is not None:
        later = later.where(EntryRow.seq <= end.last_seq)
    return ClosingAct(
        number=row.number,
        reason=row.reason,
        day=row.day,
        last_seq=row.last_seq,
        count=row.count,
        addendum=session.scalar(later) or 0,
        by=member.short if member else "",
    )
