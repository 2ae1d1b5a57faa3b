"""The ready pieces every screen is made of; style.py knows their looks."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.tokens import BODY_TEXT, SMALL_TEXT, TITLE_TEXT, Tone


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget one of the looks of the style sheet, also after it was shown."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_refused(field: QWidget, is_refused: bool) -> None:
    """Mark a field whose content was refused; the words stand beside it."""
    if field.property("refused") != is_refused:
        field.setProperty("refused", is_refused)
        field.style().unpolish(field)
        field.style().polish(field)


def set_tone(words: QLabel, tone: Tone | None) -> None:
    """Colour a label by a tone, or take the colour away; the words must say it as well."""
    if words.property("tone") != tone:
        words.setProperty("tone", tone)
        words.style().unpolish(words)
        words.style().polish(words)


def label(text: str = "", look: str = "", *, wraps: bool = False) -> QLabel:
    """Return a label of plain text.

    Plain, because names and topics typed by people must never be read as markup.
    """
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wraps)
    if look:
        made.setProperty("look", look)
    return made


def title(text: str, size: int = TITLE_TEXT) -> QLabel:
    """Return a bold title; ``size`` in device-independent pixels."""
    made = label(text)
    made.setFont(_bold(made.font(), size))
    return made


def strong(text: str) -> QLabel:
    """Return a bold label of the size of ordinary text."""
    return title(text, BODY_TEXT)


def small(text: str = "", *, wraps: bool = False) -> QLabel:
    """Return a small muted label."""
    return label(text, "small", wraps=wraps)


def pill(text: str, tone: Tone) -> QLabel:
    """Return a state in words on the ground of its tone, as in «ждёт решения»."""
    made = label(text)
    made.setProperty("pill", True)
    made.setProperty("tone", tone)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def key_cap(keys: str) -> QLabel:
    """Return a picture of a key or of keys pressed together, as in «Ctrl Z»."""
    made = label(keys, "key")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def button(text: str, look: str = "") -> QPushButton:
    """Return a button: ``look`` is "", "primary" (one on a screen) or "link"."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if look:
        made.setProperty("look", look)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def rule() -> QFrame:
    """Return a horizontal line inside a card."""
    made = QFrame()
    made.setProperty("look", "rule")
    made.setFixedHeight(1)
    return made


def tab_in_order(*widgets: QWidget) -> None:
    """Let Tab go from each of these to the next; what was made late is last without it."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)


class Card(QFrame):
    """A surface with a border; ``column`` is the layout to fill."""

    def __init__(self, *, margin: int = 14, gap: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(gap)


class EmptyState(QWidget):
    """Says on an empty screen what is missing and what to do next."""

    def __init__(
        self, what: str, now: str, action: QPushButton | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        for line in (title(what), label(now, "muted", wraps=True)):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            line.setMaximumWidth(460)
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(line, 100)
            row.addStretch(1)
            column.addLayout(row)
        if action is not None:
            column.addSpacing(4)
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


def _bold(font: QFont, size: int = SMALL_TEXT) -> QFont:
    font.setPixelSize(size)
    font.setBold(True)
    return font
