"""A journal of one user for tests, written through the same doors as in the program."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from journal.clock import Reading, to_ms
from journal.entries import station_id
from journal.log import Stamp, append
from journal.queries.school import read_reference
from journal.services.work import Work
from journal.signing import new_seed, public_key
from journal.store import Store, create_journal
from journal.tables import DeskRow
from tests.small_school import PETROVA, SCHOOL, school_drafts

MOSCOW = ZoneInfo("Europe/Moscow")
KEY = bytes(range(32))


@dataclass
class HandClock:
    """A clock that only the test moves."""

    now: datetime = datetime(2026, 9, 15, 9, 0, tzinfo=MOSCOW)
    boot_id: str = "b00700b0"
    started: datetime = field(default_factory=lambda: datetime(2026, 9, 1, tzinfo=UTC))

    def read(self) -> Reading:
        """Return the moment set by hand."""
        return Reading(self.now, to_ms(self.now) - to_ms(self.started), self.boot_id)

    def set(self, year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> None:
        """Move to a moment of Moscow time."""
        self.now = datetime(year, month, day, hour, minute, tzinfo=MOSCOW)

    def wait(self, **span: float) -> None:
        """Move ahead."""
        self.now += timedelta(**span)


def new_desk(user: str) -> DeskRow:
    """Return the row that says whose journal a file is, with a station key of its own."""
    seed = new_seed()
    return DeskRow(
        school=SCHOOL,
        station=station_id(public_key(seed)),
        seed=seed,
        user=user,
        login="",
        server="",
        token="",
        centre_key=b"",
        recovery_key=b"",
        epoch="",
        seen_number=0,
        contact_seq=0,
    )


def new_journal(folder: Path, user: str = PETROVA, profile_text: str | None = None) -> Store:
    """Return an encrypted journal of ``user`` that knows the small school, all of it pending."""
    store = create_journal(folder / "journal.db", KEY)
    clock = HandClock(datetime(2026, 9, 1, 8, 0, tzinfo=MOSCOW))
    with store.writing() as session:
        session.add(new_desk(user))
        session.flush()
        append(session, Stamp(user, clock.read(), 0), school_drafts(profile_text))
    return store


def work_of(store: Store, user: str, clock: HandClock) -> Work:
    """Return the desk at which ``user`` works now."""
    with store.reading() as session:
        reference = read_reference(session, SCHOOL)
    return Work(reference, Stamp(user, clock.read(), reference.profile_number))
