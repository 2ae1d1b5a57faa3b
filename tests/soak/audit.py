"""The end of the soak: everything arrives, and then log is held against log."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.facts import ROW_OF_KIND
from journal.log import count_unsent, read_entries
from journal.projection import differences
from journal.store import Store
from journal.tables import EntryRow, FactRow, ScopeRow
from sync.enrolment import OpenJournal, has_journal, sign_in_offline
from sync.server.checking import check_centre
from sync.server.counting import find_schools
from sync.wire import to_wire
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
            rows = _rows(session)
        for seat in world.seats.values():
            with _journal(seat) as journal:
                _compare(seat, journal.store, lines, rows, findings)
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


def _compare(
    seat: Seat, store: Store, lines: dict[str, Line], rows: dict[str, Any], findings: Findings
) -> None:
    """Hold the scopes that a journal has against the centre: entries, receipts and rows."""
    with store.reading() as session:
        held = set(session.scalars(select(ScopeRow.scope)))
        here = {line.id: line for line in read_lines(session)}
        own_rows = _rows(session)
        school = session.scalars(select(EntryRow.school).limit(1)).one()
        unsound = differences(session, school)
    there = {id_: line for id_, line in lines.items() if line.key.split("/")[0] in held}
    wrong = [
        id_
        for id_, line in there.items()
        if id_ not in here or here[id_].as_judged != line.as_judged
    ]
    wrong += [id_ for id_ in here if id_ not in lines]
    wrong += [
        key for key, row in rows.items() if key.split("/")[0] in held and own_rows.get(key) != row
    ]
    if wrong or unsound:
        findings.note(DISAGREES, f"{seat.name}: {len(wrong)} {wrong[:3]} {unsound[:3]}")


def _rows(session: Session) -> dict[str, tuple[object, ...]]:
    rows: dict[str, tuple[object, ...]] = {}
    for table in (FactRow.__table__, *(row.__table__ for row in ROW_OF_KIND.values())):
        for row in session.execute(select(table)):
            rows[row.key] = (*rows.get(row.key, ()), *row)
    return rows


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
