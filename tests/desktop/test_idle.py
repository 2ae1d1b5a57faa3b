"""The lock that comes by itself: only when neither keys nor mouse were used for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.idle import IdleWatch
from journal.clock import SystemClock

PATIENCE = timedelta(milliseconds=150)


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    return field


def press_a_key(window: QWidget) -> None:
    """Press a key as the system hands it on: to the window, which finds the widget."""
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_5)


def test_who_types_or_moves_the_mouse_is_not_locked_out(
    field: QLineEdit, qapp: QApplication, qtbot: QtBot
) -> None:
    watch = IdleWatch(qapp, PATIENCE, SystemClock())
    with qtbot.assertNotEmitted(watch.idle):
        for _ in range(4):
            qtbot.wait(50)
            press_a_key(field)
        for step in range(4):
            qtbot.wait(50)
            QTest.mouseMove(field.windowHandle(), QPoint(5 + step, 5))
    assert field.text() == "5555"
    with qtbot.waitSignal(watch.idle, timeout=2000):
        pass


def test_a_dialog_over_the_window_is_heard_too(
    field: QLineEdit, qapp: QApplication, qtbot: QtBot
) -> None:
    watch = IdleWatch(qapp, PATIENCE, SystemClock())
    dialog = QDialog(field)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    with qtbot.assertNotEmitted(watch.idle):
        for _ in range(4):
            qtbot.wait(50)
            press_a_key(dialog)
    dialog.close()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    with qtbot.assertNotEmitted(watch.idle):
        for _ in range(4):
            press_a_key(field)
            qtbot.wait(50)


def test_zero_never_locks(field: QLineEdit, qapp: QApplication, qtbot: QtBot) -> None:
    watch = IdleWatch(qapp, timedelta(), SystemClock())
    with qtbot.assertNotEmitted(watch.idle, wait=200):
        pass
