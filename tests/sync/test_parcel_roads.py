"""Parcels from a journal to the centre: sealed, carried by whoever has a connection, answered."""

import errno
import os
from pathlib import Path

import pytest
from sqlalchemy import update

from journal.errors import UserError
from journal.tables import DeskRow
from sync.link import Unreachable
from sync.outbox import become_new_station
from sync.parcel import DAMAGED, read_header
from sync.parcel_folder import ParcelFolder, read_parcel
from sync.protocol import MAX_BATCH_BYTES
from sync.sealing import NoParcelKey, keep_sealed, pack_waiting, seal_into
from sync.server.parcels import list_parcels
from sync.server.stations import revoke
from tests.byte_search import find_names
from tests.small_school import NAMES
from tests.sync.cutting_proxy import Cut
from tests.sync.parcel_roads import Computer, computer
from tests.sync.workplaces import StaffRoom, Workplace

STAFF = ("Петрова", "Алла", "Орлова", "Тамара", "Смирнова", "Русский язык", "petrova")


@pytest.fixture
def shared(room: StaffRoom) -> Computer:
    """Return the computer of the staff room."""
    return computer(room)


@pytest.fixture
def petrova(room: StaffRoom) -> Workplace:
    """Return the journal of a teacher who has talked with the centre before."""
    place = room.workplace("petrova")
    place.client.exchange()
    return place


def goes_home(shared: Computer, place: Workplace) -> None:
    """Seal what waits and close the journal."""
    shared.seals(place)
    place.leave()


def received(room: StaffRoom, place: Workplace) -> list[str]:
    """Return what the centre has of the user of a workplace."""
    user = place.journal.user
    rows = room.centre.entries()
    return [row.id for row in rows if row.author == user and row.kind != "station.set"]


