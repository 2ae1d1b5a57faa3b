"""Sign-in and lock: plain refusals in place, nothing blocks, everything by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.tasks import TaskHandle, Tasks
from desktop.theme import Theme
from desktop.views.sign_in import SignIn
from desktop.views.unlock import Unlock
from journal.errors import UserError
from tests.desktop.keys import press, type_text

ENTER = Qt.Key.Key_Return
WRONG = "Пароль не подошёл. Введите его ещё раз."


class Entrance:
    """Knows «petrova»; opens for «верный»; waits where a test wants it to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.remembered: set[str] = set()
        self.memory_refusal = ""

    def is_known(self, login: str) -> bool:
        return login == "petrova"

    def remembers(self, login: str) -> bool:
        return login in self.remembered

    def forget(self, login: str) -> None:
        self.remembered.discard(login)

    def sign_in(
        self, handle: TaskHandle, login: str, password: str, server: str, *, remember: bool = False
    ) -> object:
        self.asked.append((login, password, server))
        if login in self.remembered and not password:
            return f"журнал {login}"
        if remember:
            self.remembered.add(login)
        handle.report("Получаем записи", 40, 60)
        assert self.gate.wait(10)
        if password == "сломано":
            raise ZeroDivisionError
        if password != "верный":
            raise UserError(WRONG)
        return f"журнал {login}"


@pytest.fixture
def door() -> Iterator[Entrance]:
    door = Entrance()
    yield door
    door.gate.set()


@pytest.fixture
def page(theme: Theme, tasks: Tasks, door: Entrance, qtbot: QtBot) -> Callable[..., SignIn]:
    def build(server: str = "", is_first: bool = False) -> SignIn:
        page = SignIn(theme, tasks, door, server=server, is_first=is_first)
        qtbot.addWidget(page)
        page.resize(1366, 768)
        with qtbot.waitActive(page):
            page.show()
        return page

    return build


def test_a_known_user_signs_in_with_login_enter_password_enter(
    page: Callable[..., SignIn], door: Entrance, qtbot: QtBot
) -> None:
    form = page()
    type_text(form.login, "petrova")
    press(form.login, ENTER)
    assert not form.refusal
    assert form.password.edit.hasFocus()
    type_text(form.password.edit, "верный")
    with qtbot.waitSignal(form.signed_in) as heard:
        press(form.password.edit, ENTER)
    assert heard.args == ["журнал petrova"]
    assert door.asked == [("petrova", "верный", "")]
    assert form.password.edit.text() == ""


def test_a_refusal_stands_in_place_and_goes_when_the_password_is_changed(
    page: Callable[..., SignIn], qtbot: QtBot
) -> None:
    form = page()
    form.login.setText("petrova")
    form.password.edit.setText("мимо")
    form.submit()
    qtbot.waitUntil(lambda: form.refusal == WRONG)
    assert form.password.edit.selectedText()
    assert form.password.edit.property("refused") is True
    type_text(form.password.edit, "в")
    assert form.refusal == ""
    assert form.password.edit.property("refused") is False


@pytest.mark.parametrize(
    ("login", "password", "words", "field"),
    [
        ("", "", "логин", "login"),
        ("  ", "верный", "логин", "login"),
        ("petrova", "", "пароль", "password"),
        ("orlova", "верный", "адрес", "server"),
    ],
)
def test_what_is_missing_is_asked_for_before_anything_is_tried(
    page: Callable[..., SignIn],
    door: Entrance,
    login: str,
    password: str,
    words: str,
    field: str,
) -> None:
    form = page()
    form.login.setText(login)
    form.password.edit.setText(password)
    form.go.click()
    assert words in form.refusal
    assert form.refusal.endswith(".")
    fields: dict[str, QLineEdit] = {
        "login": form.login,
        "password": form.password.edit,
        "server": form.server,
    }
    assert fields[field].hasFocus()
    assert door.asked == []


def test_the_address_is_asked_only_from_who_is_new_on_this_computer(
    page: Callable[..., SignIn], door: Entrance, qtbot: QtBot
) -> None:
    form = page(server="https://journal.school.example")
    assert not form.asks_for_server
    form.login.setText("orlova")
    press(form.login, ENTER)
    assert form.asks_for_server
    form.login.setText("petrova")
    press(form.login, ENTER)
    assert not form.asks_for_server
    form.login.setText("orlova")
    form.password.edit.setText("верный")
    with qtbot.waitSignal(form.signed_in):
        form.submit()
    assert door.asked == [("orlova", "верный", "https://journal.school.example")]


def test_the_address_is_asked_at_once_where_nobody_has_a_journal(
    page: Callable[..., SignIn],
) -> None:
    assert page(is_first=True).asks_for_server


def test_the_window_lives_while_the_door_thinks_and_shows_how_far_it_is(
    page: Callable[..., SignIn], door: Entrance, qtbot: QtBot
) -> None:
    form = page()
    door.gate.clear()
    form.login.setText("petrova")
    form.password.edit.setText("верный")
    form.submit()
    qtbot.waitUntil(lambda: form.doing == "Получаем записи: 40 из 60")
    assert form.is_busy
    form.submit()  # a second Enter does nothing
    with qtbot.waitSignal(form.signed_in):
        door.gate.set()
    assert len(door.asked) == 1
    assert not form.is_busy


