"""The station's side of the exchange, against the real centre through a real socket."""

import shutil
from datetime import date

import pytest
from sqlalchemy import select, update

from journal.services.decisions import AppointSubstitute, appoint_substitute
from journal.services.work import Work
from journal.tables import EntryRow, ScopeRow
from sync import intake
from sync.link import Refused, Unreachable
from sync.own_password import (
    renew_session,
)
from sync.server.tables import CounterRow, FindingRow, SessionRow
from tests.small_school import MATHS, RUSSIAN
from tests.sync.centre import PASSWORD
from tests.sync.cutting_proxy import Cut
from tests.sync.workplaces import StaffRoom, Workplace, cell


def received(room: StaffRoom, place: Workplace) -> list[str]:
    """Return what the centre has of the user of a workplace, in the order of its numbers."""
    return [
        row.id
        for row in room.centre.entries()
        if row.author == place.journal.user and row.kind != "station.set"
    ]


def written(place: Workplace) -> list[str]:
    return [row.id for row in place.written]


def test_the_first_sign_in_brings_the_school_and_later_ones_need_no_network(
    room: StaffRoom,
) -> None:
    petrova = room.workplace("petrova")
    assert petrova.reference.pages[RUSSIAN].subject == "Русский язык"
    petrova.leave()
    room.wire.is_down = True
    assert petrova.reference.pages[RUSSIAN].subject == "Русский язык"
    assert petrova.mark("5")
    assert petrova.differences() == []


