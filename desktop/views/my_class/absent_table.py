"""The table of the day's list of the absent: a row per class, the current one is looked at."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.models.absent_model import AbsentModel
from desktop.models.rows import ROW_ROLE, Index
from desktop.theme import Theme
from desktop.views.my_class.attendance_table import ToneDelegate
from desktop.views.my_class.read_only import make_read_only

_WIDTHS = (64, 84, 52, 44, 44, 66)


class AbsentTable(QTableView):
    """Chooses a class.

    Signals:
        chosen: another class is the current one.
    """

    chosen = Signal()

    def __init__(self, theme: Theme, model: AbsentModel) -> None:
        super().__init__()
        self.setModel(model)
        make_read_only(self, theme, _ClassDelegate(theme, self), "Отсутствующие по классам")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(len(_WIDTHS), QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.chosen.emit()


class _ClassDelegate(ToneDelegate):
    """Writes the row of the school in bold."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(ROW_ROLE) is None:
            option.font.setBold(True)  # type: ignore[attr-defined]
