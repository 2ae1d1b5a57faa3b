"""A user's hands and eyes: keys, clicks, looking until something is there."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

W = TypeVar("W", bound=QWidget)

_PATIENCE = 120.0
_NO_KEY = Qt.KeyboardModifier.NoModifier


class GaveUpError(Exception):
    """What the user waited for did not come."""


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NO_KEY, text: str = ""
) -> None:
    """Press and release one key in ``widget``."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, modifiers, text))


def type_text(widget: QWidget, text: str) -> None:
    """Type letters, Cyrillic ones too, into whatever has the focus inside ``widget``."""
    for letter in text:
        inside: QWidget | None = widget.focusWidget()
        press(inside if inside is not None else widget, Qt.Key.Key_unknown, _NO_KEY, letter)


def click(widget: QWidget, where: QPoint | None = None) -> None:
    """Click with the left button, in the middle unless ``where`` says otherwise."""
    place = where or widget.rect().center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, _NO_KEY, place)


def button(parent: QWidget, words: str) -> QAbstractButton:
    """Return the visible button whose text begins with ``words``.

    Raises:
        GaveUpError: there is none.
    """
    for found in parent.findChildren(QAbstractButton):
        if found.isVisible() and found.text().replace("&", "").startswith(words):
            return found
    raise GaveUpError(f"нет кнопки «{words}»")


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Let the program work until ``happened``.

    Raises:
        GaveUpError: it did not, within two minutes.
    """
    until = time.monotonic() + _PATIENCE
    while not happened():
        if time.monotonic() > until:
            raise GaveUpError(f"не дождались: {what}")
        QTest.qWait(10)


def rest() -> None:
    """Look at the screen for a moment: pages that are being drawn come into sight."""
    QTest.qWait(700)


def picture(widget: QWidget, file: Path) -> None:
    """Save what is on the widget as a PNG, once its parts have found their places."""
    for _ in range(4):  # the first wait may be used up by the work that had piled up
        QTest.qWait(20)
    file.parent.mkdir(parents=True, exist_ok=True)
    widget.grab().save(str(file))
