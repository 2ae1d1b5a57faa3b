"""A journal that was copied or restored becomes a new station before its first write."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from journal.errors import UserError
from journal.facts_paper import IntervalRow, RestoredRow
from journal.files import replace_file
from journal.store import Store
from journal.tables import EntryRow, HomeRow
from sync import home
from sync.enrolment import sign_in_offline
from sync.link import Unreachable
from sync.server.tables import FindingRow
from tests.sync.centre import PASSWORD
from tests.sync.lone import lone_journal
from tests.sync.workplaces import StaffRoom, Workplace


@pytest.fixture
def journals(tmp_path: Path) -> Path:
    """The folder of journals with that of Petrova in it, open once and closed."""
    lone_journal(tmp_path / "journals")
    station_at(tmp_path / "journals")
    return tmp_path / "journals"


def station_at(folder: Path) -> str:
    """Return as which station the journal in a folder goes on when it is opened there."""
    journal = sign_in_offline(folder, "petrova", PASSWORD)
    journal.close()
    return journal.station


def register_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.homes")


def copy_over(source: Path, target: Path) -> None:
    """Copy as by hand: files that are there already are filled anew and stay the same files."""
    for file in source.rglob("*"):
        if file.is_file():
            shutil.copyfile(file, target / file.relative_to(source))


def test_a_restart_and_a_renamed_account_keep_the_station(journals: Path) -> None:
    first = station_at(journals)
    assert station_at(journals) == first
    account = journals.parent / "account"
    renamed = journals.parent / "renamed"
    account.mkdir()
    for folder in (journals, register_of(journals)):
        folder.rename(account / folder.name)
    account.rename(renamed)
    assert station_at(renamed / journals.name) == first


def test_a_file_of_a_program_that_knew_no_homes_keeps_its_station(journals: Path) -> None:
    journal = sign_in_offline(journals, "petrova", PASSWORD)
    with journal.store.writing() as session:
        session.execute(delete(HomeRow))
    journal.store.close()
    shutil.rmtree(register_of(journals))
    assert station_at(journals) == journal.station


def to_another_computer(folder: Path, aside: Path) -> Path:
    copy = aside / "elsewhere"
    shutil.copytree(folder, copy)
    return copy


def to_another_computer_with_all_of_the_account(folder: Path, aside: Path) -> Path:
    copy = to_another_computer(folder, aside)
    shutil.copytree(register_of(folder), register_of(copy))
    return copy


def back_over_a_newer_one(folder: Path, aside: Path) -> Path:
    shutil.copytree(folder, aside / "backup")
    sign_in_offline(folder, "petrova", PASSWORD).close()
    copy_over(aside / "backup", folder)
    return folder


def back_over_one_that_was_open_when_it_was_copied(folder: Path, aside: Path) -> Path:
    journal = sign_in_offline(folder, "petrova", PASSWORD)
    shutil.copytree(folder, aside / "backup", ignore=shutil.ignore_patterns("*-shm"))
    journal.close()
    copy_over(aside / "backup", folder)
    return folder


def back_with_all_of_the_account(folder: Path, aside: Path) -> Path:
    for each in (folder, register_of(folder)):
        shutil.copytree(each, aside / each.name)
        each.rename(aside / f"lost-{each.name}")
        (aside / each.name).rename(each)
    return folder


@pytest.mark.parametrize(
    "move",
    [
        to_another_computer,
        to_another_computer_with_all_of_the_account,
        back_over_a_newer_one,
        back_over_one_that_was_open_when_it_was_copied,
        back_with_all_of_the_account,
    ],
    ids=lambda move: str(move.__name__),
)
def test_a_copied_or_restored_file_becomes_a_new_station_once(
    journals: Path, tmp_path: Path, move: Callable[[Path, Path], Path]
) -> None:
    first = station_at(journals)
    aside = tmp_path / "aside"
    aside.mkdir()
    moved = move(journals, aside)
    journal = sign_in_offline(moved, "petrova", PASSWORD)
    assert journal.is_new_station
    assert journal.station != first
    journal.close()
    assert station_at(moved) == journal.station


def test_a_cloned_disk_in_another_computer_is_noticed(
    journals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = station_at(journals)
    monkeypatch.setattr(home, "_machine_id", lambda: "another computer")
    assert station_at(journals) != first


@pytest.mark.parametrize("is_written", [False, True])
@pytest.mark.parametrize("time", range(1, 5))
def test_a_crash_while_the_token_is_changed_moves_nobody(
    journals: Path, monkeypatch: pytest.MonkeyPatch, time: int, is_written: bool
) -> None:
    first = station_at(journals)
    left = time

    def die(path: Path, text: str) -> None:
        nonlocal left
        left -= 1
        if left or is_written:
            replace_file(path, text)
        if not left:
            raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(home, "replace_file", die)
        with suppress(KeyboardInterrupt):
            sign_in_offline(journals, "petrova", PASSWORD).close()
    assert station_at(journals) == first


def test_a_full_disk_does_not_shut_a_journal_that_is_at_home(
    journals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = station_at(journals)
    with monkeypatch.context() as full:
        full.setattr(home, "replace_file", _no_space)
        assert station_at(journals) == first
    assert station_at(journals) == first


def test_a_copy_that_cannot_become_a_new_station_is_not_opened(
    journals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = to_another_computer(journals, tmp_path)
    with monkeypatch.context() as full:
        full.setattr(home, "replace_file", _no_space)
        with pytest.raises(UserError, match="скопирован или восстановлен"):
            sign_in_offline(copy, "petrova", PASSWORD)
    assert station_at(copy) != station_at(journals)


def _no_space(*_: object) -> None:
    raise OSError(28, "no space")


@pytest.mark.clause("ANC-P4.L.4")
def test_two_copies_that_both_go_on_lose_nothing_and_send_nothing_twice(
    room: StaffRoom,
) -> None:
    petrova = room.workplace("petrova")
    petrova.mark("4")
    room.exchange()
    petrova.mark("5", 1)
    petrova.leave()
    copied = room.workplace("petrova", "-copy")
    shutil.copytree(petrova.folder, copied.folder)
    before = own_entries(petrova.journal.store)
    petrova.mark("3", 2)
    copied.mark("2", 3)
    assert copied.journal.is_new_station
    room.exchange()
    room.exchange()
    assert [entry.number for entry in own_entries(copied.journal.store)].count(None) == 0
    assert petrova.shown(2) == copied.shown(2) == "3"
    assert petrova.shown(3) == copied.shown(3) == "2"
    log = room.centre.entries()
    assert len({row.digest for row in log}) == len(log)
    by_id = {row.id: row for row in log}
    for entry in before:  # what was not sent keeps its station and its signature
        assert (by_id[entry.id].station, by_id[entry.id].seq) == (entry.station, entry.seq)
    assert {row.verdict for row in log if row.author == petrova.journal.user} == {"accepted"}
    with room.centre.store.reading() as session:
        assert session.scalars(select(FindingRow)).all() == []
    assert room.centre.faults() == petrova.differences() == copied.differences() == []


def test_a_copy_made_in_an_outage_closes_what_it_inherited_once_and_keeps_its_own(
    room: StaffRoom,
) -> None:
    petrova, copied = room.workplace("petrova"), room.workplace("petrova", "-copy")
    room.exchange(petrova)
    room.wire.is_down = True
    fail_for_minutes(room, petrova)
    petrova.mark("4")
    petrova.leave()
    shutil.copytree(petrova.folder, copied.folder)
    copied.mark("5", 1)
    fail_for_minutes(room, copied)
    assert [row.station for row in intervals(copied)] == [
        petrova.journal.station,
        copied.journal.station,
    ]
    room.wire.is_down = False
    room.exchange(petrova)
    room.wait(minutes=1)
    room.exchange()
    closings = [row for row in room.centre.entries() if row.kind == "interval.close"]
    assert [row.verdict for row in closings].count("merged") == 1
    assert {row.verdict for row in closings} == {"accepted", "merged"}
    for place in (petrova, copied):
        with place.journal.store.reading() as session:
            restored = session.scalars(select(RestoredRow.interval)).all()
        assert sorted(restored) == sorted(row.interval for row in intervals(place))
        assert [row.verdict for row in place.written if row.kind == "mark.set"] == ["accepted"] * 2
    assert room.centre.faults() == petrova.differences() == copied.differences() == []


def fail_for_minutes(room: StaffRoom, place: Workplace) -> None:
    for _ in range(5):
        room.wait(minutes=1)
        with suppress(Unreachable):
            place.client.exchange()


def intervals(place: Workplace) -> list[IntervalRow]:
    with place.journal.store.reading() as session:
        return list(session.scalars(select(IntervalRow).order_by(IntervalRow.noticed_ms)))


def own_entries(store: Store) -> list[EntryRow]:
    with store.reading() as session:
        user = session.scalars(select(EntryRow.author).order_by(EntryRow.seq.desc())).first()
        return list(session.scalars(select(EntryRow).where(EntryRow.author == user)))
