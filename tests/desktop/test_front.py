"""The sign-in page stands before the program is loaded, and nobody has to wait for that."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.custody import Custody
from desktop.entrance import Entrance
from desktop.front import Front
from desktop.program import Outfit, Program
from desktop.screens import make_screens
from desktop.settings import Settings, SettingsFile
from desktop.theme import Theme
from desktop.views.safety.check import CheckDialog
from tests.desktop.keys import press, type_text
from tests.journal.desks import HandClock
from tests.sync.centre import CHEAP, PASSWORD
from tests.sync.lone import lone_journal

ENTER = Qt.Key.Key_Return
HEAVY = ("sqlalchemy", "alembic", "sqlcipher3", "httpx", "reportlab", "cryptography", "keyring")
"""What takes most of the time that it takes to load the program."""

# the real program, up to the moment when its page is painted
_START = f"""
import sys
from PySide6.QtWidgets import QApplication
from desktop import app
class Watched(app.Start):
    def _load(self):
        heavy = [each for each in {HEAVY} if each in sys.modules]
        print("painted", self.front.window.isVisible(), heavy, flush=True)
        super()._load()
    def _go_on(self, outfit):
        super()._go_on(outfit)
        print("loaded", self.program.window is self.front.window, flush=True)
        QApplication.quit()
app.Start = Watched
app.main([])
"""


@pytest.fixture
def front(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Front]:
    front = Front(theme, Settings(), tmp_path / "journals")
    qtbot.addWidget(front.window)
    yield front
    front.close()


@pytest.fixture
def program(
    tmp_path: Path, theme: Theme, qapp: QApplication, front: Front
) -> Iterator[Callable[[], Program]]:
    """Return what brings the rest of the program behind the front."""
    clock, started = HandClock(), list[Program]()
    clock.set(2026, 9, 15)
    journals = tmp_path / "journals"
    with httpx.Client(transport=httpx.MockTransport(_no_network)) as http:

        def bring() -> Program:
            outfit = Outfit(
                clock=clock,
                http=http,
                entrance=Entrance(journals, http, clock, CHEAP),
                settings=SettingsFile(tmp_path / "settings.json"),
                theme=theme,
                screens=make_screens,
                custody=Custody(journals, http, clock, CHEAP),
                parcels=tmp_path / "parcels",
            )
            program = Program(qapp, outfit, front)
            started.append(program)
            program.take_over(front)
            return program

        yield bring
        for each in started:
            each.close()


def test_the_page_is_painted_before_the_program_is_loaded(tmp_path: Path) -> None:
    folders = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME")
    variables = {**os.environ, **dict.fromkeys(folders, str(tmp_path))}
    done = subprocess.run(
        [sys.executable, "-c", _START], env=variables, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines() == ["painted True []", "loaded True"], done.stderr


def test_who_is_quicker_than_the_program_comes_in_all_the_same(
    tmp_path: Path, front: Front, program: Callable[[], Program], qtbot: QtBot
) -> None:
    lone_journal(tmp_path / "journals")
    with qtbot.waitSignal(front.painted):
        front.window.show()
    page = front.page
    type_text(page.login, "petrova")
    press(page.login, ENTER)
    assert not page.asks_for_server
    type_text(page.password.edit, PASSWORD)
    press(page.password.edit, ENTER)
    qtbot.wait(50)
    assert page.doing == "Открываем журнал…"
    running = program()
    qtbot.waitUntil(lambda: running.shell is not None, timeout=10_000)
    assert running.window is front.window
    assert running.window.page is running.shell


def test_what_was_asked_too_soon_is_answered(
    front: Front, program: Callable[[], Program], qtbot: QtBot
) -> None:
    with qtbot.waitActive(front.window):
        front.window.show()
    front.page.help["check"].click()
    assert front.window.findChild(CheckDialog) is None
    program()
    assert front.window.findChild(CheckDialog) is not None


def test_a_sign_in_that_was_given_up_opens_nothing(
    tmp_path: Path, front: Front, program: Callable[[], Program], qtbot: QtBot
) -> None:
    lone_journal(tmp_path / "journals")
    type_text(front.page.login, "petrova")
    type_text(front.page.password.edit, PASSWORD)
    press(front.page.password.edit, ENTER)
    front.page.stop()
    running = program()
    qtbot.wait(300)
    assert running.shell is None
    assert front.window.page is front.page


def test_a_remembered_sign_in_is_known_and_forgotten_at_once(tmp_path: Path, front: Front) -> None:
    place = lone_journal(tmp_path / "journals")
    place.remembered.write_text("wrapped")
    assert front.door.remembers("petrova")
    front.door.forget("petrova")
    assert not front.door.remembers("petrova")
    place.remembered.write_text("wrapped")
    lone_journal(tmp_path / "others")
    for other in (tmp_path / "others").iterdir():
        other.rename(place.folder.with_name("0" * 32))
    assert not front.door.remembers("petrova")  # two journals under one account


def _no_network(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no network", request=request)
