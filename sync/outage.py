"""The watch over the link: when silence of the centre becomes an outage.

Contact is a signed answer of any status. Three minutes of failed attempts while the program runs
are an outage; a computer that slept or a program that was closed tried nothing, so that time does
not count. What the watch knows lies in the journal and survives every restart. Source: TAL-3.1.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.clock import Clock, Reading, from_ms, to_ms
from journal.services.outages import note_contact, note_outage
from journal.store import Store
from journal.tables import DeskRow

OUTAGE_AFTER_MS = 3 * 60_000
LONGEST_PAUSE_MS = 150_000
"""Attempts further apart are not one silence: a minute between them, and a minute of waiting."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Failed attempts since the last contact.

    Attributes:
        since_ms: the first of them today, by the wall clock.
        failed_ms: for how long attempts have followed each other today, pauses left out.
        last: the last of them in this run of the program.
    """

    since_ms: int | None = None
    failed_ms: int = 0
    last: Reading | None = None

    @property
    def is_outage(self) -> bool:
        """Tell whether it has lasted long enough for a temporary journal."""
        return self.failed_ms >= OUTAGE_AFTER_MS


def after_failure(silence: Silence, reading: Reading) -> Silence:
    """Return the silence with one more failed attempt; each day begins its own."""
    if silence.since_ms is None or _other_day(silence.since_ms, reading):
        return Silence(to_ms(reading.wall), 0, reading)
    return Silence(silence.since_ms, silence.failed_ms + _pause_ms(silence.last, reading), reading)


def _pause_ms(last: Reading | None, reading: Reading) -> int:
    if last is None or last.boot_id != reading.boot_id:
        return 0
    pause = reading.boot_ms - last.boot_ms
    return pause if 0 <= pause <= LONGEST_PAUSE_MS else 0


def _other_day(since_ms: int, reading: Reading) -> bool:
    return from_ms(since_ms).astimezone(reading.wall.tzinfo).date() != reading.wall.date()


class LinkWatch:
    """Tells the journal about every contact and every failed attempt."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._last: Reading | None = None

    def contact(self, session: Session, time_ms: int, offset_ms: int | None) -> Changes:
        """Keep a signed answer of the centre's ``time_ms``, in the transaction of its effects."""
        self._last = None
        return note_contact(session, self._clock.read(), time_ms, offset_ms)

    def failure(self) -> Changes:
        """Keep a failed attempt; the one that makes an outage opens a temporary journal."""
        reading = self._clock.read()
        changes = Changes(link=True)
        with self._store.writing() as session:
            desk = session.scalars(select(DeskRow)).one()
            known = Silence(desk.failing_since_ms, desk.failed_ms, self._last)
            silence = after_failure(known, reading)
            desk.failing_since_ms, desk.failed_ms = silence.since_ms, silence.failed_ms
            session.flush()
            if silence.is_outage and silence.since_ms is not None:
                changes |= note_outage(session, reading, silence.since_ms)
        self._last = reading
        return changes
