"""Many cells at once: chosen, copied, pasted with a preview, filled down, cleared, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.models.block_writer import BlockWriter
from desktop.models.paste_model import PasteModel
from desktop.models.pasting import plan_paste, read_table
from desktop.theme import Theme
from desktop.views.register.grid_menu import GridMenu
from desktop.views.register.paste_preview import PastePreview
from tests.desktop.registers import Register, lesson
from tests.small_school import RUSSIAN

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def register(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Register]:
    register = Register(tmp_path, theme, qtbot)
    yield register
    register.close()


def choose(register: Register, down: int, across: int = 0) -> None:
    for key, count in ((Key.Key_Down, down), (Key.Key_Right, across)):
        for _ in range(count):
            register.press(key, SHIFT)


def put(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def preview_of(register: Register) -> PastePreview:
    previews = register.screen.grid.findChildren(PastePreview)
    assert previews
    return previews[-1]


def test_a_code_filled_down_is_one_action(register: Register) -> None:
    today = register.column(15)
    register.enter("н")
    register.press(Key.Key_Up)
    choose(register, down=2)
    register.press(Key.Key_D, CONTROL)
    assert register.texts(today) == ["н", "н", "н", "", ""]
    done = register.workspace.last_done
    assert done is not None
    assert done.words == "заполнено вниз: 2"
    register.press(Key.Key_Z, CONTROL)
    assert register.texts(today) == ["н", "", "", "", ""]
    register.press(Key.Key_Y, CONTROL)
    assert register.texts(today) == ["н", "н", "н", "", ""]


def test_a_single_cell_is_filled_from_the_one_above(register: Register) -> None:
    register.enter("4")
    register.press(Key.Key_D, CONTROL)
    assert register.texts(register.column(15))[:3] == ["4", "4", ""]


def test_chosen_cells_are_cleared_as_one_action(register: Register) -> None:
    for text in ("5", "4", "н"):
        register.enter(text)
    register.go(0, register.column(15))
    choose(register, down=3)
    register.press(Key.Key_Delete)
    assert register.texts(register.column(15)) == [""] * 5
    register.press(Key.Key_Z, CONTROL)
    assert register.texts(register.column(15)) == ["5", "4", "н", "", ""]


def test_where_one_cell_is_closed_none_is_changed(register: Register, qtbot: QtBot) -> None:
    before, today = register.entries(), register.column(15)
    register.enter("5")
    register.go(0, today)
    choose(register, down=1, across=1)  # tomorrow is not held yet
    with qtbot.waitSignal(register.screen.notice) as told:
        register.press(Key.Key_D, CONTROL)
    assert "Ничего не записано: " in told.args[0]
    assert "ещё не проведён" in told.args[0]
    assert register.entries() == before + 1


def test_what_is_copied_is_a_table_for_spreadsheet_and_letter(register: Register) -> None:
    register.enter("5")
    register.enter("н4")
    register.go(0, register.column(15))
    choose(register, down=1)
    register.press(Key.Key_C, CONTROL)
    mime: QMimeData = QGuiApplication.clipboard().mimeData()
    assert mime.text() == "\t15.09\nАбрикосова Анна\t5\nЕгозин Пётр\tн 4"
    assert "<td>Абрикосова Анна</td><td>5</td>" in mime.html()


def test_a_block_with_names_and_days_finds_its_cells(register: Register) -> None:
    put("\t14.09\t15.09\t31.08\nЁлкина Полина\t4\t5\t\nЕгозин Петр\t\tн\t3\nЧужой Иван\t5\t\t\n")
    register.press(Key.Key_V, CONTROL)
    preview = preview_of(register)
    said = [
        tuple(str(preview.table.model().index(row, column).data()) for column in range(5))
        for row in range(preview.table.model().rowCount())
    ]
    assert said == [
        ("Егозин Пётр", "31.08", "", "3", "Отказано. Такого урока на странице нет."),
        ("Чужой Иван", "", "", "5", "Отказано. Такого ученика на странице нет."),
        ("Ёлкина Полина", "14.09", "", "4", "Будет записано"),
        ("Ёлкина Полина", "15.09", "", "5", "Будет записано"),
        ("Егозин Пётр", "15.09", "", "н", "Будет записано"),
    ]
    assert preview.yes.text() == "Записать: 3"
    assert register.texts(register.column(15)) == [""] * 5  # not before it is agreed
    preview.yes.click()
    assert register.texts(register.column(14))[2] == "4"
    assert register.texts(register.column(15))[1:3] == ["н", "5"]
    register.workspace.undo()
    assert register.texts(register.column(14)) + register.texts(register.column(15)) == [""] * 10


def test_a_plain_block_goes_down_and_right_and_tells_what_falls_off(register: Register) -> None:
    register.go(3, register.column(14))
    plan = plan_paste(
        register.model,
        read_table("5\t4\r\n14\tн\r\n3\t3\r\n"),
        register.screen.edits.chosen,
    )
    assert [(line.pupil, line.place, line.after) for line in plan.lines if line.changes] == [
        ("Жаворонков Лев", "14.09", "5"),
        ("Жаворонков Лев", "15.09", "4"),
        ("Яблочкина Ева", "15.09", "н"),
    ]
    assert [line.fault.split(":")[0] for line in plan.faults] == [
        "Отметки «14» нет",
        "За краем страницы.",
        "За краем страницы.",
    ]


def test_one_mark_is_pasted_over_all_chosen_cells_without_asking(register: Register) -> None:
    put("4")
    choose(register, down=1)
    register.press(Key.Key_V, CONTROL)
    assert register.texts(register.column(15)) == ["4", "4", "", "", ""]


def test_what_was_copied_comes_back_by_pasting(register: Register) -> None:
    for text in ("5", "4", "н", "зач", "5 4"):
        register.enter(text)
    register.go(0, register.column(15))
    choose(register, down=4)
    register.press(Key.Key_C, CONTROL)
    register.press(Key.Key_Delete)
    register.press(Key.Key_V, CONTROL)
    preview_of(register).yes.click()
    assert register.texts(register.column(15)) == ["5", "4", "н", "зач", "5 4"]


def test_paste_model_obeys_qt(register: Register, qtmodeltester: ModelTester) -> None:
    plan = plan_paste(register.model, [["5", "14"], ["4", ""]], [(0, register.column(14))])
    qtmodeltester.check(PasteModel(plan, register.screen))  # type: ignore[no-untyped-call]


_TEXTS = st.sampled_from(["5", "4", "н", "5/4", "", "14", "б", "отлично", " 3 "])


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    table=st.lists(st.lists(_TEXTS, min_size=1, max_size=3), min_size=1, max_size=4),
    row=st.integers(0, 4),
    back=st.integers(0, 3),
)
def test_a_paste_writes_what_it_promised_and_one_undo_takes_it_back(
    register: Register, table: list[list[str]], row: int, back: int
) -> None:
    model, column = register.model, register.column(15) - back
    assert model.view is not None
    before = {place: cell.text for place, cell in model.view.cells.items() if cell.text}
    plan = plan_paste(model, table, [(row, column)])
    brought = sum(bool(text.strip()) for line in table for text in line)
    assert len(plan.lines) >= brought - sum(text == " 3 " for line in table for text in line)
    assert BlockWriter(model).write_wishes(plan.wishes, "вставлено") == ""
    for line in plan.lines:
        assert bool(line.fault) <= (not line.changes)
    done = register.workspace.last_done
    if plan.wishes:
        assert done is not None
        register.workspace.undo()
    after = {place: cell.text for place, cell in model.view.cells.items() if cell.text}
    assert after == before


def words_of(menu: GridMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_the_mouse_finds_everything_in_one_menu(register: Register, qtbot: QtBot) -> None:
    register.enter("5")
    register.press(Key.Key_Up)
    words = words_of(register.screen.menu())
    for wanted in (
        "Открыть урок",
        "История ячейки…",
        "Вид работы",
        "Добавить колонку отметок",
        "Копировать",
        "Вставить из таблицы…",
        "Заполнить вниз",
        "Очистить",
        "Отменить: Абрикосова Анна, 15.09, «5»",
    ):
        assert wanted in words
    assert "Запрос на исправление…" not in words
    grid = register.screen.grid
    spot = grid.lessons.visualRect(register.model.index(2, register.column(14))).center()
    place = grid.lessons.viewport().mapToGlobal(spot)
    with qtbot.waitSignal(grid.menu_wanted):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(), place)
        QApplication.sendEvent(grid, event)
    assert register.here == (2, register.column(14))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


@pytest.mark.clause("TAL-2.7b")
def test_a_column_is_added_and_removed_from_the_menu(register: Register) -> None:
    today, menu = register.column(15), register.screen.menu()
    further = next(m for m in menu.findChildren(QMenu) if m.title() == "Добавить колонку отметок")
    next(action for action in further.actions() if action.text().startswith("СР ")).trigger()
    column = register.model.lesson_column(today + 1)
    assert column is not None
    assert (column.work, column.main) == ("СР", False)
    register.go(0, today + 1)
    menu = register.screen.menu()
    next(a for a in menu.actions() if a.text() == "Убрать колонку").trigger()
    assert register.column(16) == today + 1
    register.workspace.undo()
    assert register.column(16) == today + 2


def test_the_lesson_of_the_column_is_wanted_by_key(register: Register, qtbot: QtBot) -> None:
    with qtbot.waitSignal(register.screen.lesson_wanted) as wanted:
        register.press(Key.Key_Return, CONTROL)
    assert wanted.args == [RUSSIAN, lesson(15)]
