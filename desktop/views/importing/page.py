"""What all steps of an import look like: a heading, a sentence, a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop.models.import_board import ImportBoard
from desktop.views.elements import label, title


def table_of(model: QAbstractItemModel, name: str, widths: Sequence[int]) -> QTableView:
    """Return a table to be read; the last column takes the room that is left."""
    table = QTableView()
    table.setAccessibleName(name)
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setStyleSheet("QTableView::item { padding: 0 5px; }")  # under the words of the header
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(28)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for place, width in enumerate(widths):
        table.setColumnWidth(place, width)
    return table


class StepPage(QWidget):
    """A page with a heading, a sentence below it and a body."""

    def __init__(self, board: ImportBoard) -> None:
        super().__init__()
        self.board = board
        self.heading = title("")
        self.words = label("", "muted", wraps=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.words)

    def refresh(self) -> None:
        """Show the board's state."""

    def say(self, heading: str, words: str) -> None:
        """Show what this page is about."""
        self.heading.setText(heading)
        self.words.setText(words)
