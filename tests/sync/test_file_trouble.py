"""Trouble with the files of a journal: a plain sentence each, and nothing lost (sync, s. 8(f))."""

import os
import resource
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from journal.errors import UserError
from journal.health import examine
from journal.log import append
from journal.store import Store, open_journal
from journal.tables import EntryRow
from sync.enrolment import OpenJournal, sign_in_offline
from sync.places import Place
from tests.journal.desks import KEY, HandClock, work_of
from tests.small_school import ORLOVA, PETROVA, PUPILS_5A
from tests.sync.centre import PASSWORD, mark
from tests.sync.lone import lone_journal

OFFSETS = (0, 17, 1_000, 4_090, 5_000, 60_000, 150_000, 250_000, -2_000, -1)
NOBODY = 65534


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return lone_journal(tmp_path / "journals")


def opened(place: Place) -> OpenJournal:
    return sign_in_offline(place.folder.parent, "petrova", PASSWORD)


def type_mark(store: Store, turn: int = 0) -> tuple[str, ...]:
    stamp = work_of(store, PETROVA, HandClock()).stamp
    with store.writing() as session:
        changes = append(session, stamp, [mark("5432"[turn % 4], PUPILS_5A[turn % 5])])
    return changes.written


def type_until_it_breaks(store: Store, saved: list[str]) -> None:
    """Type mark after mark; ``saved`` gets those that the user was told are saved."""
    for turn in range(500):
        saved += type_mark(store, turn)


def assert_holds(store: Store, saved: list[str]) -> None:
    with store.reading() as session:
        assert set(saved) <= set(session.scalars(select(EntryRow.id)))


def count(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(EntryRow)) or 0


def is_whole(place: Place) -> bool:
    """Tell whether the file opens and every page of it is as it was written."""
    try:
        store = open_journal(place.journal, KEY)
    except UserError as told:
        return "Ничего не удаляйте" not in str(told)
    try:
        return examine(store).is_whole
    finally:
        store.close()


@pytest.mark.parametrize("offset", OFFSETS)
def test_a_changed_byte_anywhere_is_noticed_and_told(place: Place, offset: int) -> None:
    before = place.journal.read_bytes()
    damaged = bytearray(before)
    damaged[offset] ^= 0x55
    place.journal.write_bytes(damaged)
    assert not is_whole(place)
    place.journal.write_bytes(before)
    assert is_whole(place)


def test_a_file_that_was_cut_is_noticed_and_told(place: Place) -> None:
    whole = place.journal.read_bytes()
    for length in (100, 5_000, len(whole) - 4096):
        place.journal.write_bytes(whole[:length])
        assert not is_whole(place)


def test_an_empty_file_is_no_journal_and_is_not_taken_for_a_new_one(place: Place) -> None:
    place.journal.write_bytes(b"")
    with pytest.raises(UserError, match="Ничего не удаляйте"):
        opened(place)
    assert place.journal.read_bytes() == b""


def test_the_wraps_of_another_journal_are_told(place: Place, tmp_path: Path) -> None:
    other = lone_journal(tmp_path / "other")
    rekeyed = open_journal(other.journal, KEY)
    with rekeyed.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
        connection.exec_driver_sql(f"PRAGMA rekey = \"x'{'77' * 32}'\"")
    rekeyed.close()
    shutil.copy2(other.journal, place.journal)
    with pytest.raises(UserError, match="не со своим ключом"):
        opened(place)


def test_a_journal_in_the_place_of_somebody_else_is_left_alone(place: Place) -> None:
    other = lone_journal(place.folder.parent, "orlova", ORLOVA)
    for source, target in ((other.journal, place.journal), (other.wraps, place.wraps)):
        shutil.copy2(source, target)
    before = place.journal.read_bytes()
    with pytest.raises(UserError, match="журнал другого сотрудника"):
        opened(place)
    assert place.journal.read_bytes() == before


def test_a_journal_that_grows_no_more_keeps_every_entry_that_was_acknowledged(
    place: Place,
) -> None:
    journal = opened(place)
    known, saved = count(journal.store), list[str]()
    with journal.store.reading() as session:  # the one connection that is open so far
        pages = session.execute(text("PRAGMA page_count")).scalar() or 0
        session.execute(text(f"PRAGMA max_page_count = {pages + 4}"))
    with pytest.raises(UserError, match="нет места"):
        type_until_it_breaks(journal.store, saved)
    assert count(journal.store) == known + len(saved)
    journal.close()
    again = opened(place)
    assert count(again.store) == known + len(saved)
    type_mark(again.store)
    assert examine(again.store).is_whole
    again.close()


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """Let the system refuse to write beyond ``size``, in the middle of whatever is written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignoring = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignoring)


@pytest.mark.parametrize("room", [0, 100, 4_100, 9_000, 40_000])
def test_a_write_that_breaks_in_the_middle_of_a_commit_leaves_no_trace(
    place: Place, room: int
) -> None:
    journal = opened(place)
    type_mark(journal.store)
    known, saved = count(journal.store), list[str]()
    log = place.journal.with_name("journal.db-wal")
    with (
        files_no_longer_than(log.stat().st_size + room),
        pytest.raises(UserError, match=r"Прежние записи не изменены|нет места"),
    ):
        type_until_it_breaks(journal.store, saved)
    assert count(journal.store) == known + len(saved)
    type_mark(journal.store)
    assert examine(journal.store).is_whole
    journal.close()
    again = opened(place)
    assert count(again.store) == known + len(saved) + 1
    assert_holds(again.store, saved)
    assert examine(again.store).is_whole
    again.close()


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody may enter, for a test that gives its own rights up."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def without_the_rights_of_root() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_file_is_told_and_read_only_folders_too(shared: Path) -> None:
    place = lone_journal(shared / "journals")
    opened(place).close()
    content = place.journal.read_bytes()
    for each in (place.journal, place.wraps, place.register):
        each.chmod(0o444)
    folders = [place.folder, place.folder.parent, place.register.parent]
    for folder in folders:
        folder.chmod(0o555)
    with (
        without_the_rights_of_root(),
        pytest.raises(UserError, match=r"закрыт для записи|не пишется"),
        closing(opened(place)) as journal,
    ):
        type_mark(journal.store)
    for folder in folders:
        folder.chmod(0o755)
    for each in (place.journal, place.wraps, place.register):
        each.chmod(0o644)
    assert place.journal.read_bytes() == content
    again = opened(place)
    type_mark(again.store)
    again.close()
