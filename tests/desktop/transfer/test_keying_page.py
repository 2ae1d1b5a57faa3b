"""«Ввод с бумаги» under a teacher's hands: down the sheet with Enter, nothing but the keyboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.models.sheet_board import SheetBoard
from desktop.models.transfer_board import TransferBoard
from desktop.theme import Theme
from desktop.views.shell import Shell
from desktop.views.transfer.keying_page import KeyingPage
from desktop.views.transfer.screen import TransferScreen
from journal.facts_page import HomeworkRow, RollCallRow, TopicRow
from journal.queries.history import read_history
from journal.tables import EntryRow
from tests.desktop.keys import press, type_text
from tests.desktop.transfer.room import ANNA, TransferRoom, cell, no_papers, no_parcels

Key = Qt.Key
DAY = date(2026, 9, 15)


@pytest.fixture
def keying(petrova: TransferRoom, theme: Theme, qtbot: QtBot) -> KeyingPage:
    screen = TransferScreen(
        TransferBoard(petrova.workspace, petrova.workspace),
        no_papers(),
        no_parcels(),
        theme,
        SheetBoard(petrova.workspace),
    )
    shell = Shell(theme, "Петрова А. А.", (screen,))
    qtbot.addWidget(shell)
    with qtbot.waitActive(shell):
        shell.resize(1366, 768)
        shell.show()
    screen.journals.keying.click()
    assert screen.keying is not None
    QApplication.processEvents()
    return screen.keying


def enter(keying: KeyingPage, text: str = "") -> None:
    """Type a place of the sheet and press Enter, wherever the focus is."""
    write(keying, text)
    typing = keying.sheet.typing
    press(typing.field if typing.is_open else keying.sheet.table, Key.Key_Return)


def write(keying: KeyingPage, text: str) -> None:
    """Type letters: the first opens the place, the rest go into its field."""
    type_text(keying.sheet.table, text[:1])
    type_text(keying.sheet.typing.field, text[1:])


def here(keying: KeyingPage) -> str:
    """Return which place of the sheet the cursor is on."""
    return keying.sheet.table.model().row_at(keying.sheet.table.currentIndex().row()).name  # type: ignore[attr-defined, no-any-return]


def texts(keying: KeyingPage) -> list[str]:
    model = keying.sheet.table.model()
    return [str(model.index(row, 2).data() or "") for row in range(model.rowCount())]


def test_the_model_obeys_qt(petrova: TransferRoom, qtmodeltester: ModelTester) -> None:
    board = SheetBoard(petrova.workspace, petrova.workspace)
    qtmodeltester.check(board.rows)  # type: ignore[no-untyped-call]
    board.watch(True)
    qtmodeltester.check(board.rows)  # type: ignore[no-untyped-call]
    qtmodeltester.check(board.offers)  # type: ignore[no-untyped-call]
    petrova.marks("5")
    qtmodeltester.check(board.rows)  # type: ignore[no-untyped-call]


def test_the_newest_sheet_is_open_at_its_first_place(keying: KeyingPage) -> None:
    assert keying.heading.text() == "5А · 15 сентября, вторник"
    assert keying.below.text() == "записи получат дату листа 15.09.2026"
    assert here(keying) == "Тема урока"
    assert keying.sheet.table.hasFocus()


@pytest.mark.clause("TAL-3.1")
def test_a_whole_lesson_is_typed_in_with_the_keyboard_alone(
    keying: KeyingPage, petrova: TransferRoom, qtbot: QtBot
) -> None:
    enter(keying, "Имя существительное")
    enter(keying, "упр. 41")
    enter(keying, "ср")
    assert here(keying) == "Абрикосова Анна"
    for mark in ("5", "y", "", "4"):
        enter(keying, mark)
    assert texts(keying)[:7] == ["Имя существительное", "упр. 41", "СР", "5", "н", "", "4"]
    enter(keying)
    assert here(keying) == "Урок введён"
    with qtbot.waitSignal(keying.told) as told:
        enter(keying)
    assert told.args[0].startswith("Лист 5А за 15.09 введён: уроков 1.")
    assert texts(keying)[-1] == "перекличка записана"
    with petrova.store.reading() as session:
        rows = list(session.scalars(select(EntryRow).where(EntryRow.paper_date == DAY)))
        assert session.scalars(select(TopicRow.text)).one() == "Имя существительное"
        assert session.scalars(select(HomeworkRow.text)).one() == "упр. 41"
        called = session.scalars(select(RollCallRow)).one()
        (line,) = read_history(session, petrova.workspace.reference, [cell(ANNA)])
    assert (called.done, called.all_present) == (True, False)
    assert len(rows) == 7
    assert line.remarks == ("с бумажного листа 15.09",)


def test_what_is_no_mark_stays_in_its_place_with_the_reason(keying: KeyingPage) -> None:
    for _ in range(3):
        enter(keying)
    enter(keying, "14")
    assert here(keying) == "Абрикосова Анна"
    assert keying.sheet.typing.bubble.isVisible()
    press(keying.sheet.typing.field, Key.Key_Escape)
    enter(keying, "4")
    assert texts(keying)[3] == "4"


def test_another_sheet_is_opened_from_the_list(keying: KeyingPage) -> None:
    keying.offers.setFocus()
    press(keying.offers, Key.Key_Down)
    assert keying.heading.text() == "5А · 14 сентября, понедельник"
    press(keying.offers, Key.Key_Return)
    assert keying.sheet.table.hasFocus()
    enter(keying, "Лексика")
    assert texts(keying)[0] == "Лексика"
    assert keying.heading.text() == "5А · 14 сентября, понедельник"


def test_a_text_that_waits_is_written_before_another_sheet_comes(
    keying: KeyingPage, petrova: TransferRoom
) -> None:
    write(keying, "Лексика")
    keying.offers.setCurrentIndex(keying.offers.model().index(1, 0))
    with petrova.store.reading() as session:
        assert session.scalars(select(TopicRow.text)).one() == "Лексика"


def test_undo_takes_a_place_back(keying: KeyingPage, petrova: TransferRoom) -> None:
    enter(keying, "Лексика")
    assert petrova.workspace.last_done is not None
    assert petrova.workspace.last_done.words == "лист 15.09, Тема урока: «Лексика»"
    petrova.workspace.undo()
    assert texts(keying)[0] == ""


def test_who_keeps_no_lessons_reads_what_the_page_is_for(
    deputy: TransferRoom, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    page = KeyingPage(theme, SheetBoard(deputy.workspace, deputy.workspace))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    assert page._none.isVisible()
    assert not page._card.isVisible()
