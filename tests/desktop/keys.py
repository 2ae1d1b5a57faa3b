"""Keys pressed by hand: pytest-qt's own way aborts the process on a Cyrillic letter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def type_text(widget: QWidget, text: str) -> None:
    """Type letters of any alphabet into a widget, a key press and release each.

    A widget that hands its focus to a child while typing (a cell that opens its editor) gets
    the rest of the text there, as from a real keyboard.
    """
    for letter in text:
        target = widget.focusProxy() or widget
        heir = QApplication.focusWidget()
        if heir is not None and target.isAncestorOf(heir):
            target = heir
        code = ord(letter.upper())
        _press(target, code, _NO_MODIFIER, letter)


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NO_MODIFIER, text: str = ""
) -> None:
    """Press and release a key that is not a letter, such as Enter or an arrow."""
    _press(widget.focusProxy() or widget, int(key), modifiers, text)


def _press(widget: QWidget, code: int, modifiers: Qt.KeyboardModifier, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, code, modifiers, text))
