"""How far the cards of each class are filled: chosen from it, a class comes to the front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.models.rows import Index
from desktop.models.text_table import TextTable
from desktop.tokens import LIST_ROW
from desktop.views.question import Question
from journal.queries.pupil_cards import ClassCompleteness

_TITLES = ("Класс", "Учеников", "Заполнено", "Без представителя", "Сверено")
_WIDTH, _MOST_ROWS = 560, 14


class CompletenessDialog(Question):
    """One line per class.

    Signals:
        class_chosen: id of the class to be shown.
    """

    class_chosen = Signal(str)

    def __init__(self, lines: Sequence[ClassCompleteness], parent: QWidget | None = None) -> None:
        filled, cards = sum(each.filled for each in lines), sum(each.cards for each in lines)
        words = f"Все обязательные сведения внесены в {filled} карт из {cards}."
        super().__init__("Полнота карт по классам", words, "Показать класс", parent)
        self._lines = lines
        self.table = QTableView()
        model = TextTable(_TITLES, self)
        model.show_rows([_row(each) for each in lines])
        self.table.setModel(model)
        self.table.setAccessibleName("Полнота карт по классам")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(LIST_ROW)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setFixedHeight(LIST_ROW * (min(len(lines), _MOST_ROWS) + 1) + 8)
        self.table.selectRow(0)
        self.table.doubleClicked.connect(self._choose)
        self.body.addWidget(self.table)
        self.setMinimumWidth(_WIDTH)
        self.accepted.connect(self._tell)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, _index: Index) -> None:
        self.accept()

    def _tell(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._lines):
            self.class_chosen.emit(self._lines[row].school_class.id)


def _row(line: ClassCompleteness) -> tuple[str, ...]:
    return (
        line.school_class.title,
        str(line.cards),
        "все" if line.cards and line.filled == line.cards else str(line.filled),
        str(line.without_parent or "—"),
        str(line.confirmed or "—"),
    )