def test_a_mark_is_acknowledged_once_and_shown_everywhere(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    petrova.mark("5")
    petrova.mark("4", pupil=1)
    room.exchange(petrova, smirnova)
    assert [row.status for row in petrova.written] == ["current", "current"]
    assert received(room, petrova) == written(petrova)
    assert (smirnova.shown(0), smirnova.shown(1)) == ("5", "4")
    assert petrova.differences() == smirnova.differences() == room.differences() == []


def test_an_exchange_with_nothing_to_do_asks_one_cheap_question(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    room.wire.paths.clear()
    petrova.client.exchange()
    assert room.wire.paths == ["GET /v1/hello HTTP/1.1"]


def test_what_is_known_is_pulled_again_from_time_to_time(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    room.wire.paths.clear()
    room.wait(minutes=11)
    petrova.client.exchange()
    assert room.wire.paths == ["POST /v1/pull HTTP/1.1"]


@pytest.mark.parametrize("cut", [cut for cut in Cut if cut is not Cut.NOWHERE])
@pytest.mark.parametrize("request_number", range(3))
def test_a_cut_wire_loses_nothing_and_doubles_nothing(
    room: StaffRoom, cut: Cut, request_number: int
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    for pupil in range(5):
        petrova.mark("5", pupil)
    room.wire.cuts.extend([*[Cut.NOWHERE] * request_number, cut])
    failures = 0
    for _ in range(4):
        try:
            petrova.client.exchange()
        except Unreachable:
            failures += 1
        petrova.mark("43"[failures % 2], pupil=0)
    petrova.client.exchange()
    assert failures == 1
    assert received(room, petrova) == written(petrova)
    assert all(row.number is not None for row in petrova.written)
    numbers = [row.number for row in room.centre.entries()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert petrova.differences() == room.differences() == []


def test_after_a_restart_the_exchange_goes_on_where_the_wire_was_cut(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.mark("5")
    room.wire.cuts.append(Cut.AFTER_COMMIT)
    with pytest.raises(Unreachable):
        petrova.client.push()
    assert [row.status for row in petrova.written] == ["pending"]
    petrova.leave()
    petrova.client.push()
    assert received(room, petrova) == written(petrova)
    assert [row.status for row in petrova.written] == ["current"]


def test_a_long_absence_is_sent_in_batches_in_the_order_of_writing(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark_many(1100)
    room.wire.paths.clear()
    petrova.client.push()
    assert room.wire.paths == ["POST /v1/push HTTP/1.1"] * 3
    assert received(room, petrova) == written(petrova)


def test_two_computers_write_one_cell_and_neither_value_is_lost(room: StaffRoom) -> None:
    classroom, notebook = room.workplace("petrova"), room.workplace("petrova", "-notebook")
    room.exchange()
    classroom.mark("4")
    notebook.mark("3")
    room.exchange()
    for place in (classroom, notebook):
        assert place.shown() == "4"
        assert {row.status for row in place.written} == {"current", "contested"}
        assert len(place.transfers.contested) == 1
        assert place.differences() == []


def test_a_deleted_entry_is_a_hole_and_blocks_nobody(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    for pupil in range(3):
        petrova.mark("5", pupil)
    lost = petrova.written[1]
    with petrova.journal.store.writing() as session:
        session.delete(session.merge(lost))
        session.flush()
    petrova.client.push()
    assert all(row.number is not None for row in petrova.written)
    assert lost.id not in received(room, petrova)
    with room.centre.store.reading() as session:
        found = session.scalars(select(FindingRow)).one()
    assert (found.kind, found.seq, found.last_seq) == ("hole", lost.seq, lost.seq)


def test_what_the_centre_lost_is_sent_again(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    for pupil in range(4):
        petrova.mark("5", pupil)
    petrova.client.push()
    with room.centre.store.writing() as session:
        for row in session.scalars(
            select(EntryRow).where(EntryRow.id.in_(written(petrova)), EntryRow.seq > 1)
        ):
            session.delete(row)
    petrova.mark("4", pupil=0)
    petrova.client.push()
    assert sorted(received(room, petrova)) == sorted(written(petrova))


def test_a_copied_journal_becomes_a_new_workplace(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.mark("5")
    petrova.client.exchange()
    petrova.leave()
    copy = room.workplace("petrova", "-copy")
    shutil.copytree(petrova.folder, copy.folder)
    petrova.mark("4", pupil=1)
    copy.mark("3", pupil=2)
    room.exchange()
    copy.mark("2", pupil=3)
    petrova.mark("5", pupil=4)
    room.exchange()
    assert copy.desk.station != petrova.desk.station
    ids = {*written(petrova), *written(copy)}
    assert set(received(room, petrova)) == ids
    assert {row.status for row in copy.written if row.station == copy.desk.station} == {"current"}
    assert copy.shown(3) == petrova.shown(3) == "2"
    assert copy.shown(4) == petrova.shown(4) == "5"
    assert copy.desk.station in room.workplace("smirnova").reference.workplaces


def test_a_journal_restored_from_an_old_copy_becomes_a_new_workplace_before_it_writes(
    room: StaffRoom,
) -> None:
    petrova = room.workplace("petrova")
    petrova.mark("5")
    petrova.client.exchange()
    petrova.leave()
    shutil.copytree(petrova.folder, room.folder / "backup")
    petrova.mark("4", pupil=1)
    petrova.client.exchange()
    station = petrova.desk.station
    petrova.leave()
    shutil.rmtree(petrova.folder)
    shutil.copytree(room.folder / "backup", petrova.folder)
    petrova.client.exchange()
    petrova.mark("3", pupil=2)
    petrova.client.exchange()
    assert petrova.desk.station != station
    assert [row.status for row in petrova.written] == ["current"] * 3
    assert petrova.differences() == []


def test_a_wrong_head_is_fetched_again_from_the_beginning(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.mark("5")
    petrova.client.exchange()
    with petrova.journal.store.writing() as session:
        session.execute(update(ScopeRow).values(head=bytes(32)))
    seen = petrova.desk.seen_number
    room.wait(minutes=11)
    petrova.client.exchange()
    assert petrova.desk.seen_number == seen
    assert petrova.shown() == "5"
    with petrova.journal.store.reading() as session:
        heads = {row.scope: row.head for row in session.scalars(select(ScopeRow))}
    assert bytes(32) not in [head for scope, head in heads.items() if scope == "school"]


def test_a_page_that_is_granted_is_fetched_and_one_that_is_taken_away_is_dropped(
    room: StaffRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    # in portions, as a page with hundreds of entries is
    monkeypatch.setattr(intake, "MAX_ENTRIES", 2)
    petrova, orlova = room.workplace("petrova"), room.workplace("orlova")
    smirnova = room.workplace("smirnova")
    orlova.mark("4", page=MATHS)
    room.exchange()
    # 5А is the class of Петрова, so its mathematics is hers to read; Орлова has no Russian there
    assert petrova.shown(page=MATHS) == "4"
    for pupil in (0, 2, 3, 4):
        petrova.mark("5", pupil)
    room.exchange()
    assert orlova.shown() is None
    substitute(smirnova, orlova, date(2026, 9, 15))
    room.exchange()
    assert orlova.shown() == "5"
    orlova.mark("3", pupil=1)
    room.exchange()
    substitute(smirnova, None, date(2026, 9, 15))
    room.exchange()
    assert [orlova.shown(pupil) for pupil in range(5)] == [None, "3", None, None, None]
    assert orlova.differences() == []


def substitute(deputy: Workplace, teacher: Workplace | None, day: date) -> None:
    user = teacher.journal.user if teacher else ""
    with deputy.journal.store.writing() as session:
        work = Work(deputy.reference, deputy.stamp)
        appoint_substitute(session, AppointSubstitute(RUSSIAN, day, 1, user), work)


def test_without_a_session_entries_still_arrive(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.mark("5")
    with room.centre.store.writing() as session:
        session.execute(update(SessionRow).values(ended_ms=1))
    with pytest.raises(Refused) as refusal:
        petrova.client.exchange()
    assert refusal.value.problem.code == "session_ended"
    assert cell() in refusal.value.changes.keys
    assert [row.status for row in petrova.written] == ["current"]
    renew_session(petrova.journal, PASSWORD, petrova.journal.link(room.http, petrova.clock))
    petrova.client.exchange()


def test_a_new_history_of_the_centre_is_compared_from_the_beginning(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.mark("5")
    petrova.client.exchange()
    with room.centre.store.writing() as session:
        session.execute(update(CounterRow).values(epoch="f" * 32))
    room.wait(minutes=11)
    petrova.mark("4", pupil=1)
    petrova.client.exchange()
    assert petrova.desk.epoch == "f" * 32
    assert petrova.desk.seen_number == len(room.centre.entries())
    assert received(room, petrova) == written(petrova)
    assert petrova.differences() == []


@pytest.mark.parametrize(
    "step",
    [
        "push.batch_built",
        "push.sent",
        "acknowledge.received",
        "acknowledge.stored",
        "acknowledge.committed",
        "pull.received",
        "pull.stored",
        "pull.committed",
    ],
)
def test_a_program_that_ends_at_any_step_goes_on_at_the_next_start(
    room: StaffRoom, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark("5")

    def stop_at(passed: str) -> None:
        if passed == step:
            raise KeyboardInterrupt

    with monkeypatch.context() as stopping:
        stopping.setattr("sync.client.reached", stop_at)
        with pytest.raises(KeyboardInterrupt):
            petrova.client.exchange()
    petrova.leave()
    petrova.mark("4", pupil=1)
    petrova.client.exchange()
    assert received(room, petrova) == written(petrova)
    assert [row.status for row in petrova.written] == ["current", "current"]
    assert petrova.differences() == []


def test_no_transaction_of_a_pull_is_longer_than_a_screen_can_wait(
    room: StaffRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    petrova = room.workplace("petrova")
    petrova.mark_many(700)
    petrova.client.exchange()
    sizes = []
    store_portion = intake.store_portion

    def measured(session: object, portion: intake.Portion) -> object:
        sizes.append(len(portion.arrivals))
        return store_portion(session, portion)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "store_portion", measured)
    notebook = room.workplace("petrova", "-notebook")
    assert notebook.shown() == petrova.shown()
    assert max(sizes) == 500
    assert sum(sizes) == len(room.centre.entries())
