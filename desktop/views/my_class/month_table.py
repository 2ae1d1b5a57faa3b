"""The month of «Посещаемость»: narrow days, sums at the right and below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.models.month_model import SUMS, MonthModel
from desktop.models.rows import Index
from desktop.theme import Theme
from desktop.views.my_class.attendance_table import ENTERS, ToneDelegate
from desktop.views.my_class.read_only import make_read_only

_NAMES, _CODE, _WORD, _LEAST_DAY = 196, 36, 58, 27


class MonthTable(QTableView):
    """Leads to a day.

    Signals:
        chosen: another cell is the current one.
        entered: Enter, or a double click, on a cell.
    """

    chosen = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, model: MonthModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        make_read_only(
            self, theme, _SumDelegate(theme, self), "Посещаемость класса за месяц", padding=3
        )
        self.horizontalHeader().setMinimumSectionSize(_LEAST_DAY)
        self.doubleClicked.connect(self.entered)
        model.modelReset.connect(self._divide)
        self._divide()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTERS:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _divide(self) -> None:
        header, model = self.horizontalHeader(), self._model
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        sums = model.columnCount() - len(SUMS)
        widths = [(0, _NAMES)]
        for place, (word, _) in enumerate(SUMS):
            widths.append((sums + place, _CODE if len(word) < 4 else _WORD))
        for column, width in widths:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        if model.rowCount() and not self.currentIndex().isValid():
            self.setCurrentIndex(model.index(0, min(1, sums)))


class _SumDelegate(ToneDelegate):
    """Writes the sums of the days in bold."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, MonthModel) and model.pupil_of(index.row()) is None:
            option.font.setBold(True)  # type: ignore[attr-defined]
