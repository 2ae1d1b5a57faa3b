"""Paints the lessons of the right half: date, topic or its proposal, homework."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.models.lessons_model import DATE, HOMEWORK, TOPIC, LessonsModel
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, RADIUS, mixed
from desktop.views.register.ink import LEFT, elided, ink_of, paint_sign

_SIDE, _ABOVE, _LEAST, _PLAN_SIDE, _KEY = 9, 6, 31, 8, 38
_ROOM_FOR_KEY = "\u00a0" * 13
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_NONE = "не задано"


class LineDelegate(QStyledItemDelegate):
    """Words wrap; what the plan offers stands in a dashed box with the key that takes it."""

    def __init__(self, theme: Theme, model: LessonsModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view
        self._row = -1
        theme.changed.connect(self._dip)
        self._dip()

    def show_row(self, row: int) -> None:
        """Mark the lesson of the current column."""
        self._row = row

    def height(self, row: int, topic_width: int, homework_width: int) -> int:
        """Return the height of a row in pixels, by its words."""
        line = self._model.line(row)
        tall = _LEAST - 2 * _ABOVE
        for column, width in ((TOPIC, topic_width), (HOMEWORK, homework_width)):
            text, room = self._words(row, column), width - 2 * _SIDE
            if self._offers(row, column):
                # the box reaches further out than words alone, and its last line holds the key
                room += 7 - 2 * _PLAN_SIDE
                tall = max(tall, self._measure(text + _ROOM_FOR_KEY, room) + 6)
            elif text:
                tall = max(tall, self._measure(text, room))
        if line.note:
            tall += QFontMetrics(self._ink.tiny).height()
        return tall + 2 * _ABOVE + 1

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model, ink = self._model, self._ink
        row, column = index.row(), index.column()
        box: QRect = option.rect  # type: ignore[attr-defined]
        line = model.line(row)
        painter.fillRect(box, self._ground(row, column))
        painter.setPen(ink.inner_line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inside = box.adjusted(_SIDE, _ABOVE, -_SIDE, -_ABOVE)
        if column == DATE:
            view = model.page.view
            is_today = view is not None and line.day == view.today
            painter.setFont(ink.body_bold if is_today or row == self._row else self._font)
            painter.setPen(ink.accent if is_today else ink.muted)
            painter.drawText(inside.adjusted(0, 0, _SIDE, 0), _WRAPPED, f"{line.day:%d.%m}")
        elif self._offers(row, column):
            self._paint_offer(painter, box, row, column)
        else:
            self._paint_words(painter, inside, row, column)
        if column == TOPIC and line.note:
            painter.setFont(ink.tiny)
            painter.setPen(ink.held)
            under = QRect(inside.left(), inside.bottom() - 13, inside.width(), 14)
            painter.drawText(under, LEFT, line.note)
        sign = model.cell(row, column).sign
        if sign:
            paint_sign(painter, ink, sign, box)
        if self._view.hasFocus() and index == self._view.currentIndex() and column != DATE:
            painter.setPen(QPen(ink.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -2))

    def _paint_words(self, painter: QPainter, box: QRect, row: int, column: int) -> None:
        ink, line = self._ink, self._model.line(row)
        text = self._words(row, column)
        is_quiet = column == HOMEWORK or not self._model.cell(row, column).text
        painter.setFont(self._font)
        painter.setPen(ink.muted if is_quiet else ink.text)
        painter.drawText(box, _WRAPPED, text)
        if column == HOMEWORK and not line.homework.text and line.due:
            painter.setPen(ink.waiting)
            painter.drawText(box, _WRAPPED, text)

    def _paint_offer(self, painter: QPainter, box: QRect, row: int, column: int) -> None:
        ink = self._ink
        frame = box.adjusted(_SIDE - 4, 4, -3, -5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self._dashes, 1, Qt.PenStyle.DashLine))
        painter.setBrush(ink.surface)
        painter.drawRoundedRect(frame.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        words = frame.adjusted(_PLAN_SIDE, 4, -_PLAN_SIDE, -2)
        painter.setFont(self._font)
        painter.setPen(ink.muted)
        painter.drawText(words, _WRAPPED, self._words(row, column))
        cap = QRect(frame.right() - _KEY - 4, frame.bottom() - 20, _KEY, 16)
        painter.setPen(self._cap)
        painter.setBrush(ink.window)
        painter.drawRoundedRect(cap, 3, 3)
        painter.setFont(ink.tiny)
        painter.setPen(ink.muted)
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), "Enter")

    def _ground(self, row: int, column: int) -> QColor:
        ink, model = self._ink, self._model
        view = model.page.view
        line = model.line(row)
        if column != DATE and model.lock(row, column).words and not model.shut:
            return ink.locked_row if row == self._row else ink.locked
        is_today = view is not None and line.day == view.today
        return ink.row if is_today or row == self._row else ink.surface

    def _words(self, row: int, column: int) -> str:
        line, model = self._model.line(row), self._model
        text = model.cell(row, column).text
        if text or model.lock(row, column).words:
            return text
        if column == HOMEWORK:
            offer = line.planned_homework
            return f"из КТП: {offer}" if offer else f"нет задания, {line.due}" * bool(line.due)
        if line.planned_topic:
            return f"из КТП, № {line.planned_number}: {line.planned_topic}"
        return ""

    def _offers(self, row: int, column: int) -> bool:
        return column != DATE and bool(self._model.offer(row, column))

    def _measure(self, text: str, width: int) -> int:
        box = QFontMetrics(self._font).boundingRect(
            QRect(0, 0, max(40, width), 999), _WRAPPED, text
        )
        return box.height()

    def _dip(self) -> None:
        self._ink = ink_of(self._theme)
        self._font: QFont = self._theme.font(BODY_TEXT - 1)
        tokens = self._theme.tokens
        self._dashes = QColor(mixed(tokens.line, tokens.accent, 0.6))
        self._cap = QColor(mixed(tokens.line, tokens.muted, 0.25))


class LineHeader(QHeaderView):
    """The heads of the right half, as tall as those of the left."""

    def __init__(self, theme: Theme, height: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._height = height
        self._count = ""
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        theme.changed.connect(self.viewport().update)

    def tell(self, words: str) -> None:
        """Write a line over the heads."""
        self._count = words
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        ink = ink_of(self._theme)
        painter.fillRect(rect, ink.window)
        painter.setFont(ink.body_bold)
        painter.setPen(ink.text)
        words = QRect(rect.left() + _SIDE, rect.bottom() - 24, rect.width() - _SIDE, 23)
        text = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        painter.drawText(words, LEFT, elided(ink.body_bold, str(text or ""), words.width()))
        painter.setFont(ink.small)
        painter.setPen(ink.muted)
        painter.setClipRect(rect)  # one line over all heads, painted by each in its own place
        painter.drawText(QRect(_SIDE, 4, self.viewport().width(), 18), LEFT, self._count)
        painter.setClipping(False)
        painter.setPen(ink.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
