"""Round corners for a card that is filled to its edges."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QTableView, QWidget

from desktop.theme import Theme
from desktop.tokens import CARD_RADIUS

_SIDE = CARD_RADIUS + 1


class Rounding(QWidget):
    """Paints one corner of a card over what fills it; ``place()`` after every resize."""

    def __init__(self, theme: Theme, card: QWidget, corner: Qt.Corner) -> None:
        super().__init__(card)
        self._theme = theme
        self._card = card
        self._corner = corner
        self.setFixedSize(_SIDE, _SIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def place(self) -> None:
        """Stand in the corner."""
        card = self._card
        is_right = self._corner in (Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner)
        is_low = self._corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner)
        self.move(card.width() - _SIDE if is_right else 0, card.height() - _SIDE if is_low else 0)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        card = QRectF(self._card.rect()).translated(-self.x(), -self.y())
        whole, inside = QPainterPath(), QPainterPath()
        whole.addRect(card)
        inside.addRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(whole.subtracted(inside), QColor(self._theme.tokens.window))
        painter.setPen(QPen(QColor(self._theme.tokens.line), 1))
        painter.drawPath(inside)


class BarCap(QWidget):
    """Carries the ground of the heads on over the scroll bar of a table."""

    def __init__(self, theme: Theme, table: QTableView, height: int) -> None:
        super().__init__(table)
        self._theme = theme
        self._bar = table.verticalScrollBar()
        self._height = height
        self._bar.setStyleSheet(f"QScrollBar:vertical {{ margin-top: {height}px; }}")
        self._bar.rangeChanged.connect(self.place)
        theme.changed.connect(self.update)

    def place(self) -> None:
        """Stand over the bar, if there is one."""
        bar = self._bar.parentWidget() or self._bar
        table = self.parentWidget()
        if table is not None:
            self.setGeometry(table.width() - bar.width(), 0, bar.width(), self._height)
        self.setVisible(self._bar.maximum() > self._bar.minimum())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.window))
        painter.setPen(QColor(self._theme.tokens.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


def round_off(theme: Theme, card: QWidget) -> list[Rounding]:
    """Return the four corners of a card."""
    return [Rounding(theme, card, corner) for corner in Qt.Corner]
