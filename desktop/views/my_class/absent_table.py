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
from desktop.tokens import GRID_ROW
from desktop.views.my_class.attendance_table import ToneDelegate

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
        self.setProperty("look", "bare")
        self.setStyleSheet("QTableView::item { padding: 0 6px; }")
        self.setAccessibleName("Отсутствующие по классам")
        self.setItemDelegate(_ClassDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(GRID_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(len(_WIDTHS), QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        theme.changed.connect(self.viewport().update)

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
