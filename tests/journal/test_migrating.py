"""A newer program meets an older journal: a copy first, then one transaction or nothing."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from journal import migrating
from journal.projection import differences
from journal.store import create_journal, open_journal
from journal.tables import EntryRow
from tests.journal.desks import KEY, new_journal
from tests.old_journals.write import OLD_KEY, OLD_SCHOOL
from tests.small_school import SCHOOL

OLD_JOURNALS = sorted((Path(__file__).parents[1] / "old_journals").glob("*.journal"))

NEXT = '''
"""Made up: what a later version of the program could change."""

from alembic import op
import sqlalchemy as sa

revision = "next"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("marks") as marks:
        marks.add_column(sa.Column("colour", sa.String()))
'''.replace("{head}", migrating.newest_version() or "")


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    new_journal(tmp_path).close()
    return tmp_path / "journal.db"


@pytest.fixture
def next_version(journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the program have one migration more than ``journal`` has."""
    assert journal.exists()
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(migrating.__file__).parent / "migrations", scripts)
    (scripts / "versions" / "next.py").write_text(NEXT)
    monkeypatch.setattr(migrating, "_SCRIPTS", scripts)
    return scripts


@pytest.mark.usefixtures("next_version")
def test_an_older_journal_is_copied_and_brought_up_to_date(journal: Path) -> None:
    store = open_journal(journal, KEY)
    with store.reading() as session:
        columns = [row.name for row in session.execute(text("PRAGMA table_info(marks)"))]
        assert "colour" in columns
        assert session.execute(text("SELECT version_num FROM journal_version")).scalar() == "next"
    store.close()
    assert journal.with_suffix(".before-upgrade").exists()


def test_a_migration_that_fails_in_the_middle_leaves_the_journal_as_it_was(
    journal: Path, next_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = NEXT + "    raise RuntimeError('power cut')\n"
    (next_version / "versions" / "next.py").write_text(broken)
    with pytest.raises(RuntimeError, match="power cut"):
        open_journal(journal, KEY)
    monkeypatch.undo()
    store = open_journal(journal, KEY)
    with store.reading() as session:
        assert (session.scalar(select(func.count()).select_from(EntryRow)) or 0) > 30
        assert differences(session, SCHOOL) == []
    store.close()


@pytest.mark.parametrize("old", OLD_JOURNALS, ids=lambda path: path.stem)
def test_a_journal_of_every_release_opens_with_everything_in_it(old: Path, tmp_path: Path) -> None:
    copy = tmp_path / "journal.db"
    shutil.copy2(old, copy)
    store = open_journal(copy, OLD_KEY)
    with store.reading() as session:
        assert (session.scalar(select(func.count()).select_from(EntryRow)) or 0) > 30
        assert differences(session, OLD_SCHOOL) == []
    store.close()


def test_two_journals_can_be_made_at_the_same_time(tmp_path: Path) -> None:
    def make(number: int) -> list[str]:
        store = create_journal(tmp_path / str(number) / "journal.db", KEY)
        with store.reading() as session:
            tables = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
            found = sorted(tables)
        store.close()
        return found

    with ThreadPoolExecutor(4) as makers:
        made = list(makers.map(make, range(4)))
    assert made == [made[0]] * 4
    assert "desk" in made[0]


def test_there_is_a_journal_of_every_release() -> None:
    assert OLD_JOURNALS
