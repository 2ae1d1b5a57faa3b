"""uchitelskaya import --check: what would be taken, and nothing taken."""

import json
from pathlib import Path

import pytest

from desktop import import_office, office
from tests.journal.imports.small_folder import small_tables, write_folder


@pytest.fixture(autouse=True)
def _own_presets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_office, "presets_path", lambda: tmp_path / "none.json")


def test_a_right_folder_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "tables", small_tables())
    report = tmp_path / "report.json"
    asked = ["import", str(folder), "--check", "--report", str(report)]
    assert office.run(asked) == 0
    told = capsys.readouterr().out
    assert "учеников: 5" in told
    assert "в журнал ничего не записано" in told
    content = json.loads(report.read_bytes())
    assert (content["taken"], content["errors"], content["findings"]) == (False, 0, [])


def test_errors_have_an_exit_code_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = small_tables()
    tables["ученики"][1][5] = "31.02.2014"
    folder = write_folder(tmp_path / "tables", tables)
    files = [str(path) for path in sorted(folder.iterdir())]
    report = tmp_path / "report.json"
    asked = ["import", *files, "--check", "--report", str(report)]
    assert office.run(asked) == import_office.TABLES_HAVE_ERRORS
    assert "Ошибка: ученики.xlsx, F2 «Дата рождения»" in capsys.readouterr().out
    (found,) = json.loads(report.read_bytes())["findings"]
    assert (found["severity"], found["cell"], found["advice"]) == (
        "error",
        "F2",
        "нужен вид ДД.ММ.ГГГГ",
    )


def test_no_such_file_is_a_plain_refusal(tmp_path: Path) -> None:
    assert office.run(["import", str(tmp_path / "nothing"), "--check"]) == 1
