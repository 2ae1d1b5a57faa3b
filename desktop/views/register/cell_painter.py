"""Paints the cells of the register, many at a time.

A delegate per cell took 50 µs a cell, most of it on the way between Qt and Python: 30 ms for every
step of scrolling. Painting what is in sight as a whole takes a fifth of that.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QTableView

from desktop.models.cell_words import shown_mean
from desktop.models.register_model import RegisterModel
from desktop.theme import Theme
from desktop.views.register.ink import Lettering, ink_of, paint_late, paint_sign
from journal.queries.register_view import Cell, GridColumn, GridPupil, RegisterView, TermCell

_CODES = frozenset({"н", "о", "осв", "д", "н (б)", "н (уп)", "н (нп)"})

_SIGN_ROOM = 7

Span = tuple[int, int, int]
"""A row or column in sight: its number, where it begins, how long it is with its grid line."""


class CellPainter:
    """Ground by state, text by meaning, the sign in the corner, a frame around the current cell."""

    def __init__(self, theme: Theme, model: RegisterModel) -> None:
        self._theme = theme
        self._model = model
        theme.changed.connect(self.dip)
        self.dip()

    def dip(self) -> None:
        """Take the ink of the theme in use."""
        self._ink = ink_of(self._theme)
        self._body = Lettering(self._ink.body)
        self._bold = Lettering(self._ink.body_bold)
        self._narrow = Lettering(self._ink.narrow)

    def clear(self, painter: QPainter, area: QRect) -> None:
        """Fill an area that cells may cover in part."""
        painter.fillRect(area, self._ink.surface)

    def paint(
        self, painter: QPainter, table: QTableView, rows: Sequence[Span], columns: Sequence[Span]
    ) -> None:
        """Paint the cells of ``rows`` and ``columns``, whole, on cleared ground."""
        view = self._model.view
        if view is None or not rows or not columns:
            return
        left, right = columns[0][1], columns[-1][1] + columns[-1][2]
        top, bottom = rows[0][1], rows[-1][1] + rows[-1][2]
        area = QRect(left, top, right - left, bottom - top)
        current = table.currentIndex()
        self._paint_grounds(painter, view, rows, columns, current.row())
        self._paint_selection(painter, table, rows, columns)
        ink = self._ink
        readable = [span for span in rows if not self._model.is_hidden(span[0])]
        for column, x, width in columns:
            lesson = self._model.lesson_column(column)
            for row, y, height in readable:
                box = QRect(x, y, width - 1, height - 1)
                pupil = view.pupils[row]
                if lesson is not None:
                    cell = view.cells.get((pupil.id, lesson.lesson, lesson.column))
                    if cell is not None:
                        self._paint_cell(painter, box, cell, row == current.row())
                    if view.drafts and (draft := self._model.draft(row, column)) is not None:
                        self._write(painter, box, f"{draft.code}?", ink.muted)
                elif self._model.is_mean(column):
                    self._paint_mean(painter, box, pupil)
                else:
                    self._paint_term(painter, box, self._model.term(row, column))
        self._paint_lines(painter, area, rows, columns)
        if current.isValid():
            self._paint_frame(painter, table, table.visualRect(current))

    def paint_beyond(
        self, painter: QPainter, table: QTableView, rows: Sequence[Span], left: int
    ) -> None:
        """Carry the rows on over the room that few lessons leave, on cleared ground."""
        ink, right = self._ink, table.viewport().width()
        for row, y, height in rows:
            if row == table.currentIndex().row():
                painter.fillRect(left, y, right - left, height, ink.row)
            painter.setPen(ink.inner_line)
            painter.drawLine(left, y + height - 1, right, y + height - 1)

    def _paint_grounds(
        self,
        painter: QPainter,
        view: RegisterView,
        rows: Sequence[Span],
        columns: Sequence[Span],
        current: int,
    ) -> None:
        """Fill columns as a whole, then the current row over them."""
        top, bottom = rows[0][1], rows[-1][1] + rows[-1][2]
        here = next(((y, height) for row, y, height in rows if row == current), None)
        for column, x, width in columns:
            lesson = self._model.lesson_column(column)
            plain, lit = self._grounds_of(column, lesson, view)
            if plain is not None:
                painter.fillRect(x, top, width, bottom - top, plain)
            if here is not None:
                painter.fillRect(x, here[0], width, here[1], lit)

    def _grounds_of(
        self, column: int, lesson: GridColumn | None, view: RegisterView
    ) -> tuple[QColor | None, QColor]:
        """Return the ground of a column, and the one it has in the current row."""
        ink, model = self._ink, self._model
        if lesson is None:
            return (ink.window, ink.locked_row) if model.is_term(column) else (None, ink.row)
        if lesson.locked and not model.shut:
            return ink.locked, ink.locked_row
        return (ink.row if lesson.day == view.today else None), ink.row

    def _paint_selection(
        self, painter: QPainter, table: QTableView, rows: Sequence[Span], columns: Sequence[Span]
    ) -> None:
        chosen = table.selectionModel().selection()
        for place in range(chosen.count()):
            block = chosen.at(place)
            if block.width() == block.height() == 1:
                continue
            down = [span for span in rows if block.top() <= span[0] <= block.bottom()]
            across = [span for span in columns if block.left() <= span[0] <= block.right()]
            for _, y, height in down:
                for _, x, width in across:
                    painter.fillRect(x, y, width, height, self._ink.accent_weak)

    def _paint_cell(self, painter: QPainter, box: QRect, cell: Cell, is_lit: bool) -> None:
        ink = self._ink
        if cell.sign == "contested":
            painter.fillRect(box, ink.bad_weak)
        elif cell.crossed or (cell.lock and not self._model.shut):
            painter.fillRect(box, ink.locked_row if is_lit else ink.locked)
        if cell.sign == "contested" and cell.rival:
            self._write_rivals(painter, box, cell)
        elif cell.text:
            # a long text makes room for its sign
            is_wide = cell.sign and self._body.width(cell.text) > box.width() - 2 * _SIGN_ROOM
            place = box.adjusted(0, 0, -_SIGN_ROOM, 0) if is_wide else box
            self._write(painter, place, cell.text, ink.muted if cell.text in _CODES else ink.text)
        elif cell.crossed:
            middle = QPointF(box.center())
            painter.setPen(ink.muted)
            painter.drawLine(middle - QPointF(4, 0), middle + QPointF(4, 0))
        if cell.sign:
            paint_sign(painter, ink, cell.sign, box)
        if cell.late:
            paint_late(painter, ink, box)

    def _paint_mean(self, painter: QPainter, box: QRect, pupil: GridPupil) -> None:
        ink = self._ink
        self._write(painter, box, shown_mean(pupil.proposal.mean), ink.muted)
        if pupil.lacks:
            painter.setPen(ink.waiting)
            self._bold.centre(painter, QRect(box.right() - 9, box.top(), 9, box.height()), "!")

    def _paint_term(self, painter: QPainter, box: QRect, term: TermCell) -> None:
        ink, cell = self._ink, term.mark
        if cell.sign == "contested" and cell.rival:
            painter.fillRect(box, ink.bad_weak)
            self._write_rivals(painter, box, cell)
        elif cell.text:
            painter.setPen(ink.text)
            self._bold.centre(painter, box, cell.text)
        elif term.proposal.mark and not cell.crossed:
            self._write(painter, box, f"({term.proposal.mark})", ink.muted)
        if cell.sign:
            paint_sign(painter, ink, cell.sign, box)

    def _write(self, painter: QPainter, box: QRect, text: str, colour: QColor) -> None:
        body = self._body
        lettering = body if body.width(text) <= box.width() - 4 else self._narrow
        painter.setPen(colour)
        lettering.centre(painter, box, text)

    def _write_rivals(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        ink = self._ink
        parts = ((cell.text or "—", ink.text), (" | ", ink.muted), (cell.rival, ink.bad))
        lettering = self._body
        if sum(lettering.width(text) for text, _ in parts) > box.width() - 4:
            lettering = self._narrow
        width = sum(lettering.width(text) for text, _ in parts)
        left = box.left() + max(1.0, (box.width() - width) / 2)
        for text, colour in parts:
            painter.setPen(colour)
            left = lettering.begin(painter, left, box, text)

    def _paint_lines(
        self, painter: QPainter, area: QRect, rows: Sequence[Span], columns: Sequence[Span]
    ) -> None:
        ink = self._ink
        painter.setPen(ink.inner_line)
        for _, y, height in rows:
            painter.drawLine(area.left(), y + height - 1, area.right(), y + height - 1)
        for column, x, width in columns:
            painter.drawLine(x + width - 1, area.top(), x + width - 1, area.bottom())
            if self._model.is_mean(column) or self._model.is_term(column):
                painter.setPen(ink.line)
                for edge in (x - 1, x + width - 1):
                    painter.drawLine(edge, area.top(), edge, area.bottom())
                painter.setPen(ink.inner_line)

    def _paint_frame(self, painter: QPainter, table: QTableView, box: QRect) -> None:
        has_focus = table.hasFocus()
        pen = QPen(self._ink.accent if has_focus else self._ink.muted, 2 if has_focus else 1)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = 1 if has_focus else 0
        painter.drawRect(box.adjusted(inset, inset, -1, -1))
