"""Cells of the register as text that a spreadsheet or a document takes for a table."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData, QModelIndex, Qt

from desktop.models.register_model import RegisterModel
from desktop.views.clipboard import table_of


def table_mime(model: RegisterModel, chosen: Iterable[QModelIndex]) -> QMimeData:
    """Return cells as tabbed text and as a table; more than one come with names and days."""
    return table_of(_lines(model, list(chosen)))


def _lines(model: RegisterModel, indexes: list[QModelIndex]) -> list[list[str]]:
    rows = sorted({index.row() for index in indexes if not model.is_hidden(index.row())})
    columns = sorted({index.column() for index in indexes})
    if len(rows) == len(columns) == 1:
        return [[_text(model, rows[0], columns[0])]]
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    heads = ["", *(str(model.headerData(column, across)) for column in columns)]
    return [
        heads,
        *(
            [str(model.headerData(row, down)), *(_text(model, row, column) for column in columns)]
            for row in rows
        ),
    ]


def _text(model: RegisterModel, row: int, column: int) -> str:
    return str(model.index(row, column).data() or "")
