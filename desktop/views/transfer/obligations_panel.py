"""Who has to move what until when: the user's own, and everybody's for who watches (TAL-3.2)."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from desktop.models.rows import ROW_ROLE, Index
from desktop.models.transfer_board import TransferBoard
from desktop.theme import Theme
from desktop.tokens import SMALL_TEXT, Tone
from desktop.views.elements import Card, strong
from desktop.views.transfer.lists import FittedList, RowDelegate
from journal.queries.obligations import Obligation, state_in_words

_ROW = 52


class ObligationDelegate(RowDelegate):
    """Draws an obligation: what is to be done, by whom, since and until when, how it stands."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _ROW, is_quiet=True)

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        obligation: Obligation = index.data(ROW_ROLE)
        tokens = self.theme.tokens
        used = self.write_pill(painter, box, state_in_words(obligation), _tone(obligation))
        width = box.width() - used - 12
        first = QRect(box.left(), box.top() + 7, width, 20)
        self.write(painter, first, obligation.what, tokens.text, self.title_font())
        second = QRect(box.left(), box.top() + 28, width, 16)
        words = (
            f"{obligation.who} · с {obligation.since:%d.%m %H:%M} · до {obligation.due:%d.%m %H:%M}"
            f" · {obligation.basis}"
        )
        self.write(painter, second, words, tokens.muted, self.theme.font(SMALL_TEXT))


class ObligationsPanel(Card):
    """A list without actions: moving entries is the program's work, this says for whom it waits."""

    def __init__(self, theme: Theme, board: TransferBoard) -> None:
        super().__init__(margin=1, gap=0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        heading = strong("Обязательства по переносу")
        heading.setContentsMargins(15, 12, 15, 8)
        self.list = FittedList(
            board.obligations, ObligationDelegate(theme), "Обязательства по переносу", least=1
        )
        self.column.addWidget(heading)
        self.column.addWidget(self.list)


def _tone(obligation: Obligation) -> Tone:
    if obligation.done is not None:
        return "muted"
    return "bad" if obligation.is_overdue else "waiting"
