"""The user's own password: changing it, and bringing the journal up to one changed elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.tasks import Tasks
from desktop.views.elements import label, set_refused
from desktop.views.entry_form import labelled
from desktop.views.question import Question
from journal.errors import UserError


class PasswordDialog(Question):
    """Asks for the old and the new password.

    Signals:
        changed: the new password holds now.
    """

    changed = Signal()

    def __init__(
        self,
        tasks: Tasks,
        change: Callable[[str, str], None],
        *,
        is_reset: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Build the dialog.

        Args:
            tasks: runs the attempt.
            change: old and new password; called off the UI thread, raises ``UserError``.
            is_reset: the account has a new password already, the journal opens with the old one.
            parent: as usual in Qt.
        """
        if is_reset:
            heading, yes = "Новый пароль", "&Запомнить новый пароль"
            words = (
                "Пароль вашей учётной записи изменён на центральном сервере. Введите прежний и"
                " новый: дальше журнал открывается новым."
            )
        else:
            heading, yes = "Сменить пароль", "&Сменить пароль"
            words = (
                "Пароль меняется на центральном сервере и на этом компьютере; нужна связь."
                " На других ваших компьютерах программа спросит новый пароль при связи."
            )
        super().__init__(heading, words, yes, parent)
        self._tasks = tasks
        self._change = change
        self._is_reset = is_reset
        self.old, self.new, self.again = (_secret() for _ in range(3))
        self.refusal = label("", "refusal", wraps=True)
        self.refusal.hide()
        names = ("&Прежний пароль", "&Новый пароль", "Новый пароль &ещё раз")
        for name, field in zip(names, (self.old, self.new, self.again), strict=True):
            if field is self.again and is_reset:
                continue
            field.setAccessibleName(name.replace("&", ""))
            field.textEdited.connect(self._forgive)
            self.body.addWidget(labelled(name, field))
            self.body.addWidget(field)
        self.body.addWidget(self.refusal)
        self.old.setFocus()

    def accept(self) -> None:
        """Try it; the dialog stays until it worked."""
        if not self.yes.isEnabled():
            return
        if not self.old.text() or not self.new.text():
            field = self.old if not self.old.text() else self.new
            self._refuse("Введите оба пароля.", field)
        elif not self._is_reset and self.new.text() != self.again.text():
            self._refuse("Пароли не совпали: введите новый пароль ещё раз.", self.again)
        else:
            self.yes.setEnabled(False)
            self._tasks.run(
                self._change,
                self.old.text(),
                self.new.text(),
                done=self._succeed,
                failed=self._fail,
            )

    def _succeed(self, _: object) -> None:
        self.changed.emit()
        super().accept()

    def _fail(self, fault: Exception) -> None:
        self.yes.setEnabled(True)
        if not isinstance(fault, UserError):
            self._refuse("Программа столкнулась с ошибкой, пароль не изменён.", self.old)
            raise fault
        self._refuse(str(fault), self.old)

    def _refuse(self, words: str, field: QLineEdit) -> None:
        self.refusal.setText(words)
        self.refusal.setAccessibleName(words)
        self.refusal.show()
        set_refused(field, True)
        field.setFocus()
        field.selectAll()

    def _forgive(self) -> None:
        self.refusal.hide()
        for field in (self.old, self.new, self.again):
            set_refused(field, False)


def _secret() -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
