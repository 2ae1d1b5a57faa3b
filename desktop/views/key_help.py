"""The help of F1: the keys of the screen at hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.elements import button, key_cap, label, small, title
from desktop.views.screen import KeyMeaning


class KeyHelp(QDialog):
    """Lists keys and what they do; stays open beside the work."""

    def __init__(
        self,
        heading: str,
        own: Sequence[KeyMeaning],
        everywhere: Sequence[KeyMeaning],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Помощь: клавиши")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(title(heading))
        if own:
            column.addLayout(_table(own))
            column.addSpacing(6)
            column.addWidget(small("На любом экране"))
        column.addLayout(_table(everywhere))
        column.addSpacing(8)
        close = button("Закрыть")
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        self.setMinimumWidth(420)


def _table(lines: Sequence[KeyMeaning]) -> QGridLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(16)
    table.setVerticalSpacing(7)
    table.setColumnMinimumWidth(0, 96)
    table.setColumnStretch(1, 1)
    for place, line in enumerate(lines):
        table.addWidget(key_cap(line.keys), place, 0, Qt.AlignmentFlag.AlignVCenter)
        table.addWidget(label(line.meaning, wraps=True), place, 1)
    return table
