"""«Импорт» by the hands of an administrator: dirty tables in, once, and back out."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from desktop.handbook import read_pages
from desktop.models.import_board import ImportBoard
from desktop.models.text_table import TextTable
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.importing.screen import ImportScreen
from desktop.views.shell import Shell
from desktop.workspace import Workspace
from journal.queries.imports import ImportLine
from tests.desktop.keys import press
from tests.journal.desks import HandClock, new_journal
from tests.journal.imports.dirty_school.write import FOLDER
from tests.journal.imports.small_folder import (
    Table,
    small_tables,
    write_folder,
    write_text_table,
)
from tests.journal.test_school_import import (
    ADMIN,
    count_entries,
    is_sound,
    new_office,
    rows_digest,
    take,
)
from tests.small_school import PETROVA, SCHOOL

TITLE = ["МБОУ СОШ № 7", "", "", "", "", ""]
HEADER = ["Кл.", "Ребёнок", "Пол", "Дата рождения", "Прибыл", "Подгруппы"]
PUPILS = [
    ["5 а ", "Ежов  Лев Ильич", "м", "14.03.2015", "", ""],
    ["5А", "Ёлкина Мария Игоревна", "жен", "2.7.2015", "", ""],
    ["7-Б", "Ежов Пётр", "М", "30.08.2013", "", "Английский язык: 1"],
    ["7Б", "Салтыкова-Щедрина Анна Олеговна", "ж", "11.02.2013", "", "Английский язык: 2"],
]


def dirty_folder(folder: Path, pupils: Table) -> Path:
    """Write tables as a school has them: the pupils in one column, in cp1251, under a title."""
    tables = small_tables()
    del tables["ученики"]
    write_folder(folder, tables)
    write_text_table(folder / "Список детей.csv", [TITLE, HEADER, *pupils])
    return folder


@pytest.fixture
def board(tmp_path: Path, qtbot: QtBot, tasks: Tasks) -> ImportBoard:
    workspace = Workspace(new_office(tmp_path), HandClock(), SCHOOL, ADMIN)
    return ImportBoard(workspace, tasks, tmp_path / "columns.json")


@pytest.fixture
def screen(board: ImportBoard, theme: Theme, qtbot: QtBot) -> ImportScreen:
    shown = ImportScreen(board, theme)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def reach(qtbot: QtBot, board: ImportBoard, step: str) -> None:
    """Wait until the board has come to a step and is at rest."""
    qtbot.waitUntil(lambda: board.step == step and not board.is_busy, timeout=20_000)


def name_the_columns(screen: ImportScreen, board: ImportBoard) -> None:
    """Say what the list of children is, as a person does under the two tables."""
    page = screen.columns
    mapping = board.mapping
    assert mapping is not None
    place = next(n for n, each in enumerate(mapping.sheets) if each.file == "Список детей.csv")
    page.sheet_table.selectRow(place)
    choose(page.kind, "ученики")
    for header, field in (("Кл.", "Класс"), ("Ребёнок", "ФИО")):
        sheet = board.mapping.sheets[place] if board.mapping else mapping.sheets[place]
        row = next(n for n, each in enumerate(sheet.columns) if each.header == header)
        page.field_table.selectRow(row)
        choose(page.field, field)


def choose(box: QComboBox, words: str) -> None:
    """Choose what a box offers under (or beginning with) some words."""
    place = next(n for n in range(box.count()) if box.itemText(n).startswith(words))
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_dirty_tables_come_in_after_the_mapping_once_and_can_be_taken_back(
    screen: ImportScreen, board: ImportBoard, tmp_path: Path, qtbot: QtBot
) -> None:
    store = board._workspace.store
    empty, length = rows_digest(store), count_entries(store)
    spoilt = [list(row) for row in PUPILS]
    spoilt[1][3], spoilt[3][0] = "31.02.2015", "12Я"
    board.open([dirty_folder(tmp_path / "t", spoilt)])
    reach(qtbot, board, "columns")
    name_the_columns(screen, board)
    press(screen.next, Qt.Key.Key_Space)
    reach(qtbot, board, "findings")
    assert board.reading is not None
    assert {each.cell for each in board.reading.errors} >= {"D4", "A6"}
    assert all(each.file == "Список детей.csv" for each in board.reading.errors)
    assert not screen.next.isEnabled()
    assert (rows_digest(store), count_entries(store)) == (empty, length)

    # corrected; the columns are remembered
    board.open([dirty_folder(tmp_path / "t", PUPILS)])
    reach(qtbot, board, "columns")
    press(screen.next, Qt.Key.Key_Space)
    reach(qtbot, board, "findings")
    assert board.reading is not None
    assert board.reading.errors == ()
    press(screen.next, Qt.Key.Key_Space)
    reach(qtbot, board, "difference")
    press(screen.next, Qt.Key.Key_Space)
    reach(qtbot, board, "done")
    names = {each.full for each in board._workspace.reference.staff.values()}
    assert "Петрова Анна Андреевна" in names
    assert len(board._workspace.reference.pupils) == len(PUPILS)
    assert is_sound(store)
    taken = count_entries(store)

    board.open([tmp_path / "t"])
    reach(qtbot, board, "columns")
    board.read()
    reach(qtbot, board, "findings")
    board.compare()
    reach(qtbot, board, "difference")
    assert not screen.next.isEnabled()
    assert "Загружать нечего" in screen.difference.heading.text()
    assert count_entries(store) == taken

    board.go("files")
    screen.files.undo.click()
    qtbot.waitUntil(lambda: board.imports[0].state == "undone" and not board.is_busy)
    assert rows_digest(store) == empty
    assert count_entries(store) == taken + 1
    assert is_sound(store)


def test_a_stopped_taking_leaves_nothing_and_says_so(
    screen: ImportScreen, board: ImportBoard, tmp_path: Path, qtbot: QtBot
) -> None:
    store = board._workspace.store
    length = count_entries(store)
    board.open([write_folder(tmp_path / "t", small_tables())])
    reach(qtbot, board, "columns")
    board.read()
    reach(qtbot, board, "findings")
    board.compare()
    reach(qtbot, board, "difference")
    with qtbot.waitSignal(board.told, timeout=20_000) as told:
        board.take()
        screen.stop.click()
    assert "ничего не записано" in told.args[0]
    assert count_entries(store) == length


def test_a_teacher_has_no_import(tmp_path: Path, qtbot: QtBot, tasks: Tasks, theme: Theme) -> None:
    workspace = Workspace(new_journal(tmp_path), HandClock(), SCHOOL, PETROVA)
    board = ImportBoard(workspace, tasks)
    screen = ImportScreen(board, theme)
    qtbot.addWidget(screen)
    assert "администратор" in board.refusal
    assert not screen.files.isVisible()


def test_tables_of_words_obey_qt(qtmodeltester: ModelTester) -> None:
    table = TextTable(("Где", "Что"))
    table.show_rows([("ученики.xlsx", "пусто"), ("классы.xlsx", "пусто")])
    qtmodeltester.check(table)  # type: ignore[no-untyped-call]


def test_a_dirty_school_comes_in_whole_and_only_once(
    screen: ImportScreen, board: ImportBoard, qtbot: QtBot
) -> None:
    """Acceptance of the import: every file as schools send them, nothing half, and back again."""
    store = board._workspace.store
    empty = rows_digest(store)
    for turn in ("first", "second"):
        board.open([FOLDER])
        reach(qtbot, board, "columns")
        assert count_entries(store) == 1 or turn == "second"
        press(screen.next, Qt.Key.Key_Space)
        reach(qtbot, board, "findings")
        assert board.reading is not None
        assert [str(each) for each in board.reading.errors] == []
        assert all(each.file for each in board.reading.findings)
        press(screen.next, Qt.Key.Key_Space)
        reach(qtbot, board, "difference")
        assert board.difference is not None
        assert board.difference.obstacles == ()
        if turn == "first":
            press(screen.next, Qt.Key.Key_Space)
            reach(qtbot, board, "done")
            assert is_sound(store)
    assert board.difference is not None
    assert [line.what for line in board.difference.added] == []
    assert [(line.what, line.fields) for line in board.difference.changed] == []
    assert not screen.next.isEnabled()
    length = count_entries(store)
    board.undo(board.imports[0].id)
    qtbot.waitUntil(lambda: board.imports[0].state == "undone" and not board.is_busy)
    assert rows_digest(store) == empty
    assert count_entries(store) == length + 1


def test_a_new_timetable_says_from_when_it_holds_and_what_it_ends(
    screen: ImportScreen, board: ImportBoard, tmp_path: Path, qtbot: QtBot
) -> None:
    tables = small_tables()
    whole = write_folder(tmp_path / "whole", tables)
    board._workspace.announce(take(board._workspace.store, whole))
    week = tables["расписание"][:2] + tables["расписание"][3:]
    board.open([write_folder(tmp_path / "week", {"расписание": week})])
    reach(qtbot, board, "columns")
    board.read()
    reach(qtbot, board, "findings")
    board.compare()
    reach(qtbot, board, "difference")
    page = screen.difference
    assert page.week.isVisible()
    page.since.setDate(QDate(2026, 11, 9))
    reach(qtbot, board, "difference")
    rows = [[page.model.index(0, column).data() for column in range(4)]]
    assert rows == [
        [
            "прекратится",
            "Расписание",
            "5А, Русский язык, вторник, урок 2, с 01.09.2026",
            "по: 31.08.2027 → 08.11.2026",
        ]
    ]
    press(page.ends, Qt.Key.Key_Space)
    reach(qtbot, board, "difference")
    assert page.model.index(0, 0).data() == "останется"
    assert not screen.next.isEnabled()
    press(page.ends, Qt.Key.Key_Space)
    reach(qtbot, board, "difference")
    board.take()
    reach(qtbot, board, "done")
    ends = {line.end for line in board._workspace.reference.timetable}
    assert ends == {date(2026, 11, 8), date(2027, 8, 31)}


def test_an_import_on_its_way_is_told_by_count(screen: ImportScreen, board: ImportBoard) -> None:
    line = ImportLine("1", datetime(2026, 9, 1, 9, 0), "Громов О.", "", "incomplete", 340, 12_000)
    board._imports = (line,)
    screen.files.refresh()
    assert screen.files.model.index(0, 2).data() == "пришло 340 из 12\u00a0000 записей"


def test_f1_names_the_keys_of_the_screen(screen: ImportScreen, theme: Theme, qtbot: QtBot) -> None:
    shell = Shell(theme, "Громов О.", (screen,))
    qtbot.addWidget(shell)
    shell.show_screen("import")
    assert shell.show_help().page == "import"
    named = set(re.findall("`([^`]+)`", read_pages()["import"]))
    meanings = screen.keys()
    assert named == {line.keys for line in meanings}


@pytest.mark.clause("TAL-VI.7b")
def test_what_is_wrong_is_saved_as_a_sheet_to_be_printed(
    screen: ImportScreen,
    board: ImportBoard,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = small_tables()
    tables["ученики"][1][5] = "31.02.2014"
    board.open([write_folder(tmp_path / "t", tables)])
    reach(qtbot, board, "columns")
    board.read()
    reach(qtbot, board, "findings")
    file = tmp_path / "протокол"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    with qtbot.waitSignal(board.told, timeout=20_000):
        press(screen.findings.protocol, Qt.Key.Key_Space)
    with CalamineWorkbook.from_path(file.with_suffix(".xlsx")) as workbook:
        title, _, *rows = workbook.get_sheet_by_index(0).to_python()
    assert title[0] == "Протокол проверки таблиц. Ошибок: 1, предупреждений: 0."
    assert rows == [
        [
            *("Ошибка", "ученики.xlsx", "", "F2", "Дата рождения"),
            *("«31.02.2014» — такой даты нет", "нужен вид ДД.ММ.ГГГГ"),
        ]
    ]
