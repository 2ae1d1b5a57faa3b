"""The page «Отсутствующие» of «Мой класс»: the list on the screen, copied, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.models.absent_board import AbsentBoard
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.my_class.absent_page import AbsentPage
from desktop.views.my_class.screen import ClassScreen
from desktop.views.printing.paper_dialog import PaperDialog
from desktop.workspace import Workspace
from journal.queries.absent_lists import WHOLE_DAY
from journal.reference import lesson_id
from journal.services.lesson_parts import CallRollExcept, call_roll_except
from tests.desktop.keys import press
from tests.journal.desks import HandClock, new_journal
from tests.printing.paperwork import words
from tests.small_school import CLASS_1A, CLASS_5A, PETROVA, PUPILS_5A, RUSSIAN, SCHOOL, SMIRNOVA

DAY = date(2026, 9, 15)
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def clock() -> HandClock:
    clock = HandClock()
    clock.set(2026, 9, 15, 9, 40)  # the second lesson has begun
    return clock


@pytest.fixture
def teacher(tmp_path: Path, clock: HandClock, qtbot: QtBot) -> Iterator[Workspace]:
    """The class teacher of 5А: the roll of the first lesson was called, two are not there."""
    store = new_journal(tmp_path)
    workspace = Workspace(store, clock, SCHOOL, PETROVA)
    called = ((PUPILS_5A[0], "н"), (PUPILS_5A[1], "б"))
    roll = CallRollExcept(RUSSIAN, lesson_id(RUSSIAN, DAY, 1), called)
    workspace.execute(call_roll_except, roll)
    yield workspace
    store.close()


@pytest.fixture
def deputy(teacher: Workspace, clock: HandClock) -> Workspace:
    return Workspace(teacher.store, clock, SCHOOL, SMIRNOVA)


def opened(workspace: Workspace, tasks: Tasks, theme: Theme, qtbot: QtBot) -> AbsentPage:
    screen = ClassScreen(workspace, tasks, theme)
    qtbot.addWidget(screen)
    screen.resize(1200, 640)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.turn(screen.pages.index(screen.absent))
    return screen.absent


def test_the_list_obeys_qt(deputy: Workspace, tasks: Tasks, qtmodeltester: Any) -> None:
    board = AbsentBoard(deputy, tasks)
    board.watch(True)
    for model in (board.model, board.pupils, board.waiting):
        qtmodeltester.check(model)
    board.step(-1)
    qtmodeltester.check(board.model)


def test_the_class_teacher_sees_her_pupils_and_what_was_not_called(
    teacher: Workspace, tasks: Tasks, theme: Theme, qtbot: QtBot
) -> None:
    page = opened(teacher, tasks, theme, qtbot)
    assert not page.table.isVisible()  # a table of one class says nothing
    assert [row.words for row in page.board.pupils.rows()] == [
        "Абрикосова Анна (н)",
        "Ёлкина Полина (н)",
    ]
    assert page.board.waiting.rowCount() == 0
    QTest.keyClick(page.pupils, Qt.Key.Key_0, CTRL)
    assert page.board.wish.lessons == WHOLE_DAY
    (waiting,) = page.board.waiting.rows()
    assert waiting.title == "5А, урок 2, математика"
    assert "Орлова Т. В." in waiting.details
    QTest.keyClick(page.pupils, Qt.Key.Key_Left, ALT)
    assert not page.board.is_today
    QTest.keyClick(page, Qt.Key.Key_Right, ALT)
    assert page.board.wish.lessons == 1


def test_the_deputy_sees_the_school_and_never_a_zero_where_nobody_was_asked(
    deputy: Workspace, tasks: Tasks, theme: Theme, qtbot: QtBot
) -> None:
    page = opened(deputy, tasks, theme, qtbot)
    board = page.board
    rows = [
        [str(board.model.index(row, column).data()) for column in range(7)]
        for row in range(board.model.rowCount())
    ]
    assert rows == [
        ["1А", "2", "–", "–", "–", "–", "переклички ещё не было"],
        ["5А", "5", "2", "0", "0", "2", "Абрикосова Анна (н), Ёлкина Полина (н)"],
        ["Всего", "7", "2", "0", "0", "2", ""],
    ]
    assert board.summary == "Отсутствуют 2 из 5: б 0, уп 0, нп и н 2 · без переклички классов: 1"
    page.show_class(CLASS_1A)
    assert board.pupils.rowCount() == 0
    assert page.table.currentIndex().row() == 0
    press(page.table, Qt.Key.Key_Down)
    assert board.class_id == CLASS_5A
    assert board.pupils.rowCount() == 2
    QTest.keyClick(page.table, Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Класс\tПо списку")
    assert copied[2].startswith("5А\t5\t2")


def test_the_sheet_is_looked_at_and_saved_as_it_was_seen(
    deputy: Workspace, tasks: Tasks, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    page = opened(deputy, tasks, theme, qtbot)
    QTest.keyClick(page.table, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: page.findChild(PaperDialog) is not None)
    dialog = page.findChild(PaperDialog)
    assert dialog is not None
    assert dialog.preview.pages == 1
    assert dialog.preview.state.isHidden()  # neither a draft nor a copy
    told: list[str] = []
    dialog.told.connect(lambda said, _tone: told.append(said))
    qtbot.waitUntil(lambda: dialog.preview.is_idle)
    path = tmp_path / "list.pdf"
    with qtbot.waitSignal(dialog.accepted):
        dialog.save_to(path)
    assert told == ["Файл «list.pdf» сохранён."]
    text = words(path.read_bytes())
    assert "Сводка отсутствующих обучающихся на 15.09.2026" in text
    assert "1А 2 – – – – перекличка не проведена" in text
    assert "5А 5 2 0 0 2 Абрикосова Анна (н), Ёлкина Полина (н)" in text
