"""Copies of a journal: when they are made, how many are kept, what they are good for."""

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from unittest.mock import patch

import pytest
from sqlalchemy import func, select, text

from journal.backup import (
    ENDING,
    About,
    Backup,
    read_backup,
    read_backups,
    to_drop,
    too_much,
    unpack,
)
from journal.errors import UserError
from journal.facts_school import PupilRow
from journal.keys import save_wraps, wrap_key
from journal.log import append
from journal.projection import differences
from journal.store import Store, open_journal
from journal.tables import EntryRow
from sync.backups import MUCH, Vault, all_copies
from sync.enrolment import sign_in_offline
from sync.restoring import restore
from tests.journal.desks import KEY, HandClock, work_of
from tests.small_school import NAMES, ORLOVA, PETROVA, PUPILS_5A, SCHOOL
from tests.sync.centre import CHEAP, PASSWORD, mark
from tests.sync.lone import lone_journal, recovery_public

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OFFSETS = (20, 60, 5_000, 100_000, 250_000, -10)
"""Places in a file: its salt, its head, pages of the schema, of the log, of rows, the very end."""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(lone_journal(tmp_path / "journals"))


@pytest.fixture
def store(vault: Vault) -> Iterator[Store]:
    with opened(vault) as store:
        yield store


@contextmanager
def opened(vault: Vault) -> Iterator[Store]:
    store = open_journal(vault.place.journal, KEY)
    try:
        yield store
    finally:
        store.close()


def type_mark(store: Store, text: str = "5", pupil: int = 0) -> None:
    stamp = work_of(store, PETROVA, HandClock()).stamp
    with store.writing() as session:
        append(session, stamp, [mark(text, PUPILS_5A[pupil])])


def copy_made(made: datetime, size: int = 10) -> Backup:
    about = About("owner", int(made.timestamp() * 1000), 1, 0, "")
    return Backup(Path(f"{made:%Y-%m-%d-%H}"), about, size)


@pytest.mark.clause("ANC-P4.L.4")
def test_a_copy_of_an_open_journal_is_whole_and_encrypted(vault: Vault, store: Store) -> None:
    with store.writing() as writing:  # somebody is in the middle of a transaction
        writing.execute(text("UPDATE entries SET author = 'x'"))
        with pytest.MonkeyPatch.context() as patience:
            patience.setattr("sync.backups.Vault._make_room", lambda *_: None)
            made = vault.keep(store, NOW)
        writing.rollback()
    assert made.about.entries == made.about.unsent > 30
    assert list(vault.folder.iterdir()) == [made.path]
    content = made.path.read_bytes()
    for surname, _ in NAMES:
        assert surname.encode() not in content
    unpack(made, vault.folder / "unpacked")
    copy = open_journal(vault.folder / "unpacked" / "journal.db", KEY)
    with copy.reading() as session:
        assert session.scalar(select(func.count()).where(EntryRow.author == "x")) == 0
        assert NAMES[0][0] in session.scalars(select(PupilRow.surname)).all()
        assert differences(session, SCHOOL) == []
    copy.close()


def test_what_a_copy_says_of_itself_needs_no_password_and_names_nobody(
    vault: Vault, store: Store
) -> None:
    made = vault.keep(store, NOW)
    assert read_backup(made.path) == made
    assert made.about.made == NOW
    assert "petrova" not in made.path.name
    with zipfile.ZipFile(made.path) as archive:
        assert b"petrova" not in archive.read("about.json")


