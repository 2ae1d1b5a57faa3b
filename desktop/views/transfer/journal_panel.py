"""The temporary journals, newest first, and the documents of the current one."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.models.rows import ROW_ROLE
from desktop.models.transfer_board import TransferBoard
from desktop.theme import Theme
from desktop.views.elements import Card, button, label, rule, small, strong
from desktop.views.transfer.lists import FittedList
from desktop.views.transfer.rows import JournalDelegate
from journal.queries.transfers import JournalCard

_NO_ACT_YET = "Акт составляют после возвращения связи, когда известен срок переноса."


class JournalPanel(Card):
    """A list, and below it the two documents of its current row.

    Signals:
        sheets_wished: form F-11 of a temporary journal (``JournalCard``).
        act_wished: form F-20 of it.
        blank_wished: sheets of form F-11 to be filled in by hand.
        closing_wished: the journal of a computer that does not come back (``TemporaryJournal``).
        keying_wished: a sheet that was filled in by hand is to be typed in.
    """

    sheets_wished = Signal(object)
    act_wished = Signal(object)
    closing_wished = Signal(object)
    blank_wished = Signal()
    keying_wished = Signal()

    def __init__(self, theme: Theme, board: TransferBoard) -> None:
        super().__init__(margin=1, gap=0)
        self._board = board
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.list = FittedList(board.journals, JournalDelegate(theme), "Временные журналы")
        self.warning = label("", "warning", wraps=True)
        self.sheets = button("Печать Ф-11…")
        self.act = button("Акт переноса Ф-20…")
        self.close_by_act = button("Закрыть актом…")
        self.details = small(wraps=True)
        self.blank = button("Пуст&ые листы Ф-11…")
        self.keying = button("Ввести с бума&ги")
        self._none = strong("Временных журналов ещё не было")
        self._why = small(
            "Когда связи с центральным сервером нет три минуты, временный журнал открывается сам:"
            " записи хранятся на этом компьютере, нумеруются и переносятся, как только связь"
            " вернётся.",
            wraps=True,
        )
        self._lay_out()
        self.list.current_changed.connect(self._show_current)
        self.sheets.clicked.connect(self._wish_sheets)
        self.close_by_act.clicked.connect(self._wish_closing)
        self.act.clicked.connect(self._wish_act)
        self.blank.clicked.connect(self.blank_wished)
        self.keying.clicked.connect(self.keying_wished)
        self.list.entered.connect(self.sheets.click)
        self._show_current()

    @property
    def current(self) -> JournalCard | None:
        """Return the temporary journal whose documents are offered."""
        return cast(JournalCard | None, self.list.currentIndex().data(ROW_ROLE))

    def _lay_out(self) -> None:
        self._rule = rule()
        self._none.setContentsMargins(15, 12, 15, 2)
        self._why.setContentsMargins(15, 0, 15, 14)
        self._papers = QWidget()
        below = QHBoxLayout(self._papers)
        below.setContentsMargins(15, 10, 15, 8)
        below.setSpacing(8)
        below.addWidget(self.sheets)
        below.addWidget(self.act)
        below.addWidget(self.close_by_act)
        below.addStretch(1)
        self.details.setContentsMargins(15, 8, 15, 0)
        by_hand = QHBoxLayout()
        by_hand.setContentsMargins(15, 0, 15, 12)
        by_hand.setSpacing(8)
        by_hand.addWidget(self.blank)
        by_hand.addWidget(self.keying)
        by_hand.addStretch(1)
        for widget in (
            self._none,
            self._why,
            self.list,
            self._rule,
            self.warning,
            self.details,
            self._papers,
        ):
            self.column.addWidget(widget)
        self.column.addLayout(by_hand)

    def _show_current(self) -> None:
        card = self.current
        for widget in (self.list, self._rule, self._papers):
            widget.setVisible(card is not None)
        for widget in (self._none, self._why):
            widget.setVisible(card is None)
        self.warning.setVisible(card is not None and bool(card.warning))
        details = self._board.details(card.journal) if card is not None else ""
        self.details.setText(details)
        self.details.setVisible(bool(details))
        if card is None:
            return
        self.warning.setText(card.warning)
        has_act = card.journal.state != "open"
        self.act.setEnabled(has_act)
        self.act.setToolTip("" if has_act else _NO_ACT_YET)
        is_lost = card.journal.state == "open" and not card.journal.is_own
        self.act.setVisible(not is_lost)
        self.close_by_act.setVisible(is_lost)

    def _wish_sheets(self) -> None:
        if self.current is not None:
            self.sheets_wished.emit(self.current)

    def _wish_act(self) -> None:
        if self.current is not None:
            self.act_wished.emit(self.current)

    def _wish_closing(self) -> None:
        if self.current is not None:
            self.closing_wished.emit(self.current.journal)
