"""The life of a station in the soak: somebody works at it, and it exchanges now and then."""

import random
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec
from sqlalchemy import event

from journal.changes import Changes
from journal.errors import UserError
from journal.log import Stamp
from journal.queries.school import read_reference
from journal.services.work import Work
from journal.steps import reached
from journal.store import Store
from sync.carrier import Carrier
from sync.client import SyncClient
from sync.enrolment import OpenJournal, first_sign_in, has_journal, sign_in_offline
from sync.link import Answer, LinkError, Refused, Unreachable
from sync.outbox import Outgoing
from sync.own_password import renew_session
from sync.parcel_folder import ParcelFolder
from sync.protocol import PushAnswer, receipts_of
from sync.sealing import keep_sealed
from tests.soak.clocks import WrongClock
from tests.soak.tap import Tap
from tests.soak.wishes import Person, fulfil
from tests.sync.centre import CHEAP, PASSWORD
from tests.sync.kill.dying import Notes

SAVED, TROUBLE, TALKS = "saved", "trouble", "talks"
"""Files of notes: ids that the user was told are saved; what the centre refused; exchanges."""

STORED, SEALED, CARRIED = "stored", "sealed", "carried"
"""Files of notes: receipts that are on the disk; parcels that were left, and brought."""

_CHANCE_OF_A_WALK = 0.15
"""So often somebody who has a connection takes along what lies on the common stick."""

_ENDLESS_PAGES = 1_073_741_823


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a person works: folder of the journal, address, clock, and how fast.

    ``notes``: of all the lives at this seat. The files ``stop`` and ``full`` in their folder end
    the program in an orderly way, and fill the disk. ``stick`` is common to all seats.
    """

    name: str
    login: str
    folder: Path
    notes: Notes
    server: str
    clock: WrongClock
    stick: Path
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
            talked = talk.exchange()
            if not talked or chance.random() < _CHANCE_OF_A_WALK:
                talk.use_the_stick(is_connected=talked)
        journal.close()


class NotingClient(SyncClient):
    """Notes which receipts have reached the disk: no restore of the centre may change them."""

    notes: Notes

    def _acknowledge(self, outgoing: Outgoing, answer: Answer[PushAnswer]) -> Changes:
        changes = super()._acknowledge(outgoing, answer)
        receipts = receipts_of(answer.word)
        stored = [
            (entry.id, *receipts[entry.seq].judged)
            for entry in outgoing.entries
            if entry.seq in receipts
        ]
        self.notes.add(STORED, msgspec.json.encode(stored).decode())
        return changes


def read_stored(notes: Notes) -> set[tuple[str, str, int]]:
    """Return the receipts that were ever on the disk of a seat: entry, history, number."""
    return {
        (id_, epoch, number)
        for line in notes.read(STORED)
        for id_, epoch, number in msgspec.json.decode(line)
    }


class Talk:
    """The exchange of one run of the program at a seat.

    A session that a restored centre does not know is opened anew, as a person does who types the
    password.
    """

    def __init__(self, seat: Seat, journal: OpenJournal, http: httpx.Client) -> None:
        self._seat = seat
        self._notes = seat.notes
        self._journal = journal
        self._link = journal.link(http, seat.clock)
        self._client = NotingClient(journal.store, self._link, seat.clock)
        self._client.notes = seat.notes

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

    def use_the_stick(self, *, is_connected: bool) -> None:
        """Leave on the common stick what waits here, or bring to the centre what others left."""
        stick = ParcelFolder(self._seat.stick)
        with suppress(LinkError, UserError, OSError):
            if not is_connected:
                keep_sealed(self._journal.store, [stick])
                self._notes.add(SEALED, "1")
                return
            carrier = Carrier(stick, stick, lambda _: self._link, self._seat.clock)
            if carrier.has_work():
                self._notes.add(CARRIED, str(carrier.carry().new))

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
