"""Parcels from a console: sealed onto a stick at one computer, sent from another."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import office
from tests.desktop.seats import school_with_centre
from tests.sync.centre import PASSWORD
from tests.sync.workplaces import StaffRoom, Workplace


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StaffRoom]:
    with school_with_centre(tmp_path) as room:
        yield room


@pytest.fixture
def petrova(room: StaffRoom) -> Workplace:
    place = room.workplace("petrova")
    place.client.exchange()
    return place


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def say(room: StaffRoom, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run a command on the computer of the room."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    return office.run(["parcel", *words, "--parcels", str(room.folder / "parcels")])


def test_what_waits_is_sealed_onto_a_stick_and_sent_without_a_password(
    room: StaffRoom,
    petrova: Workplace,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    petrova.mark("5")
    petrova.mark("4", 1)
    petrova.leave()
    seal = ("seal", "--to", str(stick), "--login", "petrova", "--journals", str(petrova.folder))
    assert say(room, monkeypatch, *seal) == 0
    (file,) = stick.iterdir()
    assert capsys.readouterr().out == f"Пакет сохранён: {file}, записей: 2.\n"
    assert say(room, monkeypatch, "send", str(file)) == 0
    assert "Принято 2" in capsys.readouterr().out
    assert say(room, monkeypatch, "send", str(file), str(stick / "missing.uchp")) == 1
    told = capsys.readouterr()
    assert "уже был принят" in told.out
    assert "missing.uchp не прочитан" in told.out
    assert "Принято не всё: 1 из 2" in told.err
    petrova.client.exchange()
    petrova.leave()
    assert say(room, monkeypatch, *seal) == 0
    assert "ничто не ждёт" in capsys.readouterr().out


def test_a_computer_that_never_saw_the_school_says_what_to_do(
    room: StaffRoom,
    petrova: Workplace,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    petrova.mark("5")
    petrova.leave()
    seal = ("seal", "--to", str(stick), "--login", "petrova", "--journals", str(petrova.folder))
    assert say(room, monkeypatch, *seal) == 0
    (file,) = stick.iterdir()
    for card in (room.folder / "parcels").glob("*.centre"):
        card.unlink()
    assert say(room, monkeypatch, "send", str(file)) == 1
    assert "ещё не работали" in capsys.readouterr().out


def test_a_stick_that_is_not_there_is_named(
    room: StaffRoom,
    petrova: Workplace,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    petrova.mark("5")
    petrova.leave()
    seal = ("seal", "--to", str(stick / "no"), "--login", "petrova")
    assert say(room, monkeypatch, *seal, "--journals", str(petrova.folder)) == 1
    assert "носитель вынут" in capsys.readouterr().err
