"""The screen «Мой класс»: a class teacher with her keyboard."""

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

from desktop.models.class_board import ClassBoard
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.my_class.document_question import DocumentQuestion
from desktop.views.my_class.screen import ClassScreen
from desktop.workspace import Workspace
from journal import values
from journal.kinds import make_key
from journal.log import Draft, Stamp, append
from journal.reference import lesson_id
from journal.services.lessons import SetCell, set_cell
from tests.desktop.keys import press, type_text
from tests.journal.desks import HandClock, new_journal
from tests.small_school import (
    CLASS_5A,
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS_5A,
    RUSSIAN,
    SCHOOL,
    SMIRNOVA,
)

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
    with qtbot.waitActive(screen):
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
    screen.attendance.side.new_document.click()
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
    assert not reading.attendance.side.new_document.isEnabled()
    orlova = ClassBoard(Workspace(workspace.store, HandClock(), SCHOOL, ORLOVA))
    assert [each.title for each in orlova.classes] == ["1А"]


def test_another_week_does_not_hide_who_is_absent_today(screen: ClassScreen) -> None:
    absent = list(screen.attendance.board.absent_today)
    assert len(absent) == 3
    screen.attendance.board.step(-1)
    assert screen.attendance.board.absent_today == absent


# --- the month, and pupils who came or left ------------------------------------------------------


def in_a_month(screen: ClassScreen, row: int, titles: tuple[str, ...]) -> list[str]:
    month = screen.attendance.board.month
    heads = [
        month.headerData(column, Qt.Orientation.Horizontal) for column in range(month.columnCount())
    ]
    return [str(month.index(row, heads.index(title)).data()) for title in titles]


def test_a_month_has_sums_of_every_pupil_and_every_day(
    workspace: Workspace, screen: ClassScreen, qtmodeltester: Any
) -> None:
    monday = lesson_id(RUSSIAN, date(2026, 9, 14), 1), lesson_id(MATHS, date(2026, 9, 14), 2)
    for subject, lesson in zip((RUSSIAN, MATHS), monday, strict=True):
        workspace.execute(set_cell, SetCell(subject, lesson, PUPILS_5A[0], "н"))
    workspace.execute(set_cell, SetCell(RUSSIAN, monday[0], PUPILS_5A[3], "о"))
    page = screen.attendance
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    assert page.board.shows_month
    assert not page.side.isVisible()
    qtmodeltester.check(page.board.month)
    sums = ("Уроков", "Дней", "б", "уп", "нп", "н", "Опозд.")
    # Monday was missed whole; on Tuesday mathematics was not called, so no whole day is known
    assert in_a_month(screen, 0, ("14", "15", *sums)) == ["2н", "1н", "3", "1", "", "", "", "3", ""]
    assert in_a_month(screen, 3, ("14", *sums)) == ["о", "", "", "", "", "", "", "1"]
    assert in_a_month(screen, 5, ("Фамилия, имя", "14", "15", "Уроков")) == [
        "Пропущено уроков",
        "2",
        "3",
        "5",
    ]
    assert in_a_month(screen, 6, ("14", "15", "Уроков")) == ["1", "3", "3"]


def test_keys_walk_the_months_lead_to_a_week_and_copy_the_table(screen: ClassScreen) -> None:
    page = screen.attendance
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    QTest.keyClick(page.month, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Фамилия, имя\t01\t02")
    assert copied[1].startswith("Абрикосова Анна\t")
    QTest.keyClick(page.month, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.board.day.month == 10
    QTest.keyClick(page.month, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    fifteenth = 1 + page.board.month.attendance.days.index(DAY)
    page.month.setCurrentIndex(page.board.month.index(1, fifteenth))
    press(page.month, Qt.Key.Key_Return)
    assert not page.board.shows_month
    place = page.board.model.place(page.table.currentIndex())
    assert place is not None
    assert (place[0].id, place[1]) == (PUPILS_5A[2], DAY)  # Егозин stands before Ёлкина


@pytest.mark.clause("MIC-1.2b")
def test_who_came_or_left_is_told_with_the_order_and_has_dashes(
    workspace: Workspace, screen: ClassScreen
) -> None:
    left = values.Pupil(
        "Жаворонков",
        "Лев",
        left=DAY,
        leaving_order="61",
        leaving_order_day=date(2026, 9, 14),
    )
    key = make_key("pupil.set", CLASS_5A, PUPILS_5A[3])
    with workspace.store.writing() as session:
        draft = Draft("pupil.set", key, left)
        changes = append(session, Stamp(SMIRNOVA, workspace.clock.read(), 0), [draft])
    workspace.announce(changes)
    page = screen.attendance
    page.board.refresh()
    (movement,) = page.board.movements.rows()
    assert movement.words == "выбыл 15.09.2026, приказ № 61 от 14.09.2026"
    assert page.side.movements.isVisible()
    gone = page.board.model.index(3, 2)
    assert gone.data() == "—"
    told = gone.data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Ученик выбыл из класса 15.09.2026, приказ № 61 от 14.09.2026."
    page.table.setCurrentIndex(gone)
    assert "приказ № 61" in page.told
    page.month_button.click()
    assert in_a_month(screen, 3, ("14", "15", "16")) == ["", "—", "—"]


def test_a_page_that_comes_back_into_sight_is_up_to_date(
    workspace: Workspace, screen: ClassScreen
) -> None:
    screen.turn(screen.pages.index(screen.absent))
    lesson = lesson_id(RUSSIAN, DAY, 1)
    workspace.execute(set_cell, SetCell(RUSSIAN, lesson, PUPILS_5A[4], "н"))
    assert tuesday(screen, 4) == ""
    screen.turn(0)
    assert tuesday(screen, 4) == "1 н"
