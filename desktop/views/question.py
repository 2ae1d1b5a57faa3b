"""A question of the program: one thing to say, one to ask, a yes and a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.elements import button, label, title

_WIDTH = 440


class Question(QDialog):
    """A question with an answer and a way out; opened without a loop of its own."""

    def __init__(self, heading: str, words: str, yes: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(title(heading))
        column.addWidget(label(words, "muted", wraps=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        column.addLayout(self.body, 1)
        self.yes = button(yes, "primary")
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        no = button("Не сейчас")
        no.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for made in (no, self.yes):
            row.addWidget(made)
        column.addSpacing(6)
        column.addLayout(row)
