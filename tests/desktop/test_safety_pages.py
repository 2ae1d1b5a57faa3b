"""Restoring, a forgotten password, the check, a new password: by keyboard, in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.settings import Settings
from desktop.tasks import TaskHandle, Tasks
from desktop.theme import Theme
from desktop.views.safety.check import CheckDialog
from desktop.views.safety.password import PasswordDialog
from desktop.views.safety.recover import RecoverPage
from desktop.views.safety.restore import RestorePage
from desktop.views.sign_in import SignIn
from desktop.views.user_menu import UserMenu
from journal.backup import About, Backup
from journal.clock import to_ms
from journal.errors import UserError
from sync.doctor import Finding
from tests.desktop.keys import press, type_text
from tests.desktop.test_sign_in import Entrance

ENTER = Qt.Key.Key_Return
MADE = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)


def copy_named(name: str, entries: int, unsent: int = 0) -> Backup:
    return Backup(Path(name), About("owner", to_ms(MADE), entries, unsent, ""), 1)


class Hands:
    """What the pages ask for; refuses every password but «верный»."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def read(self, path: Path) -> Backup:
        if path.name == "foreign":
            raise UserError("Это не копия журнала.")
        return copy_named(str(path), 7)

    def restore(self, handle: TaskHandle, copy: Backup, password: str) -> list[str]:
        self.asked.append((copy.path.name, password))
        if password != "верный":
            raise UserError("Пароль не подошёл.")
        return ["Журнал восстановлен, записей: 7.", "Всё передано."]

    def recover(self, login: str, file: Path, file_password: str, new: str) -> None:
        self.asked.append((login, file.name, file_password, new))
        if file_password != "верный":
            raise UserError("Пароль файла ключа не подошёл.")

    def change(self, old: str, new: str) -> None:
        self.asked.append((old, new))
        if old != "верный":
            raise UserError("Пароль не подошёл.")


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], None]:
    def show(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()

    return show


@pytest.fixture
def restoring(
    theme: Theme, tasks: Tasks, hands: Hands, show: Callable[[QWidget], None]
) -> Callable[[Sequence[Backup]], RestorePage]:
    def build(copies: Sequence[Backup]) -> RestorePage:
        page = RestorePage(theme, tasks, copies, hands.read, hands.restore, UTC)
        show(page)
        return page

    return build


def test_a_copy_is_chosen_by_its_day_and_restored_with_the_password(
    restoring: Callable[[Sequence[Backup]], RestorePage], hands: Hands, qtbot: QtBot
) -> None:
    page = restoring([copy_named("new", 9, 2), copy_named("old", 7)])
    assert page.copies.index(0).data() == "24.11.2026 12:05 · записей 9, не передано 2"
    press(page.list, Qt.Key.Key_Down)
    page.password.edit.setFocus()
    press(page.password.edit, ENTER)
    assert page.refusal == "Введите пароль журнала."
    type_text(page.password.edit, "мимо")
    press(page.password.edit, ENTER)
    qtbot.waitUntil(lambda: page.refusal == "Пароль не подошёл.")
    page.password.edit.setText("верный")
    press(page.password.edit, ENTER)
    qtbot.waitUntil(lambda: page.told != "")
    assert page.told.startswith("Журнал восстановлен, записей: 7.")
    assert hands.asked == [("old", "мимо"), ("old", "верный")]
    assert page.password.edit.text() == ""
    with qtbot.waitSignal(page.left):
        press(page.go, Qt.Key.Key_Space)


def test_a_file_from_elsewhere_comes_to_the_head_of_the_list(
    restoring: Callable[[Sequence[Backup]], RestorePage], hands: Hands, qtbot: QtBot
) -> None:
    page = restoring([])
    assert not page.list.isVisible()
    assert page.file.hasFocus()
    press(page.file, Qt.Key.Key_Space)
    (dialog,) = page.findChildren(QFileDialog)
    dialog.fileSelected.emit("foreign")
    assert page.refusal == "Это не копия журнала."
    dialog.fileSelected.emit("stick")
    dialog.close()
    assert page.list.isVisible()
    type_text(page.password.edit, "верный")
    press(page.password.edit, ENTER)
    qtbot.waitUntil(lambda: page.told != "")
    assert hands.asked == [("stick", "верный")]


def test_without_a_copy_nothing_is_attempted(
    restoring: Callable[[Sequence[Backup]], RestorePage], hands: Hands, qtbot: QtBot
) -> None:
    page = restoring([])
    type_text(page.password.edit, "верный")
    press(page.password.edit, ENTER)
    assert page.refusal == "Выберите копию из списка или файл."
    assert hands.asked == []
    with qtbot.waitSignal(page.left):
        page.back.click()


def test_the_list_of_copies_obeys_qt(
    restoring: Callable[[Sequence[Backup]], RestorePage], qtmodeltester: ModelTester
) -> None:
    page = restoring([copy_named("new", 9), copy_named("old", 7)])
    qtmodeltester.check(page.copies)  # type: ignore[no-untyped-call]


def test_a_forgotten_password_asks_for_everything_in_order(
    theme: Theme, tasks: Tasks, hands: Hands, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    page = RecoverPage(theme, tasks, hands.recover, "petrova")
    show(page)
    press(page.login, ENTER)
    assert page.refusal == "Заполните поле «Файл ключа восстановления»."
    type_text(page.file, "/media/recovery.key")
    for field, text in (
        (page.file_password, "мимо"),
        (page.new, "новый пароль"),
        (page.again, "новый"),
    ):
        type_text(field, text)
    press(page.again, ENTER)
    assert page.refusal.startswith("Пароли не совпали")
    page.again.setText("новый пароль")
    press(page.again, ENTER)
    qtbot.waitUntil(lambda: page.refusal == "Пароль файла ключа не подошёл.")
    page.file_password.setText("верный")
    with qtbot.waitSignal(page.left) as left:
        press(page.file_password, ENTER)
    assert left.args == ["Новый пароль задан: войдите с ним."]
    assert hands.asked[-1] == ("petrova", "recovery.key", "верный", "новый пароль")
    assert page.new.text() == page.file_password.text() == ""


def test_the_check_shows_a_line_each_and_mends_what_can_be_mended(
    theme: Theme, tasks: Tasks, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    rows = [Finding("Таблицы журнала", "attention", "2 строки не сходятся", mends=True)]

    def mend() -> None:
        rows[:] = [Finding("Таблицы журнала", "good", "сходятся с записями")]

    dialog = CheckDialog(tasks, lambda: tuple(rows), mend)
    show(dialog)
    qtbot.waitUntil(lambda: bool(dialog.findings))
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "внимание: Таблицы журнала: 2 строки не сходятся"
    assert dialog.mend_button.isVisible()
    dialog.mend_button.click()
    qtbot.waitUntil(lambda: dialog.findings[0].state == "good")
    assert not dialog.mend_button.isVisible()
    dialog.leave.click()


def test_a_new_password_is_asked_for_until_it_is_right(
    theme: Theme, tasks: Tasks, hands: Hands, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    dialog = PasswordDialog(tasks, hands.change, is_reset=True)
    show(dialog)
    press(dialog.old, ENTER)
    assert dialog.refusal.text() == "Введите оба пароля."
    type_text(dialog.old, "мимо")
    type_text(dialog.new, "новый пароль")
    press(dialog.new, ENTER)
    qtbot.waitUntil(lambda: dialog.refusal.text() == "Пароль не подошёл.")
    dialog.old.setText("верный")
    with qtbot.waitSignal(dialog.changed):
        press(dialog.old, ENTER)
    assert hands.asked == [("мимо", "новый пароль"), ("верный", "новый пароль")]


def test_changing_the_own_password_asks_for_the_new_one_twice(
    theme: Theme, tasks: Tasks, hands: Hands, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    dialog = PasswordDialog(tasks, hands.change)
    show(dialog)
    type_text(dialog.old, "верный")
    type_text(dialog.new, "новый пароль")
    press(dialog.new, ENTER)
    assert dialog.refusal.text().startswith("Пароли не совпали")
    type_text(dialog.again, "новый пароль")
    with qtbot.waitSignal(dialog.changed):
        press(dialog.again, ENTER)


def test_no_alt_key_stands_for_two_things(
    theme: Theme, tasks: Tasks, hands: Hands, qtbot: QtBot
) -> None:
    sign_in = SignIn(theme, tasks, Entrance(), is_first=True)
    pages: tuple[QWidget, ...] = (
        sign_in,
        RestorePage(theme, tasks, [], hands.read, hands.restore, UTC),
        RecoverPage(theme, tasks, hands.recover),
        PasswordDialog(tasks, hands.change),
        CheckDialog(tasks, lambda: ()),
    )
    menu = UserMenu(Settings())
    qtbot.addWidget(menu)
    found = [[action.text() for action in menu.actions()]]
    for page in pages:
        qtbot.addWidget(page)
        texts = [each.text() for each in page.findChildren(QAbstractButton)]
        texts += [each.text() for each in page.findChildren(QLabel) if each.buddy() is not None]
        found.append(texts)
    for texts in found:
        keys = [key.lower() for text in texts for key in re.findall("&(.)", text)]
        assert len(keys) == len(set(keys)), keys
