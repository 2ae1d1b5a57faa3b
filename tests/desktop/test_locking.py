"""The lock in the running program: what was typed is kept, and nothing of it is to be seen.

One notebook with three journals on it, no network: they sign in one after the other by keyboard.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.idle import IdleWatch
from desktop.program import Program
from desktop.theme import Theme
from desktop.views.key_help import KeyHelp
from desktop.views.question import Question
from desktop.views.register.screen import RegisterScreen
from desktop.views.shell import Shell
from desktop.views.sign_in import SignIn
from desktop.views.unlock import Unlock
from tests.desktop.keys import press, type_text
from tests.desktop.notebook import Notebook
from tests.journal.desks import HandClock
from tests.small_school import GROMOV, ORLOVA, PETROVA, RUSSIAN, TERM_1
from tests.sync.centre import PASSWORD
from tests.sync.lone import lone_journal

ENTER = Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier
PEOPLE = {"petrova": PETROVA, "orlova": ORLOVA, "gromov": GROMOV}


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def notebook(
    tmp_path: Path, theme: Theme, qapp: QApplication, clock: HandClock
) -> Iterator[Notebook]:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no network", request=request)

    for login, user in PEOPLE.items():
        lone_journal(tmp_path / "journals", login, user)
    with httpx.Client(transport=httpx.MockTransport(fail)) as http:
        yield Notebook(qapp, theme, tmp_path, http, "", clock)


@pytest.fixture
def program(notebook: Notebook, qtbot: QtBot) -> Iterator[Program]:
    program = notebook.starts()
    qtbot.addWidget(program.window)
    come_to_front(program, qtbot)
    yield program
    program.close()


def come_to_front(program: Program, qtbot: QtBot) -> None:
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)


def leave_alone(program: Program, clock: HandClock, minutes: int) -> None:
    """Let time pass without a key, as a timer would notice it."""
    clock.wait(minutes=minutes)
    watch = program.findChild(IdleWatch)
    assert watch is not None
    watch.look()
    QApplication.processEvents()


def unlock(program: Program, qtbot: QtBot) -> None:
    lock = program.window.page
    assert isinstance(lock, Unlock)
    type_text(lock.password.edit, PASSWORD)
    press(lock.password.edit, ENTER)
    qtbot.waitUntil(lambda: isinstance(program.window.page, Shell), timeout=5000)
    QApplication.processEvents()


def register_of(program: Program, qtbot: QtBot) -> RegisterScreen:
    assert program.shell is not None
    come_to_front(program, qtbot)
    screen = program.shell.show_screen("journal")
    assert isinstance(screen, RegisterScreen)
    screen.open(RUSSIAN, TERM_1)
    go_to(screen, 0)
    return screen


def go_to(screen: RegisterScreen, row: int) -> None:
    """Go to a cell of the lesson of the day."""
    screen.grid.go_to(row, column_of(screen))
    screen.grid.setFocus()


def column_of(screen: RegisterScreen) -> int:
    view = screen.model.view
    assert view is not None
    return [each.day for each in view.columns].index(view.today)


def test_what_was_half_typed_is_there_after_the_lock_and_not_seen_before(
    notebook: Notebook, program: Program, clock: HandClock, qtbot: QtBot
) -> None:
    notebook.sign_in(program, "petrova")
    screen = register_of(program, qtbot)
    field = screen.grid.typing.field
    type_text(screen, "4")
    leave_alone(program, clock, 9)
    assert isinstance(program.window.page, Shell)
    leave_alone(program, clock, 2)
    assert isinstance(program.window.page, Unlock)
    assert not screen.isVisible()
    assert not field.isVisible()
    unlock(program, qtbot)
    assert (
        screen.model.cell(0, column_of(screen)).text == "4"
    )  # it was taken as if the cell had been left
    go_to(screen, 1)
    type_text(screen, "14")
    leave_alone(program, clock, 11)
    assert isinstance(program.window.page, Unlock)
    assert not any(each.isVisible() for each in program.window.findChildren(QDialog))
    unlock(program, qtbot)
    come_to_front(program, qtbot)
    assert screen.model.cell(1, column_of(screen)).text == ""
    assert (field.text(), field.isVisible(), field.hasFocus()) == ("14", True, True)


def test_dialogs_go_out_of_sight_also_those_that_open_under_the_lock(
    notebook: Notebook, program: Program, clock: HandClock, qtbot: QtBot
) -> None:
    notebook.sign_in(program, "petrova")
    screen, shell = register_of(program, qtbot), program.shell
    assert shell is not None
    shell.palette_of_all.ask()
    type_text(shell.palette_of_all.field, "5")
    question = Question("Записать?", "Абрикосова Анна", "Записать", screen)
    question.open()
    leave_alone(program, clock, 11)
    late = Question("Готово", "Ёлкина Полина", "Сохранить", screen)
    late.open()  # as a paper that was being made when the program was locked
    QApplication.processEvents()
    opened = (shell.palette_of_all, question, late)
    assert [each.isVisible() for each in opened] == [False, False, False]
    lock = program.window.page
    assert isinstance(lock, Unlock)
    come_to_front(program, qtbot)
    QTest.keyClick(program.window, Qt.Key.Key_F1)
    (help_,) = lock.findChildren(KeyHelp)
    assert help_.isVisible()
    assert "заблокирована" in help_.text.toPlainText()
    help_.close()
    unlock(program, qtbot)
    assert [each.isVisible() for each in opened] == [True, True, True]
    assert shell.palette_of_all.field.text() == "5"
    for each in opened:
        each.close()


def test_a_computer_that_wakes_is_locked_before_its_first_key_arrives(
    notebook: Notebook, program: Program, clock: HandClock, qtbot: QtBot
) -> None:
    notebook.sign_in(program, "petrova")
    screen = register_of(program, qtbot)
    watch = program.findChild(IdleWatch)
    assert watch is not None
    clock.wait(hours=3)
    QTest.keyClick(program.window.windowHandle(), Qt.Key.Key_5)
    assert isinstance(program.window.page, Unlock)
    assert screen.grid.typing.set_aside() is None
    clock.started += clock.now - clock.now.replace(year=2025)  # the clock set back by a year
    unlock(program, qtbot)


def test_three_teachers_one_after_the_other_see_only_their_own(
    notebook: Notebook, program: Program, qtbot: QtBot
) -> None:
    for login in PEOPLE:
        notebook.sign_in(program, login)
        assert program.workspace is not None
        assert program.shell is not None
        assert program.workspace.user == PEOPLE[login]
        assert program.workspace.last_done is None
        if login == "petrova":
            screen = register_of(program, qtbot)
            type_text(screen, "4")
            press(screen.grid.typing.field, ENTER)
            assert program.workspace.last_done is not None
        else:
            with program.workspace.store.reading() as session:
                told = session.connection().exec_driver_sql("select count(*) from marks").scalar()
            assert told == 0
        come_to_front(program, qtbot)
        QTest.keyClick(program.window, Qt.Key.Key_L, CTRL)
        lock = program.window.page
        assert isinstance(lock, Unlock)
        press(lock.leave, Qt.Key.Key_Space)
        page = program.window.page
        assert isinstance(page, SignIn)
        assert page.focusWidget() is page.login
        assert [each.text() for each in page.findChildren(QLineEdit)] == ["", "", ""]
        QTest.keyClick(program.window, Qt.Key.Key_F1)
        assert [each.page for each in page.findChildren(KeyHelp)] == ["entry"]
        page.findChildren(KeyHelp)[0].close()
