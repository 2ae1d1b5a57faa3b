"""What is easily forgotten when a centre gets back what it lost."""

from dataclasses import replace

from sqlalchemy import select

from journal import values
from journal.clock import to_ms
from journal.kinds import make_key
from journal.log import Draft
from journal.services.lessons import SetCell, set_cell
from journal.tables import ProofRow
from sync.inheritance import carry_over
from sync.server.epochs import begin_history, close_window
from sync.server.settling import settle_after_upgrade
from sync.server.tables import FindingRow
from tests.small_school import CLASS_5A, GROMOV, NAMES, PETROVA, PUPILS_5A, RUSSIAN
from tests.sync.centre import Centre, mark
from tests.sync.machine.desk import copy_as_on_disk
from tests.sync.restoring import copy_of, go_back_to, receipts
from tests.sync.workplaces import StaffRoom, lesson_of

NEWCOMER = "f" * 32


def test_the_longest_words_of_a_request_come_back_too(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    room.wait(days=20)
    wish = SetCell(RUSSIAN, lesson_of(), PUPILS_5A[0], "5", reason="очень " * 1500)
    petrova.does(set_cell, wish)
    petrova.client.exchange()
    (row,) = petrova.written
    assert row.verdict == "held"
    before = receipts(room.centre)
    go_back_to(room.centre, copy)
    room.exchange()
    assert receipts(room.centre) == before


def test_while_decisions_of_persons_may_come_back_no_rule_decides_in_their_place(
    centre: Centre,
) -> None:
    station = centre.station(PETROVA)
    held = station.entry(mark(pupil=NEWCOMER))
    station.push(held)
    with centre.store.writing() as session:
        begin_history(session, centre.school, to_ms(centre.clock.now))
    later = station.entry(mark("4", pupil="e" * 32))
    station.push(later)
    enlist(centre, NEWCOMER)
    enlist(centre, "e" * 32)
    assert centre.row(held.id).status == "held"
    assert centre.row(later.id).status == "current", "what came since is settled as ever"
    with centre.store.writing() as session:
        close_window(session, centre.school, to_ms(centre.clock.now))
    settle_after_upgrade(centre.served, centre.clock)
    assert centre.row(held.id).status == "current"
    assert centre.faults() == []


def test_what_is_held_and_comes_back_after_what_it_waited_for_waits_no_more(
    room: StaffRoom,
) -> None:
    room.workplace("petrova")
    station = room.centre.station(PETROVA)
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    held = station.entry(mark(pupil=NEWCOMER))
    station.push(held)
    room.exchange()
    go_back_to(room.centre, copy)
    with room.centre.store.writing() as session:
        close_window(session, room.centre.school, to_ms(room.clock.now))
    enlist(room.centre, NEWCOMER)
    room.wait(minutes=11)
    room.exchange()
    assert room.centre.row(held.id).status == "current"
    assert room.centre.faults() == []


def test_what_was_missing_is_forgotten_when_it_is_sent_anew(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    petrova.mark("5")
    petrova.mark("4", pupil=1)
    room.exchange()
    first = petrova.written[0]
    with smirnova.journal.store.writing() as session:
        session.delete(session.merge(first))
    with petrova.journal.store.writing() as session:
        for proof in session.scalars(select(ProofRow)).all():
            session.delete(proof)
    go_back_to(room.centre, copy)
    smirnova.client.exchange()
    assert missing(room.centre) == ["lost"]
    petrova.client.exchange()
    assert missing(room.centre) == []


def test_the_proofs_of_a_journal_that_is_given_up_go_on_in_its_place(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    older = room.folder / "older"
    copy_as_on_disk(petrova.folder, older)
    petrova.mark("5")
    petrova.client.exchange()
    before = receipts(room.centre)
    heir = replace(petrova, folder=older, _journal=None, _client=None)
    room.workplaces.append(heir)
    with (
        petrova.journal.store.reading() as source,
        heir.journal.store.writing() as target,
    ):
        assert carry_over(source, target) == 1
    room.workplaces.remove(petrova)
    petrova.leave()
    room.wait(hours=1)
    go_back_to(room.centre, copy)
    heir.client.exchange()
    assert receipts(room.centre).items() >= before.items()


def enlist(centre: Centre, pupil: str) -> None:
    office = centre.station(GROMOV)
    listed = Draft("pupil.set", make_key("pupil.set", CLASS_5A, pupil), values.Pupil(*NAMES[0]))
    office.push(office.entry(listed))


def missing(centre: Centre) -> list[str]:
    with centre.store.reading() as session:
        return list(session.scalars(select(FindingRow.kind)))
