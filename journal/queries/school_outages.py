"""Outages of the whole school: the temporary journals that were kept at the same time (TAL-3.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from journal.queries.outage_intervals import OutageInterval
from journal.queries.temporary_journals import TemporaryJournal, read_temporary_journals
from journal.queries.transfer_words import plural
from journal.reference import Reference

_APART = timedelta(minutes=15)
"""Workplaces notice the same silence at different minutes."""


@dataclass(frozen=True, slots=True)
class SchoolOutage:
    """Temporary journals of several workplaces over the same time, by workplace.

    Attributes:
        day: on which it began.
        ordinal: from 1 among those that began on this day.
        since: when the first workplace noticed it.
        until: when the last one had contact again; ``None`` while one has not.
        reasons: as people declared them, each once.
    """

    day: date
    ordinal: int
    since: datetime
    until: datetime | None
    journals: tuple[TemporaryJournal, ...]
    reasons: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return «20.11 08:31 – 14:05, 7 рабочих мест»."""
        end = "…" if self.until is None else f"{self.until:%H:%M}"
        if self.until is not None and self.until.date() != self.day:
            end = f"{self.until:%d.%m %H:%M}"
        places = plural(len(self.journals), "рабочее место", "рабочих места", "рабочих мест")
        return f"{self.since:%d.%m %H:%M} – {end}, {places}"


def read_school_outages(
    session: Session, reference: Reference, user: str, now: datetime
) -> tuple[SchoolOutage, ...]:
    """Return the outages among the temporary journals that ``user`` sees."""
    return outages_of(read_temporary_journals(session, reference, user, now))


def outages_of(journals: Iterable[TemporaryJournal]) -> tuple[SchoolOutage, ...]:
    """Return the outages that more than one workplace had, the newest first."""
    groups = [group for group in _groups(journals) if len(group) > 1]
    outages: list[SchoolOutage] = []
    for group in groups:
        day = group[0].opened.date()
        ordinal = 1 + sum(outage.day == day for outage in outages)
        outages.append(_outage(group, day, ordinal))
    return tuple(reversed(outages))


def _groups(journals: Iterable[TemporaryJournal]) -> list[list[TemporaryJournal]]:
    """Put journals together whose times without the centre overlap, the earliest group first.

    One without an end (its computer may be lost) does not hold later ones together.
    """
    groups: list[list[TemporaryJournal]] = []
    last: datetime | None = None
    for journal in sorted(journals, key=lambda each: (each.opened, each.label)):
        end = journal.restored or max(_end(each) for each in journal.intervals)
        if last is not None and journal.opened <= last + _APART:
            groups[-1].append(journal)
            last = max(last, end)
        else:
            groups.append([journal])
            last = end
    return groups


def _end(interval: OutageInterval) -> datetime:
    return interval.restored or interval.noticed


def _outage(group: list[TemporaryJournal], day: date, ordinal: int) -> SchoolOutage:
    restored = [journal.restored for journal in group if journal.restored is not None]
    ended = all(journal.state != "open" for journal in group)
    reasons = (each.reason for journal in group for each in journal.intervals if each.reason)
    return SchoolOutage(
        day=day,
        ordinal=ordinal,
        since=group[0].opened,
        until=max(restored) if ended and restored else None,
        journals=tuple(sorted(group, key=lambda journal: (journal.workplace or 0, journal.label))),
        reasons=tuple(dict.fromkeys(reasons)),
    )
