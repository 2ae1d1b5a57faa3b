"""What a computer remembers about itself."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from desktop.settings import Settings, SettingsFile, login_digest, settings_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "uchitelskaya" / "settings.json"


def test_settings_outlive_the_program(path: Path) -> None:
    settings = Settings(server="https://journal.school.example", theme="dark", after_mark="right")
    SettingsFile(path).save(settings)
    assert SettingsFile(path).load() == settings


def test_the_first_start_has_the_defaults(path: Path) -> None:
    assert SettingsFile(path).load() == Settings("", "system", "down", 0, "")


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "null", "\x00"])
def test_a_broken_file_gives_way_to_the_defaults(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    assert SettingsFile(path).load() == Settings()


def test_a_value_that_cannot_be_used_gives_way_and_the_others_stay(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": "зелёная", "server": 7, "after_mark": "right"}', encoding="utf-8")
    assert SettingsFile(path).load() == Settings(after_mark="right")


def test_a_key_of_a_newer_version_is_kept_for_it(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"parcel_folder": "D:/перенос"}', encoding="utf-8")
    file = SettingsFile(path)
    file.save(file.load())
    assert json.loads(path.read_text(encoding="utf-8"))["parcel_folder"] == "D:/перенос"


def test_saving_leaves_nothing_beside_the_file(path: Path) -> None:
    SettingsFile(path).save(Settings())
    assert [each.name for each in path.parent.iterdir()] == ["settings.json"]


def test_every_setting_says_what_it_means() -> None:
    assert all(str(each.type).startswith("Annotated[") for each in fields(Settings))


def test_the_settings_do_not_tell_who_signed_in(path: Path) -> None:
    SettingsFile(path).save(Settings(last_login=login_digest("petrova")))
    assert "petrova" not in path.read_text(encoding="utf-8")
    assert login_digest(" Petrova ") == login_digest("petrova") != login_digest("orlova")
    assert len(login_digest("petrova")) == 16


def test_the_file_lies_in_the_folder_of_the_computer_account() -> None:
    assert settings_path().parts[-2:] == ("uchitelskaya", "settings.json")
