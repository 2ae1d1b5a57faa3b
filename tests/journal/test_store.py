"""The encrypted file: sealed, durable, plain about what is wrong."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from journal.errors import UserError
from journal.facts_school import PupilRow
from journal.keys import (
    PasswordCost,
    load_wraps,
    new_key,
    new_recovery_pair,
    open_with_password,
    save_wraps,
    seal_with_password,
    unlock_by_password,
    unlock_by_recovery,
    wrap_key,
)
from journal.projection import differences
from journal.store import Store, create_journal, open_journal
from journal.tables import EntryRow
from tests.journal.desks import KEY, new_journal
from tests.small_school import NAMES, SCHOOL

CHEAP = PasswordCost(iterations=1, memory_kib=64, lanes=1)


@pytest.fixture
def journal(tmp_path: Path) -> Store:
    return new_journal(tmp_path)


def test_no_name_can_be_read_from_the_files_of_an_open_journal(
    journal: Store, tmp_path: Path
) -> None:
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for surname, _ in NAMES:
        assert surname.encode() not in content
    with journal.reading() as session:
        assert NAMES[0][0] in session.scalars(select(PupilRow.surname)).all()


def test_the_file_opens_with_its_key_and_holds_what_was_written(
    journal: Store, tmp_path: Path
) -> None:
    journal.close()
    again = open_journal(tmp_path / "journal.db", KEY)
    with again.reading() as session:
        assert (session.scalar(select(func.count()).select_from(EntryRow)) or 0) > 30
        assert differences(session, SCHOOL) == []
    again.close()


def test_a_wrong_key_is_told_in_plain_words_and_harms_nothing(
    journal: Store, tmp_path: Path
) -> None:
    journal.close()
    before = (tmp_path / "journal.db").read_bytes()
    with pytest.raises(UserError, match="повреждён"):
        open_journal(tmp_path / "journal.db", new_key())
    assert (tmp_path / "journal.db").read_bytes() == before


def test_a_damaged_file_is_told_in_plain_words(journal: Store, tmp_path: Path) -> None:
    journal.close()
    file = tmp_path / "journal.db"
    file.write_bytes(b"\0" * 4096 + file.read_bytes()[4096:])
    with pytest.raises(UserError, match="Ничего не удаляйте"):
        open_journal(file, KEY)


def test_a_missing_file_is_told_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="нет файла"):
        open_journal(tmp_path / "journal.db", KEY)


def test_a_journal_is_not_created_over_another(journal: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="уже есть"):
        create_journal(tmp_path / "journal.db", KEY)


def test_a_newer_journal_is_refused_and_left_alone(journal: Store, tmp_path: Path) -> None:
    with journal.writing() as session:
        session.execute(text("UPDATE journal_version SET version_num = '9999'"))
    journal.close()
    with pytest.raises(UserError, match="более новой версией"):
        open_journal(tmp_path / "journal.db", KEY)


def test_a_full_disk_is_told_and_the_journal_keeps_what_it_had(journal: Store) -> None:
    def write_too_much() -> None:
        with journal.writing() as session:
            session.execute(text("CREATE TABLE ballast (bytes BLOB)"))
            session.execute(text("PRAGMA max_page_count = 1"))
            session.execute(text("INSERT INTO ballast VALUES (zeroblob(10000000))"))

    with pytest.raises(UserError, match="нет места"):
        write_too_much()
    with journal.reading() as session:
        assert differences(session, SCHOOL) == []


def test_an_error_in_the_middle_leaves_no_trace(journal: Store) -> None:
    class MiddleError(Exception):
        pass

    def break_in_the_middle() -> None:
        with journal.writing() as session:
            session.execute(text("UPDATE entries SET author = 'x'"))
            raise MiddleError

    with pytest.raises(MiddleError):
        break_in_the_middle()
    with journal.reading() as session:
        assert session.scalar(select(func.count()).where(EntryRow.author == "x")) == 0


def test_the_file_is_no_plain_database(journal: Store, tmp_path: Path) -> None:
    journal.close()
    plain = sqlite3.connect(tmp_path / "journal.db")
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT count(*) FROM entries")
    plain.close()


def test_password_and_recovery_key_both_open_the_journal_and_nothing_else_does() -> None:
    key = new_key()
    private, public = new_recovery_pair()
    wraps = wrap_key(key, "верный пароль", public, CHEAP)
    assert unlock_by_password(wraps, "верный пароль") == key
    assert unlock_by_recovery(wraps, private) == key
    with pytest.raises(UserError, match="Пароль не подошёл"):
        unlock_by_password(wraps, "Верный пароль")
    with pytest.raises(UserError, match="другим ключом"):
        unlock_by_recovery(wraps, new_recovery_pair()[0])


def test_wraps_survive_the_disk_and_damage_is_told(tmp_path: Path) -> None:
    wraps = wrap_key(new_key(), "пароль", new_recovery_pair()[1], CHEAP)
    file = tmp_path / "keys.json"
    with pytest.raises(UserError, match="нет вашего журнала"):
        load_wraps(file)
    save_wraps(file, wraps)
    assert load_wraps(file) == wraps
    file.write_text(file.read_text()[:40])
    with pytest.raises(UserError, match="ключом восстановления"):
        load_wraps(file)
    file.write_text('{"format": 2}')
    with pytest.raises(UserError, match="более новой версией"):
        load_wraps(file)


def test_the_recovery_key_leaves_the_program_only_under_a_password() -> None:
    private, _ = new_recovery_pair()
    sealed = seal_with_password(private, "пароль файла")
    assert private.hex() not in sealed
    assert open_with_password(sealed, "пароль файла") == private
    with pytest.raises(UserError, match="не подошёл"):
        open_with_password(sealed, "другой")
    with pytest.raises(UserError, match="не файл ключа"):
        open_with_password("{}", "пароль файла")
