"""The strip above a page that carries a sentence to the reader."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.icons import tinted_icon
from desktop.theme import Theme
from desktop.tokens import RADIUS, Tone, mixed
from desktop.views.elements import button, label

_SIGN = 18
_SIGNS: dict[Tone, str] = {"good": "check", "waiting": "alert", "bad": "alert"}


class Banner(QFrame):
    """Shows one sentence at a time until the reader closes it (a click or Esc)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone: Tone = "accent"
        self._sign = QLabel()
        self._words = label(wraps=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = button("Понятно", "link")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 6, 3)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        row.addWidget(self._close)
        # from anywhere in the window, and only while the strip is to be seen
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.activated.connect(self.hide)
        theme.changed.connect(self._dress)
        self.hide()

    @property
    def text(self) -> str:
        """Return the sentence on show, "" when there is none."""
        return "" if self.isHidden() else self._words.text()

    def say(self, words: str, tone: str = "accent") -> None:
        """Show a sentence in one of the tones; an empty one hides the strip."""
        self._tone = cast(Tone, tone)
        self._words.setText(words)
        self.setAccessibleName(words)
        self._dress()
        self.setVisible(bool(words))

    def _dress(self) -> None:
        colour, ground = self._theme.tokens.tone(self._tone)
        sign = tinted_icon(_SIGNS.get(self._tone, "help"), colour, _SIGN)
        self._sign.setPixmap(sign.pixmap(QSize(_SIGN, _SIGN), self.devicePixelRatio()))
        edge = mixed(ground, colour, 0.3)
        self.setStyleSheet(
            f"Banner {{ background: {ground}; border: 1px solid {edge};"
            f" border-radius: {RADIUS}px; }}"
            f" Banner > QLabel {{ color: {colour}; }}"
            f" Banner > QPushButton {{ color: {colour}; font-weight: bold; }}"
        )
