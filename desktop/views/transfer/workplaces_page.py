"""«Рабочие места»: who has not sent, who is silent, and what can be done about it (TAL-3.2)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.models.transfer_board import TransferBoard
from desktop.models.workplaces_model import WorkplaceOrder, WorkplacesModel
from desktop.theme import Theme
from desktop.views.elements import Card, EmptyState, label
from desktop.views.transfer.outages_card import OutagesCard
from desktop.views.transfer.workplace_card import WorkplaceCard
from desktop.views.transfer.workplaces_table import WorkplacesTable
from journal.queries.transfer_words import plural
from journal.queries.workplaces import NEEDS_LOOK

_GAP, _BELOW = 12, 210


class WorkplacesPage(QWidget):
    """A table that sorts and narrows; below it the workplace at hand and the school's outages.

    Signals:
        sheets_wished, act_wished: form F-11, form F-20 of a temporary journal.
        closing_wished: the temporary journal of a computer that is to be closed by an act.
    """

    sheets_wished = Signal(object)
    act_wished = Signal(object)
    closing_wished = Signal(object)

    def __init__(self, theme: Theme, board: TransferBoard) -> None:
        super().__init__()
        self._board = board
        self._lines = WorkplacesModel(self)
        self.order = WorkplaceOrder(self._lines, self)
        self.filter = QLineEdit()
        self.filter.setAccessibleName("Найти рабочее место")
        self.filter.setPlaceholderText("Место или учитель")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(220)
        self.only = QCheckBox("Только те, что требуют внимания")
        self.told = label("", "muted")
        self.table = WorkplacesTable(theme, self.order)
        self.card = WorkplaceCard()
        self.outages = OutagesCard(theme)
        self._lay_out()
        self._wire()
        self._show()

    def arrive(self) -> None:
        """Take the focus."""
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.filter.hasFocus():
            self.filter.clear()
            self.table.setFocus()
        elif event.key() == Qt.Key.Key_Down and self.filter.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(15, 10, 15, 10)
        head.setSpacing(14)
        head.addWidget(self.filter)
        head.addWidget(self.only)
        head.addStretch(1)
        head.addWidget(self.told)
        card = Card(margin=1, gap=0)
        card.column.addLayout(head)
        card.column.addWidget(self.table, 1)
        self._none = EmptyState(
            "Рабочих мест ещё нет",
            "Рабочее место появится здесь, когда сотрудник впервые войдёт в программу на своём"
            " компьютере при связи с центральным сервером.",
        )
        card.column.addWidget(self._none, 1)
        self.card.setFixedHeight(_BELOW)
        self.outages.setFixedHeight(_BELOW)
        below = QHBoxLayout()
        below.setSpacing(_GAP)
        below.addWidget(self.card, 3)
        below.addWidget(self.outages, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(card, 1)
        column.addLayout(below)

    def _wire(self) -> None:
        self._board.changed.connect(self._show)
        self.filter.textChanged.connect(self._narrow)
        self.only.toggled.connect(self._narrow)
        self.table.chosen.connect(lambda: self.card.show_line(self.table.line))
        self.table.entered.connect(self.card.sheets.click)
        self.table.typed.connect(self._look_for)
        self.card.sheets_wished.connect(self._wish_sheets)
        self.card.act_wished.connect(self._wish_act)
        self.card.closing_wished.connect(self._wish_closing)

    def _wish_sheets(self) -> None:
        if self.table.line is not None and self.table.line.journal is not None:
            self.sheets_wished.emit(self.table.line.journal)

    def _wish_act(self) -> None:
        if self.table.line is not None and self.table.line.journal is not None:
            self.act_wished.emit(self.table.line.journal)

    def _wish_closing(self) -> None:
        if self.table.line is not None and self.table.line.journal is not None:
            self.closing_wished.emit(self.table.line.journal)

    def _look_for(self, text: str) -> None:
        self.filter.setFocus()
        self.filter.setText(text)

    def _narrow(self) -> None:
        self.order.narrow(self.filter.text(), only_needing=self.only.isChecked())

    def _show(self) -> None:
        picture = self._board.picture
        self._lines.show_lines(picture.workplaces)
        self.outages.show_outages(picture.outages)
        self.card.show_line(self.table.line)
        needing = sum(line.standing in NEEDS_LOOK for line in picture.workplaces)
        known = _as_of(picture.last_contact)
        places = plural(needing, "рабочее место", "рабочих места", "рабочих мест")
        self.told.setText(f"Требуют внимания: {places if needing else 'ни одного'} · {known}")
        has_any = bool(picture.workplaces)
        self.table.setVisible(has_any)
        self._none.setVisible(not has_any)


def _as_of(contact: datetime | None) -> str:
    return f"по сведениям сервера на {contact:%d.%m %H:%M}" if contact else "сервер ещё не отвечал"
