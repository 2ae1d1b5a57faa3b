"""The bar above a page: its switchers, the sign of the classroom mode, the connection, the user."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from desktop.theme import Theme
from desktop.views.chip import Chip
from desktop.views.elements import pill, title

_HEIGHT, _TWO_ROWS = 48, 84
_TWO_ROWS_BELOW = 760
_LINE = 3


class TopBar(QWidget):
    """One row, and two where the window is narrow, as at 200 % on a notebook."""

    def __init__(self, theme: Theme, chip: Chip, user: QPushButton) -> None:
        super().__init__()
        self._theme = theme
        self._in_class = False
        self._bars = QStackedWidget()
        self._bars.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._veiled = self._bars.addWidget(QWidget())
        self.sign = pill("Режим класса · F9", "held")
        self.sign.setToolTip("Виден только один ученик. Выключить: F9 или меню у вашего имени.")
        self.sign.hide()
        right = QHBoxLayout()
        right.setSpacing(10)
        right.addStretch(1)
        right.addWidget(self.sign)
        right.addWidget(chip)
        right.addWidget(user)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(14, 0, 14, 1)
        self._row.setSpacing(0)
        self._row.addWidget(self._bars, 1)
        self._row.addSpacing(10)
        self._row.addLayout(right)
        self.fit(_TWO_ROWS_BELOW)

    def add_bar(self, bar: QWidget | None, words: str) -> int:
        """Take over the switchers of a screen, or its title; return the place for ``show_bar``."""
        return self._bars.addWidget(bar or title(words))

    def show_bar(self, place: int, *, is_veiled: bool) -> None:
        """Show the bar of a screen; nothing of it while the screen is covered."""
        self._bars.setCurrentIndex(self._veiled if is_veiled else place)

    def show_class(self, in_class: bool) -> None:
        """Show that only one pupil can be read, or that everybody can."""
        self._in_class = in_class
        self.sign.setVisible(in_class)
        self.update()

    def fit(self, width: int) -> None:
        """Take one row or two, by the width of the window."""
        is_narrow = width < _TWO_ROWS_BELOW
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        self.setFixedHeight(_TWO_ROWS if is_narrow else _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.surface))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self._in_class:
            painter.fillRect(0, 0, self.width(), _LINE, QColor(tokens.held))
