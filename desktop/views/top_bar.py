"""The bar above a page: its switchers, the sign of the classroom mode, the connection, the user."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from desktop.theme import Theme
from desktop.views.chip import Chip
from desktop.views.elements import pill, title

_HEIGHT, _TWO_ROWS = 48, 84
_SIDE, _BETWEEN = 14, 10
_LINE = 3


class TopBar(QWidget):
    """One row, and two where there is no room for it, as at 200 % on a notebook.

    Switchers that are wider than the window slide under its edge and follow the focus.
    """

    def __init__(self, theme: Theme, chip: Chip, user: QPushButton) -> None:
        super().__init__()
        self._theme = theme
        self._in_class = False
        self._bars = QStackedWidget()
        self._room = _sliding(self._bars)
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
        self._right = right
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(_SIDE, 0, _SIDE, 1)
        self._row.setSpacing(0)
        self._row.addWidget(self._room, 1)
        self._row.addSpacing(_BETWEEN)
        self._row.addLayout(right)
        self.setFixedHeight(_HEIGHT)

    def add_bar(self, bar: QWidget | None, words: str) -> int:
        """Take over the switchers of a screen, or its title; return the place for ``show_bar``."""
        return self._bars.addWidget(bar or title(words))

    def show_bar(self, place: int, *, is_veiled: bool) -> None:
        """Show the bar of a screen; nothing of it while the screen is covered."""
        self._bars.setCurrentIndex(self._veiled if is_veiled else place)
        self._fit()

    def show_class(self, in_class: bool) -> None:
        """Show that only one pupil can be read, or that everybody can."""
        self._in_class = in_class
        self.sign.setVisible(in_class)
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._right.minimumSize().width() + 2 * _SIDE, self.minimumHeight())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # other words need another room
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.surface))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self._in_class:
            painter.fillRect(0, 0, self.width(), _LINE, QColor(tokens.held))

    def _fit(self) -> None:
        """Take one row or two, by what stands here now."""
        least = max(0, self._bars.currentWidget().minimumSizeHint().width())  # -1: nothing in it
        needed = least + self._right.minimumSize().width() + 2 * _SIDE + _BETWEEN
        directions = QBoxLayout.Direction
        is_narrow = needed > self.width()
        direction = directions.TopToBottom if is_narrow else directions.LeftToRight
        self._room.setMinimumWidth(0 if is_narrow else least)  # the connection is cut short first
        if direction != self._row.direction():
            self._row.setDirection(direction)
            self.setFixedHeight(_TWO_ROWS if is_narrow else _HEIGHT)


def _sliding(bars: QStackedWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(bars)
    return area
