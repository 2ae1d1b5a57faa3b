"""What the program puts on the clipboard, marked as its own, so that it can be taken away again."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QAbstractItemModel, QMimeData, Qt
from PySide6.QtGui import QGuiApplication

_OWN = "application/x-uchitelskaya"


def table_of(lines: Sequence[Sequence[str]]) -> QMimeData:
    """Return lines of cells as tabbed text and as a table, for spreadsheets and documents."""
    mime = QMimeData()
    mime.setText("\n".join("\t".join(line) for line in lines))
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in line)}</tr>" for line in lines
    )
    mime.setHtml(f'<meta charset="utf-8"><table border="1" cellspacing="0">{rows}</table>')
    return mime


def model_lines(model: QAbstractItemModel) -> list[list[str]]:
    """Return a whole table in words under its titles."""
    columns = range(model.columnCount())
    across = Qt.Orientation.Horizontal
    return [
        [str(model.headerData(column, across) or "") for column in columns],
        *(
            [str(model.index(row, column).data() or "") for column in columns]
            for row in range(model.rowCount())
        ),
    ]


def put_on_clipboard(data: QMimeData) -> None:
    """Let another program paste what may name pupils."""
    data.setData(_OWN, b"1")
    QGuiApplication.clipboard().setMimeData(data)


def clear_clipboard() -> None:
    """Take away what came from a journal; what another program put there stays."""
    clipboard = QGuiApplication.clipboard()
    data: QMimeData | None = clipboard.mimeData()  # none where nothing was ever copied
    if data is not None and data.hasFormat(_OWN):
        clipboard.clear()
