"""What is held or refused, and what the user at hand may do about the current one."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.models.rows import ROW_ROLE
from desktop.models.transfer_board import TransferBoard
from desktop.models.transfer_picture import Action, Dispute
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT
from desktop.views.elements import Card, label, rule, small, title
from desktop.views.transfer.key_button import KeyButton
from desktop.views.transfer.lists import FittedList
from desktop.views.transfer.rows import DisputeDelegate

# the first action of an entry is what Enter does, these are what Delete does
_ON_DELETE = ("reject", "set_aside")
_WORDS: dict[Action, str] = {
    "appoint": "Назначить за&мену…",
    "accept": "При&нять",
    "reject": "Отк&лонить…",
    "correct": "&Исправить",
    "set_aside": "Уб&рать",
}


class DisputePanel(Card):
    """A list with the details and the actions of its current row below.

    Signals:
        wished: the entry (``Dispute``) and the action (``Action``).
    """

    wished = Signal(object, str)

    def __init__(self, theme: Theme, board: TransferBoard) -> None:
        super().__init__(margin=1, gap=0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.list = FittedList(board.disputes, DisputeDelegate(theme), "Ждут решения и отклонённые")
        self.details = small(wraps=True)
        self.setback = label("", "refusal", wraps=True)
        self.buttons: dict[Action, KeyButton] = {
            action: KeyButton(theme, words, "") for action, words in _WORDS.items()
        }
        self._lay_out()
        self.list.current_changed.connect(self._show_current)
        self.list.entered.connect(lambda: self._wish_at(0))
        self.list.deleted.connect(self._wish_on_delete)
        self._show_current()

    @property
    def current(self) -> Dispute | None:
        """Return the entry whose details are shown."""
        return cast(Dispute | None, self.list.currentIndex().data(ROW_ROLE))

    def _lay_out(self) -> None:
        heading = title("Ждут решения и отклонённые", BODY_TEXT + 1)
        heading.setContentsMargins(15, 11, 15, 11)
        self.column.addWidget(heading)
        self.column.addWidget(rule())
        self.column.addWidget(self.list)
        self.column.addWidget(rule())
        self.details.setContentsMargins(15, 8, 15, 9)
        self._actions = QWidget()
        below = QHBoxLayout(self._actions)
        below.setContentsMargins(15, 0, 15, 11)
        below.setSpacing(8)
        for action, made in self.buttons.items():
            made.clicked.connect(lambda _, action=action: self._wish(action))
            made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            below.addWidget(made)
        below.addStretch(1)
        for widget in (self.setback, self.details, self._actions):
            self.column.addWidget(widget)

    def _show_current(self) -> None:
        dispute = self.current
        actions = dispute.actions if dispute else ()
        self.details.setText(dispute.details if dispute else "")
        self.setback.setVisible(dispute is not None and bool(dispute.setback))
        self.setback.setText(f"Ваше решение не принято — {dispute.setback}." if dispute else "")
        self._actions.setVisible(bool(actions))
        for action, made in self.buttons.items():
            made.setVisible(action in actions)
            made.show_keys(self._keys(action, actions))

    def _keys(self, action: Action, actions: tuple[Action, ...]) -> str:
        if actions and action == actions[0]:
            return "Enter"
        return "Del" if action in _ON_DELETE else ""

    def _wish(self, action: Action) -> None:
        if self.current is not None and action in self.current.actions:
            self.wished.emit(self.current, action)

    def _wish_at(self, place: int) -> None:
        if self.current is not None and place < len(self.current.actions):
            self._wish(self.current.actions[place])

    def _wish_on_delete(self) -> None:
        for action in self.current.actions if self.current else ():
            if action in _ON_DELETE:
                self._wish(action)
                return
