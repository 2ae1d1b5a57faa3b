"""«Рабочие места» under the deputy's hands: sorted, narrowed, printed from, closed by act."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.models.sheet_board import SheetBoard
from desktop.models.transfer_board import TransferBoard
from desktop.models.workplaces_model import (
    NUMBER,
    OWNER,
    STANDING,
    WorkplaceOrder,
    WorkplacesModel,
)
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.register.screen import RegisterScreen
from desktop.views.shell import Shell
from desktop.views.transfer.paper_questions import BlankSheetsQuestion, CloseByActQuestion
from desktop.views.transfer.papers import papers_of
from desktop.views.transfer.screen import TransferScreen
from journal import values
from journal.clock import to_ms
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.workplaces import read_workplaces
from journal.tables import ContactRow
from tests.desktop.keys import press, type_text
from tests.desktop.transfer.room import OTHERS, TransferRoom, cell, no_parcels
from tests.small_school import ORLOVA, PETROVA, PUPILS_5A, SCHOOL, SMIRNOVA

CTRL = Qt.KeyboardModifier.ControlModifier
INTERVAL = "1" * 32


def tell_contact(room: TransferRoom, user: str, **ago: float) -> None:
    """Let the centre tell when it last heard of somebody's workplace."""
    before = room.clock.now
    room.clock.wait(**{name: -amount for name, amount in ago.items()})
    row = ContactRow(
        school=SCHOOL,
        station=OTHERS[user].station,
        contact_ms=to_ms(room.clock.now),
        pushed_ms=to_ms(room.clock.now),
        last_seq=40,
    )
    room.clock.now = before
    room.writes(lambda session: session.merge(row))


def lose_petrovas_computer(room: TransferRoom) -> None:
    """Let a temporary journal of Petrova be open here, with one mark; nothing else came."""
    opened = values.IntervalOpened(
        OTHERS[PETROVA].station, 7, date(2026, 9, 14), 1, None, to_ms(room.clock.now), "", False
    )
    key = make_key("interval.open", "", INTERVAL)
    room.hears_draft(PETROVA, Draft("interval.open", key, opened))
    room.hears(PETROVA, "5", "accepted", key=cell(PUPILS_5A[1]))


@pytest.fixture
def room(deputy: TransferRoom) -> TransferRoom:
    deputy.clock.set(2026, 9, 16, 12)
    deputy.has_contact()
    tell_contact(deputy, PETROVA, days=2)
    tell_contact(deputy, ORLOVA, minutes=3)
    tell_contact(deputy, SMIRNOVA, minutes=1)
    lose_petrovas_computer(deputy)
    return deputy


@pytest.fixture
def page(room: TransferRoom, theme: Theme, tasks: Tasks, qtbot: QtBot) -> TransferScreen:
    screen = TransferScreen(
        TransferBoard(room.workspace, room.workspace),
        papers_of(room.workspace, tasks),
        no_parcels(),
        theme,
    )
    shell = Shell(theme, "Смирнова Е. П.", (screen,))
    qtbot.addWidget(shell)
    with qtbot.waitActive(shell):
        shell.resize(1366, 768)
        shell.show()
    press(screen, Qt.Key.Key_F6)
    screen.turn(1)
    return screen


def shown(page: TransferScreen) -> list[str]:
    order = page.workplaces.order
    return [str(order.index(row, NUMBER).data()) for row in range(order.rowCount())]


def save_as(page: TransferScreen, file: Path) -> None:
    (dialog,) = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()


def words_of(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)


def test_the_models_obey_qt(room: TransferRoom, qtmodeltester: ModelTester) -> None:
    lines = WorkplacesModel()
    order = WorkplaceOrder(lines)
    qtmodeltester.check(lines)  # type: ignore[no-untyped-call]
    lines.show_lines(room.workspace.read(read_workplaces, room.workspace.now))
    qtmodeltester.check(lines)  # type: ignore[no-untyped-call]
    qtmodeltester.check(order)  # type: ignore[no-untyped-call]
    order.narrow("орл", only_needing=False)
    assert order.rowCount() == 1


def test_the_worst_stands_first_and_a_head_sorts_anew(page: TransferScreen) -> None:
    assert shown(page)[0] == "22"
    line = page.workplaces.table.line
    assert line is not None
    assert (line.owner, line.standing) == ("Петрова А. А.", "unkept")
    page.workplaces.table.sortByColumn(OWNER, Qt.SortOrder.AscendingOrder)
    owners = [
        page.workplaces.order.index(row, OWNER).data()
        for row in range(page.workplaces.order.rowCount())
    ]
    assert owners == sorted(owners)
    assert page.workplaces.table.line is not None
    assert page.workplaces.table.line.station == line.station


