"""What the user sees when the program itself is wrong."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.elements import button, label, small, title


class CrashDialog(QDialog):
    """Says that entries are saved, where the log is, and lets the user go on.

    One is enough: while it is open, further crashes only go to the log.
    """

    def __init__(self, log: Path, versions: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Ошибка программы")
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._details = f"{versions}\n{log}"
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(title("Программа столкнулась с ошибкой; записи сохранены"))
        column.addWidget(
            label(
                "Можно работать дальше. Если ошибка повторяется, закройте программу и откройте"
                " снова, а файл с описанием передайте администратору школы. В файле нет ни имён,"
                " ни отметок.",
                wraps=True,
            )
        )
        column.addWidget(small(str(log), wraps=True))
        column.addWidget(small(versions, wraps=True))
        row = QHBoxLayout()
        copy = button("&Скопировать сведения")
        copy.clicked.connect(self.copy_details)
        go_on = button("&Продолжить работу", "primary")
        go_on.setDefault(True)
        go_on.clicked.connect(self.close)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(go_on)
        column.addSpacing(4)
        column.addLayout(row)
        self.setFixedWidth(500)
        go_on.setFocus()

    def copy_details(self) -> None:
        """Put versions and the place of the log on the clipboard."""
        QGuiApplication.clipboard().setText(self._details)
