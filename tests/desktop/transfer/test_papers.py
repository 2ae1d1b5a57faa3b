"""Forms F-11 and F-20 of a temporary journal, printed from the page into real files."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.models.transfer_board import TransferBoard
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.transfer.papers import papers_of
from desktop.views.transfer.parcels import TransferParcels
from desktop.views.transfer.screen import TransferScreen
from tests.desktop.keys import press
from tests.desktop.transfer.room import TransferRoom

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(petrova: TransferRoom, theme: Theme, tasks: Tasks, qtbot: QtBot) -> TransferScreen:
    board = TransferBoard(petrova.workspace, petrova.workspace)
    parcels = TransferParcels(lambda *_: None, lambda *_: None, lambda *_: None)
    page = TransferScreen(board, papers_of(petrova.workspace, tasks), parcels, theme)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.resize(1180, 660)
        page.show()
    board.declare_outage("Нет интернета")
    return page


def save_as(page: TransferScreen, file: Path) -> None:
    """Answer the question for the file."""
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(file))
    dialog.close()


def words_of(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return "\n".join(sheet.get_textpage().get_text_bounded() for sheet in document)


def test_the_filled_temporary_journal_is_printed_while_there_is_no_contact(
    petrova: TransferRoom, page: TransferScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    petrova.marks("5")
    with qtbot.waitSignal(page.notice) as told:
        page.journals.sheets.click()
        save_as(page, tmp_path / "f11.pdf")
    assert told.args[0].startswith("Документ готов")
    assert "Абрикосова" in words_of(tmp_path / "f11.pdf")


def test_the_act_of_transfer_comes_with_the_restored_link(
    petrova: TransferRoom, page: TransferScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    petrova.marks("5")
    assert not page.journals.act.isEnabled()
    assert page.hint is None
    petrova.clock.wait(hours=1)
    page.waiting.end.click()
    petrova.has_contact()
    petrova.is_answered()
    assert page.hint is not None
    with qtbot.waitSignal(page.notice) as told:
        press(page, Qt.Key.Key_P, CTRL)
        save_as(page, tmp_path / "f20.pdf")
    assert told.args[1] == "good"
    said = words_of(tmp_path / "f20.pdf")
    assert "нет интернета" in said.casefold()
    assert "Всего записей: 1;" in said


def test_a_file_that_cannot_be_written_is_explained(
    petrova: TransferRoom, page: TransferScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    petrova.marks("5")
    with qtbot.waitSignal(page.notice) as told:
        page.journals.sheets.click()
        save_as(page, tmp_path / "nowhere" / "f11.pdf")
    assert told.args[1] == "bad"
    assert "не записан" in told.args[0]


def test_without_lessons_there_is_nothing_to_print_and_the_page_says_so(
    page: TransferScreen, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.notice) as told:
        page.journals.sheets.click()
    assert "печатать нечего" in told.args[0]
