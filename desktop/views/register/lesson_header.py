"""The heads of the mark columns: month, work type with its weight, day with the roll call."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.models.cell_words import MONTHS, short_period, shown_weight
from desktop.models.register_model import RegisterModel
from desktop.theme import Theme
from desktop.views.register.ink import CENTRE, LEFT, elided, ink_of, paint_ring, paint_tick
from journal.queries.register_view import GridColumn
from journal.works import DEFAULT_WORK

MONTH_ROW, WORK_ROW, DAY_ROW = 17, 16, 24
HEADER_HEIGHT = MONTH_ROW + WORK_ROW + DAY_ROW


class LessonHeader(QHeaderView):
    """A head is the lesson: a click on it opens what is known of it."""

    def __init__(self, theme: Theme, model: RegisterModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._register = model
        self._ink = ink_of(theme)
        self._current = -1
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self._dip)

    def show_current(self, column: int) -> None:
        """Mark the column of the current cell."""
        if column != self._current:
            self._current = column
            self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(0, HEADER_HEIGHT)  # the inherited one measures every column

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._ink.window)
        painter.setPen(self._ink.line)
        low = self.height() - 1
        painter.drawLine(event.rect().left(), low, event.rect().right(), low)
        painter.end()
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        ink, column = self._ink, self._register.lesson_column(logicalIndex)
        painter.fillRect(rect, ink.window)
        if column is None:
            self._paint_end(painter, rect, logicalIndex)
        else:
            self._paint_lesson(painter, rect, logicalIndex, column)
        painter.setPen(ink.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_lesson(self, painter: QPainter, rect: QRect, place: int, column: GridColumn) -> None:
        ink, view = self._ink, self._register.view
        if view is None:
            return
        self._paint_month(painter, rect, place, column)
        work = QRect(rect.left(), rect.top() + MONTH_ROW, rect.width() - 1, WORK_ROW)
        if column.work != DEFAULT_WORK and view.graded:
            weight = "" if column.weight == 1 else f"×{shown_weight(column.weight)}"
            painter.setFont(ink.tiny)
            painter.setPen(ink.muted)
            painter.drawText(work, CENTRE, f"{column.work}{weight}")
        first, last = self._lesson_span(place)
        edge = 1 if place == last else 0  # the columns of a lesson share one bar
        day = QRect(rect.left(), work.bottom() + 1, rect.width() - edge, DAY_ROW - 1)
        is_today = column.day == view.today
        if is_today:
            painter.fillRect(day, ink.accent)
        elif place == self._current:
            painter.fillRect(day, ink.accent_weak)
        ground_colour = ink.on_accent if is_today else ink.text
        painter.setPen(ink.muted if column.future else ground_colour)
        painter.setFont(ink.body if column.future else ink.body_bold)
        painter.setClipRect(rect)
        # the number stands over what is in sight of its columns and leaves room for the tick
        left = max(0, self.sectionViewportPosition(first))
        end = min(self.viewport().width(), self.sectionViewportPosition(last) + rect.width())
        width = end - left - 1 - (0 if column.future else 8)
        whole = QRect(left, day.top(), width, day.height())
        painter.drawText(whole, CENTRE, self._day_text(place, column))
        painter.setClipping(False)
        if place == last and not column.future:
            spot = QPointF(rect.right() - 7, day.center().y() + 1)
            if column.called:
                paint_tick(painter, ink.on_accent if is_today else ink.good, spot)
            else:
                paint_ring(painter, ink.on_accent if is_today else ink.waiting, spot)
        painter.setPen(ink.inner_line)
        if place == last:
            painter.drawLine(rect.right(), work.top(), rect.right(), rect.bottom())

    def _paint_month(self, painter: QPainter, rect: QRect, place: int, column: GridColumn) -> None:
        """Write the month over its columns, beginning at the first one in sight."""
        ink = self._ink
        first = place
        while self._same_month(first - 1, column) and self.sectionViewportPosition(first) > 0:
            first -= 1
        if first == place and place and not self._same_month(place - 1, column):
            painter.setPen(ink.line)
            painter.drawLine(rect.left() - 1, rect.top(), rect.left() - 1, rect.bottom())
        last = place
        while self._same_month(last + 1, column):
            last += 1
        left = self.sectionViewportPosition(first)
        end = self.sectionViewportPosition(last) + self.sectionSize(last)
        width = min(end, self.viewport().width()) - left
        painter.setFont(ink.small_bold)
        painter.setPen(ink.muted)
        painter.setClipRect(rect)
        month = QRect(left + 6, rect.top() + 1, width - 8, MONTH_ROW)
        name = MONTHS[column.day.month - 1][0]
        if QFontMetrics(ink.small_bold).horizontalAdvance(name) > month.width():
            name = f"{name[:3]}."
        painter.drawText(month, LEFT, name)
        painter.setClipping(False)

    def _paint_end(self, painter: QPainter, rect: QRect, place: int) -> None:
        ink, view = self._ink, self._register.view
        if view is None:
            return
        period = self._register.period_of(place)
        text = short_period(period.name) if period is not None else "Средний"
        day = QRect(rect.left(), rect.bottom() - DAY_ROW + 1, rect.width() - 1, DAY_ROW - 1)
        if place == self._current:
            painter.fillRect(day, ink.accent_weak)
        painter.setFont(ink.small_bold)
        painter.setPen(ink.text)
        painter.drawText(day, CENTRE, elided(ink.small_bold, text, day.width()))
        painter.setPen(ink.line)
        painter.drawLine(rect.topLeft(), rect.bottomLeft())

    def _same_month(self, place: int, column: GridColumn) -> bool:
        other = self._register.lesson_column(place)
        return other is not None and other.day.month == column.day.month

    def _lesson_span(self, place: int) -> tuple[int, int]:
        """Return the first and the last column of the lesson."""
        column = self._register.lesson_column(place)
        first = last = place
        while self._is_of(column, first - 1):
            first -= 1
        while self._is_of(column, last + 1):
            last += 1
        return first, last

    def _is_of(self, column: GridColumn | None, place: int) -> bool:
        other = self._register.lesson_column(place)
        return other is not None and column is not None and other.lesson == column.lesson

    def _day_text(self, place: int, column: GridColumn) -> str:
        first, last = self._lesson_span(place)
        around = (self._register.lesson_column(first - 1), self._register.lesson_column(last + 1))
        if any(other is not None and other.day == column.day for other in around):
            return f"{column.day:%d}/{column.slot}"  # two lessons in one day: bell slots
        return f"{column.day:%d}"

    def _dip(self) -> None:
        self._ink = ink_of(self._theme)
        self.viewport().update()