def test_an_attempt_can_be_given_up_and_keeps_what_was_typed(
    page: Callable[..., SignIn], door: Entrance, qtbot: QtBot
) -> None:
    form = page()
    door.gate.clear()
    form.login.setText("petrova")
    form.password.edit.setText("верный")
    form.submit()
    qtbot.waitUntil(lambda: len(door.asked) == 1)
    form.stop()
    assert not form.is_busy
    assert form.login.text() == "petrova"
    with qtbot.assertNotEmitted(form.signed_in, wait=50):
        door.gate.set()


def test_a_bug_behind_the_door_is_said_in_words_and_still_raised(
    page: Callable[..., SignIn], qtbot: QtBot
) -> None:
    form = page()
    form.login.setText("petrova")
    form.password.edit.setText("сломано")
    with qtbot.captureExceptions() as caught:
        form.submit()
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert form.refusal.startswith("Программа столкнулась с ошибкой")
    assert not form.is_busy


def test_the_password_is_hidden_until_it_is_asked_for(page: Callable[..., SignIn]) -> None:
    field = page().password
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    field.shown.click()
    assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
    field.forget()
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password


def test_russian_letters_in_a_hidden_password_are_pointed_out(
    page: Callable[..., SignIn],
) -> None:
    field = page().password
    type_text(field.edit, "gfhjkm")
    assert field.hint == ""
    type_text(field.edit, "Ё")
    assert field.hint == "набрано русскими буквами"


def test_tab_goes_through_the_fields_in_reading_order(page: Callable[..., SignIn]) -> None:
    form = page(is_first=True)
    order: list[QWidget] = []
    for _ in range(6):
        order.append(form.focusWidget())
        press(order[-1], Qt.Key.Key_Tab)
    wanted = [
        form.login,
        form.password.edit,
        form.password.shown,
        form.remember,
        form.server,
        form.go,
    ]
    assert order == wanted


@pytest.mark.parametrize("is_first", [False, True])
def test_nothing_is_cut_off_on_a_small_screen(
    page: Callable[..., SignIn], qtbot: QtBot, is_first: bool
) -> None:
    form = page(is_first=is_first)
    form.resize(911, 512)
    form.refuse(WRONG * 2, form.password.edit)
    qtbot.wait(20)
    wrapped = [each for each in form.findChildren(QLabel) if each.isVisible() and each.wordWrap()]
    assert len(wrapped) >= 2
    for each in wrapped:
        assert each.height() >= each.heightForWidth(each.width())


def test_the_lock_opens_for_the_password_alone(theme: Theme, tasks: Tasks, qtbot: QtBot) -> None:
    def unlock(password: str) -> None:
        if password != "верный":
            raise UserError(WRONG)

    lock = Unlock(theme, tasks, "Петрова А. А.", unlock)
    qtbot.addWidget(lock)
    with qtbot.waitActive(lock):
        lock.show()
    press(lock.password.edit, ENTER)
    assert lock.refusal == "Введите пароль."
    type_text(lock.password.edit, "мимо")
    press(lock.password.edit, ENTER)
    qtbot.waitUntil(lambda: lock.refusal == WRONG)
    lock.password.edit.setText("верный")
    with qtbot.waitSignal(lock.unlocked):
        press(lock.password.edit, ENTER)
    with qtbot.waitSignal(lock.leave_requested):
        lock.leave.click()


def test_a_remembered_user_signs_in_by_the_login_alone(
    page: Callable[..., SignIn], door: Entrance, qtbot: QtBot
) -> None:
    form = page()
    qtbot.waitUntil(form.remember.isEnabled)
    type_text(form.login, "petrova")
    type_text(form.password.edit, "верный")
    form.remember.setChecked(True)
    with qtbot.waitSignal(form.signed_in):
        press(form.password.edit, ENTER)
    form.login.setFocus()
    with qtbot.waitSignal(form.signed_in):
        press(form.login, ENTER)
    assert [password for _, password, _ in door.asked] == ["верный", ""]
    assert form.forget.isVisible()
    form.forget.click()
    assert not form.forget.isVisible()
    press(form.login, ENTER)
    press(form.password.edit, ENTER)
    assert form.refusal == "Введите пароль."


def test_where_nothing_can_be_remembered_it_is_not_offered(
    page: Callable[..., SignIn], door: Entrance, qtbot: QtBot
) -> None:
    door.memory_refusal = "Нет защищённой связки ключей."
    form = page()
    qtbot.waitUntil(lambda: not form.remember.isEnabled())
    assert form.remember.toolTip() == "Нет защищённой связки ключей."


def test_whoever_cannot_get_in_is_helped(page: Callable[..., SignIn], qtbot: QtBot) -> None:
    form = page()
    type_text(form.login, "petrova")
    with qtbot.waitSignal(form.forgotten) as heard:
        press(form.help["forgotten"], Qt.Key.Key_Space)
    assert heard.args == ["petrova"]
    with qtbot.waitSignal(form.restore_requested):
        press(form.help["restore"], Qt.Key.Key_Space)
    with qtbot.waitSignal(form.check_requested):
        press(form.help["check"], Qt.Key.Key_Space)
    for each in form.help.values():
        assert each.width() >= each.sizeHint().width(), f"{each.text()} is cut"
