"""Classroom mode (F9): on the wall only the current pupil can be read, wherever one looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.clipboard import clear_clipboard, put_on_clipboard
from desktop.views.question import Question
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu
from tests.desktop.keys import press
from tests.desktop.registers import Register

CURRENT = 3
F9 = Qt.Key.Key_F9


@pytest.fixture
def register(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Register]:
    register = Register(tmp_path, theme, qtbot)
    yield register
    register.close()


@pytest.fixture
def shell(register: Register, theme: Theme, qtbot: QtBot) -> Shell:
    names = Screen("transfer", "&Перенос", "transfer", "Перенос")
    shell = Shell(theme, "Петрова А. А.", [register.screen, names], UserMenu(Settings()))
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    with qtbot.waitActive(shell):
        shell.show()
    register.go(CURRENT, register.column(15))
    return shell


def surnames(register: Register) -> list[str]:
    view = register.model.view
    assert view is not None
    return [pupil.name.split()[0] for pupil in view.pupils]


def plain(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def words_of_the_model(register: Register) -> str:
    """Return all that model and screen reader tell of every cell and every name."""
    model, roles = register.model, Qt.ItemDataRole
    told = []
    for role in (roles.DisplayRole, roles.EditRole, roles.ToolTipRole, roles.AccessibleTextRole):
        for row in range(model.rowCount()):
            told.append(model.headerData(row, Qt.Orientation.Vertical, role))
            told += [
                model.index(row, at).data(role)
                for at in range(model.columnCount())
                if row != CURRENT
            ]
    return " ".join(str(each) for each in told if each is not None)


def test_f9_leaves_only_the_current_pupil_readable(shell: Shell, register: Register) -> None:
    register.enter("5")
    register.go(CURRENT, register.column(15))
    press(shell, F9)
    names = surnames(register)
    told = words_of_the_model(register)
    assert names[CURRENT] in told
    assert not [name for at, name in enumerate(names) if at != CURRENT and name in told]
    assert set(told.split()) <= {"Скрыто", *register.model.pupil(CURRENT).full_name.split()} | set(
        register.model.pupil(CURRENT).name.split()
    )


def test_the_picture_of_another_row_is_the_same_whoever_stands_there(
    shell: Shell, register: Register
) -> None:
    column = register.column(15)
    press(shell, F9)
    grid = register.screen.grid

    def picture(row: int) -> list[object]:
        table = grid.lessons
        line = table.visualRect(register.model.index(row, column))
        names = grid.names.viewport().grab().toImage()
        top, height = grid.names.sectionViewportPosition(row), grid.names.sectionSize(row)
        cells = table.viewport().grab().toImage()
        return [
            names.copy(40, top, names.width() - 42, height),
            cells.copy(0, line.top(), cells.width(), line.height()),
        ]

    before = picture(0)
    register.go(0, column)
    register.enter("2")
    register.go(CURRENT, column)
    assert picture(0) == before
    assert picture(1) == before
    assert picture(CURRENT) != before


def test_the_cursor_takes_the_readable_row_along(shell: Shell, register: Register) -> None:
    press(shell, F9)
    register.press(Qt.Key.Key_Up)
    assert not register.model.is_hidden(CURRENT - 1)
    assert register.model.is_hidden(CURRENT)
    register.enter("4")
    assert register.texts(register.column(15))[CURRENT - 1] == "4"
    assert register.model.is_hidden(CURRENT - 1), "the next pupil is the current one now"


def test_neither_status_line_nor_clipboard_names_another_pupil(
    shell: Shell, register: Register
) -> None:
    register.enter("5")
    assert surnames(register)[CURRENT] in shell.status.hint
    put_on_clipboard(plain("Абрикосова\t2"))
    press(shell, F9)
    assert shell.status.hint == "Отменить · Ctrl Z"
    assert QGuiApplication.clipboard().text() == ""
    register.screen.grid.lessons.selectAll()
    register.screen.grid.copy()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2, "the days and one pupil"
    register.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shell.status.saved == "Отменено"


def test_a_clear_sign_stays_until_f9_or_the_menu_ends_the_mode(
    shell: Shell, register: Register
) -> None:
    def signs() -> list[str]:
        return [each.text() for each in shell.findChildren(QLabel) if each.isVisible()]

    assert "Режим класса · F9" not in signs()
    press(shell, F9)
    assert "Режим класса · F9" in signs()
    shell.show_screen("transfer")
    shell.show_screen("journal")
    assert "Режим класса · F9" in signs()
    assert register.model.is_hidden(0)
    (menu,) = (each for each in shell.findChildren(QMenu) if isinstance(each, UserMenu))
    menu.actions()[0].trigger()
    assert "Режим класса · F9" not in signs()
    assert not register.model.is_hidden(0)


def test_a_screen_that_is_not_for_the_class_is_covered(shell: Shell) -> None:
    transfer = shell.show_screen("transfer")
    assert transfer.isVisible()
    press(shell, F9)
    assert shell.current is transfer
    assert not transfer.isVisible()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert "не для класса" in focus.accessibleName()
    press(shell, F9)
    assert transfer.isVisible()


def test_questions_that_are_open_go_out_of_sight_and_come_back(
    shell: Shell, register: Register
) -> None:
    question = Question("Отклонить запись", "Белова Арина", "Отклонить", register.screen)
    question.open()
    shell.in_class.setChecked(True)
    assert not question.isVisible()
    shell.in_class.setChecked(False)
    assert question.isVisible()
    question.close()


def test_a_page_opened_in_the_mode_shows_no_more(shell: Shell, register: Register) -> None:
    press(shell, F9)
    view = register.model.view
    assert view is not None
    register.screen.open(view.page, view.period.id)
    register.settle()
    row = register.here[0]
    hidden = [at for at in range(register.model.rowCount()) if register.model.is_hidden(at)]
    assert hidden == [at for at in range(register.model.rowCount()) if at != row]


def test_only_what_the_program_copied_is_taken_off_the_clipboard(qapp: QApplication) -> None:
    QGuiApplication.clipboard().setMimeData(plain("чужое"))
    clear_clipboard()
    assert QGuiApplication.clipboard().text() == "чужое"
    put_on_clipboard(plain("своё"))
    assert QGuiApplication.clipboard().text() == "своё"
    clear_clipboard()
    assert QGuiApplication.clipboard().text() == ""
