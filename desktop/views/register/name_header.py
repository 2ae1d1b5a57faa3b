"""The frozen left of the register: number and name of each pupil."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.models.register_model import RegisterModel
from desktop.theme import Theme
from desktop.views.register.ink import LEFT, RIGHT, elided, ink_of
from desktop.views.register.lesson_header import DAY_ROW, HEADER_HEIGHT

_NUMBER, _GAP = 30, 10
_LEAST, _MOST = 130, 240
_HIDDEN = 110  # the bar over a name that is not to be read: all of one length


class NameHeader(QHeaderView):
    """Never scrolls sideways; a click on a name opens what is known of the pupil here."""

    def __init__(self, theme: Theme, model: RegisterModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self._register = model
        self._ink = ink_of(theme)
        self._current = -1
        self._width = _NUMBER + _LEAST
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self._dip)

    def needed_width(self) -> int:
        """Return what the longest name takes, within reason."""
        view = self._register.view
        metrics = QFontMetrics(self._ink.body_bold)
        longest = max(
            (metrics.horizontalAdvance(pupil.name) for pupil in view.pupils if pupil.name)
            if view is not None and view.pupils
            else (0,)
        )
        return _NUMBER + _GAP + min(_MOST, max(_LEAST, longest)) + 8

    def set_width(self, width: int) -> None:
        """Take a width in pixels; the grid gives what its columns leave."""
        if width != self._width:
            self._width = width
            self.setFixedWidth(width)

    def show_current(self, row: int) -> None:
        """Mark the pupil of the current cell."""
        if row != self._current:
            before, self._current = self._current, row
            for each in (before, row):
                if 0 <= each < self.count():
                    self.updateSection(each)

    def sizeHint(self) -> QSize:
        return QSize(self._width, 0)  # the inherited one measures every row

    def paintEvent(self, event: QPaintEvent) -> None:
        # below the last pupil the ground is that of the cells, not that of heads
        QPainter(self.viewport()).fillRect(event.rect(), self._ink.surface)
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        ink, pupil = self._ink, self._register.pupil(logicalIndex)
        is_current = logicalIndex == self._current
        painter.fillRect(rect, ink.row if is_current else ink.surface)
        painter.setPen(ink.muted)
        painter.setFont(ink.small)
        number = QRect(rect.left(), rect.top(), _NUMBER - 6, rect.height() - 1)
        painter.drawText(number, RIGHT, str(pupil.number))
        font = ink.body_bold if is_current else ink.body
        name = QRect(
            rect.left() + _NUMBER + _GAP - 6,
            rect.top(),
            rect.width() - _NUMBER - _GAP,
            rect.height() - 1,
        )
        painter.setFont(font)
        if self._register.is_hidden(logicalIndex):
            bar = QRect(name.left(), rect.center().y() - 4, min(_HIDDEN, name.width() - 8), 8)
            painter.fillRect(bar, ink.inner_line)
            self._rule(painter, rect, ink.inner_line, ink.line)
            return
        gone = pupil.term_mark.crossed
        painter.setPen(ink.muted if gone else ink.text)
        painter.drawText(name, LEFT, elided(font, pupil.name, name.width()))
        self._rule(painter, rect, ink.inner_line, ink.line)

    def _rule(self, painter: QPainter, rect: QRect, below: QColor, beside: QColor) -> None:
        painter.setPen(below)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(beside)
        painter.drawLine(rect.topRight(), rect.bottomRight())

    def _dip(self) -> None:
        self._ink = ink_of(self._theme)
        self.viewport().update()


class Corner(QWidget):
    """What stands over the names.

    Signals:
        clicked: the corner was pressed.
    """

    clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(HEADER_HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = ink_of(self._theme)
        painter = QPainter(self)
        painter.fillRect(self.rect(), ink.window)
        row = QRect(0, self.height() - DAY_ROW, self.width(), DAY_ROW - 1)
        painter.setFont(ink.small_bold)
        painter.setPen(ink.muted)
        painter.drawText(row.adjusted(0, 0, _NUMBER - 6 - self.width(), 0), RIGHT, "№")
        painter.setFont(ink.body_bold)
        painter.setPen(ink.text)
        painter.drawText(row.adjusted(_NUMBER + _GAP - 6, 0, 0, 0), LEFT, "Фамилия, имя")
        painter.setPen(ink.line)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
