"""Pictures of sign-in and lock."""

from __future__ import annotations

from time import sleep

from PySide6.QtWidgets import QWidget

from desktop.shots.render import Shot, Stage
from desktop.tasks import TaskHandle
from desktop.views.sign_in import SignIn
from desktop.views.unlock import Unlock
from journal.errors import UserError


class _Door:
    """Knows two users, remembers one, refuses a wrong password, never gets through to a server."""

    def is_known(self, login: str) -> bool:
        return login in ("petrova", "smirnova")

    memory_refusal = ""

    def remembers(self, login: str) -> bool:
        return login == "smirnova"

    def forget(self, login: str) -> None:
        pass

    def sign_in(
        self, handle: TaskHandle, login: str, password: str, server: str, *, remember: bool = False
    ) -> object:
        if not server:
            raise UserError(
                "Пароль не подошёл. Проверьте раскладку и Caps Lock и введите его ещё раз."
            )
        handle.report("Получаем записи журнала", 1240, 3400)
        while not handle.is_cancelled:
            sleep(0.02)
        return None


def _empty(stage: Stage) -> QWidget:
    return SignIn(stage.theme, stage.tasks, _Door())


def _refused(stage: Stage) -> QWidget:
    form = SignIn(stage.theme, stage.tasks, _Door())
    form.login.setText("petrova")
    form.password.edit.setText("пароль")
    form.submit()
    stage.wait(lambda: bool(form.refusal))
    return form


def _first_time(stage: Stage) -> QWidget:
    return SignIn(
        stage.theme, stage.tasks, _Door(), server="https://journal.school.example", is_first=True
    )


def _busy(stage: Stage) -> QWidget:
    form = SignIn(stage.theme, stage.tasks, _Door(), server="https://journal.school.example")
    form.login.setText("orlova")
    form.password.edit.setText("secret")
    form.submit()
    stage.wait(lambda: "3400" in form.doing)
    return form


def _remembered(stage: Stage) -> QWidget:
    form = SignIn(stage.theme, stage.tasks, _Door())
    form.login.setText("smirnova")
    form.login.editingFinished.emit()
    return form


def _locked(stage: Stage) -> QWidget:
    return Unlock(stage.theme, stage.tasks, "Петрова А. А.", lambda _: None)


SHOTS = (
    Shot("sign-in", "Вход", _empty),
    Shot("sign-in-refused", "Вход: отказ", _refused),
    Shot("sign-in-first", "Вход: первый раз", _first_time),
    Shot("sign-in-busy", "Вход: журнал загружается", _busy),
    Shot("sign-in-remembered", "Вход: запомнен", _remembered),
    Shot("locked", "Заблокировано", _locked),
)
