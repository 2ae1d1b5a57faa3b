"""Typing in the register with real keys: over, forward, back, refused, on request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from journal import values
from journal.kinds import make_key
from journal.log import Draft, append
from journal.services.lessons import SetCell, SetColumn, set_cell, set_column
from tests.desktop.registers import Register, lesson
from tests.journal.desks import work_of
from tests.small_school import CLASS_5A, ORLOVA, RUSSIAN, RUSSIAN_1

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def register(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Register]:
    register = Register(tmp_path, theme, qtbot)
    yield register
    register.close()


def test_the_cursor_begins_at_today_and_its_first_pupil(register: Register) -> None:
    assert register.here == (0, register.column(15))


def test_a_mark_and_enter_lead_to_the_next_pupil(register: Register) -> None:
    for text in ("5", "4", "н"):
        register.enter(text)
    today = register.column(15)
    assert register.texts(today) == ["5", "4", "н", "", ""]
    assert register.here == (3, today)


def test_a_setting_leads_to_the_next_lesson(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    register = Register(tmp_path, theme, qtbot, after_mark="right")
    register.go(0, register.column(14))
    register.enter("5")
    assert register.here == (0, register.column(15))
    register.screen.set_after_mark("down")
    register.enter("4")
    assert register.here == (1, register.column(15))
    register.close()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("5", "5"),
        ("y", "н"),
        ("Н", "н"),
        ("5/4", "5 4"),
        ("54", "5 4"),
        ("н4", "н 4"),
        ("б", "н (б)"),
        ("j", "о"),
        ("зач", "зач"),
    ],
)
def test_a_cell_forgives_layout_case_and_separators(
    register: Register, typed: str, shown: str
) -> None:
    register.enter(typed)
    assert register.texts(register.column(15))[0] == shown


@pytest.mark.parametrize(
    ("key", "rows", "columns"),
    [
        (Key.Key_Down, 1, 0),
        (Key.Key_Up, -1, 0),
        (Key.Key_Right, 0, 1),
        (Key.Key_Left, 0, -1),
        (Key.Key_Tab, 0, 1),
        (Key.Key_Backtab, 0, -1),
    ],
)
def test_an_arrow_ends_the_cell_as_in_a_spreadsheet(
    register: Register, key: Key, rows: int, columns: int
) -> None:
    row, column = 2, register.column(15)
    register.go(row, column)
    register.type("4")
    register.press(key)
    assert register.cell(row, column).text == "4"
    assert register.here == (row + rows, column + columns)
    assert register.typed is None


def test_arrows_walk_without_writing(register: Register) -> None:
    before, today = register.entries(), register.column(15)
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Return, Key.Key_Left, Key.Key_Up):
        register.press(key)
    assert register.here == (1, today)
    register.press(Key.Key_Down, CONTROL)
    assert register.here == (4, today)
    register.press(Key.Key_Right, CONTROL)
    assert register.here == (4, register.model.columnCount() - 1)
    register.press(Key.Key_Left)
    register.press(Key.Key_Left)
    assert register.here == (4, register.model.lessons_end - 1)
    assert register.entries() == before


def test_typing_replaces_what_stands_and_f2_mends_it(register: Register) -> None:
    today = register.column(15)
    register.enter("54")
    register.press(Key.Key_Up)
    register.press(Key.Key_F2)
    assert register.typed == "5 4"
    register.press(Key.Key_Left)  # the caret moves, the cell stays open
    register.press(Key.Key_Backspace)
    register.press(Key.Key_Backspace)
    register.press(Key.Key_Return)
    assert register.cell(0, today).text == "4"
    register.press(Key.Key_Up)
    register.enter("3")
    assert register.cell(0, today).text == "3"


def test_esc_leaves_the_cell_as_it_was(register: Register) -> None:
    before = register.entries()
    register.type("5")
    assert register.typed == "5"
    register.press(Key.Key_Escape)
    assert register.typed is None
    assert register.texts(register.column(15))[0] == ""
    assert register.entries() == before
    register.enter("4")  # the keyboard is back in the table
    assert register.texts(register.column(15))[0] == "4"


def test_delete_clears_a_cell(register: Register) -> None:
    today = register.column(15)
    register.enter("н4")
    register.press(Key.Key_Up)
    register.press(Key.Key_Delete)
    assert register.cell(0, today).text == ""
    before = register.entries()
    register.press(Key.Key_Delete)
    assert register.entries() == before


def test_what_is_no_mark_is_refused_in_the_cell_and_kept_for_correction(
    register: Register,
) -> None:
    before, today = register.entries(), register.column(15)
    register.enter("14")
    assert "«14»" in register.bubble
    assert register.typed == "14"
    assert register.here == (0, today)
    assert register.entries() == before
    register.press(Key.Key_Backspace)
    assert register.bubble == ""
    register.press(Key.Key_Backspace)
    register.enter("4")
    assert register.cell(0, today).text == "4"
    assert register.here == (1, today)


def test_a_refused_text_is_not_dropped_by_a_click_elsewhere(register: Register) -> None:
    today = register.column(15)
    register.enter("ф")
    table = register.screen.grid.lessons
    spot = table.visualRect(register.model.index(3, today)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    register.settle()
    assert register.typed == "ф"
    assert "«ф»" in register.bubble
    register.type("5")
    assert register.typed in ("ф", "ф5")
    assert register.texts(today) == [""] * 5


def test_a_click_elsewhere_writes_what_was_typed(register: Register) -> None:
    today = register.column(15)
    register.type("5")
    table = register.screen.grid.lessons
    spot = table.visualRect(register.model.index(3, today)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    register.settle()
    assert register.cell(0, today).text == "5"
    assert register.here == (3, today)


def test_scrolling_writes_what_was_typed(register: Register) -> None:
    today = register.column(15)
    register.type("5")
    bar = register.screen.grid.lessons.horizontalScrollBar()
    bar.setValue(bar.value() + 1)
    assert register.cell(0, today).text == "5"
    assert register.typed is None


def test_a_closed_cell_says_why_and_opens_nothing(register: Register) -> None:
    register.go(0, register.column(16))
    register.type("5")
    assert "ещё не проведён" in register.bubble
    assert register.typed is None
    assert "ещё не проведён" in register.screen.key.note
    register.press(Key.Key_Left)
    assert register.bubble == ""


def test_a_locked_cell_takes_a_request_with_its_reason(register: Register) -> None:
    old = register.column(1)
    before = register.entries()
    register.go(0, old)
    assert "только по запросу" in register.screen.key.note
    register.type("5")
    assert "только по запросу" in register.bubble
    register.press(Key.Key_Return)
    register.press(Key.Key_Return)  # without a reason nothing happens
    assert register.entries() == before
    register.enter("описка при вводе")
    assert register.cell(0, old).text == "5"
    assert register.cell(0, old).sign == "pending"
    assert register.entries() == before + 1
    assert register.here == (1, old)


def test_a_request_is_put_away_by_esc(register: Register) -> None:
    before = register.entries()
    register.go(0, register.column(1))
    register.enter("5")
    register.type("опис")
    register.press(Key.Key_Escape)
    assert (register.typed, register.bubble) == (None, "")
    assert register.entries() == before
    register.press(Key.Key_Down)
    assert register.here == (1, register.column(1))


def test_a_term_mark_a_point_away_asks_for_the_reason_in_place(register: Register) -> None:
    register.enter("5")
    final = register.model.lessons_end + 1
    register.go(0, final)
    register.enter("4")
    assert "выходит «5»" in register.bubble
    register.enter("много пропусков")
    assert register.cell(0, final).text == "4"
    assert register.here == (1, final)


def test_enter_passes_over_a_pupil_who_is_not_in_the_class(register: Register) -> None:
    gone = register.model.pupil(1)
    surname, name = gone.name.split()
    value = values.Pupil(surname, name, left=register.clock.now.date())
    with register.store.writing() as session:
        stamp = work_of(register.store, register.workspace.user, register.clock).stamp
        draft = Draft("pupil.set", make_key("pupil.set", CLASS_5A, gone.id), value)
        changes = append(session, stamp, [draft])
    register.workspace.announce(changes)
    today = register.column(15)
    assert register.cell(1, today).crossed
    assert not register.cell(1, register.column(14)).crossed
    register.go(0, today)
    register.enter("5")
    assert register.here == (2, today)
    register.go(1, today)
    register.type("5")
    assert "выбыл из класса" in register.bubble


def test_news_from_elsewhere_do_not_disturb_what_is_being_typed(register: Register) -> None:
    register.type("5")
    other = register.model.pupil(3).id
    register.elsewhere(set_cell, SetCell(RUSSIAN, lesson(15), other, "3"))
    assert register.texts(register.column(15))[3] == "3"
    assert register.typed == "5"
    register.elsewhere(set_column, SetColumn(RUSSIAN, lesson(14), "СР"))
    assert register.typed == "5"
    register.press(Key.Key_Return)
    assert register.texts(register.column(15)) == ["5", "", "", "3", ""]


def test_a_selection_is_copied_as_a_table(register: Register) -> None:
    today = register.column(15)
    register.enter("5")
    register.enter("4")
    register.go(0, today)
    register.press(Key.Key_Down, SHIFT)
    register.press(Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == ("\t15.09\nАбрикосова Анна\t5\nЕгозин Пётр\t4")
    register.go(0, today)
    register.press(Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "5"


@pytest.mark.clause("MIC-1.2a")
def test_in_grade_1_a_mark_is_refused_in_the_cell(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    register = Register(tmp_path, theme, qtbot, user=ORLOVA, page=RUSSIAN_1)
    register.enter("5")
    assert "отметки не ставятся" in register.bubble
    assert register.typed == "5"
    register.press(Key.Key_Escape)
    register.enter("н")
    assert register.texts(register.column(15)) == ["н", ""]
    assert not register.screen.grid.ends.isVisible()
    register.close()


def test_nothing_is_typed_with_the_keys_of_shortcuts(register: Register) -> None:
    register.press(Key.Key_A, CONTROL)
    register.press(Key.Key_Alt)
    assert register.typed is None
