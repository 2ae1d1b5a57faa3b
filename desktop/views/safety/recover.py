"""A forgotten password: the administrator opens the journal with the recovery key of the school."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.elements import button, label, title
from desktop.views.entry_form import EntryForm, labelled

_EXPLAINED = (
    "Новый пароль учётной записи даёт администратор на центральном сервере. Здесь он же открывает"
    " журнал этого компьютера файлом ключа восстановления школы; записи остаются целы."
)
_DONE = "Новый пароль задан: войдите с ним."


class RecoverPage(EntryForm):
    """Asks for login, recovery file, its password, and the new password twice.

    Signals:
        left: back to the sign-in page; with the sentence to be shown there, or "".
    """

    left = Signal(str)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        recover: Callable[[str, Path, str, str], None],
        login: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Build the page.

        Args:
            theme: the colours.
            tasks: runs the attempt.
            recover: login, file, its password, the new one; called off the UI thread.
            login: as typed on the page before.
            parent: as usual in Qt.
        """
        super().__init__(theme, "&Задать новый пароль", parent)
        self._tasks = tasks
        self._recover = recover
        self.login = QLineEdit(login)
        self.file = QLineEdit()
        self.browse = button("Вы&брать…")
        self.browse.clicked.connect(self.choose_file)
        self.file_password, self.new, self.again = (_secret() for _ in range(3))
        self.back = button("&Назад ко входу", "link")
        self.back.clicked.connect(lambda: self.left.emit(""))
        self._fill()
        for field in self._all():
            self.watch(field, self.submit)
        self.go.clicked.connect(self.submit)
        self.setFocusProxy(self.login)
        self.tab_through(
            self.login, self.file, self.browse, self.file_password, self.new, self.again
        )
        self.setTabOrder(self.go, self.back)

    def submit(self) -> None:
        """Try it; what is missing is asked for first."""
        if self.is_busy:
            return
        missing = next((field for field in self._all() if not field.text().strip()), None)
        if missing is not None:
            self.refuse(f"Заполните поле «{missing.accessibleName()}».", missing)
        elif self.new.text() != self.again.text():
            self.refuse("Пароли не совпали: введите новый пароль ещё раз.", self.again)
        else:
            work = self._tasks.run(
                self._recover,
                self.login.text().strip(),
                Path(self.file.text().strip()),
                self.file_password.text(),
                self.new.text(),
                done=self._succeed,
                failed=self._fail,
            )
            self.begin(work, "Открываем журнал ключом восстановления")

    def choose_file(self) -> None:
        """Ask for the recovery file."""
        dialog = QFileDialog(self, "Файл ключа восстановления школы", "", "Все файлы (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._take_file)
        dialog.open()

    def _take_file(self, path: str) -> None:
        self.file.setText(path)
        self.file_password.setFocus()

    def _succeed(self, _: object) -> None:
        self.end()
        for field in (self.file_password, self.new, self.again):
            field.clear()
        self.left.emit(_DONE)

    def _fail(self, fault: Exception) -> None:
        self.take_fault(fault, self.file_password)

    def _all(self) -> tuple[QLineEdit, ...]:
        return self.login, self.file, self.file_password, self.new, self.again

    def _fill(self) -> None:
        self.fields.addWidget(title("Забыт пароль"))
        self.fields.addWidget(label(_EXPLAINED, "muted", wraps=True))
        names = (
            "&Логин",
            "&Файл ключа восстановления",
            "&Пароль файла ключа",
            "Новый п&ароль журнала",
            "Новый пароль &ещё раз",
        )
        for name, field in zip(names, self._all(), strict=True):
            field.setAccessibleName(name.replace("&", ""))
            self.fields.addWidget(labelled(name, field))
            if field is self.file:
                row = QHBoxLayout()
                row.addWidget(field, 1)
                row.addWidget(self.browse)
                self.fields.addLayout(row)
            else:
                self.fields.addWidget(field)
        self.card.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)


def _secret() -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