def test_typing_narrows_the_list_and_a_tick_leaves_what_needs_a_look(page: TransferScreen) -> None:
    table = page.workplaces.table
    type_text(table, "о")
    assert page.workplaces.filter.hasFocus()
    type_text(page.workplaces.filter, "рл")
    assert shown(page) == ["14"]
    press(page.workplaces.filter, Qt.Key.Key_Escape)
    assert len(shown(page)) == 4
    page.workplaces.only.click()
    assert shown(page) == ["22"]
    assert "Требуют внимания: 1 рабочее место" in page.workplaces.told.text()


@pytest.mark.clause("TAL-3.2")
def test_a_silent_workplace_shows_the_lessons_that_nobody_kept(page: TransferScreen) -> None:
    card = page.workplaces.card
    assert card.heading.text() == "Место 22 · Петрова А. А."
    assert card.words.text() == (
        "Временный журнал № 7 открыт, получено: 1 запись · молчит с 14.09 12:00 · без записей:"
        " 2 урока (сегодня 1)."
    )
    lessons = card.lessons.model()
    assert lessons.index(0, 0).data() == "15.09, урок 1: 5А, русский язык — нет переклички и темы"


@pytest.mark.clause("TAL-3.2")
def test_the_journal_of_a_lost_computer_is_closed_by_act_from_the_keyboard(
    page: TransferScreen, room: TransferRoom, tmp_path: Path, qtbot: QtBot
) -> None:
    assert not page.workplaces.card.act.isEnabled()
    press(page.workplaces.card.close_by_act, Qt.Key.Key_Space)
    (asked,) = page.findChildren(CloseByActQuestion)
    assert not asked.yes.isEnabled()
    type_text(asked.number, "12-к")
    type_text(asked.reason, "ноутбук утонул")
    press(asked, Qt.Key.Key_Return)
    line = page.workplaces.table.line
    assert line is not None
    table = page.workplaces.table
    stations = [
        table.model().index(row, STANDING).data() for row in range(table.model().rowCount())
    ]
    assert "уроки без записей" in stations
    assert not page.workplaces.card.close_by_act.isEnabled()
    assert "Закрыт актом № 12-к" in page.workplaces.card.words.text()
    with qtbot.waitSignal(page.notice) as told:
        page.workplaces.card.act.click()
        save_as(page, tmp_path / "f20.pdf")
    assert told.args[1] == "good"
    said = " ".join(words_of(tmp_path / "f20.pdf").split())
    assert "закрыт актом № 12-к от 16.09.2026 (ноутбук утонул): получено до записи" in said


def test_form_11_of_a_foreign_workplace_is_printed_with_enter(
    page: TransferScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.notice) as told:
        press(page.workplaces.table, Qt.Key.Key_Return)
        save_as(page, tmp_path / "f11.pdf")
    assert told.args[1] == "good"
    assert "№ 7 / рабочее место 22" in words_of(tmp_path / "f11.pdf")


def test_a_teacher_is_not_offered_the_workplaces(
    petrova: TransferRoom, theme: Theme, tasks: Tasks, qtbot: QtBot
) -> None:
    board = TransferBoard(petrova.workspace, petrova.workspace)
    screen = TransferScreen(board, papers_of(petrova.workspace, tasks), no_parcels(), theme)
    qtbot.addWidget(screen)
    assert [tab.isHidden() for tab in screen.bar.tabs] == [False, True, True]
    screen.turn(1)
    assert not screen.workplaces.isVisible()
    assert board.picture.workplaces == ()


@pytest.mark.clause("TAL-3.1")
def test_blank_sheets_of_all_classes_are_printed_without_the_centre(
    petrova: TransferRoom, theme: Theme, tasks: Tasks, tmp_path: Path, qtbot: QtBot
) -> None:
    board = TransferBoard(petrova.workspace, petrova.workspace)
    screen = TransferScreen(board, papers_of(petrova.workspace, tasks), no_parcels(), theme)
    qtbot.addWidget(screen)
    with qtbot.waitActive(screen):
        screen.show()
    board.declare_outage("Отключение электричества")
    press(screen.journals.blank, Qt.Key.Key_Space)
    (asked,) = screen.findChildren(BlankSheetsQuestion)
    assert [asked.classes.itemText(place) for place in range(asked.classes.count())] == [
        "Все классы",
        "1А класс",
        "5А класс",
    ]
    press(asked, Qt.Key.Key_Return)
    with qtbot.waitSignal(screen.notice) as told:
        save_as(screen, tmp_path / "blank.pdf")
    assert told.args[1] == "good"
    said = words_of(tmp_path / "blank.pdf")
    assert "Класс 1А, 15.09.2026, вторник" in said
    assert "Класс 5А, 15.09.2026, вторник" in said
    assert "Абрикосова Анна" in said


