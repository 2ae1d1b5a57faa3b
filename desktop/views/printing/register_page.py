"""The page of the register of copies: the table, and the current copy beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.copies_board import CopiesBoard
from desktop.theme import Theme
from desktop.views.elements import Card, EmptyState
from desktop.views.printing.copies_table import CopiesTable
from desktop.views.printing.copy_panel import CopyPanel
from desktop.views.printing.low_column import LowColumn

_PANEL, _GAP = 324, 12


class RegisterOfCopies(QWidget):
    """Everything that was printed here and at other workplaces, the newest first."""

    def __init__(self, board: CopiesBoard, theme: Theme) -> None:
        super().__init__()
        self._board = board
        self.table = CopiesTable(theme, board.model)
        self.panel = CopyPanel(board)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                "Здесь ещё ничего не напечатано",
                "Каждая копия и каждый черновик получают номер и строку в журнале печати."
                " Начните со «Страниц».",
            )
        )
        self._stack.addWidget(self.table)
        card = Card(margin=1, gap=0)
        card.column.addWidget(self._stack)
        content = QWidget()
        side = QVBoxLayout(content)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.panel)
        side.addStretch(1)
        holder = LowColumn(content, least=200)
        holder.setFixedWidth(_PANEL)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(card, 1)
        row.addWidget(holder)
        self.table.chosen.connect(self._show_line)
        board.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self._stack.setCurrentIndex(1 if self._board.model.rowCount() else 0)
        self._show_line()

    def _show_line(self) -> None:
        self.panel.show_line(self.table.line)