def no_space(_: int) -> None:
    """Be a disk on which nothing fits any more."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.clause("TAL-3.2")
def test_a_colleague_sends_what_a_teacher_who_went_home_has_written(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    room.wire.is_down = True
    for pupil in range(3):
        petrova.mark("5", pupil)
    goes_home(shared, petrova)
    room.wire.is_down = False
    carried = shared.carries()
    assert (carried.parcels, carried.new) == (1, 3)
    written = [row.id for row in petrova.written]
    assert received(room, petrova) == written
    assert [row.status for row in petrova.written] == ["pending"] * 3
    petrova.client.exchange()
    assert [row.status for row in petrova.written] == ["current"] * 3
    assert received(room, petrova) == written
    assert room.centre.faults() == petrova.differences() == []


def test_an_answered_parcel_is_not_sent_again(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    goes_home(shared, petrova)
    assert shared.carries().parcels == 1
    room.wire.paths.clear()
    assert not shared.carrier.has_work()
    assert shared.carries().parcels == 0
    assert room.wire.paths == []


def test_what_is_written_after_the_answer_makes_a_fresh_parcel(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    goes_home(shared, petrova)
    shared.carries()
    petrova.mark("4", 1)
    goes_home(shared, petrova)
    assert len(shared.names) == 1
    carried = shared.carries()
    assert (carried.parcels, carried.new) == (1, 1)


def test_nothing_new_leaves_the_file_untouched(shared: Computer, petrova: Workplace) -> None:
    petrova.mark("5")
    shared.seals(petrova)
    file = shared.folder.file(shared.name_of(petrova))
    before = file.read_bytes()
    shared.seals(petrova)
    assert file.read_bytes() == before
    petrova.mark("4", 1)
    shared.seals(petrova)
    assert file.read_bytes() != before


def test_the_parcel_goes_when_its_author_has_her_receipts(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    goes_home(shared, petrova)
    shared.carries()
    petrova.client.exchange()
    shared.seals(petrova)
    assert [path.suffix for path in shared.path.iterdir()] == [".centre"]


def test_an_answered_parcel_whose_author_never_returns_is_cleared_after_sixty_days(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    goes_home(shared, petrova)
    shared.carries()
    room.wait(days=59)
    shared.carries()
    assert len(shared.names) == 1
    room.wait(days=1)
    shared.carries()
    assert shared.names == []


def test_a_parcel_that_was_never_answered_waits_for_as_long_as_it_takes(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    goes_home(shared, petrova)
    room.wire.is_down = True
    room.wait(days=90)
    with pytest.raises(Unreachable):
        shared.carries()
    assert len(shared.names) == 1
    room.wire.is_down = False
    assert shared.carries().new == 1


@pytest.mark.parametrize("cut", [cut for cut in Cut if cut is not Cut.NOWHERE])
def test_a_wire_that_is_cut_under_a_parcel_loses_nothing_and_doubles_nothing(
    room: StaffRoom, shared: Computer, petrova: Workplace, cut: Cut
) -> None:
    petrova.mark_many(40)
    goes_home(shared, petrova)
    room.wire.cuts.append(cut)
    with pytest.raises(Unreachable):
        shared.carries()
    shared.carries()
    assert len(received(room, petrova)) == 40
    assert len(set(received(room, petrova))) == 40
    assert room.centre.faults() == []


def test_a_day_of_hundreds_of_entries_is_one_parcel_of_several_batches(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark_many(1100)
    goes_home(shared, petrova)
    assert shared.carries().new == 1100
    assert room.wire.paths[-1] == "POST /v1/parcel HTTP/1.1"
    petrova.client.exchange()
    assert {row.number is None for row in petrova.written} == {False}
    assert room.centre.faults() == []


def test_what_does_not_fit_into_one_parcel_is_counted_and_comes_with_the_next(
    room: StaffRoom, shared: Computer, petrova: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.sealing.MAX_PARCEL_BYTES", MAX_BATCH_BYTES + 150_000)
    petrova.mark_many(1100)
    waiting = pack_waiting(petrova.journal.store)
    assert waiting is not None
    assert (waiting.entries, waiting.left) == (500, 600)
    goes_home(shared, petrova)
    assert shared.carries().new == 500
    petrova.client.exchange()
    assert len(received(room, petrova)) == 1100


def test_the_parcel_of_who_is_signed_in_is_left_to_her_own_exchange(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    shared.seals(petrova)
    assert shared.carries(shared.name_of(petrova)).parcels == 0
    assert shared.carries().parcels == 1


def test_no_file_tells_who_teaches_or_is_taught(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark_many(60)
    goes_home(shared, petrova)
    room.workplace("orlova").client.exchange()
    shared.carries()
    names = [word for pair in NAMES for word in pair if len(word) >= 5]
    staff = [word for word in STAFF if len(word) >= 5]
    assert len(list(shared.path.iterdir())) == 3
    assert find_names([shared.path], [*names, *staff, petrova.journal.user]) == []


def test_what_a_revoked_station_left_in_a_parcel_waits_for_the_deputy(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    shared.seals(petrova)
    with room.centre.store.writing() as session:
        revoke(session, room.centre.school, 1, 0)
    assert shared.carries().new == 1
    smirnova = room.workplace("smirnova")
    smirnova.client.exchange()
    (cell,) = smirnova.transfers.held
    assert "рабочее место отключено" in cell.reason


def test_a_journal_that_became_a_new_station_seals_what_both_have_written(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    with petrova.journal.store.writing() as session:
        become_new_station(session)
    petrova.mark("4", 1)
    waiting = pack_waiting(petrova.journal.store)
    assert waiting is not None
    assert waiting.entries == 2
    goes_home(shared, petrova)
    # the station that the centre knows vouches for the one that it does not
    carried = shared.carries()
    assert (carried.parcels, carried.new) == (1, 2)
    assert len(received(room, petrova)) == 2
    petrova.client.exchange()
    assert [row.status for row in petrova.written] == ["current"] * 2
    assert room.centre.faults() == []


def test_a_parcel_that_was_not_wholly_taken_is_offered_again_after_a_day(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    with petrova.journal.store.writing() as session:
        become_new_station(session)
    petrova.mark("4")
    goes_home(shared, petrova)
    with room.centre.store.writing() as session:
        revoke(session, room.centre.school, 1, 0)
    assert shared.carries().new == 0
    assert not shared.carrier.has_work()
    room.wait(hours=25)
    assert shared.carrier.has_work()


def test_a_parcel_damaged_on_the_disk_is_named_so_and_sealed_anew(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    shared.seals(petrova)
    name = shared.name_of(petrova)
    file = shared.folder.file(name)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert shared.carries().new == 0
    kept = shared.folder.answer(name)
    assert kept is not None
    assert kept.problem is not None
    assert kept.problem.code == DAMAGED
    shared.seals(petrova)
    assert shared.carries().new == 1


def test_one_bad_file_keeps_no_other_parcel_from_being_sent(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    goes_home(shared, petrova)
    good = shared.folder.read(shared.names[0])
    (shared.path / "0000.uchp").write_bytes(good[:-1])
    (shared.path / "0001.uchp").write_bytes(b"not a parcel at all")
    (shared.path / "0002.uchp").write_bytes(good + bytes(7 * 1024 * 1024))
    with pytest.raises(UserError, match="слишком велик"):
        shared.carries()
    assert len(received(room, petrova)) == 1


def test_a_parcel_of_a_school_that_is_not_known_here_is_left_alone(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    goes_home(shared, petrova)
    for card in shared.path.glob("*.centre"):
        card.unlink()
    assert shared.carries().parcels == 0
    assert len(shared.names) == 1


def test_a_wall_that_answers_in_the_place_of_the_centre_is_no_receipt(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    goes_home(shared, petrova)
    header = read_header(shared.folder.read(shared.names[0]))
    card = shared.folder.centre(header.school_hash)
    assert card is not None
    other = card.__class__(card.server, bytes(32))
    shared.folder.know_centre(header.school_hash, other)
    with pytest.raises(Unreachable):
        shared.carries()
    assert shared.folder.answer(shared.names[0]) is None


def test_a_journal_of_the_first_release_learns_the_key_with_its_next_pull(
    room: StaffRoom, petrova: Workplace
) -> None:
    with petrova.journal.store.writing() as session:
        session.execute(update(DeskRow).values(parcel_key=None))
    petrova.mark("5")
    with pytest.raises(NoParcelKey, match="одна связь"):
        pack_waiting(petrova.journal.store)
    petrova.client.pull()
    assert pack_waiting(petrova.journal.store) is not None


def test_on_a_full_disk_the_older_parcel_stays_whole(
    shared: Computer, petrova: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    petrova.mark("5")
    shared.seals(petrova)
    before = shared.folder.read(shared.name_of(petrova))
    petrova.mark("4", 1)
    monkeypatch.setattr("journal.files.os.fsync", no_space)
    with pytest.raises(UserError, match="на носителе нет места"):
        shared.seals(petrova)
    assert shared.folder.read(shared.name_of(petrova)) == before
    assert not list(shared.path.glob("*.new"))
    assert [row.status for row in petrova.written] == ["pending", "pending"]


def test_an_answer_that_cannot_be_kept_means_only_that_the_parcel_is_sent_again(
    room: StaffRoom, shared: Computer, petrova: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    petrova.mark("5")
    shared.seals(petrova)
    with monkeypatch.context() as full:
        full.setattr("journal.files.os.fsync", no_space)
        with pytest.raises(UserError, match="нет места"):
            shared.carries()
    assert len(received(room, petrova)) == 1
    carried = shared.carries()
    assert (carried.parcels, carried.new) == (1, 0)


def test_a_second_place_that_fails_does_not_keep_the_first_from_being_written(
    shared: Computer, petrova: Workplace, tmp_path: Path
) -> None:
    petrova.mark("5")
    stick = ParcelFolder(tmp_path / "stick")
    with pytest.raises(UserError, match="носитель вынут"):
        keep_sealed(petrova.journal.store, [shared.folder, stick])
    assert len(shared.names) == 1
    stick.path.mkdir()
    keep_sealed(petrova.journal.store, [shared.folder, stick])
    name = shared.name_of(petrova)
    assert [file.name for file in stick.files()] == [name]
    assert os.listdir(stick.path) == [f"{name}.uchp"]


def test_leftovers_of_a_crash_are_swept_after_a_day_and_other_files_never(
    shared: Computer, petrova: Workplace
) -> None:
    shared.path.mkdir(parents=True)
    left, other = shared.path / "ab.uchp.1234.new", shared.path / "order.docx.new"
    for file in (left, other):
        file.write_bytes(b"half")
        os.utime(file, (0, 0))
    shared.carries()
    assert not left.exists()
    assert other.exists()


def test_a_missing_or_endless_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="не прочитан"):
        read_parcel(tmp_path / "missing.uchp")


def test_the_centre_lists_what_came_this_way_and_up_to_which_entry(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    petrova.mark_many(5)
    goes_home(shared, petrova)
    shared.carries()
    with room.centre.store.reading() as session:
        (line,) = list_parcels(session, room.centre.school)
    (_, first, last) = line.parts[0]
    assert last - first + 1 == line.entries == 5
    assert line.address == "127.0.0.1"


def test_a_copy_of_what_waits_does_not_move_the_journal_itself(
    shared: Computer, petrova: Workplace
) -> None:
    petrova.mark("5")
    waiting = pack_waiting(petrova.journal.store)
    assert waiting is not None
    seal_into(shared.folder, waiting)
    assert [row.status for row in petrova.written] == ["pending"]
    petrova.client.exchange()
    assert pack_waiting(petrova.journal.store) is None
