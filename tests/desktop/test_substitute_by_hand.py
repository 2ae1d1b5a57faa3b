"""What waits for the deputy, by hand: a substitute's lesson, a correction of a locked cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from desktop.models.transfer_board import TransferBoard
from desktop.theme import Theme
from desktop.views.register.foreign_lesson_question import ForeignLessonQuestion
from desktop.views.register.page_bar import FOREIGN
from desktop.views.transfer.dialogs import RejectQuestion, SubstituteQuestion
from desktop.views.transfer.parcels import TransferParcels
from desktop.views.transfer.screen import TransferScreen
from desktop.workspace import Workspace
from journal.queries.foreign_lessons import read_foreign_lessons
from journal.services.decisions import AppointSubstitute, appoint_substitute
from sync.link import Unreachable
from tests.desktop.keys import press, type_text
from tests.desktop.seats import Seat, school_with_centre
from tests.desktop.transfer.room import no_papers
from tests.small_school import ORLOVA, RUSSIAN, SMIRNOVA
from tests.sync.workplaces import LESSON_DAY, StaffRoom, Workplace, lesson_of

RUSSIAN_TODAY = "1 урок · 5А · Русский язык · Петрова А. А."


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StaffRoom]:
    with school_with_centre(tmp_path) as room:
        yield room


def choose_a_lesson(seat: Seat, narrowed: str) -> ForeignLessonQuestion:
    """Open «Урок другого учителя…» and narrow the list."""
    menu = seat.screen.bar.pages.menu()
    (action,) = (each for each in menu.actions() if each.text() == FOREIGN)
    assert isinstance(action, QAction)
    action.trigger()
    (question,) = seat.screen.findChildren(ForeignLessonQuestion)
    type_text(question.search, narrowed)
    return question


def statuses(place: Workplace) -> dict[str, str]:
    """Return what became of the entries of a workplace, by kind of fact."""
    rows = [row for row in place.written if not row.key.startswith("school/")]
    return {row.key.split("/")[1]: row.status for row in rows}


def transfer_screen(place: Workplace, theme: Theme, qtbot: QtBot) -> TransferScreen:
    journal = place.journal
    workspace = Workspace(journal.store, place.clock, journal.school, journal.user)
    papers = no_papers()
    parcels = TransferParcels(lambda *_: None, lambda *_: None, lambda *_: None)
    screen = TransferScreen(TransferBoard(workspace, workspace), papers, parcels, theme)
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    return screen


@pytest.mark.clause("ANC-P4.T.3")
@pytest.mark.clause("TAL-4.3a")
def test_a_substitute_keeps_the_lesson_offline_and_the_appointment_takes_it_in(
    room: StaffRoom, theme: Theme, qtbot: QtBot
) -> None:
    orlova, smirnova = room.workplace("orlova"), room.workplace("smirnova")
    smirnova.client.exchange()
    seat = Seat(orlova, theme, qtbot)
    room.wire.is_down = True
    question = choose_a_lesson(seat, "русский")
    assert question.list.model().index(0, 0).data() == RUSSIAN_TODAY
    press(question.search, Qt.Key.Key_Return)
    seat.settle()
    seat.sit_down(qtbot)
    assert "ждут" in seat.notices[-1]
    view = seat.screen.model.view
    assert view is not None
    assert view.pupils[0].name == "Абрикосова Анна", "the names of the class are everywhere"
    seat.go(0, 15)
    seat.type("5")
    seat.type("н")
    seat.press(Qt.Key.Key_F6)
    seat.screen.desk.set_topic(lesson_of(), "Глагол")
    seat.settle()
    assert (seat.text(0, 15), seat.text(1, 15)) == ("5", "н")
    seat.go(0, 14)
    seat.type("4")
    assert seat.text(0, 14) == "", "this lesson only"
    assert set(statuses(orlova).values()) == {"pending"}
    with pytest.raises(Unreachable):
        seat.exchange()

    room.wire.is_down = False
    seat.exchange()
    held = statuses(orlova)
    assert held == dict.fromkeys(("mark", "attendance", "rollcall", "topic"), "held")
    assert seat.sign(0, 15) == "held"
    reasons = {row.reason for row in orlova.written if row.status == "held"}
    assert all("ждёт назначения замены" in reason for reason in reasons)

    smirnova.client.exchange()
    page = transfer_screen(smirnova, theme, qtbot)
    press(page.disputes.list, Qt.Key.Key_Return)
    (asked,) = page.findChildren(SubstituteQuestion)
    assert asked.chosen is not None
    assert asked.chosen.user == ORLOVA
    press(asked.search, Qt.Key.Key_Return)
    smirnova.client.exchange()

    room.wait(minutes=11)
    seat.exchange()
    assert statuses(orlova) == dict.fromkeys(("mark", "attendance", "rollcall", "topic"), "current")
    seat.sit_down(qtbot)
    assert (seat.text(0, 15), seat.sign(0, 15)) == ("5", "")
    times = {row.wall_ms for row in orlova.written if row.key.split("/")[1] == "mark"}
    accepted = [row for row in room.centre.entries() if row.author == ORLOVA]
    assert times <= {row.wall_ms for row in accepted}, "with their original times"
    assert room.centre.faults() == []


@pytest.mark.clause("ANC-P4.T.2b")
def test_a_correction_is_asked_for_in_the_locked_cell_and_the_deputy_lets_it_in(
    room: StaffRoom, theme: Theme, qtbot: QtBot
) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    smirnova.client.exchange()
    seat = Seat(petrova, theme, qtbot)
    for row in (0, 1):
        seat.go(row, 1)  # its time is over: only by request
        assert "только по запросу" in seat.screen.key.note
        seat.type("5")
        assert seat.text(row, 1) == ""
        seat.type("описка при вводе")
        assert (seat.text(row, 1), seat.sign(row, 1)) == ("5", "pending")
    seat.exchange()
    assert [seat.sign(row, 1) for row in (0, 1)] == ["held", "held"]
    assert seat.text(0, 1) == "", "nothing counts before it is approved"

    smirnova.client.exchange()
    page = transfer_screen(smirnova, theme, qtbot)
    assert page.disputes.list.model().rowCount() == 2
    assert "описка при вводе" in page.disputes.list.currentIndex().data()
    press(page.disputes.list, Qt.Key.Key_Return)
    press(page.disputes.list, Qt.Key.Key_Delete)
    (refusing,) = page.findChildren(RejectQuestion)
    type_text(refusing.answer, "отметка верна")
    refusing.yes.click()
    smirnova.client.exchange()

    room.wait(minutes=11)
    seat.exchange()
    seat.sit_down(qtbot)
    assert sorted((seat.text(row, 1), seat.sign(row, 1)) for row in (0, 1)) == [
        ("", ""),
        ("5", ""),
    ]
    assert room.centre.faults() == []


def test_whoever_stands_in_without_an_appointment_is_offered_only_foreign_lessons(
    room: StaffRoom,
) -> None:
    petrova = room.workplace("petrova")
    with petrova.journal.store.reading() as session:
        found = read_foreign_lessons(
            session, petrova.reference, petrova.journal.user, date(2026, 9, 15)
        )
        sunday = read_foreign_lessons(
            session, petrova.reference, petrova.journal.user, date(2026, 9, 13)
        )
    assert RUSSIAN not in {lesson.page for lesson in found}
    assert [lesson.slot for lesson in found] == sorted(lesson.slot for lesson in found)
    assert found
    assert sunday == ()


def test_the_appointment_of_somebody_else_ends_the_standing_in(
    room: StaffRoom, theme: Theme, qtbot: QtBot
) -> None:
    smirnova = room.workplace("smirnova")
    seat = Seat(room.workplace("orlova"), theme, qtbot)
    seat.workspace.stand_in(RUSSIAN, lesson_of())
    assert seat.workspace.reference.lessons(RUSSIAN)[lesson_of()].substitute == ORLOVA
    smirnova.client.exchange()
    smirnova.does(appoint_substitute, AppointSubstitute(RUSSIAN, LESSON_DAY, 1, SMIRNOVA))
    smirnova.client.exchange()
    seat.exchange()
    assert seat.workspace.reference.lessons(RUSSIAN)[lesson_of()].substitute == SMIRNOVA