def test_a_copy_is_made_when_the_last_is_a_day_old_or_much_was_written(
    vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert vault.is_due(NOW)
    vault.keep(store, NOW)
    assert not vault.is_due(NOW + timedelta(hours=23))
    assert vault.is_due(NOW + DAY)
    assert vault.is_due(NOW - DAY), "the clock was wrong when the last one was made"
    assert not vault.is_worth_it(store)
    for turn in range(MUCH):
        assert not vault.is_worth_it(store)
        type_mark(store, "54"[turn % 2])
    assert vault.is_worth_it(store)
    monkeypatch.setattr("sync.backups.LEAVING_BYTES", 1000)
    assert not vault.is_worth_it(store), "nobody waits for a large journal on the way out"


def test_the_last_three_and_one_a_week_for_four_weeks_are_kept() -> None:
    copies = [copy_made(NOW - DAY * back) for back in range(60)]
    dropped = to_drop(copies, NOW)
    kept = [copy.about.made for copy in copies if copy not in dropped]
    assert kept[:3] == [NOW, NOW - DAY, NOW - DAY * 2]
    weeks = [moment.isocalendar().week for moment in kept]
    assert weeks == [48, 48, 47, 46, 45, 44]
    assert to_drop(copies[:3], NOW) == []
    assert to_drop([], NOW) == []


def test_copies_take_no_more_than_their_share_of_the_free_space() -> None:
    copies = [copy_made(NOW - DAY * back, size=30) for back in range(3)]
    assert too_much(copies, 30, 2_000) == []
    assert too_much(copies, 30, 600) == copies[:0:-1]
    with pytest.raises(UserError, match="мало места"):
        too_much(copies, 300, 900)


def test_a_second_place_gets_each_copy_and_is_rotated_too(
    vault: Vault, store: Store, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "foreign.txt").write_text("не наше")
    both = Vault(vault.place, stick)
    for back in (10, 9, 2, 1, 0):
        both.keep(store, NOW - DAY * back)
    names = sorted(copy.path.name for copy in read_backups(vault.folder))
    assert sorted(copy.path.name for copy in read_backups(stick)) == names
    assert len(names) == 4
    assert (stick / "foreign.txt").exists()


def test_what_a_killed_program_left_of_a_copy_is_swept_and_what_is_being_made_stays(
    vault: Vault, store: Store
) -> None:
    made = vault.keep(store, NOW)
    stale, fresh = (made.path.with_name(f"{made.path.name}.{each}.db") for each in "ab")
    for left in (stale, fresh):
        left.write_bytes(b"half")
    os.utime(stale, (0, 0))
    vault.keep(store, NOW)
    assert sorted(vault.folder.iterdir()) == sorted([made.path, fresh])


def test_a_second_place_that_is_away_is_one_sentence_and_the_first_copy_stays(
    vault: Vault, store: Store, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="Вторая копия журнала не сделана"):
        Vault(vault.place, tmp_path / "unplugged").keep(store, NOW)
    assert len(vault.copies) == 1
    assert list(vault.folder.iterdir()) == [vault.copies[0].path]


def test_a_copy_on_leaving_goes_to_both_places(vault: Vault, store: Store, tmp_path: Path) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    made = Vault(vault.place, second).keep_on_leaving(store, NOW)
    assert (second / made.path.name).read_bytes() == made.path.read_bytes()


def test_nobody_waits_on_leaving_for_a_place_that_is_away_or_does_not_answer(
    vault: Vault, store: Store, tmp_path: Path
) -> None:
    made = Vault(vault.place, tmp_path / "unplugged").keep_on_leaving(store, NOW)
    assert vault.copies == [made]
    answers = Event()
    with (
        patch("sync.backups.LEAVING_SECONDS", 0.05),
        patch.object(Vault, "_carry", lambda *_: answers.wait()),
    ):
        Vault(vault.place, tmp_path).keep_on_leaving(store, NOW + timedelta(days=1))
    answers.set()
    assert len(vault.copies) == 2


def test_a_folder_that_cannot_be_written_is_one_sentence(vault: Vault, store: Store) -> None:
    vault.folder.parent.mkdir()
    vault.folder.write_text("здесь файл")
    with pytest.raises(UserError, match="Копия журнала не сделана"):
        vault.keep(store, NOW)
    type_mark(store)


@pytest.mark.clause("ANC-P4.L.4")
def test_the_restored_journal_is_a_new_station_and_holds_what_both_files_had(
    vault: Vault,
) -> None:
    journals = vault.place.folder.parent
    first = sign_in_offline(journals, "petrova", PASSWORD)
    made = vault.keep(first.store, NOW)
    type_mark(first.store, "3", 1)
    first.close()
    restored = restore(made, journals, PASSWORD)
    assert (restored.login, restored.carried) == ("petrova", 1)
    assert restored.entries == restored.unsent == made.about.entries + 1
    assert restored.aside is not None
    assert (restored.aside / "journal.db").exists()
    again = sign_in_offline(journals, "petrova", PASSWORD)
    assert again.is_new_station
    assert again.station != first.station
    with again.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(EntryRow)) == restored.entries
        assert differences(session, SCHOOL) == []
    again.close()


def test_a_journal_that_was_made_anew_gives_its_entries_and_its_key_to_the_restored_one(
    vault: Vault, tmp_path: Path
) -> None:
    journals = vault.place.folder.parent
    with opened(vault) as store:
        made = vault.save_as(store, tmp_path / f"stick{ENDING}", NOW)
    vault.place.folder.rename(tmp_path / "broken computer")
    lone_journal(journals)
    with opened(vault) as store:
        type_mark(store, "4", 2)
    restored = restore(made, journals, PASSWORD)
    assert restored.carried == made.about.entries + 1  # the school once more, and the mark
    again = sign_in_offline(journals, "petrova", PASSWORD)
    with again.store.reading() as session:
        assert differences(session, SCHOOL) == []
    again.close()


