"""The upkeep of a workplace at a console: plain lines, plain refusals."""

import io
from pathlib import Path

import pytest

from desktop import office
from journal.backup import ENDING
from journal.keys import seal_with_password
from sync.own_password import (
    check_password,
)
from sync.places import Place
from tests.sync.centre import PASSWORD
from tests.sync.lone import RECOVERY_PRIVATE, lone_journal

NEW = "совсем новый пароль"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(office, "settings_path", lambda: tmp_path / "settings.json")
    return lone_journal(tmp_path / "journals")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is typed at the console."""
    lines = io.StringIO()
    monkeypatch.setattr("sys.stdin", lines)
    return lines


def say(place: Place, *words: str) -> int:
    return office.run([*words, "--journals", str(place.folder.parent)])


def type_lines(typed: io.StringIO, *lines: str) -> None:
    typed.seek(0)
    typed.truncate()
    typed.write("".join(f"{line}\n" for line in lines))
    typed.seek(0)


def test_doctor_needs_no_password_for_what_lies_outside(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say(place, "doctor") == 0
    told = capsys.readouterr().out
    assert "хорошо    Версия: программа" in told
    assert "Журнал 1 из 1" in told
    assert "хорошо    Ключ журнала: журнал открывается паролем, ключом восстановления" in told
    assert "внимание  Копии журнала: копий ещё нет" in told
    assert "petrova" not in told


def test_doctor_looks_inside_with_the_password(
    place: Place, typed: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    type_lines(typed, PASSWORD)
    assert say(place, "doctor", "--login", "petrova", "--mend") == 0
    told = capsys.readouterr().out
    assert "Таблицы построены заново, изменено строк: 0." in told
    assert "хорошо    Цепочка записей" in told
    type_lines(typed, "не тот")
    assert say(place, "doctor", "--login", "petrova") == 1
    assert say(place, "doctor", "--login", "orlova") == 1
    assert "Проверьте логин" in capsys.readouterr().err


def test_a_forgotten_password_is_set_anew_by_the_administrator(
    place: Place, typed: io.StringIO, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "recovery.key"
    file.write_text(seal_with_password(RECOVERY_PRIVATE, "пароль файла"))
    asked = ("recover", "--login", "petrova", "--recovery-file", str(file))
    type_lines(typed, "пароль файла", NEW, "другой")
    assert say(place, *asked) == 1
    assert "не совпали" in capsys.readouterr().err
    type_lines(typed, "пароль файла", NEW, NEW)
    assert say(place, *asked) == 0
    check_password(place.folder.parent, "petrova", NEW)


def test_a_copy_moves_the_journal_to_another_computer(
    place: Place, typed: io.StringIO, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"stick{ENDING}"
    type_lines(typed, PASSWORD)
    assert say(place, "backup", "--login", "petrova", str(file)) == 0
    new = Place(tmp_path / "new" / place.folder.name)
    type_lines(typed, PASSWORD)
    assert say(new, "restore", str(file)) == 0
    told = capsys.readouterr().out
    assert "Журнал восстановлен, записей: 38." in told
    assert "Не переданных записей: 38. Они уйдут на центральный сервер" in told
    check_password(new.folder.parent, "petrova", PASSWORD)
