"""What this computer has not sent yet, and the time without the centre that is going on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from desktop.models.transfer_board import TransferBoard
from desktop.models.transfer_picture import TransferPicture
from desktop.theme import Theme
from desktop.views.elements import Card, button, label, strong
from desktop.views.transfer.lists import FittedList
from desktop.views.transfer.rows import WaitingDelegate
from journal.queries.outage_intervals import OutageInterval
from journal.queries.transfer_words import entries_in_words

_ALL_SENT = "Всё, что записано на этом компьютере, принято центральным сервером."
_SOON = "Уйдут сами при следующей связи с сервером: нажимать ничего не нужно."
_SAFE = "Записи хранятся на этом компьютере и уйдут сами, когда связь вернётся."
_BY_HAND = "Перенос начнётся, когда вы нажмёте «Связь снова есть»."


class WaitingPanel(Card):
    """Says what waits and why; the outage is declared and ended here.

    Signals:
        outage_wished: the user wants to give a reason for having no contact.
        contact_wished: the user says that there is contact again.
    """

    outage_wished = Signal()
    contact_wished = Signal()

    def __init__(self, theme: Theme, board: TransferBoard) -> None:
        super().__init__(margin=1, gap=0)
        self._board = board
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.heading = strong("")
        self.amount = label("", "muted")
        self.words = label("", "muted", wraps=True)
        self.list = FittedList(board.waiting, WaitingDelegate(theme), "Ждут переноса", least=3)
        self.declare = button("")
        self.end = button("&Связь снова есть")
        self._lay_out()
        self.declare.clicked.connect(self.outage_wished)
        self.end.clicked.connect(self.contact_wished)
        board.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(15, 12, 15, 2)
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.amount)
        self.words.setContentsMargins(15, 0, 15, 8)
        below = QHBoxLayout()
        below.setContentsMargins(15, 8, 15, 12)
        below.setSpacing(8)
        below.addWidget(self.end)
        below.addWidget(self.declare)
        below.addStretch(1)
        self.column.addLayout(head)
        self.column.addWidget(self.words)
        self.column.addWidget(self.list)
        self.column.addLayout(below)

    def _show(self) -> None:
        picture = self._board.picture
        going_on = picture.going_on
        count = len(picture.waiting)
        self.list.setVisible(count > 0)
        self.amount.setText(entries_in_words(count) if count else "")
        self.heading.setText(_heading(picture))
        self.words.setText(_words(going_on, count))
        self.end.setVisible(going_on is not None and going_on.held)
        self.declare.setVisible(going_on is None or not going_on.held)
        self.declare.setText(
            "Объ&явить отсутствие связи…" if going_on is None else "&Указать причину…"
        )


def _heading(picture: TransferPicture) -> str:
    if picture.going_on is None:
        return "Ждут отправки" if picture.waiting else "Всё отправлено"
    why = picture.going_on.reason if picture.going_on.held else "Нет связи"
    return f"{why} с {picture.since}"


def _words(going_on: OutageInterval | None, count: int) -> str:
    if going_on is None:
        return _SOON if count else _ALL_SENT
    return _BY_HAND if going_on.held else _SAFE
