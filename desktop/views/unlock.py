"""The lock: the journal stays open behind it, nothing of it can be read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.elements import button, label, title
from desktop.views.entry_form import EntryForm, PasswordField


class Unlock(EntryForm):
    """Asks the user who locked the program for the password; works without a network.

    Signals:
        unlocked: the password was right.
        leave_requested: somebody else wants to sign in.
    """

    unlocked = Signal()
    leave_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        user_name: str,
        unlock: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        """Build the page.

        Args:
            theme: the colours.
            tasks: runs the attempt.
            user_name: "Петрова А. А.".
            unlock: takes the password off the UI thread; raises ``UserError`` when it is wrong.
            parent: as usual in Qt.
        """
        super().__init__(theme, "Разблокировать", parent)
        self._tasks = tasks
        self._unlock = unlock
        self.password = PasswordField()
        self.leave = button("Войти &другим пользователем", "link")
        self.leave.clicked.connect(self.leave_requested)
        self.fields.addWidget(title(user_name))
        self.fields.addWidget(
            label("Программа заблокирована. Все записи сохранены.", "muted", wraps=True)
        )
        self.fields.addSpacing(8)
        self.fields.addWidget(self.password)
        self.card.column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignHCenter)
        self.footer.setText("Разблокировать можно и без интернета. Помощь — F1.")
        self.watch(self.password.edit, self.submit)
        self.go.clicked.connect(self.submit)
        self.setFocusProxy(self.password.edit)
        self.tab_through(self.password.edit, self.password.shown)
        self.setTabOrder(self.go, self.leave)

    def submit(self) -> None:
        """Try the password."""
        if self.is_busy:
            return
        password = self.password.edit.text()
        if not password:
            self.refuse("Введите пароль.", self.password.edit)
            return
        work = self._tasks.run(self._unlock, password, done=self._succeed, failed=self._fail)
        self.begin(work, "Проверяем пароль")

    def _succeed(self, _: object) -> None:
        self.end()
        self.password.forget()
        self.unlocked.emit()

    def _fail(self, fault: Exception) -> None:
        self.take_fault(fault, self.password.edit)
