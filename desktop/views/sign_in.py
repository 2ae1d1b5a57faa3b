"""The sign-in page: login and password; the first time the address of the centre as well."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.tasks import TaskHandle, Tasks
from desktop.theme import Theme
from desktop.views.elements import button, label, tab_in_order
from desktop.views.entry_form import EntryForm, PasswordField, labelled

_FIRST_TIME = (
    "Первый вход на этом компьютере: нужна связь с центральным сервером, чтобы получить ваш журнал."
    " Дальше вход работает без интернета."
)
_HELP = "Помощь — F1."
_OFFLINE = f"Вход работает и без интернета. {_HELP}"
_FORGOTTEN = "Новый пароль выдаёт администратор школы."
_REMEMBERED = "Вход запомнен на этом компьютере: пароль не нужен."


class Door(Protocol):
    """What the page asks; the program's entrance stands behind it."""

    def is_known(self, login: str) -> bool:
        """Tell at once whether this user's journal is on this computer."""

    @property
    def memory_refusal(self) -> str:
        """Why no sign-in can be remembered on this computer, a sentence; "" when it can."""

    def remembers(self, login: str) -> bool:
        """Tell at once whether this user signs in here without a password."""

    def forget(self, login: str) -> None:
        """Let this user sign in with the password only."""

    def sign_in(
        self, handle: TaskHandle, login: str, password: str, server: str, *, remember: bool = False
    ) -> object:
        """Open the journal, fetching it first where it is not here; called off the UI thread.

        Args:
            handle: for progress in words and for giving up.
            login: as typed, without spaces around it.
            password: as typed; "" for a remembered one.
            server: the address of the centre; "" when the journal is here.
            remember: let the user sign in here without a password from now on.

        Returns:
            What ``signed_in`` hands on.

        Raises:
            UserError: shown in place.
        """


class SignIn(EntryForm):
    """Asks for login and password and never blocks while they are looked at.

    Signals:
        signed_in: what the door returned.
        forgotten: the user does not know the password; with the login as typed.
        restore_requested: a journal is to be restored from a copy.
        check_requested: the journals of this computer are to be looked at.
    """

    signed_in = Signal(object)
    forgotten = Signal(str)
    restore_requested = Signal()
    check_requested = Signal()

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
        self.remember = QCheckBox("&Запомнить вход на этом компьютере")
        self._remembered = label(_REMEMBERED, "notice", wraps=True)
        self.forget = button("Забы&ть", "link")
        self.forget.clicked.connect(self._forget)
        self.server = QLineEdit(server)
        self.server.setPlaceholderText("https://…")
        self.server.setAccessibleName("Адрес центрального сервера")
        self.told = label("", "notice", wraps=True)
        self._first_time = QWidget()
        self._fill()
        self.watch(self.login, self._leave_login)
        self.watch(self.password.edit, self.submit)
        self.watch(self.server, self.submit)
        self.login.editingFinished.connect(self._look_up)
        self.go.clicked.connect(self.submit)
        self.setFocusProxy(self.login)
        self.tab_through(
            self.login,
            self.forget,
            self.password.edit,
            self.password.shown,
            self.remember,
            self.server,
        )
        self._offer_help()
        self._look_up()
        # the keyring of the system may take its time to answer
        tasks.run(lambda: door.memory_refusal, done=self._show_memory)

    @property
    def asks_for_server(self) -> bool:
        """Tell whether the address of the centre is asked for."""
        return not self._first_time.isHidden()

    def tell(self, words: str) -> None:
        """Show a good sentence above the fields."""
        self.told.setText(words)
        self.told.show()

    def submit(self) -> None:
        """Try to sign in with what was typed; what is missing is asked for first."""
        if self.is_busy:
            return
        self._look_up()
        login, password = self.login.text().strip(), self.password.edit.text()
        server = self.server.text().strip() if self.asks_for_server else ""
        if not login:
            self.refuse("Введите логин: его выдаёт администратор школы.", self.login)
        elif not password and not self._is_remembered:
            self.refuse("Введите пароль.", self.password.edit)
        elif self.asks_for_server and not server:
            self.refuse(
                "Введите адрес центрального сервера: его знает администратор школы.", self.server
            )
        else:
            self._attempt(login, password, server)

    @property
    def _is_remembered(self) -> bool:
        login = self.login.text().strip()
        return bool(login) and self._door.remembers(login)

    def _show_memory(self, refusal: str) -> None:
        self.remember.setEnabled(not refusal)
        self.remember.setToolTip(refusal)

    def _forget(self) -> None:
        self._door.forget(self.login.text().strip())
        self._look_up()
        self.password.edit.setFocus()

    def _leave_login(self) -> None:
        self._look_up()
        if self._is_remembered:
            self.submit()
        elif self.login.text().strip() and not self.password.edit.text():
            self.password.edit.setFocus()
        else:
            self.submit()

    def _attempt(self, login: str, password: str, server: str) -> None:
        door, remember = self._door, self.remember.isChecked() and bool(password)

        def attempt(handle: TaskHandle, login: str, password: str, server: str) -> object:
            return door.sign_in(handle, login, password, server, remember=remember)

        work = self._tasks.run_long(
            attempt,
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
        is_remembered = self._is_remembered
        self._remembered.setVisible(is_remembered)
        self.forget.setVisible(is_remembered)
        self.remember.setVisible(not is_remembered)
        self.footer.setText(f"{_OFFLINE}\n{_FORGOTTEN}" if is_known else f"{_FORGOTTEN} {_HELP}")

    def _fill(self) -> None:
        self.told.hide()
        self.fields.addWidget(self.told)
        self.fields.addWidget(labelled("&Логин", self.login))
        self.fields.addWidget(self.login)
        self.fields.addSpacing(6)
        self.fields.addWidget(self._remembered)
        self.fields.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignLeft)
        self.fields.addWidget(self.password)
        self.fields.addWidget(self.remember)
        self.fields.addWidget(self._first_time)
        column = QVBoxLayout(self._first_time)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(_FIRST_TIME, "notice", wraps=True))
        column.addSpacing(6)
        column.addWidget(labelled("&Адрес центрального сервера", self.server))
        column.addWidget(self.server)

    def _offer_help(self) -> None:
        """Offer what helps when the journal does not open."""
        self.help = {
            "forgotten": button("Заб&ыли пароль?", "link"),
            "check": button("П&роверить журнал…", "link"),
            "restore": button("&Восстановить журнал из копии…", "link"),
        }
        self.help["forgotten"].clicked.connect(
            lambda: self.forgotten.emit(self.login.text().strip())
        )
        self.help["restore"].clicked.connect(self.restore_requested)
        self.help["check"].clicked.connect(self.check_requested)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.help["forgotten"])
        row.addWidget(self.help["check"])
        row.addStretch(1)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addLayout(row)
        rows.addWidget(self.help["restore"], 0, Qt.AlignmentFlag.AlignHCenter)
        self.card.column.addLayout(rows)
        tab_in_order(self.go, *self.help.values())
