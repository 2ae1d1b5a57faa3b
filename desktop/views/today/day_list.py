"""The lessons of a day: number, time, title, four ticks, and the one to open now."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.icons import paint_icon
from desktop.models.rows import ROW_ROLE, Index
from desktop.models.today_board import TICK_WORDS
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, RADIUS, SMALL_TEXT, TITLE_TEXT
from desktop.views.printing.lists import SIDE, LineDelegate, rect_of
from journal.queries.day_plan import DayLine
from journal.queries.lesson_states import Tick

ROW_HEIGHT = 60
_NUMBER, _TIME, _TICK, _BUTTON = 34, 58, 118, 136
_LEAST_TITLE = 210
_SPOT = 14


class DayDelegate(LineDelegate):
    """Draws a lesson; ``button_row`` is the row that offers to open its lesson.

    Signals:
        pressed: the button of that row was clicked.
    """

    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ROW_HEIGHT)
        self.button_row: int | None = None

    def button_rect(self, box: QRect) -> QRect:
        """Return where the row's button is, given the row."""
        return QRect(box.right() - SIDE - _BUTTON, box.top() + 14, _BUTTON, 32)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box, tokens = rect_of(option), self.theme.tokens
        line: DayLine = index.data(ROW_ROLE)
        if line.phase == "running":
            painter.fillRect(box, QColor(tokens.row))
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), QColor(tokens.accent))
        super().paint(painter, option, index)
        if index.row() < index.model().rowCount() - 1:
            painter.setPen(QColor(tokens.inner_line))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        if index.row() == self.button_row:
            self._paint_button(painter, self.button_rect(box))

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        line: DayLine = index.data(ROW_ROLE)
        tokens, theme = self.theme.tokens, self.theme
        left = box.left()
        number = QRect(left, box.top(), _NUMBER, box.height())
        big = theme.font(TITLE_TEXT + 4, bold=True)
        self.write(painter, number, str(line.lesson.slot), tokens.muted, big)
        time = QRect(left + _NUMBER, box.top(), _TIME, box.height())
        self.write(painter, time, f"{line.begins:%H:%M}", tokens.muted, theme.font())
        ticks = len(TICK_WORDS) * _TICK
        end = box.right() - _BUTTON - SIDE
        start = left + _NUMBER + _TIME
        room = max(_LEAST_TITLE, end - ticks - start - SIDE)
        top = QRect(start, box.top() + 9, room, 22)
        self.write(painter, top, line.title, tokens.text, theme.font(BODY_TEXT + 1, bold=True))
        below = QRect(start, box.top() + 31, room, 18)
        self.write(painter, below, line.details, tokens.muted, theme.font(SMALL_TEXT))
        place = start + room + SIDE
        width = min(_TICK, (end - place) // len(TICK_WORDS))
        for word, tick in zip(TICK_WORDS, line.state.ticks, strict=True):
            self._paint_tick(painter, QRect(place, box.top(), width, box.height()), word, tick)
            place += width

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex,  # type: ignore[override]
    ) -> bool:
        is_on_button = (
            event.type() == QEvent.Type.MouseButtonRelease
            and isinstance(event, QMouseEvent)
            and index.row() == self.button_row
            and self.button_rect(rect_of(option)).contains(event.position().toPoint())
        )
        if is_on_button:
            self.pressed.emit()
        return is_on_button

    def _paint_tick(self, painter: QPainter, box: QRect, word: str, tick: Tick) -> None:
        tokens = self.theme.tokens
        middle = box.center().y() + 0.5
        spot = QRectF(box.left(), middle - _SPOT / 2, _SPOT, _SPOT)
        colour = {
            "done": tokens.good,
            "open": tokens.muted,
            "overdue": tokens.bad,
            "none": tokens.disabled,
        }[tick.state]
        painter.setPen(QPen(QColor(colour), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if tick.state == "done":
            painter.setBrush(QColor(colour))
            painter.drawEllipse(spot)
            paint_icon(painter, "check", spot.adjusted(2, 2, -2, -2), tokens.surface)
        elif tick.state == "none":
            painter.drawLine(QPointF(spot.left() + 3, middle), QPointF(spot.right() - 3, middle))
        else:
            painter.drawEllipse(spot)
        if tick.state == "overdue":
            painter.setFont(self.theme.font(SMALL_TEXT - 1, bold=True))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, "!")
        words = QRect(box.left() + _SPOT + 6, box.top(), box.width() - _SPOT - 8, box.height())
        self.write(painter, words, word, colour, self.theme.font())

    def _paint_button(self, painter: QPainter, box: QRect) -> None:
        tokens = self.theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRectF(box), RADIUS, RADIUS)
        painter.setPen(QColor(tokens.on_accent))
        painter.setFont(self.theme.font())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Открыть урок  Enter")
        painter.restore()
