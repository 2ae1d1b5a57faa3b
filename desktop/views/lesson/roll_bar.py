"""The roll call of a lesson: one key for all, then those who are not there by number or name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.views.elements import button, label, set_refused, small

_HINT = "кроме: 3 17 кры о 10м"


class RollBar(QWidget):
    """Stands over the names.

    Signals:
        roll_wanted: «Все присутствуют» was pressed.
        finished: the line was written, or left; the pupils may have the focus.
    """

    roll_wanted = Signal()
    finished = Signal()

    def __init__(self, write: Callable[[str], str], read: Callable[[str], str]) -> None:
        """Make a bar.

        Args:
            write: writes a line and returns "" or why it was refused.
            read: a line in words, as it would be written; why it cannot be.
        """
        super().__init__()
        self._write = write
        self._read = read
        self.all = button("Все присутствуют  F6")
        self.all.clicked.connect(self.roll_wanted)
        self.line = _Line()
        self.line.setPlaceholderText(_HINT)
        self.line.setAccessibleName("Кого нет на уроке: номера по списку или первые буквы фамилий")
        self.line.setToolTip(
            "Кого нет: номера по списку или первые буквы фамилий через пробел.\n"
            "3 17 кры — отсутствуют; 8 о — опоздал, 8 о 10м — на 10 минут; 5 б — болен."
        )
        self.line.entered.connect(self._enter)
        self.line.left.connect(self.finished)
        self.line.textEdited.connect(self._preview)
        self.words = small(wraps=True)
        self.refusal = label("", "refusal", wraps=True)
        self.refusal.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.all)
        row.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.words)
        column.addWidget(self.refusal)

    def tell(self, *, called: bool, absent: str, others: str, locked: bool) -> None:
        """Show the state of the roll call.

        Args:
            called: it was called.
            absent: who is not there, in words.
            others: what others said of the pupils, some of it for the roll call to take over.
            locked: it cannot be changed.
        """
        told = " · ".join(filter(None, (absent, others)))
        self._state = (
            f"Перекличка проведена{': ' + told if told else ', все на месте'}"
            if called
            else f"Переклички ещё не было{' · ' + told if told else ''}"
        )
        self.words.setText(self._state)
        rest = "Остальные присутствуют  F6" if told and not called else "Все присутствуют  F6"
        self.all.setText(rest)
        for each in (self.all, self.line):
            each.setEnabled(not locked)

    def clear(self) -> None:
        """Forget what was typed."""
        self.line.clear()
        self._preview("")

    def ask(self) -> None:
        """Take the keyboard for those who are not there."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _preview(self, text: str) -> None:
        self._refuse("")
        self.words.setText(self._read(text) if text.strip() else self._state)

    def submit(self) -> bool:
        """Write what was typed; ``False`` when it was refused and still stands here."""
        text = self.line.text()
        refusal = self._write(text) if text.strip() else ""
        self._refuse(refusal)
        if not refusal:
            self.line.clear()
        return not refusal

    def _enter(self) -> None:
        if self.submit():
            self.finished.emit()

    def _refuse(self, words: str) -> None:
        set_refused(self.line, bool(words))
        self.refusal.setText(words)
        self.refusal.setVisible(bool(words))

    _state = ""


class _Line(QLineEdit):
    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.textEdited.emit("")
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down and not self.text():
            self.left.emit()
        else:
            super().keyPressEvent(event)
