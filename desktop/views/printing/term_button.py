"""The button that closes a term for a class, and its question."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from desktop.models.term_desk import TermDesk

_AFTERWARDS = (
    "Записи учителей, которые придут после этого, не пропадут: они будут ждать вашего решения "
    "на странице «Перенос»."
)


class TermButton(QPushButton):
    """Closes at a second word only; hidden from those who close nothing."""

    def __init__(self, desk: TermDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.question = QMessageBox(self)
        self.question.setIcon(QMessageBox.Icon.Question)
        self.question.setWindowTitle("Закрыть период")
        self.confirm = self.question.addButton("Закрыть", QMessageBox.ButtonRole.AcceptRole)
        self.question.addButton("Не закрывать", QMessageBox.ButtonRole.RejectRole)
        self.question.accepted.connect(desk.turn)
        self.clicked.connect(self._ask)
        desk.changed.connect(self._show)
        self._show()

    def _ask(self) -> None:
        if self._desk.is_closed:
            self._desk.turn()
            return
        self.question.setText(f"Закрыть для записей: {self._desk.words}?")
        self.question.setInformativeText(_AFTERWARDS)
        self.question.open()

    def _show(self) -> None:
        offered = self._desk.is_offered
        self.setVisible(offered)
        if offered:
            self.setText("Открыть период" if self._desk.is_closed else "Закрыть период…")
            self.setToolTip(self._desk.words)
