"""The column of a paper sheet that is typed down with Enter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.models.register_model import OPEN, Lock, Refusal
from desktop.models.rows import Index
from desktop.models.sheet_board import SheetBoard
from desktop.models.sheet_model import NAME, NOTE, NUMBER, TEXT
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, GRID_ROW, SMALL_TEXT
from desktop.views.register.cell_field import ENTERS, NEXT, CellField, Step
from desktop.views.register.cell_typing import CellTyping
from desktop.views.transfer.lists import rect_of

_WIDTHS = {NUMBER: 44, NAME: 250, NOTE: 190}
_SIDE, _ROW = 8, GRID_ROW + 2


class SheetField(CellField):
    """The field of a place: its words begin at the left, as the sheet has them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class SheetTable(QWidget):
    """A table whose one column takes text; Enter writes and goes on down the sheet.

    Signals:
        lesson_ended: Enter was pressed on the last place of a lesson.
        turned: PgUp or PgDn: another lesson is wished for (-1 or 1).
    """

    lesson_ended = Signal()
    turned = Signal(int)

    def __init__(self, theme: Theme, board: SheetBoard, host: QWidget) -> None:
        super().__init__(host)
        self._board = board
        self.table = _Table(self._on_key)
        self.table.setModel(board.rows)
        self.table.setItemDelegate(_SheetDelegate(theme, self.table))
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, width)
        self.typing = CellTyping(theme, self, host, self._lock, self._write, SheetField)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.table, 1)
        whole.addStretch(0)
        self.setFocusProxy(self.table)
        self.typing.written.connect(self._step)
        self.table.verticalScrollBar().valueChanged.connect(self.typing.replace)
        header.sectionResized.connect(self.typing.replace)
        self.table.doubleClicked.connect(self._edit)
        board.rows.modelReset.connect(self.begin)
        theme.changed.connect(self.table.viewport().update)

    def begin(self) -> None:
        """Put the cursor on the first place of the lesson."""
        self.typing.set_aside()
        if self._board.rows.rowCount():
            self.table.setCurrentIndex(self._board.rows.index(0, TEXT))
            self.table.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        head = self.table.horizontalHeader().height()
        self.table.setMaximumHeight(head + (self.height() - head) // _ROW * _ROW)  # whole rows
        self.typing.replace()

    def _lock(self, row: int, _column: int) -> Lock:
        if self._board.rows.row_at(row).kind == "end":
            return Lock("Нажмите Enter: перекличка запишется, как на листе.")
        return OPEN

    def _write(self, row: int, _column: int, text: str, _reason: str) -> Refusal | None:
        return self._board.write(self._board.rows.row_at(row), text)

    def _on_key(self, event: QKeyEvent) -> bool:
        key, index = Qt.Key(event.key()), self.table.currentIndex()
        if not index.isValid():
            return False
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in ENTERS and event.isAutoRepeat():
            pass  # a key held down must not run through the sheet
        elif key in ENTERS:
            self._enter(index)
        elif key == Qt.Key.Key_F2:
            self._edit(index)
        elif key == Qt.Key.Key_Delete:
            self.typing.clear(self.table, index)
        elif key == Qt.Key.Key_Escape:
            self.typing.bubble.hide()
        elif _is_typed(event):
            self.typing.open(self.table, index, event.text(), types_over=True)
        else:
            return False
        return True

    def _enter(self, index: QModelIndex) -> None:
        if self._board.rows.row_at(index.row()).kind == "end":
            self.lesson_ended.emit()
        else:
            self._step(NEXT)

    def _edit(self, index: QModelIndex) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        self.typing.open(self.table, index.siblingAtColumn(TEXT), text, types_over=False)

    def _step(self, step: Step) -> None:
        down = 1 if step == NEXT else step[0]
        row = self.table.currentIndex().row() + down
        row = min(max(row, 0), self._board.rows.rowCount() - 1)
        self.table.setCurrentIndex(self._board.rows.index(row, TEXT))


class _SheetDelegate(QStyledItemDelegate):
    """Draws a place: number, what stands there on the sheet, what the register shows."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, box = self._theme.tokens, rect_of(option)
        row = index.model().row_at(index.row())  # type: ignore[attr-defined]
        is_current = index.row() == self._table.currentIndex().row()
        painter.save()
        ground = tokens.row if is_current else tokens.surface
        painter.fillRect(box, QColor(ground))
        painter.setPen(QColor(tokens.inner_line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if index.column() == TEXT:
            painter.drawLine(box.topLeft(), box.bottomLeft())
            painter.drawLine(box.topRight(), box.bottomRight())
        is_quiet = index.column() in (NUMBER, NOTE) or row.kind == "end"
        size = SMALL_TEXT if index.column() == NOTE else BODY_TEXT
        is_bold = index.column() == TEXT and row.kind == "pupil"
        painter.setFont(self._theme.font(size, bold=is_bold))
        painter.setPen(QColor(tokens.muted if is_quiet else tokens.text))
        inside = QRect(box).adjusted(_SIDE, 0, -_SIDE, 0)
        shown = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, inside.width()
        )
        side = (
            Qt.AlignmentFlag.AlignRight if index.column() == NUMBER else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter, shown)
        if is_current and index.column() == TEXT and self._table.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        painter.restore()


class _Table(QTableView):
    def __init__(self, on_key: object) -> None:
        super().__init__()
        self._on_key = on_key
        self.setProperty("look", "bare")
        self.setAccessibleName("Лист временного журнала")
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()  # the whole row is the current one

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if callable(self._on_key) and self._on_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)


def _is_typed(event: QKeyEvent) -> bool:
    is_bare = not event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    return is_bare and event.text().isprintable() and bool(event.text().strip())
