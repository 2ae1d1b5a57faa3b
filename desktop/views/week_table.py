"""The table of a week's lessons: slots down, days across, changes on a ground."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.models.rows import Index
from desktop.models.week_model import CHANGED_ROLE, WeekModel
from desktop.theme import Theme


class WeekTable(QTableView):
    """Shows a week; nothing is typed into it."""

    def __init__(self, model: WeekModel, theme: Theme, least_row: int) -> None:
        """Make the table; a row is ``least_row`` pixels high or higher."""
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("Расписание недели")
        self.setItemDelegate(_WeekDelegate(theme, self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setProperty("look", "bare")
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(least_row)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)


class _WeekDelegate(QStyledItemDelegate):
    """Puts what deviates on the ground of warnings; the words in the cell say it too."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.displayAlignment = (  # type: ignore[attr-defined]
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        if index.data(CHANGED_ROLE):
            ground = QBrush(QColor(self._theme.tokens.waiting_weak))
            option.backgroundBrush = ground  # type: ignore[attr-defined]
