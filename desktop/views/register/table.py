"""One of the two tables that show the register: lessons that scroll, mean and term that do not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.models.register_model import RegisterModel
from desktop.theme import Theme
from desktop.views.elements import set_look
from desktop.views.register.cell_painter import CellPainter, Span

KeyHandler = Callable[[QKeyEvent], bool]


class RegisterTable(QTableView):
    """Paints and scrolls; what a key means is for the grid to say.

    Signals:
        resized: the cells have another room.
    """

    resized = Signal()

    def __init__(
        self, theme: Theme, model: RegisterModel, header: QHeaderView, on_key: KeyHandler
    ) -> None:
        super().__init__()
        self._on_key = on_key
        self._painter = CellPainter(theme, model)
        set_look(self, "bare")
        self.setHorizontalHeader(header)
        self.setModel(model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        # what lies below need not be painted for every mark typed: all of it is covered
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setTabKeyNavigation(False)

        self.verticalScrollBar().valueChanged.connect(self._level)

    def share_selection(self, selection: QItemSelectionModel) -> None:
        """Show the selection of another table as one's own."""
        own = self.selectionModel()
        self.setSelectionModel(selection)
        own.deleteLater()

    def show_row(self, row: int) -> None:
        """Repaint one row, whose highlight has changed."""
        if row >= 0:
            top = self.rowViewportPosition(row)
            self.viewport().update(0, top, self.viewport().width(), self.rowHeight(row))

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._level()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for area in event.region():  # type: ignore[attr-defined]  # its stub forgets __iter__
            rows = _spans(self.verticalHeader(), area.top(), area.bottom())
            columns = _spans(self.horizontalHeader(), area.left(), area.right())
            painter.setClipRect(area)
            self._painter.clear(painter, area)
            self._painter.paint(painter, self, rows, columns)
            beyond = self.horizontalHeader().length() - self.horizontalHeader().offset()
            if beyond <= area.right():
                self._painter.paint_beyond(painter, self, rows, beyond)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._on_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # without the inherited handlers: they repaint every cell, twice for every mark typed
        self.update(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update(self.currentIndex())

    def _level(self) -> None:
        """Begin with a whole row: at its end the view would stick to the last one instead.

        Two tables side by side come to their ends apart, and their rows would not meet.
        """
        rows = self.verticalHeader()
        before = rows.offset()
        rows.setOffsetToSectionPosition(self.verticalScrollBar().value())
        if rows.offset() != before:
            self.viewport().update()


def hide_bar(table: QTableView, *, vertical: bool = False, horizontal: bool = False) -> None:
    """Leave a scroll bar out; the table can still be scrolled by the other one."""
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if vertical:
        table.setVerticalScrollBarPolicy(off)
    if horizontal:
        table.setHorizontalScrollBarPolicy(off)


def _spans(header: QHeaderView, first: int, last: int) -> list[Span]:
    """Return the sections that have a pixel between ``first`` and ``last`` of the viewport."""
    spans: list[Span] = []
    place = header.visualIndexAt(max(0, first))
    while 0 <= place < header.count():
        section = header.logicalIndex(place)
        begin, length = header.sectionViewportPosition(section), header.sectionSize(section)
        if length and begin > last:
            break
        if length:
            spans.append((section, begin, length))
        place += 1
    return spans
