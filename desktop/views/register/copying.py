"""Cells of the register as text that a spreadsheet takes for a table."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Qt

from desktop.models.register_model import RegisterModel


def table_text(model: RegisterModel, chosen: Iterable[QModelIndex]) -> str:
    """Return cells separated by tabs; more than one come with their names and days."""
    indexes = list(chosen)
    rows = sorted({index.row() for index in indexes})
    columns = sorted({index.column() for index in indexes})
    if len(rows) == len(columns) == 1:
        return _text(model, rows[0], columns[0])
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    lines = [["", *(str(model.headerData(column, across)) for column in columns)]]
    lines += [
        [str(model.headerData(row, down)), *(_text(model, row, column) for column in columns)]
        for row in rows
    ]
    return "\n".join("\t".join(line) for line in lines)


def _text(model: RegisterModel, row: int, column: int) -> str:
    return str(model.index(row, column).data() or "")
