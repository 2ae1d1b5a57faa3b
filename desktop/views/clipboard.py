"""What the program puts on the clipboard, marked as its own, so that it can be taken away again."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_OWN = "application/x-uchitelskaya"


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