def test_a_day_without_lessons_offers_no_sheets(
    petrova: TransferRoom, theme: Theme, tasks: Tasks, qtbot: QtBot
) -> None:
    papers = papers_of(petrova.workspace, tasks)
    asked = BlankSheetsQuestion(papers.classes_of, date(2026, 9, 13))
    qtbot.addWidget(asked)
    assert not asked.yes.isEnabled()
    assert asked.told.text() == "На этот день в расписании нет уроков."


@pytest.mark.clause("TAL-3.2")
def test_the_owner_closes_the_journal_of_her_lost_computer_from_her_next_one(
    petrova: TransferRoom, theme: Theme, tasks: Tasks, qtbot: QtBot
) -> None:
    lose_petrovas_computer(petrova)
    board = TransferBoard(petrova.workspace, petrova.workspace)
    screen = TransferScreen(board, papers_of(petrova.workspace, tasks), no_parcels(), theme)
    qtbot.addWidget(screen)
    with qtbot.waitActive(screen):
        screen.show()
    assert screen.journals.close_by_act.isVisible()
    assert not screen.journals.act.isVisible()
    press(screen.journals.close_by_act, Qt.Key.Key_Space)
    (asked,) = screen.findChildren(CloseByActQuestion)
    type_text(asked.number, "5")
    type_text(asked.reason, "сгорел диск")
    press(asked, Qt.Key.Key_Return)
    card = screen.journals.current
    assert card is not None
    assert card.words.startswith("закрыт актом № 5 от 15.09: получено до записи")
    assert screen.journals.act.isEnabled()


@pytest.mark.clause("TAL-3.2")
def test_what_is_to_be_moved_is_an_obligation_on_the_page_until_it_is_moved(
    petrova: TransferRoom, theme: Theme, tasks: Tasks, qtbot: QtBot
) -> None:
    board = TransferBoard(petrova.workspace, petrova.workspace)
    screen = TransferScreen(board, papers_of(petrova.workspace, tasks), no_parcels(), theme)
    qtbot.addWidget(screen)
    with qtbot.waitActive(screen):
        screen.show()
    board.declare_outage("Нет интернета")
    petrova.marks("5")
    board.end_outage()
    assert screen.obligations.isHidden()
    petrova.has_contact()
    assert screen.obligations.isVisible()
    said = screen.obligations.list.model().index(0, 0).data()
    assert said == (
        "Перенести временный журнал № 1 / рабочее место 21 / 2026-27: 1 запись, Петрова А. А.,"
        " осталось: 2 рабочих дня"
    )
    assert "Связь вернулась 15.09 09:00" in screen.journals.details.text()
    assert "записей объявлено: 1, получено: 0" in screen.journals.details.text()
    petrova.is_answered()
    assert screen.obligations.isHidden()


def test_one_function_key_means_another_thing_on_another_page(
    deputy: TransferRoom, theme: Theme, tasks: Tasks, qtbot: QtBot
) -> None:
    board = TransferBoard(deputy.workspace, deputy.workspace)
    screen = TransferScreen(
        board,
        papers_of(deputy.workspace, tasks),
        no_parcels(),
        theme,
        SheetBoard(deputy.workspace),
    )
    register = RegisterScreen(deputy.workspace, theme, "down")
    shell = Shell(theme, "Смирнова Е. П.", (register, screen))
    qtbot.addWidget(shell)
    with qtbot.waitActive(shell):
        shell.show()
    shell.show_screen("transfer")
    for key, words in ((Qt.Key.Key_F6, "Рабочие места"), (Qt.Key.Key_F7, "Ввод с бумаги")):
        QTest.keyClick(shell, key)
        assert [tab.text() for tab in screen.bar.tabs if tab.isChecked()] == [words]
    shell.show_screen("journal")
    QTest.keyClick(shell, Qt.Key.Key_F6)
    assert shell.current is register
    shell.show_screen("transfer")
    QTest.keyClick(shell, Qt.Key.Key_F5)
    assert screen.bar.tabs[0].isChecked()
