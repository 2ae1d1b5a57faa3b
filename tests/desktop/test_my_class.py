"""The screen «Мой класс»: a class teacher with her keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.models.class_board import ClassBoard
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.my_class.document_question import DocumentQuestion
from desktop.views.my_class.screen import ClassScreen
from desktop.workspace import Workspace
from journal.reference import lesson_id
from journal.services.lessons import SetCell, set_cell
from tests.desktop.keys import press, type_text
from tests.journal.desks import HandClock, new_journal
from tests.small_school import ORLOVA, PETROVA, PUPILS_5A, RUSSIAN, SCHOOL, SMIRNOVA

DAY = date(2026, 9, 15)


@pytest.fixture
def workspace(tmp_path: Path, qtbot: QtBot) -> Iterator[Workspace]:
    store = new_journal(tmp_path)
    workspace = Workspace(store, HandClock(), SCHOOL, PETROVA)
    for pupil, text in zip(PUPILS_5A, ("б", "н", "уп"), strict=False):
        workspace.execute(set_cell, SetCell(RUSSIAN, lesson_id(RUSSIAN, DAY, 1), pupil, text))
    yield workspace
    store.close()


@pytest.fixture
def screen(workspace: Workspace, tasks: Tasks, theme: Theme, qtbot: QtBot) -> ClassScreen:
    screen = ClassScreen(workspace, tasks, theme)
    qtbot.addWidget(screen)
    screen.resize(1200, 640)
    screen.show()
    screen.activateWindow()
    screen.arrive()
    screen.attendance.table.setCurrentIndex(
        screen.attendance.board.model.index(0, 2)
    )  # Tuesday 15.09
    return screen


def go_to_tuesday(screen: ClassScreen, row: int) -> None:
    """Go to Tuesday 15.09."""
    page = screen.attendance
    page.table.setCurrentIndex(page.board.model.index(row, 2))


def tuesday(screen: ClassScreen, row: int) -> str:
    return str(screen.attendance.board.model.index(row, 2).data())


def test_the_table_of_attendance_obeys_qt(workspace: Workspace, qtmodeltester: Any) -> None:
    board = ClassBoard(workspace)
    qtmodeltester.check(board.model)
    qtmodeltester.check(board.documents)


def test_enter_confirms_one_pupil_and_ctrl_enter_the_rest(screen: ClassScreen) -> None:
    assert [tuesday(screen, row) for row in range(4)] == ["1 н", "1 н", "1 н", ""]
    assert screen.badge == 2
    press(screen.attendance.table, Qt.Key.Key_Return)
    assert [tuesday(screen, row) for row in range(4)] == ["1 б", "1 н", "1 н", ""]
    screen.attendance.confirm_all.click()
    assert [tuesday(screen, row) for row in range(4)] == ["1 б", "1 уп", "1 н", ""]
    assert not screen.attendance.confirm_all.isEnabled()


def test_a_letter_gives_a_reason_and_n_the_whole_day(screen: ClassScreen) -> None:
    go_to_tuesday(screen, 1)
    type_text(screen.attendance.table, "п")
    assert tuesday(screen, 1) == "1 нп"
    go_to_tuesday(screen, 3)
    type_text(screen.attendance.table, "y")  # the key of «н» in the Latin layout
    assert tuesday(screen, 3) == "н?"
    type_text(screen.attendance.table, "н")
    assert tuesday(screen, 3) == ""


def test_a_document_of_the_question_explains_what_it_covers(
    screen: ClassScreen, qtbot: QtBot
) -> None:
    go_to_tuesday(screen, 1)
    screen.attendance.new_document.click()
    question = screen.findChild(DocumentQuestion)
    assert question is not None
    assert not question.yes.isEnabled()
    question.number.setText("14")
    question.yes.click()
    assert tuesday(screen, 1) == "1 б"
    (line,) = screen.attendance.board.documents.rows()
    assert line.state == "причины исправлены"


def test_the_deputy_reads_and_a_teacher_without_a_class_has_no_such_screen(
    workspace: Workspace, tasks: Tasks, theme: Theme, qtbot: QtBot
) -> None:
    deputy = Workspace(workspace.store, HandClock(), SCHOOL, SMIRNOVA)
    reading = ClassScreen(deputy, tasks, theme)
    qtbot.addWidget(reading)
    assert len(reading.classes) == 2
    assert not reading.attendance.confirm_all.isEnabled()
    assert not reading.attendance.new_document.isEnabled()
    orlova = ClassBoard(Workspace(workspace.store, HandClock(), SCHOOL, ORLOVA))
    assert [each.title for each in orlova.classes] == ["1А"]


def test_another_week_does_not_hide_who_is_absent_today(screen: ClassScreen) -> None:
    absent = list(screen.attendance.board.absent_today)
    assert len(absent) == 3
    screen.attendance.board.step(-1)
    assert screen.attendance.board.absent_today == absent
