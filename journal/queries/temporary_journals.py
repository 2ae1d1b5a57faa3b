"""Temporary journals: written without the centre, to be moved in time, and what became of them.

A temporary journal is the cover of the intervals of one school day on one workplace. It is
transferred when all entries of its intervals were received, in or over time by their receipt times;
what is contested or held then waits for a person, not for the transfer. Source: TAL-3.1, TAL-3.2.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.calendar import school_year_of
from journal.facts_paper import IntervalRow
from journal.queries.interval_counts import Counts
from journal.queries.intervals import own_stations
from journal.queries.outage_intervals import (
    ClosingAct,
    Ends,
    OutageInterval,
    read_ends,
    read_interval,
)
from journal.reference import Reference
from journal.rights import ADMINISTRATOR, DEPUTY, DIRECTOR

State = Literal["open", "moving", "overdue", "transferred", "acted"]
"""``acted``: closed by an act, because the computer did not come back."""

SEES_ALL = frozenset({DEPUTY, DIRECTOR, ADMINISTRATOR})


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

    @property
    def act(self) -> ClosingAct | None:
        """The act that closed it, or a part of it; the last one where there are several."""
        return next((each.act for each in reversed(self.intervals) if each.act), None)

    @property
    def differences(self) -> tuple[str, ...]:
        """How the centre's counts differ from those that the station announced, in words."""
        return tuple(each.difference for each in self.intervals if each.difference)

    def holds(self, station: str, seq: int) -> bool:
        """Tell whether an entry stands in this temporary journal."""
        return any(interval.holds(station, seq) for interval in self.intervals)


def read_temporary_journals(
    session: Session, reference: Reference, user: str, now: datetime
) -> tuple[TemporaryJournal, ...]:
    """Return the temporary journals of the user's workplaces, the newest first.

    Deputy, director and administrator see those of all workplaces. Of another workplace only what
    its closing entry says is known: it came after all the entries before it.
    """
    own = own_stations(session)
    sees_all = bool(reference.person(user).posts & SEES_ALL)
    ends = read_ends(session, reference.school)
    covers: dict[tuple[str, int, int], list[IntervalRow]] = defaultdict(list)
    for row in session.scalars(
        select(IntervalRow)
        .where(IntervalRow.school == reference.school)
        .order_by(IntervalRow.station, IntervalRow.first_seq)
    ):
        place = reference.workplaces.get(row.station)
        if sees_all or row.station in own or (place is not None and place.user == user):
            covers[row.station, school_year_of(row.day), row.number].append(row)
    journals = [_journal(session, reference, rows, ends, own, now) for rows in covers.values()]
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
    ends: Ends,
    own: Sequence[str],
    now: datetime,
) -> TemporaryJournal:
    first = rows[0]
    is_own = first.station in own
    intervals: list[OutageInterval] = []
    counts = Counts()
    for row in rows:
        interval, counted = read_interval(session, reference, row, ends, is_own=is_own)
        intervals.append(interval)
        counts = counts.plus(counted)
    place = reference.workplaces.get(first.station)
    owner = reference.staff.get(place.user) if place else None
    restored = [interval.restored for interval in intervals if interval.restored]
    transferred = [interval.transferred for interval in intervals if interval.transferred]
    # this very computer is here, so an act about it does not end its time without the centre
    acted = [each for each in intervals if each.restored is None and each.act and not is_own]
    waiting = [each for each in intervals if each.transferred is None and each not in acted]
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
        state=_state(len(intervals) - len(restored) - len(acted), waiting, acted, in_time),
        restored=max(restored) if len(restored) == len(intervals) else None,
        due=(min(dues) if waiting else max(dues)) if dues else None,
        transferred=None if waiting or acted else max(transferred),
        in_time=in_time,
    )


def _state(
    going_on: int,
    waiting: Sequence[OutageInterval],
    acted: Sequence[OutageInterval],
    in_time: bool | None,
) -> State:
    if going_on:
        return "open"
    if waiting:
        return "moving" if in_time is None else "overdue"
    return "acted" if acted else "transferred"
