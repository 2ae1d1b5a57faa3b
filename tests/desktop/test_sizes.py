"""What the program remembers of its looks: the window, and how the register is divided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QSplitter
from pytestqt.qtbot import QtBot

from desktop.models.lessons_model import TOPIC
from desktop.settings import Settings, SettingsFile
from desktop.sizes import give_shares, keep_sizes
from desktop.theme import Theme
from desktop.views.window import MainWindow
from tests.desktop.registers import Register


@pytest.fixture
def register(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Register]:
    register = Register(tmp_path, theme, qtbot)
    yield register
    register.close()


def test_the_window_comes_back_as_large_as_it_was(tmp_path: Path, qtbot: QtBot) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    window, again = MainWindow(), MainWindow()
    for each in (window, again):
        qtbot.addWidget(each)
    window.resize(1111, 666)
    keep_sizes(file, window, [])
    again.take_size(file.load().window, is_full=file.load().window_is_full)
    assert (again.width(), again.height()) == (1111, 666)
    assert not again.isMaximized()
    window.showMaximized()
    keep_sizes(file, window, [])
    again.take_size(file.load().window, is_full=file.load().window_is_full)
    assert again.isMaximized()
    assert file.load().window == (1111, 666)  # what it was before it filled the screen


def test_a_size_of_a_larger_screen_is_cut_to_this_one(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    at_school, at_home, on_notebook = (MainWindow() for _ in range(3))
    for each in (at_school, at_home, on_notebook):
        qtbot.addWidget(each)
    at_school.resize(1900, 1000)
    keep_sizes(file, at_school, [])
    for window, screen in ((at_home, QSize(1600, 860)), (on_notebook, QSize(1366, 728))):
        monkeypatch.setattr(QScreen, "availableSize", lambda _, room=screen: room)
        window.take_size(file.load().window, is_full=file.load().window_is_full)
        window.appear()
        assert window.width() <= screen.width() or window.isMaximized()
        assert window.isMaximized() == (window is on_notebook)
        keep_sizes(file, window, [])
    assert file.load().window == (1592, 820)  # filling the notebook's screen is no size of its own


def test_a_divided_register_comes_back_divided(
    register: Register, tmp_path: Path, qtbot: QtBot
) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    screen, window = register.screen, MainWindow()
    qtbot.addWidget(window)
    keep_sizes(file, window, [screen])
    assert file.load().register_shares == (0, 0)  # nobody has changed anything
    halves = screen.findChild(QSplitter)
    assert halves is not None
    halves.moveSplitter(500, 1)
    screen.lessons.table.horizontalHeader().resizeSection(TOPIC, 120)
    register.settle()
    keep_sizes(file, window, [screen])
    kept = file.load().register_shares
    assert kept[0] == pytest.approx(500 * 1000 / (screen.width() - halves.handleWidth()), abs=15)
    assert 0 < kept[1] < 600
    screen.divide((700, 500))
    give_shares([screen], Settings(register_shares=kept))
    half, topic = screen.shares
    assert (abs(half - kept[0]) <= 4, topic) == (True, kept[1])
