"""The table of all workplaces: sorts by its heads, keeps the workplace at hand."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.models.rows import ROW_ROLE, Index
from desktop.models.workplaces_model import (
    CONTACT,
    NUMBER,
    OWNER,
    PUSHED,
    STANDING,
    UNKEPT,
    WORDS,
    WorkplaceOrder,
)
from desktop.theme import Theme
from desktop.tokens import LIST_ROW
from desktop.views.printing.copies_table import StateDelegate
from journal.queries.workplaces import WorkplaceLine

_WIDTHS = {NUMBER: 66, OWNER: 158, STANDING: 160, CONTACT: 104, PUSHED: 112, UNKEPT: 100}
_ROW = LIST_ROW + 4
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WorkplacesTable(QTableView):
    """One row is the current one as soon as there is any.

    Signals:
        chosen: another workplace is the current one, or it says something else.
        entered: Enter was pressed on the current one.
        typed: letters were typed; they look for a workplace.
    """

    chosen = Signal()
    entered = Signal()
    typed = Signal(str)

    def __init__(self, theme: Theme, lines: WorkplaceOrder) -> None:
        super().__init__()
        self._station = ""
        self.setModel(lines)
        self.setProperty("look", "bare")
        self.setStyleSheet("QTableView::item { padding: 0 6px; }")
        self.setAccessibleName("Рабочие места")
        self.setItemDelegateForColumn(STANDING, StateDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.sortByColumn(STANDING, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        theme.changed.connect(self.viewport().update)
        for signal in (lines.modelReset, lines.rowsInserted, lines.rowsRemoved):
            signal.connect(self._come_back)
        lines.dataChanged.connect(self.chosen)
        self._come_back()

    @property
    def line(self) -> WorkplaceLine | None:
        """The current workplace."""
        index = self.currentIndex()
        return cast("WorkplaceLine | None", index.data(ROW_ROLE)) if index.isValid() else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.line is not None:
            self._station = self.line.station
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTERS and not event.isAutoRepeat():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        self.typed.emit(search)

    def _come_back(self) -> None:
        rows = range(self.model().rowCount())
        stations = [self.model().index(row, 0).data(ROW_ROLE).station for row in rows]
        if stations:
            self.selectRow(stations.index(self._station) if self._station in stations else 0)
        self.chosen.emit()
