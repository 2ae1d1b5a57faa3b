"""kill -9 and a full disk in the middle of a migration: the journal opens, with everything."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, text

from journal import store as store_module
from journal.errors import UserError
from journal.projection import differences
from journal.store import Store, open_journal, sqlite_behaviour
from journal.tables import EntryRow
from tests.old_journals.write import OLD_KEY, OLD_SCHOOL
from tests.sync.kill.deaths import DEATHS_OF_AN_UPGRADE, in_words
from tests.sync.kill.dying import Death
from tests.sync.kill.lives import UPGRADE, life

OLD = Path(__file__).parents[1] / "old_journals" / "0.1.0.journal"
OLD_ENTRIES = 43


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    copy = tmp_path / "journal.db"
    shutil.copy2(OLD, copy)
    return copy


@pytest.mark.parametrize("death", DEATHS_OF_AN_UPGRADE, ids=in_words)
def test_a_program_that_is_killed_at_a_step_of_the_upgrade_loses_nothing(
    journal: Path, death: Death, tmp_path: Path
) -> None:
    with life(UPGRADE, death, tmp_path / "life", journal, 0) as upgrading:
        upgrading.wait_for_death()
    assert_opens_with_everything(journal)


@pytest.mark.parametrize("statement", [1, 3, 6])
def test_a_program_that_is_killed_between_two_changes_loses_nothing(
    journal: Path, statement: int, tmp_path: Path
) -> None:
    with life(UPGRADE, None, tmp_path / "life", journal, statement) as upgrading:
        upgrading.wait_for_death()
    assert_opens_with_everything(journal)


def test_a_disk_that_fills_up_in_the_changes_leaves_the_old_journal(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(store_module, "sqlite_behaviour", _without_a_page_more)
        with pytest.raises(UserError, match="нет места"):
            open_journal(journal, OLD_KEY)
    assert_opens_with_everything(journal)


def test_a_disk_that_fills_up_in_the_copy_leaves_the_old_journal(
    journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:5000])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("journal.store.shutil.copy2", half)
        with pytest.raises(UserError, match="нет места"):
            open_journal(journal, OLD_KEY)
    assert not journal.with_suffix(".before-upgrade").exists()
    assert_opens_with_everything(journal)


def _without_a_page_more(engine: Engine) -> Engine:
    @event.listens_for(engine, "connect")
    def _limit(connection: Any, _record: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    return sqlite_behaviour(engine)


def assert_opens_with_everything(journal: Path) -> None:
    """See that the upgrade can be done after all, and that the log is the old one."""
    _with(OLD_KEY, journal, _is_up_to_date)
    _with(OLD_KEY, journal.with_suffix(".before-upgrade"), lambda _: None)


def _is_up_to_date(store: Store) -> None:
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(EntryRow)) == OLD_ENTRIES
        assert differences(session, OLD_SCHOOL) == []
        assert session.execute(text("SELECT version_num FROM journal_version")).scalar() != "0001"


def _with(key: bytes, path: Path, look: Callable[[Store], None]) -> None:
    store = open_journal(path, key)
    look(store)
    store.close()
