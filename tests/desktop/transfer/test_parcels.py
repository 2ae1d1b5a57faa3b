"""Parcels by hand: onto a stick at one computer, from it at another, every step by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.models.parcel_words import contents_in_words
from desktop.models.transfer_board import TransferBoard
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.transfer.papers import papers_of
from desktop.views.transfer.parcel_dialogs import BroughtParcels, SaveParcelQuestion
from desktop.views.transfer.parcels import parcels_of
from desktop.views.transfer.screen import TransferScreen
from desktop.workspace import Workspace
from tests.desktop.keys import press, type_text
from tests.desktop.seats import school_with_centre
from tests.sync.workplaces import StaffRoom, Workplace

ENTER = Qt.Key.Key_Return
ALT = Qt.KeyboardModifier.AltModifier

Show = Callable[[Workplace], TransferScreen]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StaffRoom]:
    with school_with_centre(tmp_path) as room:
        yield room


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def show(theme: Theme, tasks: Tasks, qtbot: QtBot) -> Show:
    """Open the page over a journal in a window that has the keyboard."""

    def build(place: Workplace) -> TransferScreen:
        journal = place.journal
        workspace = Workspace(journal.store, place.clock, journal.school, journal.user)
        page = TransferScreen(
            TransferBoard(workspace, workspace),
            papers_of(workspace, tasks),
            parcels_of(workspace, tasks, journal.link(place.http, place.clock)),
            theme,
        )
        qtbot.addWidget(page)
        with qtbot.waitActive(page):
            page.resize(1180, 660)
            page.show()
        return page

    return build


def saving(page: TransferScreen, qtbot: QtBot) -> SaveParcelQuestion:
    """Press the button for saving and return the question."""
    page.parcels.save.setFocus()
    press(page.parcels.save, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(page.findChildren(SaveParcelQuestion)))
    return page.findChildren(SaveParcelQuestion)[0]


def taking(page: TransferScreen, *files: Path) -> BroughtParcels:
    """Press the button for taking in, answer the question for the files, return the dialog."""
    page.parcels.take.setFocus()
    press(page.parcels.take, Qt.Key.Key_Space)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.filesSelected.emit([str(file) for file in files])
    dialog.close()
    return page.findChildren(BroughtParcels)[-1]


def test_a_parcel_goes_onto_a_stick_and_from_another_computer_to_the_centre(
    room: StaffRoom, show: Show, stick: Path, qtbot: QtBot
) -> None:
    petrova, orlova = room.workplace("petrova"), room.workplace("orlova")
    for place in (petrova, orlova):
        place.client.exchange()
    for pupil in range(3):
        petrova.mark("5", pupil)
    page = show(petrova)
    question = saving(page, qtbot)
    question.folder.setFocus()
    question.folder.clear()
    type_text(question.folder, str(stick))
    with qtbot.waitSignal(page.notice) as told:
        press(question.folder, ENTER)
    (file,) = stick.iterdir()
    assert told.args == [f"Пакет сохранён: {file}, записей: 3.", "good"]
    other = show(orlova)
    dialog = taking(other, file)
    qtbot.waitUntil(lambda: dialog.results == ["Принято 3, ждёт решения 0, отклонено 0."])
    assert "Готово" in dialog.words.text()
    press(dialog.close_button, ENTER)
    qtbot.waitUntil(lambda: not other.findChildren(BroughtParcels))
    again = taking(other, file)
    qtbot.waitUntil(lambda: "уже был принят" in again.results[0])
    petrova.client.exchange()
    assert [row.status for row in petrova.written] == ["current"] * 3


def test_the_question_says_in_counts_what_is_inside(
    room: StaffRoom, show: Show, qtbot: QtBot
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark("5")
    petrova.mark("н", 1)
    question = saving(show(petrova), qtbot)
    said = contents_in_words({"mark.set": 1, "attendance.set": 1})
    assert said == "2 записи: отметки 1, посещаемость 1"
    texts = [each.text() for each in question.findChildren(type(question.refusal))]
    assert any(said in text for text in texts)


def test_a_stick_that_was_taken_out_is_said_in_place_and_another_folder_may_be_typed(
    room: StaffRoom, show: Show, stick: Path, qtbot: QtBot
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark("5")
    page = show(petrova)
    question = saving(page, qtbot)
    question.folder.setText(str(stick / "gone"))
    press(question.yes, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "носитель вынут" in question.refusal.text())
    assert question.isVisible()
    assert question.folder.hasFocus()
    assert not (stick / "gone").exists()
    question.folder.setText(str(stick))
    assert question.refusal.isHidden()
    with qtbot.waitSignal(page.notice):
        press(question.yes, Qt.Key.Key_Space)
    assert len(list(stick.iterdir())) == 1


def test_the_folder_is_chosen_in_the_window_of_the_system(
    room: StaffRoom, show: Show, stick: Path, qtbot: QtBot
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark("5")
    question = saving(show(petrova), qtbot)
    question.folder.clear()
    assert not question.yes.isEnabled()
    press(question.choose, Qt.Key.Key_Space)
    (dialog,) = question.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(stick))
    dialog.close()
    assert question.folder.text() == str(stick)
    assert question.yes.hasFocus()
    question.reject()


def test_with_nothing_waiting_no_stick_is_needed(room: StaffRoom, show: Show, qtbot: QtBot) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    page = show(petrova)
    with qtbot.waitSignal(page.notice) as told:
        press(page.parcels.save, Qt.Key.Key_Space)
    assert told.args[0].startswith("Пакет не нужен")


def test_every_file_has_its_own_answer_and_a_bad_one_harms_no_other(
    room: StaffRoom, show: Show, stick: Path, qtbot: QtBot
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark("5")
    page = show(petrova)
    question = saving(page, qtbot)
    question.folder.setText(str(stick))
    with qtbot.waitSignal(page.notice):
        press(question.yes, Qt.Key.Key_Space)
    (good,) = stick.iterdir()
    cut, foreign, letter = (stick / f"{name}.uchp" for name in ("cut", "foreign", "letter"))
    whole = good.read_bytes()
    cut.write_bytes(whole[:-5])
    foreign.write_bytes(whole[:10] + bytes(16) + whole[26:])
    letter.write_text("Здравствуйте!", encoding="utf-8")
    dialog = taking(page, good, cut, foreign, letter)
    qtbot.waitUntil(lambda: "Готово" in dialog.words.text())
    said = dialog.results
    assert said[0] == "Принято 1, ждёт решения 0, отклонено 0."
    assert said[1].startswith("Пакет повреждён")
    assert said[2].startswith("Это пакет другой школы")
    assert said[3].startswith("letter.uchp - не пакет")
    dialog.close()


def test_without_a_connection_the_file_is_not_given_up(
    room: StaffRoom, show: Show, stick: Path, qtbot: QtBot
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark("5")
    page = show(petrova)
    question = saving(page, qtbot)
    question.folder.setText(str(stick))
    with qtbot.waitSignal(page.notice):
        press(question.yes, Qt.Key.Key_Space)
    (file,) = stick.iterdir()
    room.wire.is_down = True
    whole = file.read_bytes()
    foreign = stick / "foreign.uchp"
    foreign.write_bytes(whole[:10] + bytes(16) + whole[26:])
    dialog = taking(page, file, foreign)
    qtbot.waitUntil(lambda: "Готово" in dialog.words.text())
    assert dialog.results[0].startswith("Нет связи с центральным сервером")
    # whose it is not can be told without asking anybody
    assert dialog.results[1].startswith("Это пакет другой школы, здесь он не нужен")
    assert file.read_bytes() == whole
    dialog.close()


def test_a_second_enter_does_not_save_twice(theme: Theme, qtbot: QtBot) -> None:
    question = SaveParcelQuestion("3 записи: отметки 3", "/media/stick")
    qtbot.addWidget(question)
    question.open()
    wishes: list[str] = []
    question.wished.connect(wishes.append)
    press(question.folder, ENTER)
    press(question.folder, ENTER)
    assert wishes == ["/media/stick"]
    question.refuse("Пакет не записан.")
    press(question.folder, ENTER)
    assert wishes == ["/media/stick"] * 2
    question.end()
