"""A forgotten password does not imprison entries, and nobody but the school opens the journal."""

from pathlib import Path

import pytest

from journal.errors import UserError
from journal.keys import new_recovery_pair, seal_with_password
from sync.enrolment import (
    sign_in_offline,
)
from sync.own_password import (
    check_password,
)
from sync.places import Place
from sync.recovery import recover
from tests.sync.centre import CHEAP, PASSWORD
from tests.sync.lone import RECOVERY_PRIVATE, lone_journal

NEW = "совсем новый пароль"
FILE_PASSWORD = "пароль файла"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return lone_journal(tmp_path / "journals")


@pytest.fixture
def recovery_file(tmp_path: Path) -> Path:
    file = tmp_path / "recovery.key"
    file.write_text(seal_with_password(RECOVERY_PRIVATE, FILE_PASSWORD))
    return file


def attempt(place: Place, file: Path, login: str = "petrova", word: str = FILE_PASSWORD) -> None:
    recover(place.folder.parent, login, file, word, NEW, CHEAP)


def test_the_recovery_key_sets_a_new_password_and_everything_is_there(
    place: Place, recovery_file: Path
) -> None:
    attempt(place, recovery_file)
    with pytest.raises(UserError, match="не подошёл"):
        check_password(place.folder.parent, "petrova", PASSWORD)
    journal = sign_in_offline(place.folder.parent, "petrova", NEW)
    assert not journal.is_new_station
    journal.close()
    attempt(place, recovery_file)  # the new wraps are sealed to the school again


def test_without_the_right_file_its_password_and_login_nothing_changes(
    place: Place, recovery_file: Path, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign.key"
    foreign.write_text(seal_with_password(new_recovery_pair()[0], FILE_PASSWORD))
    with pytest.raises(UserError, match="другим ключом"):
        attempt(place, foreign)
    with pytest.raises(UserError, match="Пароль файла ключа не подошёл"):
        attempt(place, recovery_file, word="мимо")
    with pytest.raises(UserError, match="нет журнала с таким логином"):
        attempt(place, recovery_file, login="orlova")
    with pytest.raises(UserError, match="не читается"):
        attempt(place, tmp_path / "no.key")
    with pytest.raises(UserError, match="не меньше 8"):
        recover(place.folder.parent, "petrova", recovery_file, FILE_PASSWORD, "1234567", CHEAP)
    check_password(place.folder.parent, "petrova", PASSWORD)
