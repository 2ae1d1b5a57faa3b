"""The sign-in page: login and password; the first time the address of the centre as well."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.tasks import TaskHandle, Tasks
from desktop.theme import Theme
from desktop.views.elements import label
from desktop.views.entry_form import EntryForm, PasswordField, labelled

_FIRST_TIME = (
    "Первый вход на этом компьютере: нужна связь с центральным сервером, чтобы получить ваш журнал."
    " Дальше вход работает без интернета."
)
_OFFLINE = "Вход работает и без интернета."
_FORGOTTEN = "Забыли пароль? Новый выдаёт администратор школы."


class Door(Protocol):
    """What the page asks; the program's entrance stands behind it."""

    def is_known(self, login: str) -> bool:
        """Tell at once whether this user's journal is on this computer."""

    def sign_in(self, handle: TaskHandle, login: str, password: str, server: str) -> object:
        """Open the journal, fetching it first where it is not here; called off the UI thread.

        Args:
            handle: for progress in words and for giving up.
            login: as typed, without spaces around it.
            password: as typed.
            server: the address of the centre; "" when the journal is here.

        Returns:
            What ``signed_in`` hands on.

        Raises:
            UserError: shown in place.
        """


class SignIn(EntryForm):
    """Asks for login and password and never blocks while they are looked at.

    Signals:
        signed_in: what the door returned.
    """

    signed_in = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        door: Door,
        *,
        server: str = "",
        is_first: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Build the page.

        Args:
            theme: the colours.
            tasks: runs the attempt.
            door: see there.
            server: the address used last on this computer.
            is_first: nobody has a journal on this computer, so the address is asked at once.
            parent: as usual in Qt.
        """
        super().__init__(theme, "Войти", parent)
        self._tasks = tasks
        self._door = door
        self._is_first = is_first
        self.login = QLineEdit()
        self.login.setAccessibleName("Логин")
        self.password = PasswordField()
        self.server = QLineEdit(server)
        self.server.setPlaceholderText("https://…")
        self.server.setAccessibleName("Адрес центрального сервера")
        self._first_time = QWidget()
        self._fill()
        self.watch(self.login, self._leave_login)
        self.watch(self.password.edit, self.submit)
        self.watch(self.server, self.submit)
        self.login.editingFinished.connect(self._look_up)
        self.go.clicked.connect(self.submit)
        self.setFocusProxy(self.login)
        self.tab_through(self.login, self.password.edit, self.password.shown, self.server)
        self._look_up()

    @property
    def asks_for_server(self) -> bool:
        """Tell whether the address of the centre is asked for."""
        return not self._first_time.isHidden()

    def submit(self) -> None:
        """Try to sign in with what was typed; what is missing is asked for first."""
        if self.is_busy:
            return
        self._look_up()
        login, password = self.login.text().strip(), self.password.edit.text()
        server = self.server.text().strip() if self.asks_for_server else ""
        if not login:
            self.refuse("Введите логин: его выдаёт администратор школы.", self.login)
        elif not password:
            self.refuse("Введите пароль.", self.password.edit)
        elif self.asks_for_server and not server:
            self.refuse(
                "Введите адрес центрального сервера: его знает администратор школы.", self.server
            )
        else:
            self._attempt(login, password, server)

    def _leave_login(self) -> None:
        if self.login.text().strip() and not self.password.edit.text():
            self.password.setFocus()
        else:
            self.submit()

    def _attempt(self, login: str, password: str, server: str) -> None:
        work = self._tasks.run_long(
            self._door.sign_in,
            login,
            password,
            server,
            done=self._succeed,
            failed=self._fail,
            progress=self.show_progress,
        )
        self.begin(work, "Связываемся с центральным сервером" if server else "Открываем журнал")

    def _succeed(self, result: object) -> None:
        self.end()
        self.password.forget()
        self.signed_in.emit(result)

    def _fail(self, fault: Exception) -> None:
        self.take_fault(fault, self.password.edit)

    def _look_up(self) -> None:
        login = self.login.text().strip()
        is_known = self._door.is_known(login) if login else not self._is_first
        self._first_time.setVisible(not is_known)
        self.footer.setText(f"{_OFFLINE}\n{_FORGOTTEN}" if is_known else _FORGOTTEN)

    def _fill(self) -> None:
        self.fields.addWidget(labelled("&Логин", self.login))
        self.fields.addWidget(self.login)
        self.fields.addSpacing(6)
        self.fields.addWidget(self.password)
        self.fields.addWidget(self._first_time)
        column = QVBoxLayout(self._first_time)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(_FIRST_TIME, "notice", wraps=True))
        column.addSpacing(6)
        column.addWidget(labelled("&Адрес центрального сервера", self.server))
        column.addWidget(self.server)
