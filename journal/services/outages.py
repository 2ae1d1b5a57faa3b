"""The time without the centre: intervals opened and closed by entries, what the desk knows of it.

An interval holds the entries after the last contact; the temporary journal is the cover of a school
day's intervals. Source: TAL-3.1, TAL-3.2.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.calendar import school_year_of
from journal.changes import Changes
from journal.clock import Reading, from_ms, to_ms
from journal.errors import UserError
from journal.facts_paper import IntervalRow
from journal.facts_school import ProfileRow
from journal.ids import new_id
from journal.kinds import make_key
from journal.log import Draft, Stamp, append, tail_of
from journal.profile import parse_profile, shipped_profile
from journal.queries.intervals import (
    BOOKKEEPING,
    OpenInterval,
    inherited_intervals,
    open_interval,
)
from journal.services.work import Work
from journal.tables import DeskRow, EntryRow
from journal.values import IntervalClosed, IntervalOpened

REASONS = (
    "Нет интернета",
    "Авария центрального сервера",
    "Плановые работы",
    "Отключение электричества",
)


@dataclass(frozen=True, slots=True)
class DeclareOutage:
    """Open a temporary journal by hand, for one of ``REASONS``."""

    reason: str


@dataclass(frozen=True, slots=True)
class EndOutage:
    """Take a declaration back: the next contact closes the temporary journal."""


@dataclass(frozen=True, slots=True)
class MarkReminded:
    """Today's reminder was shown."""


def declare_outage(session: Session, command: DeclareOutage, work: Work) -> Changes:
    """Open a temporary journal by hand, or give the one that is open its reason.

    Raises:
        UserError: the reason is none of the list.
    """
    if command.reason not in REASONS:
        raise UserError(f"Выберите причину из списка: {', '.join(REASONS)}.")
    going_on = open_interval(session)
    if going_on is None:
        noticed = to_ms(work.stamp.reading.wall)
        return _open(session, work.stamp, noticed, command.reason, declared=True)
    value = replace(going_on.value, reason=command.reason, declared=True, ended_ms=None)
    return _write(session, work.stamp, going_on.id, value)


def end_outage(session: Session, command: EndOutage, work: Work) -> Changes:
    """Take the declaration back; what is closed or was noticed by silence stays as it is."""
    going_on = open_interval(session)
    if going_on is None or not going_on.held:
        return Changes()
    value = replace(going_on.value, ended_ms=to_ms(work.stamp.reading.wall))
    return _write(session, work.stamp, going_on.id, value)


def mark_reminded(session: Session, command: MarkReminded, work: Work) -> Changes:
    """Keep that today's reminder was shown: it comes once a day, whatever is restarted."""
    session.scalars(select(DeskRow)).one().reminded = work.today
    session.flush()
    return Changes()


def note_outage(session: Session, reading: Reading, noticed_ms: int) -> Changes:
    """Open a temporary journal because the centre has been silent since ``noticed_ms``."""
    if open_interval(session) is not None:
        return Changes()
    return _open(session, _own_stamp(session, reading), noticed_ms, "", declared=False)


def note_contact(
    session: Session, reading: Reading, time_ms: int, offset_ms: int | None
) -> Changes:
    """Keep that the centre answered at its ``time_ms``; the first contact closes an interval.

    A journal that became a new station closes what the one before left open, declared or not.
    """
    changes = Changes(link=True)
    going_on = open_interval(session)
    ended = inherited_intervals(session)
    if going_on is not None and not going_on.held:
        ended.append(going_on)
    for interval in ended:
        changes |= _close(session, _own_stamp(session, reading), interval, time_ms)
    desk = session.scalars(select(DeskRow)).one()
    desk.last_contact_ms = time_ms
    desk.contact_seq = tail_of(session, desk.school, desk.station).seq
    desk.failing_since_ms = None
    desk.failed_ms = 0
    desk.offset_ms = offset_ms
    session.flush()
    return changes


def _open(
    session: Session, stamp: Stamp, noticed_ms: int, reason: str, *, declared: bool
) -> Changes:
    desk = session.scalars(select(DeskRow)).one()
    day = from_ms(noticed_ms).astimezone(_zone(session, desk.school)).date()
    value = IntervalOpened(
        station=desk.station,
        number=_number(session, desk, day),
        day=day,
        first_seq=desk.contact_seq + 1,
        last_contact_ms=desk.last_contact_ms,
        noticed_ms=noticed_ms,
        reason=reason,
        declared=declared,
    )
    return _write(session, stamp, new_id(), value)


def _close(session: Session, stamp: Stamp, going_on: OpenInterval, restored_ms: int) -> Changes:
    desk = session.scalars(select(DeskRow)).one()
    tail = tail_of(session, desk.school, going_on.station)
    first = going_on.value.first_seq
    count = session.scalar(
        select(func.count())
        .select_from(EntryRow)
        .where(
            EntryRow.school == desk.school,
            EntryRow.station == going_on.station,
            EntryRow.seq.between(first, tail.seq),
            EntryRow.kind.not_in(BOOKKEEPING),
        )
    )
    value = IntervalClosed(
        station=going_on.station,
        restored_ms=restored_ms,
        first_seq=first,
        last_seq=tail.seq,
        last_digest=tail.digest,
        count=count or 0,
    )
    key = make_key("interval.close", "", going_on.id)
    return _with_link(append(session, stamp, [Draft("interval.close", key, value)]))


def _write(session: Session, stamp: Stamp, interval: str, value: IntervalOpened) -> Changes:
    key = make_key("interval.open", "", interval)
    return _with_link(append(session, stamp, [Draft("interval.open", key, value)]))


def _with_link(changes: Changes) -> Changes:
    # nobody takes an outage back: what was written for it is not offered for that
    return Changes(changes.keys, link=True)


def _number(session: Session, desk: DeskRow, day: date) -> int:
    """Return the number of the day's temporary journal: intervals of one day share the cover."""
    number = 0
    for row in session.scalars(
        select(IntervalRow).where(
            IntervalRow.school == desk.school, IntervalRow.station == desk.station
        )
    ):
        if row.day == day:
            return row.number
        if school_year_of(row.day) == school_year_of(day):
            number = max(number, row.number)
    return number + 1


def _own_stamp(session: Session, reading: Reading) -> Stamp:
    """Return the stamp of an entry that nobody typed: it is made in the name of the desk's user."""
    desk = session.scalars(select(DeskRow)).one()
    number = session.scalar(select(ProfileRow.number).where(ProfileRow.school == desk.school))
    return Stamp(desk.user, reading, number or 0)


def _zone(session: Session, school: str) -> ZoneInfo:
    text = session.scalar(select(ProfileRow.text).where(ProfileRow.school == school))
    return ZoneInfo((parse_profile(text) if text else shipped_profile("general")).time_zone)
