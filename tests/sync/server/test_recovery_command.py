"""Copying and restoring the database of a centre by its command line."""

from pathlib import Path

import pytest

from journal.clock import SystemClock
from journal.errors import UserError
from sync.server.backups import restore
from sync.server.cli import main
from tests.sync.centre import Centre
from tests.sync.databases import Databases
from tests.sync.restoring import receipts, tools_at_hand


def run(*words: str) -> int:
    with tools_at_hand():
        return main(words)


def test_a_copy_is_restored_into_an_empty_database(
    centre: Centre, databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, other = tmp_path / "centre.copy", databases.make()
    empty = databases.plain(other)
    assert run("backup", "--database", centre.database, "--to", str(copy)) == 0
    assert run("restore", "--database", empty, "--from", str(copy)) == 0
    said = capsys.readouterr().out
    assert "новая история" in said
    assert "station revoke" in said
    assert run("check", "--database", empty) == 0
    assert run("recovery", "show", "--database", empty) == 0
    assert "ждём возвращения остальных до" in capsys.readouterr().out
    assert run("recovery", "close", "--database", empty) == 0
    assert run("recovery", "close", "--database", empty) == 0
    assert "уже закончено" in capsys.readouterr().out
    assert run("orphans", "--database", empty) == 0
    assert "на месте" in capsys.readouterr().out
    databases.drop(other)


def test_a_database_with_a_school_is_replaced_only_when_told_so(
    centre: Centre, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "centre.copy"
    assert run("backup", "--database", centre.database, "--to", str(copy)) == 0
    before = receipts(centre)
    assert run("restore", "--database", centre.database, "--from", str(copy)) == 1
    assert "--replace" in capsys.readouterr().err
    assert run("restore", "--database", centre.database, "--from", str(copy), "--replace") == 0
    assert receipts(centre) == before
    assert centre.faults() == []


def test_a_copy_is_never_written_over_another_file(
    centre: Centre, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "centre.copy"
    copy.write_text("important")
    assert run("backup", "--database", centre.database, "--to", str(copy)) == 1
    assert "уже есть" in capsys.readouterr().err
    assert copy.read_text() == "important"
    assert list(tmp_path.iterdir()) == [copy]


def test_what_is_no_copy_of_a_centre_changes_nothing(centre: Centre, tmp_path: Path) -> None:
    before = receipts(centre)
    for content in (b"", b"SQLite format 3\0 and nonsense", b"PGDMP and nonsense"):
        file = tmp_path / "nonsense"
        file.write_bytes(content)
        with tools_at_hand(), pytest.raises(UserError):
            restore(centre.database, file, SystemClock(), may_replace=True)
    assert receipts(centre) == before


def test_a_database_restored_by_other_means_begins_a_new_history_too(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("recovery", "begin", "--database", centre.database, "--window-days", "3") == 0
    assert "новая история" in capsys.readouterr().out
    assert centre.faults() == []


def test_without_its_tools_the_command_to_run_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    file = tmp_path / "centre.copy"
    file.write_bytes(b"PGDMP")
    database = "postgresql://uch:secret@127.0.0.1/centre"
    with pytest.raises(UserError, match=r"pg_restore --dbname=postgresql://uch@") as refusal:
        restore(database, file, SystemClock(), may_replace=True)
    assert "secret" not in str(refusal.value)
