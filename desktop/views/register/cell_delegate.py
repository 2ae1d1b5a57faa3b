"""Paints the cells of the register."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.models.register_model import RegisterModel
from desktop.theme import Theme
from desktop.views.register.ink import Lettering, ink_of, paint_late, paint_sign
from journal.queries.register_view import Cell

_SELECTED = QStyle.StateFlag.State_Selected
_CODES = frozenset({"н", "о", "осв", "д", "н (б)", "н (уп)", "н (нп)"})


class CellDelegate(QStyledItemDelegate):
    """Ground by state, text by meaning, the sign in the corner, a frame around the current cell.

    It is called for every cell in sight at every scroll step: what can be known before a cell is
    painted is known before.
    """

    def __init__(self, theme: Theme, model: RegisterModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view
        self.has_block = False  # more than one cell is selected
        self._dip()
        theme.changed.connect(self._dip)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model, ink = self._model, self._ink
        row, column = index.row(), index.column()
        current = self._view.currentIndex()
        box: QRect = option.rect  # type: ignore[attr-defined]
        cell = model.cell(row, column)
        is_current_row = row == current.row()
        is_here = is_current_row and column == current.column()
        is_selected = (
            self.has_block and not is_here and bool(option.state & _SELECTED)  # type: ignore[attr-defined]
        )
        ground = self._ground(cell, row, column, is_current_row, is_selected)
        if ground is not None:
            painter.fillRect(box, ground)
        if model.is_mean(column):
            self._write(painter, box, model.data(index), ink.muted)
        elif model.is_term(column):
            self._write_term(painter, box, row, cell)
        elif cell.crossed and not cell.text:
            middle = QPointF(box.center())
            painter.setPen(ink.muted)
            painter.drawLine(middle - QPointF(4, 0), middle + QPointF(4, 0))
        elif cell.sign == "contested" and cell.rival:
            self._write_rivals(painter, box, cell)
        elif cell.text:
            self._write(painter, box, cell.text, ink.muted if cell.text in _CODES else ink.text)
        if model.is_mean(column):
            painter.setPen(ink.line)
            painter.drawLine(box.left(), box.top(), box.left(), box.bottom() + 1)
        if cell.sign:
            paint_sign(painter, ink, cell.sign, box)
        if cell.late:
            paint_late(painter, ink, box)
        if is_here:
            self._frame(painter, box)

    def _ground(
        self, cell: Cell, row: int, column: int, is_current_row: bool, is_selected: bool
    ) -> QColor | None:
        model, ink = self._model, self._ink
        if is_selected:
            return ink.accent_weak
        if cell.sign == "contested":
            return ink.bad_weak
        lesson = model.lesson_column(column)
        if lesson is None and model.is_term(column):
            return ink.locked_row if is_current_row else ink.window
        if lesson is None:
            return ink.row if is_current_row else None
        if (lesson.locked and not model.shut) or cell.crossed or cell.lock:
            return ink.locked_row if is_current_row else ink.locked
        if is_current_row or (model.view is not None and lesson.day == model.view.today):
            return ink.row
        return None

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

    def _write_term(self, painter: QPainter, box: QRect, row: int, cell: Cell) -> None:
        ink, pupil = self._ink, self._model.pupil(row)
        if cell.sign == "contested" and cell.rival:
            self._write_rivals(painter, box, cell)
        elif cell.text:
            painter.setPen(ink.text)
            self._bold.centre(painter, box, cell.text)
        elif pupil.proposed and not cell.crossed:
            self._write(painter, box, f"({pupil.proposed})", ink.muted)

    def _frame(self, painter: QPainter, box: QRect) -> None:
        has_focus = self._view.hasFocus()
        pen = QPen(self._ink.accent if has_focus else self._ink.muted, 2 if has_focus else 1)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = 1 if has_focus else 0
        painter.drawRect(box.adjusted(inset, inset, -1, -1))

    def _dip(self) -> None:
        self._ink = ink_of(self._theme)
        self._body = Lettering(self._ink.body)
        self._bold = Lettering(self._ink.body_bold)
        self._narrow = Lettering(self._ink.narrow)
