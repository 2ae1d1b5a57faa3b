"""The life of a station in the soak: somebody works at it, and it exchanges now and then."""

import random
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import event

from journal.errors import UserError
from journal.log import Stamp
from journal.queries.school import read_reference
from journal.services.work import Work
from journal.steps import reached
from journal.store import Store
from sync.client import SyncClient
from sync.enrolment import OpenJournal, first_sign_in, has_journal, sign_in_offline
from sync.link import LinkError, Refused, Unreachable
from sync.own_password import renew_session
from tests.soak.clocks import WrongClock
from tests.soak.tap import Tap
from tests.soak.wishes import Person, fulfil
from tests.sync.centre import CHEAP, PASSWORD
from tests.sync.kill.dying import Notes

SAVED, TROUBLE, TALKS = "saved", "trouble", "talks"
"""Files of notes: ids that the user was told are saved; what the centre refused; exchanges."""

_ENDLESS_PAGES = 1_073_741_823


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person works: folder of the journal, address, clock, and how fast.

    ``notes``: of all the lives at this seat. The files ``stop`` and ``full`` in their folder end
    the program in an orderly way, and fill the disk.
    """

    name: str
    login: str
    folder: Path
    notes: Notes
    server: str
    clock: WrongClock
    wishes_per_second: float = 8.0

    @property
    def stop(self) -> Path:
        """Exists when the program is to end."""
        return self.notes.folder / "stop"

    @property
    def full(self) -> Path:
        """Exists while the disk is full."""
        return self.notes.folder / "full"


def live(_: Notes, seat: Seat, seed: int) -> None:
    """Work until told to stop, or killed."""
    chance = random.Random(seed)
    with httpx.Client(transport=Tap(seat.notes), timeout=10) as http:
        if not _is_signed_in(seat, http):
            return
        journal = sign_in_offline(seat.folder, seat.login, PASSWORD)
        _fill_disk_when_told(journal.store, seat.full)
        talk = Talk(seat, journal, http)
        person = Person(journal.store, journal.user, chance)
        while not seat.stop.exists():
            for _turn in range(chance.randrange(1, 5)):
                _wish(seat, journal, person)
                time.sleep(chance.uniform(0, 2) / seat.wishes_per_second)
            talk.exchange()
        journal.close()


class Talk:
    """The exchange of one run of the program at a seat.

    A session that a restored centre does not know is opened anew, as a person does who types the
    password.
    """

    def __init__(self, seat: Seat, journal: OpenJournal, http: httpx.Client) -> None:
        self._notes = seat.notes
        self._journal = journal
        self._link = journal.link(http, seat.clock)
        self._client = SyncClient(journal.store, self._link, seat.clock)

    def exchange(self) -> bool:
        """Exchange once; tell whether it went through, and note what the centre has against it."""
        try:
            self._client.exchange()
        except Unreachable:
            return False
        except Refused as refusal:
            if refusal.problem.code == "session_ended":
                self._sign_in_again()
            elif refusal.problem.code != "busy":
                self._notes.add(TROUBLE, str(refusal))
            return False
        except UserError:
            return False  # the disk is full
        self._notes.add(TALKS, "1")
        return True

    def _sign_in_again(self) -> None:
        with suppress(LinkError, UserError):
            renew_session(self._journal, PASSWORD, self._link)


def sign_in(seat: Seat, http: httpx.Client) -> None:
    """Make the journal of a seat.

    Raises:
        UserError: it did not come to that.
    """
    first_sign_in(
        seat.folder, seat.server, seat.login, PASSWORD, http, seat.clock, cost=CHEAP
    ).close()


def _is_signed_in(seat: Seat, http: httpx.Client) -> bool:
    """See to it that there is a journal, with as many attempts as it takes until the end."""
    while not has_journal(seat.folder, seat.login):
        if seat.stop.exists():
            return False
        try:
            sign_in(seat, http)
        except UserError:
            time.sleep(0.5)
    return True


def _wish(seat: Seat, journal: OpenJournal, person: Person) -> None:
    with journal.store.reading() as session:
        reference = read_reference(session, journal.school)
    stamp = Stamp(journal.user, seat.clock.read(), reference.profile_number)
    work = Work(reference, stamp)
    wish = person.next_wish(work)
    written = fulfil(journal.store, work, wish) if wish is not None else None
    if written:
        reached("write.committed")
        for entry in written:
            seat.notes.add(SAVED, entry)
        person.remember(written)


def _fill_disk_when_told(store: Store, full: Path) -> None:
    """Let the file of the journal not grow by a page while ``full`` exists."""

    @event.listens_for(store.engine, "checkout")
    def _checked_out(connection: Any, _record: Any, _proxy: Any) -> None:
        cursor = connection.cursor()
        most = _ENDLESS_PAGES
        if full.exists():
            (most,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {most}")
        cursor.close()
