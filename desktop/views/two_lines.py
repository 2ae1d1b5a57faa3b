"""Lists whose rows have a bold line and a small one below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.models.rows import ROW_ROLE, Index
from desktop.theme import Theme
from desktop.tokens import SMALL_TEXT
from desktop.views.printing.lists import SIDE, LineDelegate, rect_of, state_of


class TwoLines(NamedTuple):
    """What a row says; ``is_overdue``: its deadline has passed."""

    title: str
    details: str
    is_overdue: bool = False


class TwoLineDelegate(LineDelegate):
    """Draws a row of a ``RowsModel`` as ``say`` words it."""

    def __init__(self, theme: Theme, say: Callable[[Any], TwoLines]) -> None:
        super().__init__(theme, 50)
        self._say = say

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = rect_of(option)
        if state_of(option) & QStyle.StateFlag.State_HasFocus:
            super().paint(painter, option, index)
        else:
            self.fill(painter, box.adjusted(SIDE, 0, -SIDE, 0), index)
        painter.setPen(QColor(self.theme.tokens.inner_line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        said, tokens = self._say(index.data(ROW_ROLE)), self.theme.tokens
        top = QRect(box.left(), box.top() + 6, box.width(), 20)
        self.write(painter, top, said.title, tokens.text, self.theme.font(bold=True))
        below = QRect(box.left(), box.top() + 26, box.width(), 18)
        colour = tokens.bad if said.is_overdue else tokens.muted
        self.write(painter, below, said.details, colour, self.theme.font(SMALL_TEXT))
