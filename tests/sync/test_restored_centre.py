"""A centre restored from a copy gets back all that it lost, with the verdicts that it had given."""

import msgspec
import pytest
import zstandard
from msgspec.structs import replace
from sqlalchemy import select, update

from journal.services.decisions import Choice, Decide, decide
from journal.services.work import Work
from journal.tables import EntryRow, OfferedRow, ProofRow
from sync.link import Refused, Unreachable
from sync.outbox import become_new_station
from sync.protocol import pack
from sync.server.epochs import close_window
from sync.server.orphans import list_orphans
from sync.server.tables import AuditRow, EnrolledRow, WaitingRow
from tests.small_school import MATHS
from tests.sync.restoring import (
    copy_of,
    go_back_to,
    receipts,
    receipts_at,
    statuses,
)
from tests.sync.workplaces import StaffRoom, Workplace, cell


def test_what_came_after_the_copy_comes_back_with_its_verdict_and_time(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    petrova.mark("5")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    room.wait(hours=1)
    petrova.mark("4", pupil=1)
    petrova.mark("3")
    room.exchange()
    before, shown = receipts(room.centre), statuses(room.centre)
    room.wait(hours=30)
    epoch = go_back_to(room.centre, copy)
    assert receipts(room.centre).keys() < before.keys()
    room.exchange(petrova)
    assert receipts(room.centre) == before
    assert statuses(room.centre) == shown
    assert petrova.desk.epoch == epoch
    assert not petrova.desk.has_to_offer
    room.exchange()
    assert receipts_at(petrova).items() <= before.items()
    assert smirnova.shown(0) == petrova.shown(0) == "3"
    assert room.centre.faults() == petrova.differences() == smirnova.differences() == []


def test_entries_of_a_lost_workplace_come_back_from_those_who_read_them(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    room.exchange(petrova, room.workplace("smirnova"))
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    petrova.mark("5")
    petrova.mark("4")
    room.exchange()
    before, shown = receipts(room.centre), statuses(room.centre)
    petrova.leave()
    room.workplaces.remove(petrova)
    go_back_to(room.centre, copy)
    room.exchange()
    assert receipts(room.centre) == before
    assert statuses(room.centre) == shown
    assert room.centre.faults() == []


def test_a_push_alone_meets_a_history_that_does_not_know_its_station(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    with petrova.journal.store.writing() as session:
        become_new_station(session)
    petrova.mark("5")
    petrova.client.exchange()
    before = receipts(room.centre)
    go_back_to(room.centre, copy)
    petrova.mark("4", pupil=1)
    petrova.client.push()
    assert {row.status for row in petrova.written} == {"current"}
    assert receipts(room.centre).items() >= receipts_at(petrova).items()
    assert before.keys() <= receipts(room.centre).keys()
    assert room.centre.faults() == []


def test_a_second_restore_heard_of_by_one_workplace_only_loses_nothing(room: StaffRoom) -> None:
    petrova, orlova = room.workplace("petrova"), room.workplace("orlova")
    smirnova = room.workplace("smirnova")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    petrova.mark("5")
    orlova.mark("4", page=MATHS)
    room.exchange()
    before, shown = receipts(room.centre), statuses(room.centre)
    go_back_to(room.centre, copy)
    orlova.client.exchange()
    orlova.mark("3", pupil=1, page=MATHS)
    orlova.client.exchange()
    second = {id_: said for id_, said in receipts(room.centre).items() if id_ not in before}
    assert len(second) == 1
    go_back_to(room.centre, copy)
    for place in (smirnova, petrova, orlova):
        room.exchange(place)
    room.exchange()
    assert receipts(room.centre) == before | second
    assert statuses(room.centre).items() >= shown.items()
    assert room.centre.faults() == []
    assert [place.differences() for place in room.workplaces] == [[], [], []]


def test_whoever_comes_back_first_a_cell_is_what_it_was(room: StaffRoom) -> None:
    classroom, notebook = room.workplace("petrova"), room.workplace("petrova", "-notebook")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    classroom.mark("5")
    room.exchange()
    notebook.mark("4")
    notebook.client.exchange()
    before, shown = receipts(room.centre), statuses(room.centre)
    go_back_to(room.centre, copy)
    # the newer mark comes back before the one that it was written over
    forget_at(notebook, classroom.written[0].id)
    notebook.client.exchange()
    assert notebook.shown() == "4"
    room.exchange()
    assert receipts(room.centre) == before
    assert statuses(room.centre) == shown
    assert notebook.shown() == classroom.shown() == "4"
    assert room.centre.faults() == []


def test_a_decision_waits_for_the_entries_that_it_names(room: StaffRoom) -> None:
    classroom, notebook = room.workplace("petrova"), room.workplace("petrova", "-notebook")
    smirnova = room.workplace("smirnova")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    classroom.mark("5")
    notebook.mark("4")
    room.exchange()
    decide_for(classroom, "4")
    room.exchange()
    assert smirnova.shown() == "4"
    before, shown = receipts(room.centre), statuses(room.centre)
    go_back_to(room.centre, copy)
    named = classroom.written[0].id
    forget_at(smirnova, named)
    smirnova.client.exchange()
    with room.centre.store.reading() as session:
        assert len(session.scalars(select(WaitingRow)).all()) == 1
    assert room.centre.faults() == []
    # what it decided is not half applied
    assert named not in receipts(room.centre)
    classroom.client.exchange()
    room.exchange()
    assert receipts(room.centre) == before
    assert statuses(room.centre) == shown
    with room.centre.store.reading() as session:
        assert session.scalars(select(WaitingRow)).all() == []
    assert room.centre.faults() == smirnova.differences() == []


def test_what_a_new_entry_did_not_know_of_is_contested_and_nothing_else(room: StaffRoom) -> None:
    classroom, notebook = room.workplace("petrova"), room.workplace("petrova", "-notebook")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    classroom.mark("5")
    classroom.mark("3", pupil=1)
    classroom.client.exchange()
    before = receipts(room.centre)
    go_back_to(room.centre, copy)
    notebook.mark("4")
    notebook.client.exchange()
    classroom.client.exchange()
    room.exchange()
    assert receipts(room.centre).items() >= before.items()
    for place in (classroom, notebook):
        assert place.shown() == "4"
        assert place.shown(1) == "3"
        assert [contest.key for contest in place.transfers.contested] == [cell()]
        assert place.differences() == []
    decide_for(classroom, "5")
    room.exchange()
    assert notebook.shown() == "5"
    assert notebook.transfers.contested == ()
    assert room.centre.faults() == []


def test_a_workplace_made_known_after_the_copy_is_known_again(room: StaffRoom) -> None:
    room.workplace("petrova").client.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    orlova = room.workplace("orlova")
    orlova.mark("5", page=MATHS)
    orlova.client.exchange()
    before = receipts(room.centre)
    with room.centre.store.reading() as session:
        number = session.get_one(EnrolledRow, (room.centre.school, orlova.desk.station)).number
    go_back_to(room.centre, copy)
    orlova.mark("4", pupil=1, page=MATHS)
    # her session is forgotten too: what she wrote arrives all the same, only pulling needs it
    with pytest.raises(Refused) as refusal:
        orlova.client.exchange()
    assert refusal.value.problem.code == "session_ended"
    assert receipts(room.centre).items() >= before.items()
    assert all(row.number is not None for row in orlova.written)
    with room.centre.store.reading() as session:
        row = session.get_one(EnrolledRow, (room.centre.school, orlova.desk.station))
    assert row.number == number
    assert row.last_seq == 2
    assert room.centre.faults() == []


def test_new_entries_go_after_what_they_were_written_over(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    petrova.mark("5")
    petrova.client.exchange()
    go_back_to(room.centre, copy)
    petrova.mark("4")
    petrova.client.exchange()
    assert [row.status for row in petrova.written] == ["superseded", "current"]
    assert [row.verdict for row in petrova.written] == ["accepted", "accepted"]
    petrova.leave()
    go_back_to(room.centre, copy)
    petrova.mark("3")
    petrova.client.exchange()
    assert [row.status for row in petrova.written] == ["superseded", "superseded", "current"]


def test_without_a_proof_an_own_entry_is_sent_anew_and_one_of_others_is_an_orphan(
    room: StaffRoom,
) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    petrova.mark("5")
    room.exchange()
    (mine,) = petrova.written
    for place in (petrova, smirnova):
        with place.journal.store.writing() as session:
            for proof in session.scalars(select(ProofRow)).all():
                session.delete(proof)
    go_back_to(room.centre, copy)
    smirnova.client.exchange()
    assert mine.id not in receipts(room.centre)
    assert smirnova.shown() == "5"
    with room.centre.store.reading() as session:
        (orphan,) = list_orphans(session, room.centre.school, 0)
    assert (orphan.entry, orphan.why) == (mine.id, "unproven")
    with smirnova.journal.store.reading() as session:
        assert session.scalars(select(OfferedRow.state)).all() == ["orphan"]
    assert [line.line.entry for line in smirnova.transfers.orphans] == [mine.id]
    room.wait(hours=1)
    petrova.client.exchange()
    (again,) = petrova.written
    assert (again.accepted_ms or 0) > (mine.accepted_ms or 0)
    assert again.status == "current"
    room.exchange()
    assert smirnova.differences() == room.centre.faults() == []
    assert smirnova.transfers.orphans == ()
    with room.centre.store.reading() as session:
        assert list_orphans(session, room.centre.school, 0) == []


def test_nobody_can_make_the_centre_believe_what_it_never_said(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    petrova.mark("5")
    room.exchange()
    go_back_to(room.centre, copy)
    with smirnova.journal.store.writing() as session:
        forged = update(EntryRow).where(EntryRow.author == petrova.journal.user)
        session.execute(forged.values(late=True))
    smirnova.client.exchange()
    assert petrova.written[0].id not in receipts(room.centre)


def test_when_the_window_is_closed_a_waiting_decision_is_an_orphan_until_it_can_stand(
    room: StaffRoom,
) -> None:
    classroom, notebook = room.workplace("petrova"), room.workplace("petrova", "-notebook")
    smirnova = room.workplace("smirnova")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    classroom.mark("5")
    notebook.mark("4")
    room.exchange()
    decide_for(classroom, "4")
    room.exchange()
    before, shown = receipts(room.centre), statuses(room.centre)
    go_back_to(room.centre, copy)
    forget_at(smirnova, classroom.written[0].id)
    smirnova.client.exchange()
    now_ms = int(room.clock.now.timestamp() * 1000)
    with room.centre.store.writing() as session:
        assert list_orphans(session, room.centre.school, now_ms) == []
        assert close_window(session, room.centre.school, now_ms)
        assert [orphan.why for orphan in list_orphans(session, room.centre.school, now_ms)] == [
            "waiting"
        ]
    room.wait(minutes=11)
    room.exchange(smirnova)
    with smirnova.journal.store.reading() as session:
        assert session.scalars(select(OfferedRow.state)).all() == ["orphan"]
    room.exchange()
    assert receipts(room.centre) == before
    assert statuses(room.centre) == shown


def test_a_restore_stands_in_the_audit(room: StaffRoom) -> None:
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    epoch = go_back_to(room.centre, copy)
    with room.centre.store.reading() as session:
        rows = {row.what: row for row in session.scalars(select(AuditRow))}
    assert rows["restored"].detail == epoch
    assert epoch in rows["history_begun"].detail


def test_a_pull_grows_by_one_signature_only(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.mark_many(300)
    petrova.client.exchange()
    user = petrova.journal.user
    answer = room.centre.pull(user, {"school": 0, f"person:{user}": 0})
    assert len(answer.entries) > 300
    bare = msgspec.msgpack.decode(msgspec.msgpack.encode(replace(answer, proof=b"")))
    bare[3] = [entry[:-2] for entry in bare[3]]
    plain = zstandard.compress(msgspec.msgpack.encode(bare), 3)
    assert len(pack(answer)) - len(plain) < 64 + 32


def decide_for(place: Workplace, text: str) -> None:
    """Let the mark ``text`` stand in the one cell that waits."""
    (contest,) = place.transfers.contested
    (chosen,) = [v.line.entry for v in contest.versions if v.line.shows == text]
    with place.journal.store.writing() as session:
        wish = Decide((Choice(contest.key, contest.entries, chosen),))
        decide(session, wish, Work(place.reference, place.stamp))


def forget_at(place: Workplace, entry: str) -> None:
    """Let a journal have lost one entry of others."""
    with place.journal.store.writing() as session:
        session.delete(session.scalars(select(EntryRow).where(EntryRow.id == entry)).one())


def test_a_transferred_interval_stays_transferred(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    room.wire.is_down = True
    for _ in range(5):
        with pytest.raises(Unreachable):
            petrova.client.exchange()
        room.wait(minutes=1)
    petrova.mark("5")
    room.wire.is_down = False
    room.exchange()
    (before,) = petrova.transfers.journals
    assert before.journal.state == "transferred"
    room.wait(days=5)
    go_back_to(room.centre, copy)
    (between,) = petrova.transfers.journals
    room.exchange()
    (after,) = petrova.transfers.journals
    for card in (between, after):
        assert card.journal.state == "transferred"
        assert card.journal.transferred == before.journal.transferred
        assert card.journal.in_time
    assert petrova.transfers.orphans == ()


def test_a_decision_over_what_the_centre_lost_comes_after_it(room: StaffRoom) -> None:
    classroom, notebook = room.workplace("petrova"), room.workplace("petrova", "-notebook")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    classroom.mark("5")
    notebook.mark("4")
    room.exchange(notebook, classroom)
    room.wire.is_down = True
    with pytest.raises(Unreachable):
        classroom.client.exchange()
    go_back_to(room.centre, copy)
    room.wire.is_down = False
    # nothing of what it names is back yet
    decide_for(classroom, "5")
    classroom.client.exchange()
    assert [row.verdict for row in classroom.written][-1] == "accepted"
    room.exchange()
    assert notebook.shown() == classroom.shown() == "5"
    assert room.centre.faults() == []