def test_a_copy_is_moved_to_a_computer_that_had_no_journal(
    vault: Vault, store: Store, tmp_path: Path
) -> None:
    made = vault.save_as(store, tmp_path / f"stick{ENDING}", NOW)
    restored = restore(read_backup(made.path), tmp_path / "new computer", PASSWORD)
    assert restored.aside is None
    again = sign_in_offline(tmp_path / "new computer", "petrova", PASSWORD)
    assert again.is_new_station
    again.close()


def test_a_wrong_password_changes_nothing(vault: Vault, store: Store) -> None:
    made = vault.keep(store, NOW)
    before = sorted(vault.place.folder.parent.rglob("*"))
    with pytest.raises(UserError, match="в день, когда её сделали"):
        restore(made, vault.place.folder.parent, "не тот")
    assert sorted(vault.place.folder.parent.rglob("*")) == before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[200_000] ^= 1
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, flip, empty], ids=lambda damage: str(damage.__name__))
def test_a_damaged_copy_is_refused_and_the_journal_stays(
    vault: Vault, store: Store, damage: Callable[[Path], None]
) -> None:
    made = vault.keep(store, NOW)
    damage(made.path)
    with pytest.raises(UserError, match="повреждена"):
        restore(read_backup(made.path), vault.place.folder.parent, PASSWORD)
    type_mark(store)


@pytest.mark.parametrize("offset", OFFSETS)
def test_a_damaged_journal_is_put_aside_and_the_copy_takes_its_place(
    vault: Vault, offset: int
) -> None:
    with opened(vault) as store:
        made = vault.keep(store, NOW)
    content = bytearray(vault.place.journal.read_bytes())
    content[offset] ^= 1
    vault.place.journal.write_bytes(content)
    restored = restore(made, vault.place.folder.parent, PASSWORD)
    assert restored.aside is not None
    assert (restored.aside / "journal.db").read_bytes() == content
    again = sign_in_offline(vault.place.folder.parent, "petrova", PASSWORD)
    assert again.store.broken_pages() == []
    again.close()


def test_all_copies_of_a_computer_are_listed_newest_first(vault: Vault, store: Store) -> None:
    other = Vault(lone_journal(vault.place.folder.parent, "orlova"))
    vault.keep(store, NOW)
    with opened(other) as theirs:
        other.keep(theirs, NOW + DAY)
    found = all_copies(vault.place.folder.parent)
    assert [copy.about.owner for copy in found] == [
        other.place.folder.name,
        vault.place.folder.name,
    ]


@pytest.mark.parametrize("password", [PASSWORD, "новый пароль"])
def test_a_copy_opens_with_the_password_of_its_day_and_with_the_present_one(
    vault: Vault, password: str
) -> None:
    with opened(vault) as store:
        made = vault.keep(store, NOW)
    save_wraps(vault.place.wraps, wrap_key(KEY, "новый пароль", recovery_public(), CHEAP))
    restore(made, vault.place.folder.parent, password)
    sign_in_offline(vault.place.folder.parent, "petrova", password).close()


def test_nothing_is_taken_over_from_the_journal_of_somebody_else(
    vault: Vault, tmp_path: Path
) -> None:
    with opened(vault) as store:
        made = vault.save_as(store, tmp_path / f"stick{ENDING}", NOW)
    vault.place.folder.rename(tmp_path / "broken computer")
    lone_journal(vault.place.folder.parent, user=ORLOVA)
    assert restore(made, vault.place.folder.parent, PASSWORD).carried == 0


def test_two_users_share_a_stick_without_touching_each_others_copies(
    vault: Vault, store: Store, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    orlova = Vault(lone_journal(vault.place.folder.parent, "orlova"), stick)
    with opened(orlova) as theirs:
        kept = orlova.keep(theirs, NOW - DAY * 60)
    petrova = Vault(vault.place, stick)
    for back in (3, 2, 1, 0):
        petrova.keep(store, NOW - DAY * back)
    assert (stick / kept.path.name).exists()
    assert {copy.about.owner for copy in petrova.copies} == {petrova.place.folder.name}


def test_a_copy_of_a_journal_whose_entries_were_changed_is_not_restored(vault: Vault) -> None:
    with opened(vault) as store:
        with store.writing() as session:
            session.execute(text("UPDATE entries SET author = 'x' WHERE seq = 7"))
        made = vault.keep(store, NOW)
    before = vault.place.journal.read_bytes()
    with pytest.raises(UserError, match="есть повреждения"):
        restore(made, vault.place.folder.parent, PASSWORD)
    assert vault.place.journal.read_bytes() == before
