"""kill -9 in the middle of an import: nothing of it is there, and it is simply begun again."""

from pathlib import Path

import pytest

from journal.store import open_journal
from tests.journal.desks import KEY
from tests.journal.imports.small_folder import small_tables, write_folder
from tests.journal.test_school_import import (
    ADMIN,
    count_entries,
    is_sound,
    new_office,
    rows_digest,
    take,
)
from tests.sync.kill.deaths import DEATHS_OF_AN_IMPORT, in_words
from tests.sync.kill.dying import Death
from tests.sync.kill.lives import IMPORTING, life


@pytest.mark.parametrize("death", DEATHS_OF_AN_IMPORT, ids=in_words)
def test_an_import_killed_between_two_parts_leaves_nothing(death: Death, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "tables", small_tables())
    office = new_office(tmp_path)
    before, length = rows_digest(office), count_entries(office)
    office.close()
    arguments = (tmp_path / "journal.db", folder, ADMIN)
    with life(IMPORTING, death, tmp_path / "life", *arguments) as importing:
        importing.wait_for_death()
    office = open_journal(tmp_path / "journal.db", KEY)
    assert (rows_digest(office), count_entries(office)) == (before, length)
    assert take(office, folder).written
    assert is_sound(office)
    office.close()
