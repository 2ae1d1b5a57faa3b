"""The history of a card as a table, all fields or one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.models.rows import Index
from desktop.models.text_table import TextTable
from desktop.tokens import GAP, LIST_ROW
from desktop.views.elements import label, rule, small
from journal.queries.card_history import CardChange

_TITLES = ("Когда", "Кто", "Что", "Было", "Стало", "Основание", "Состояние")
_WIDTHS = {0: 112, 1: 98, 2: 106, 5: 102, 6: 112}
_PADDING = 6
_STRETCHED = (3, 4)
_SPARED, _SPARED_BELOW = (5, 6), 700
_EVERY = "Все поля"


class CardHistory(QWidget):
    """Only reads; the newest change stands first.

    Signals:
        left: Esc was pressed.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._changes: Sequence[CardChange] = ()
        self.model = TextTable(_TITLES, self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.fields = QComboBox()
        self.fields.setAccessibleName("История какого поля")
        self._told = small("", wraps=True)
        self._dress()
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 14, 8)
        head.setSpacing(GAP)
        head.addWidget(label("Показать"))
        head.addWidget(self.fields)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.table, 1)
        self._told.setContentsMargins(14, 6, 14, 6)
        column.addWidget(rule())
        column.addWidget(self._told)
        self.fields.activated.connect(self._show)
        self.table.selectionModel().currentRowChanged.connect(self._tell)

    def show_changes(self, changes: Sequence[CardChange]) -> None:
        """Show the history of a card; the field that was chosen stays chosen."""
        if changes == self._changes and changes:
            return
        self._changes = changes
        chosen = self.fields.currentText()
        self.fields.clear()
        self.fields.addItem(_EVERY)
        self.fields.addItems(list(dict.fromkeys(change.what for change in changes)))
        self._choose(chosen)

    def choose(self, parent: str, field: str) -> None:
        """Show the history of one field, or of all where it has none."""
        wanted = (
            each.what for each in self._changes if (each.parent, each.field) == (parent, field)
        )
        self._choose(next(wanted, _EVERY))

    def choose_all(self) -> None:
        """Show the history of all fields."""
        self._choose(_EVERY)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what the sentence below says too, where it is narrow."""
        super().resizeEvent(event)
        for column in _SPARED:
            self.table.setColumnHidden(column, self.width() < _SPARED_BELOW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        self.table.setProperty("look", "bare")
        self.table.setStyleSheet(f"QTableView::item {{ padding: 0 {_PADDING}px; }}")
        self.table.setItemDelegate(_Wrapping(self.table))
        self.table.setAccessibleName("История карты")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        rows = self.table.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(LIST_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, width)
        for column in _STRETCHED:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _choose(self, what: str) -> None:
        self.fields.setCurrentIndex(max(0, self.fields.findText(what)))
        self._show()

    @property
    def _on_show(self) -> list[CardChange]:
        what = self.fields.currentText()
        return [each for each in self._changes if what in (_EVERY, each.what)]

    def _show(self) -> None:
        self.model.show_rows([_row(change) for change in self._on_show])
        if self.model.rowCount():
            self.table.selectRow(0)
        else:
            self._told.setText("В этой карте ещё ничего не записано.")

    def _tell(self) -> None:
        row, shown = self.table.currentIndex().row(), self._on_show
        self._told.setText(in_words(shown[row]) if 0 <= row < len(shown) else "")


class _Wrapping(QStyledItemDelegate):
    """Counts the lines of a text as they are painted: without the padding at its sides."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        narrow = QStyleOptionViewItem(option)
        box: QRect = option.rect  # type: ignore[attr-defined]
        narrow.rect = box.adjusted(0, 0, -2 * _PADDING, 0)  # type: ignore[attr-defined]
        return super().sizeHint(narrow, index)


def in_words(change: CardChange) -> str:
    """Return a change as one sentence with both its times."""
    moved = "на центральном сервере ещё нет"
    if change.accepted_at is not None:
        moved = f"на центральном сервере {change.accepted_at:%d.%m.%Y %H:%M:%S}"
    ground = f" Основание: {change.ground}." if change.ground else ""
    return (
        f"{change.what}: «{change.before or 'пусто'}» → «{change.after or 'пусто'}»."
        f" {change.author}, {change.workplace}, {change.recorded_at:%d.%m.%Y %H:%M:%S};"
        f" {moved}: {change.status_words}.{ground}"
    )


def _row(change: CardChange) -> tuple[str, ...]:
    return (
        f"{change.recorded_at:%d.%m.%y %H:%M}",
        change.author or change.workplace,
        change.what,
        change.before or "—",
        change.after or "—",
        change.ground,
        change.status_words,
    )
