"""Temporary journals: written without the centre, to be moved in time, and what became of them.

A temporary journal is the cover of the intervals of one school day on one workplace. It is
transferred when all entries of its intervals were received, in or over time by their receipt times;
what is contested or held then waits for a person, not for the transfer. Source: TAL-3.1, TAL-3.2.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.calendar import school_year_of
from journal.clock import from_ms
from journal.deadlines import is_in_time, transfer_due
from journal.queries.intervals import BOOKKEEPING, own_stations
from journal.reference import Reference
from journal.rights import ADMINISTRATOR, DEPUTY, DIRECTOR
from journal.tables import EntryRow, IntervalRow, RestoredRow

State = Literal["open", "moving", "overdue", "transferred"]

SEES_ALL = frozenset({DEPUTY, DIRECTOR, ADMINISTRATOR})


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
class Counts:
    """Entries of a temporary journal; what is contested, held or refused has been received too.

    ``settled``: was contested or held, and a person has decided.
    """

    total: int = 0
    received: int = 0
    contested: int = 0
    held: int = 0
    refused: int = 0
    settled: int = 0

    @property
    def undecided(self) -> int:
        """How many wait for a person."""
        return self.contested + self.held

    def plus(self, other: "Counts") -> "Counts":
        """Return the sum with the entries of another interval."""
        return Counts(
            self.total + other.total,
            self.received + other.received,
            self.contested + other.contested,
            self.held + other.held,
            self.refused + other.refused,
            self.settled + other.settled,
        )


@dataclass(frozen=True, slots=True)
class TemporaryJournal:
    """One temporary journal with the intervals it covers, in the order of time.

    Attributes:
        label: «№ 7 / рабочее место 21 / 2026-27».
        workplace: number of the workplace, ``None`` before the centre has given one.
        is_own: it belongs to the computer at hand.
        restored: end of its last interval, ``None`` while one is going on.
        due: the earliest deadline of what is not moved yet; of everything when all is moved.
        in_time: by receipt times; ``None`` while that is open.
    """

    label: str
    number: int
    station: str
    workplace: int | None
    owner: str
    is_own: bool
    day: date
    intervals: tuple[OutageInterval, ...]
    counts: Counts
    state: State
    restored: datetime | None
    due: datetime | None
    transferred: datetime | None
    in_time: bool | None

    @property
    def opened(self) -> datetime:
        """When the first of its intervals was noticed."""
        return self.intervals[0].noticed

    def holds(self, station: str, seq: int) -> bool:
        """Tell whether an entry stands in this temporary journal."""
        return any(interval.holds(station, seq) for interval in self.intervals)


class _Line(NamedTuple):
    """Of an entry, what counts here."""

    seq: int
    kind: str
    status: str
    verdict: str | None
    accepted_ms: int | None


def read_temporary_journals(
    session: Session, reference: Reference, user: str, now: datetime
) -> tuple[TemporaryJournal, ...]:
    """Return the temporary journals of the user's workplaces, the newest first.

    Deputy, director and administrator see those of all workplaces. Of another workplace only what
    its closing entry says is known: it came after all the entries before it.
    """
    own = own_stations(session)
    sees_all = bool(reference.person(user).posts & SEES_ALL)
    restorations = {
        row.interval: row
        for row in session.scalars(
            select(RestoredRow).where(RestoredRow.school == reference.school)
        )
    }
    covers: dict[tuple[str, int, int], list[IntervalRow]] = defaultdict(list)
    for row in session.scalars(
        select(IntervalRow)
        .where(IntervalRow.school == reference.school)
        .order_by(IntervalRow.station, IntervalRow.first_seq)
    ):
        place = reference.workplaces.get(row.station)
        if sees_all or row.station in own or (place is not None and place.user == user):
            covers[row.station, school_year_of(row.day), row.number].append(row)
    journals = [
        _journal(session, reference, rows, restorations, own, now) for rows in covers.values()
    ]
    return tuple(
        sorted(journals, key=lambda journal: (journal.opened, journal.label), reverse=True)
    )


def journal_label(reference: Reference, station: str, number: int, day: date) -> str:
    """Return how a temporary journal is called on paper: «№ 7 / рабочее место 21 / 2026-27»."""
    place = reference.workplaces.get(station)
    year = school_year_of(day)
    workplace = str(place.number) if place else "без номера"
    return f"№ {number} / рабочее место {workplace} / {year}-{(year + 1) % 100:02}"


def _journal(
    session: Session,
    reference: Reference,
    rows: Sequence[IntervalRow],
    restorations: Mapping[str, RestoredRow],
    own: Sequence[str],
    now: datetime,
) -> TemporaryJournal:
    first = rows[0]
    is_own = first.station in own
    intervals = []
    counts = Counts()
    for row in rows:
        end = restorations.get(row.interval)
        lines = _read_lines(session, reference.school, row, end)
        intervals.append(_interval(reference, row, end, lines, is_own=is_own))
        counts = counts.plus(_count(lines, end, is_own=is_own))
    place = reference.workplaces.get(first.station)
    owner = reference.staff.get(place.user) if place else None
    restored = [interval.restored for interval in intervals if interval.restored]
    transferred = [interval.transferred for interval in intervals if interval.transferred]
    waiting = [interval for interval in intervals if interval.transferred is None]
    dues = [interval.due for interval in waiting or intervals if interval.due]
    answers = [interval.in_time(now) for interval in intervals]
    in_time = False if False in answers else None if None in answers else True
    return TemporaryJournal(
        label=journal_label(reference, first.station, first.number, first.day),
        number=first.number,
        station=first.station,
        workplace=place.number if place else None,
        owner=owner.short if owner else "",
        is_own=is_own,
        day=first.day,
        intervals=tuple(intervals),
        counts=counts,
        state=_state(len(intervals) - len(restored), len(waiting), in_time),
        restored=max(restored) if len(restored) == len(intervals) else None,
        due=(min(dues) if waiting else max(dues)) if dues else None,
        transferred=None if waiting else max(transferred),
        in_time=in_time,
    )


def _state(going_on: int, waiting: int, in_time: bool | None) -> State:
    if going_on:
        return "open"
    if not waiting:
        return "transferred"
    return "moving" if in_time is None else "overdue"


def _interval(
    reference: Reference,
    row: IntervalRow,
    end: RestoredRow | None,
    lines: Sequence[_Line],
    *,
    is_own: bool,
) -> OutageInterval:
    restored = from_ms(end.restored_ms).astimezone(reference.zone) if end else None
    received = {line.seq: line.accepted_ms for line in lines if line.accepted_ms is not None}
    whole = end is not None and (not is_own or len(received) == end.last_seq - row.first_seq + 1)
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
        transferred=from_ms(max(received.values())).astimezone(reference.zone) if whole else None,
    )


def _count(lines: Sequence[_Line], end: RestoredRow | None, *, is_own: bool) -> Counts:
    written = [line for line in lines if line.kind not in BOOKKEEPING]
    statuses = [line.status for line in written]
    received = sum(line.accepted_ms is not None for line in written)
    total = len(written)
    if end is not None:
        total = end.count
        received = received if is_own else end.count
    return Counts(
        total=total,
        received=received,
        contested=statuses.count("contested"),
        held=statuses.count("held"),
        refused=statuses.count("refused"),
        settled=sum(
            line.verdict in ("contested", "held") and line.status not in ("contested", "held")
            for line in written
        ),
    )


def _read_lines(
    session: Session, school: str, row: IntervalRow, end: RestoredRow | None
) -> Sequence[_Line]:
    where = [
        EntryRow.school == school,
        EntryRow.station == row.station,
        EntryRow.seq >= row.first_seq,
    ]
    if end is not None:
        where.append(EntryRow.seq <= end.last_seq)
    query = select(*(getattr(EntryRow, name) for name in _Line._fields)).where(*where)
    return [_Line(*found) for found in session.execute(query)]
