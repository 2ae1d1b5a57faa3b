"""All workplaces of the school as deputy and administrator watch them over an outage (TAL-3.2).

What a workplace has not sent nobody else can count: it shows as a temporary journal that is open
here, as a contact without entries, or as silence with lessons that nobody wrote anything about.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.clock import from_ms
from journal.queries.intervals import own_stations
from journal.queries.temporary_journals import (
    SEES_ALL,
    TemporaryJournal,
    read_temporary_journals,
)
from journal.queries.transfer_words import (
    act_in_words,
    entries_in_words,
    moment_in_words,
    plural,
    transfer_in_words,
)
from journal.queries.unkept_lessons import UnkeptLesson, read_unkept_lessons
from journal.reference import Reference, Workplace
from journal.rights import Person
from journal.tables import ContactRow, DeskRow

SILENT_AFTER = timedelta(minutes=30)
"""A program that runs asks at least every ten minutes; the centre writes it down every four."""
LOOKED_BACK = timedelta(days=30)

Standing = Literal["overdue", "stuck", "unkept", "open", "moving", "silent", "acted", "fine"]
"""Worst first. ``stuck``: there was contact, but the temporary journal has not come; ``unkept``:
silent, and lessons of past days have no entries; ``silent``: only that, which is no fault."""

WORST_FIRST: tuple[Standing, ...] = (
    "overdue", "stuck", "unkept", "open", "moving", "silent", "acted", "fine",
)  # fmt: skip
NEEDS_LOOK = frozenset({"overdue", "stuck", "unkept", "open", "moving"})


@dataclass(frozen=True, slots=True)
class WorkplaceLine:
    """A workplace with everything that is known of it here.

    Attributes:
        contact: the centre's time of its last contact, to some minutes; ``None`` where unknown.
        pushed: when the centre last received entries from it.
        journal: its newest temporary journal, the one not moved yet before all others.
        unkept: lessons of its user since the silence began that have no roll call or no topic.
        words: how it stands, as a sentence without a full stop.
        can_act: an act can close its temporary journal.
    """

    station: str
    number: int
    name: str
    owner: str
    is_own: bool
    contact: datetime | None
    pushed: datetime | None
    journal: TemporaryJournal | None
    unkept: tuple[UnkeptLesson, ...]
    standing: Standing
    words: str
    can_act: bool


def may_watch(person: Person) -> bool:
    """Tell whether a person sees all workplaces: deputy, director, administrator."""
    return bool(person.posts & SEES_ALL)


def read_workplaces(
    session: Session,
    reference: Reference,
    now: datetime,
    known: Sequence[TemporaryJournal] | None = None,
) -> tuple[WorkplaceLine, ...]:
    """Return the workplaces by number; nothing for those who do not watch over them.

    ``known``: the temporary journals that the user sees, where they have been read already.
    Silence is told as of this journal's own last contact: without it nobody is known to be silent.
    """
    desk = session.scalars(select(DeskRow)).one()
    user = desk.user
    if not may_watch(reference.person(user)):
        return ()
    told_at = _moment(desk.last_contact_ms, reference) or now
    as_of = min(now, told_at)
    own = own_stations(session)
    contacts = {
        row.station: row
        for row in session.scalars(select(ContactRow).where(ContactRow.school == reference.school))
    }
    if known is None:
        known = read_temporary_journals(session, reference, user, now)
    journals = _newest(known)
    seen = {station: _moment(row.contact_ms, reference) for station, row in contacts.items()}
    since = _silent_since(reference, seen, as_of)
    unkept = read_unkept_lessons(session, reference, since, now)
    lines = []
    for place in sorted(reference.workplaces.values(), key=lambda place: place.number):
        told = contacts.get(place.station)
        lines.append(
            _line(
                reference,
                place,
                seen.get(place.station),
                _moment(told.pushed_ms, reference) if told is not None else None,
                journals.get(place.station),
                tuple(unkept.get(place.user, ())),
                now,
                as_of,
                is_own=place.station in own,
            )
        )
    return tuple(lines)


def _line(
    reference: Reference,
    place: Workplace,
    contact: datetime | None,
    pushed: datetime | None,
    journal: TemporaryJournal | None,
    unkept: tuple[UnkeptLesson, ...],
    now: datetime,
    as_of: datetime,
    *,
    is_own: bool,
) -> WorkplaceLine:
    owner = reference.staff.get(place.user)
    is_silent = not is_own and (contact is None or as_of - contact > SILENT_AFTER)
    known = unkept if is_silent else ()
    today = now.astimezone(reference.zone).date()
    standing = _standing(journal, contact, known, today, is_silent=is_silent)
    return WorkplaceLine(
        station=place.station,
        number=place.number,
        name=place.name,
        owner=owner.short if owner else "",
        is_own=is_own,
        contact=contact,
        pushed=pushed,
        journal=journal,
        unkept=known,
        standing=standing,
        words=_words(reference, standing, journal, contact, known, now, is_silent=is_silent),
        can_act=not is_own and journal is not None and journal.state == "open",
    )


def _standing(
    journal: TemporaryJournal | None,
    contact: datetime | None,
    unkept: Iterable[UnkeptLesson],
    today: date,
    *,
    is_silent: bool,
) -> Standing:
    state = journal.state if journal is not None else ""
    if state == "overdue":
        return "overdue"
    if journal is not None and state == "open" and not journal.is_own:
        came_back = contact is not None and contact > journal.intervals[-1].noticed + SILENT_AFTER
        if came_back and not is_silent:
            return "stuck"
    if is_silent and any(lesson.day < today for lesson in unkept):
        return "unkept"
    if state == "open":
        return "open"
    if state == "moving":
        return "moving"
    if is_silent:
        return "silent"
    return "acted" if state == "acted" else "fine"


def _words(
    reference: Reference,
    standing: Standing,
    journal: TemporaryJournal | None,
    contact: datetime | None,
    unkept: tuple[UnkeptLesson, ...],
    now: datetime,
    *,
    is_silent: bool,
) -> str:
    parts = []
    if standing == "stuck":
        parts.append("связь есть, а записи временного журнала не пришли")
    elif journal is not None and journal.state == "open":
        known = entries_in_words(journal.counts.total)
        parts.append(f"временный журнал № {journal.number} открыт, получено: {known}")
    elif journal is not None and journal.state in ("moving", "overdue"):
        parts.append(transfer_in_words(journal, reference, now))
    elif journal is not None and journal.state == "acted" and journal.act is not None:
        parts.append(act_in_words(journal.act))
    if is_silent:
        parts.append(
            f"молчит с {moment_in_words(contact, now)}" if contact else "связи ещё не было"
        )
    if unkept:
        today = now.astimezone(reference.zone).date()
        of_today = sum(lesson.day == today for lesson in unkept)
        count = plural(len(unkept), "урок", "урока", "уроков")
        also = f" (сегодня {of_today})" if 0 < of_today < len(unkept) else ""
        parts.append(f"без записей: {count}{' сегодня' if of_today == len(unkept) else also}")
    return " · ".join(parts) if parts else "на связи, всё принято"


def _silent_since(
    reference: Reference, seen: Mapping[str, datetime | None], now: datetime
) -> dict[str, datetime]:
    """Return since when nothing was heard of a user on any of her computers."""
    latest: dict[str, datetime] = {}
    for place in reference.workplaces.values():
        contact = seen.get(place.station)
        if contact is not None:
            latest[place.user] = max(contact, latest.get(place.user, contact))
    return {
        user: max(contact, now - LOOKED_BACK)
        for user, contact in latest.items()
        if now - contact > SILENT_AFTER
    }


def _newest(journals: Iterable[TemporaryJournal]) -> dict[str, TemporaryJournal]:
    """Return of each workplace the journal that waits, or its newest one."""
    chosen: dict[str, TemporaryJournal] = {}
    for journal in journals:  # the newest first
        known = chosen.get(journal.station)
        waits = journal.state in ("open", "moving", "overdue")
        if known is None or (waits and known.state in ("transferred", "acted")):
            chosen[journal.station] = journal
    return chosen


def _moment(milliseconds: int | None, reference: Reference) -> datetime | None:
    return from_ms(milliseconds).astimezone(reference.zone) if milliseconds else None
