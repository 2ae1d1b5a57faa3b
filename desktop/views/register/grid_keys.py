"""What a key means in the register, when no cell is being typed."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QModelIndex, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QTableView

from desktop.models.register_model import RegisterModel
from desktop.views.register.cell_field import ENTERS, NEXT, STEPS, Step
from desktop.views.register.cell_typing import CellTyping

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class Grid(Protocol):
    """What a key can do to a grid."""

    model: RegisterModel
    typing: CellTyping

    @property
    def current(self) -> QModelIndex: ...
    def go_to(self, row: int, column: int) -> None: ...
    def step(self, step: Step) -> None: ...
    def edit(self, index: QModelIndex) -> None: ...
    def copy(self) -> None: ...
    @property
    def has_block(self) -> bool: ...
    @property
    def clearing_wanted(self) -> SignalInstance: ...
    def table_of(self, index: QModelIndex) -> QTableView: ...


def handle_key(grid: Grid, event: QKeyEvent) -> bool:
    """Do what a key means; ``False`` leaves it to the table.

    A letter of any layout begins a cell; what it means is for the rules to say.
    """
    if event.matches(QKeySequence.StandardKey.Copy):
        grid.copy()
        return True
    if not grid.current.isValid():
        return False
    key = Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers == _CONTROL:
        return _jump(grid, key)
    if modifiers not in (_NO_MODIFIER, _SHIFT):
        return False
    if key in ENTERS:
        grid.step((-1, 0) if modifiers == _SHIFT else NEXT)
        return True
    if key in STEPS:
        return _step(grid, key, is_shifted=modifiers == _SHIFT)
    return _type(grid, key, event.text())


def _step(grid: Grid, key: Qt.Key, *, is_shifted: bool) -> bool:
    step = STEPS[key]
    if key in _TABS:
        # at the edge the focus goes on to the next widget
        if not 0 <= grid.current.column() + step[1] < grid.model.columnCount():
            return False
    elif is_shifted:
        return False  # the table extends its selection
    grid.step(step)
    return True


def _type(grid: Grid, key: Qt.Key, text: str) -> bool:
    index = grid.current
    if key == Qt.Key.Key_F2:
        grid.edit(index)
    elif key == Qt.Key.Key_Delete:
        if grid.has_block:
            grid.clearing_wanted.emit()
        else:
            grid.typing.clear(grid.table_of(index), index)
    elif key == Qt.Key.Key_Escape:
        grid.typing.bubble.hide()
        grid.go_to(index.row(), index.column())
    elif key == Qt.Key.Key_Backspace:
        grid.typing.open(grid.table_of(index), index, "", types_over=True)
    elif text.isprintable() and text.strip():
        grid.typing.open(grid.table_of(index), index, text, types_over=True)
    else:
        return False
    return True


def _jump(grid: Grid, key: Qt.Key) -> bool:
    """Go to an edge by Ctrl and an arrow."""
    row, column = grid.current.row(), grid.current.column()
    edges = {
        Qt.Key.Key_Up: (0, column),
        Qt.Key.Key_Down: (grid.model.rowCount() - 1, column),
        Qt.Key.Key_Left: (row, 0),
        Qt.Key.Key_Right: (row, grid.model.columnCount() - 1),
    }
    if key not in edges:
        return False
    grid.go_to(*edges[key])
    return True
