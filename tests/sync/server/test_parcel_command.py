"""Parcels at the console of the centre: a letter or a stick is taken in beside the server."""

from pathlib import Path

import pytest

from sync.server.cli import main
from tests.small_school import PETROVA
from tests.sync.centre import Centre
from tests.sync.server.test_parcels import marks, sealed, take


def run(centre: Centre, *words: str) -> int:
    """Run a command on the database of a centre."""
    return main(["parcel", *words, "--database", centre.database], centre.clock)


def test_files_are_taken_in_and_a_bad_one_keeps_no_other_from_it(
    centre: Centre, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter, broken = tmp_path / "letter.uchp", tmp_path / "broken.uchp"
    parcel = sealed(centre, marks(centre.station(PETROVA)))
    letter.write_bytes(parcel)
    broken.write_bytes(parcel[:-1])
    missing = tmp_path / "missing.uchp"
    assert run(centre, "take", str(missing), str(broken), str(letter)) == 1
    said, complained = capsys.readouterr()
    assert said == f"{letter}: Принято 5, ждёт решения 0, отклонено 0.\n"
    assert f"{missing}: файл не читается" in complained
    assert f"{broken}: Пакет повреждён" in complained
    assert run(centre, "take", str(letter)) == 0
    again = capsys.readouterr().out
    assert "Этот пакет уже был принят. Принято 5" in again
    assert "Впервые принят 15.09.2026 06:00 UTC." in again
    assert centre.faults() == []


def test_the_list_says_when_how_much_of_whom_and_by_whom(
    centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(centre, "list") == 0
    assert capsys.readouterr().out == "Пакетов ещё не было.\n"
    take(centre, sealed(centre, marks(centre.station(PETROVA))))
    assert run(centre, "list") == 0
    said = capsys.readouterr().out
    assert "15.09.2026 06:00 UTC\tзаписей 5, новых 5" in said
    assert "рабочее место № 1: записи 1-5" in said
    assert said.endswith("Смирнова Е. П., 192.0.2.7\n")
