"""How the tables of «Мой класс» look and behave alike."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QTableView

from desktop.theme import Theme
from desktop.tokens import GRID_ROW


def make_read_only(
    table: QTableView, theme: Theme, delegate: QStyledItemDelegate, name: str, padding: int = 6
) -> None:
    """Let ``table`` show and choose only: no editing, no frame, Tab leaves it.

    Args:
        table: with its model set.
        theme: repaints it when it changes.
        delegate: draws its cells.
        name: for a screen reader.
        padding: at both sides of a cell, px.
    """
    table.setProperty("look", "bare")
    table.setStyleSheet(f"QTableView::item {{ padding: 0 {padding}px; }}")
    table.setAccessibleName(name)
    table.setItemDelegate(delegate)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(GRID_ROW)
    table.horizontalHeader().setHighlightSections(False)
    theme.changed.connect(table.viewport().update)
