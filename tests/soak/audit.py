"""The end of the soak: everything arrives, and then log is held against log."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import msgspec
from sqlalchemy import select

from journal.log import count_unsent, read_entries
from journal.store import Store
from journal.tables import EntryRow, FactRow
from sync.enrolment import OpenJournal, has_journal, sign_in_offline
from sync.server.checking import check_centre
from sync.server.counting import find_schools
from sync.wire import to_wire
from tests.soak.comparing import disagreements, read_held
from tests.soak.ledger import Ledger
from tests.soak.station import SAVED, TROUBLE, Seat, Talk, read_stored, sign_in
from tests.soak.tap import Acknowledged, Tap, content_of, read_acknowledged
from tests.soak.world import World
from tests.sync.centre import PASSWORD
from tests.sync.machine.log_lines import Line, read_lines

DISAGREES = "stations that disagree with the centre"
WAITING = "outboxes that do not empty"
UNSOUND = "rows that are not what the log says"
CONTRADICTED = "answers that contradict each other"

_ROUNDS = 12


@dataclass
class Findings:
    """What came out. ``faults``: by the name of the law that is broken."""

    entries: int = 0
    acknowledged: int = 0
    saved: int = 0
    stations: int = 0
    agreeing: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)

    def note(self, law: str, what: str) -> None:
        """Keep a broken law."""
        self.faults.setdefault(law, []).append(what)


def audit(world: World) -> Findings:
    """Let all stations exchange until nothing moves, and compare.

    The centre's processes are running; nothing goes wrong any more.
    """
    findings = Findings(stations=len(world.seats))
    saved = [entry for seat in world.seats.values() for entry in seat.notes.read(SAVED)]
    findings.saved = len(saved)
    _drain(world, findings)
    receipts = [it for seat in world.seats.values() for it in read_acknowledged(seat.notes)]
    findings.acknowledged = len({receipt.entry for receipt in receipts})
    with world.centre_store() as centre:
        lines = _audit_centre(centre, findings, receipts, saved, world)
        findings.entries = len(lines)
        with centre.reading() as session:
            held = read_held(session)
        for seat in world.seats.values():
            with _journal(seat) as journal, journal.store.reading() as session:
                wrong = disagreements(session, held)
            if wrong:
                findings.note(DISAGREES, f"{seat.name}: {len(wrong)} {wrong[:3]}")
        findings.agreeing = findings.stations - len(findings.faults.get(DISAGREES, ()))
    for seat in world.seats.values():
        for trouble in sorted(set(seat.notes.read(TROUBLE))):
            findings.note(CONTRADICTED, f"{seat.name}: {trouble}")
    return findings


def _drain(world: World, findings: Findings) -> None:
    for turn in range(_ROUNDS):
        moved = False
        for seat in world.seats.values():
            with httpx.Client(transport=Tap(seat.notes)) as http, _journal(seat, http) as journal:
                before = _size(journal.store)
                talked = Talk(seat, journal, http).exchange()
                moved = moved or not talked or _size(journal.store) != before
                with journal.store.reading() as session:
                    unsent = count_unsent(session)
                if turn == _ROUNDS - 1 and (unsent or not talked):
                    findings.note(WAITING, f"{seat.name}: {unsent}")
        if not moved and turn > 1:
            return


def _audit_centre(
    centre: Store,
    findings: Findings,
    receipts: list[Acknowledged],
    saved: list[str],
    world: World,
) -> dict[str, Line]:
    with centre.reading() as session:
        ledger = Ledger(read_lines(session))
        contents = {
            entry.id: content_of(msgspec.msgpack.encode(to_wire(entry)))
            for entry in read_entries(session, limit=10**9)
        }
        stored = {it for seat in world.seats.values() for it in read_stored(seat.notes)}
        lasting = stored - world.weak if world.restored else None
        ledger.hold_against_wire(receipts, contents, lasting)
        ledger.hold_against_screens(saved, world.excused)
        for law, broken in ledger.faults.items():
            findings.faults[law] = broken
        for fact in session.scalars(select(FactRow)):
            if fact.current != ledger.current.get(fact.key):
                findings.note(UNSOUND, fact.key)
        for fault in check_centre(session, find_schools(session)[0]):
            findings.note(UNSOUND, fault)
    return ledger.lines


def _size(store: Store) -> int:
    with store.reading() as session:
        return len(session.scalars(select(EntryRow.id).where(EntryRow.number.is_not(None))).all())


@contextmanager
def _journal(seat: Seat, http: httpx.Client | None = None) -> Iterator[OpenJournal]:
    if http is not None and not has_journal(seat.folder, seat.login):
        sign_in(seat, http)
    journal = sign_in_offline(seat.folder, seat.login, PASSWORD)
    try:
        yield journal
    finally:
        journal.close()
