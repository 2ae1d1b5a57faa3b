"""A teacher's evening: she goes home in an outage, and a colleague's program does the rest.

Real windows, real journals, a real centre behind a wire that is cut and mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.program import Program
from desktop.settings import SettingsFile
from desktop.theme import Theme
from desktop.views.changes.screen import ChangesScreen
from desktop.views.register.screen import RegisterScreen
from desktop.views.sign_in import SignIn
from desktop.views.today.screen import TodayScreen
from desktop.views.transfer.screen import TransferScreen
from tests.byte_search import find_names
from tests.desktop.keys import press
from tests.desktop.notebook import Notebook
from tests.desktop.seats import school_with_centre
from tests.journal.desks import HandClock
from tests.small_school import NAMES, PETROVA, RUSSIAN, TERM_1
from tests.sync.workplaces import StaffRoom, lesson_of

pytestmark = pytest.mark.slow
ENTER = Qt.Key.Key_Return


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StaffRoom]:
    with school_with_centre(tmp_path) as room:
        yield room


@pytest.fixture
def clock(room: StaffRoom) -> HandClock:
    return HandClock(room.clock.now)


@pytest.fixture
def notebook(room: StaffRoom, clock: HandClock, theme: Theme, qapp: QApplication) -> Notebook:
    folder = room.folder / "notebook"
    folder.mkdir()
    return Notebook(qapp, theme, folder, room.http, room.wire.url, clock)


def type_a_mark(program: Program, row: int, text: str) -> None:
    """Type a mark into the column of 15 September."""
    assert program.shell is not None
    screen = program.shell.show_screen("journal")
    assert isinstance(screen, RegisterScreen)
    screen.open(RUSSIAN, TERM_1)
    view = screen.model.view
    assert view is not None
    days = [(each.day.day, each.day.month) for each in view.columns]
    screen.grid.go_to(row, days.index((15, 9)))
    screen.grid.setFocus()
    press(screen.grid.lessons, Qt.Key.Key_unknown, text=text)
    press(screen.grid.typing.field, ENTER, text="\r")


def received(room: StaffRoom) -> list[str]:
    """Return the verdicts of the marks that the centre has of Petrova."""
    return [
        str(row.verdict)
        for row in room.centre.entries()
        if row.author == PETROVA and row.kind == "mark.set"
    ]


@pytest.mark.clause("TAL-3.2")
def test_what_a_teacher_wrote_in_an_outage_arrives_while_she_is_at_home(
    room: StaffRoom, notebook: Notebook, clock: HandClock, qtbot: QtBot
) -> None:
    # both have signed in on this computer before
    program = notebook.starts()
    notebook.sign_in(program, "orlova")
    program.leave()
    notebook.sign_in(program, "petrova")

    # the wire is cut; three minutes later there is a temporary journal, and the lesson goes on
    room.wire.is_down = True
    type_a_mark(program, 0, "5")
    for _ in range(4):
        notebook.exchange(program)
        clock.wait(minutes=1)
        room.clock.wait(minutes=1)
    type_a_mark(program, 1, "4")
    assert program.shell is not None
    assert "Временный журнал № 1" in program.shell.chip.text()

    # she closes the notebook and goes home: what waits lies sealed on the disk
    notebook.closes(program)
    (parcel,) = notebook.parcels.glob("*.uchp")
    words = [word for pair in NAMES for word in pair if len(word) >= 5] + ["Петрова", "petrova"]
    assert find_names([notebook.parcels], words) == []
    assert received(room) == []

    # a colleague signs in with no network, then the network returns; nobody does anything
    program = notebook.starts()
    notebook.sign_in(program, "orlova")
    room.wire.is_down = False
    qtbot.waitUntil(lambda: received(room) == ["accepted"] * 2, timeout=60_000)
    notebook.closes(program)
    assert parcel.exists()

    # the next morning she sees that everything has arrived, and when it was written
    for each in (clock, room.clock):
        each.set(2026, 9, 16, 7, 50)
    program = notebook.starts()
    notebook.sign_in(program, "petrova")
    notebook.exchange(program)
    assert program.shell is not None
    screen = program.shell.show_screen("transfer")
    assert isinstance(screen, TransferScreen)
    assert screen.waiting.heading.text() == "Всё отправлено"
    card = screen.journals.current
    assert card is not None
    assert card.journal.counts.received == card.journal.counts.total == 2
    assert card.journal.state == "transferred"
    assert "перенесён" in card.words
    assert program.sealing is not None
    with qtbot.waitSignal(program.sealing.sealed):
        program.sealing.run()
    assert list(notebook.parcels.glob("*.uchp")) == []
    notebook.closes(program)
    assert room.centre.faults() == []


def test_no_one_has_to_sign_in_for_it(room: StaffRoom, notebook: Notebook, qtbot: QtBot) -> None:
    program = notebook.starts()
    notebook.sign_in(program, "petrova")
    room.wire.is_down = True
    type_a_mark(program, 0, "5")
    program.leave()
    room.wire.is_down = False
    # the sign-in page is all that is on the screen
    assert isinstance(program.window.page, SignIn)
    qtbot.waitUntil(lambda: received(room) == ["accepted"], timeout=60_000)
    notebook.closes(program)


def test_a_lesson_cancelled_offline_is_told_to_its_teacher_and_leads_the_deputy_back(
    room: StaffRoom, notebook: Notebook, qtbot: QtBot
) -> None:
    petrova = room.workplace("petrova")
    program = notebook.starts()
    notebook.sign_in(program, "smirnova")
    assert program.shell is not None
    room.wire.is_down = True
    changes, today = program.shell.show_screen("changes"), program.shell.show_screen("today")
    assert isinstance(changes, ChangesScreen)
    assert isinstance(today, TodayScreen)
    today.change_wanted.emit(RUSSIAN, lesson_of())
    assert program.shell.current is changes
    assert changes.lesson is not None
    assert changes.lesson.id == lesson_of()
    question = changes.ask("cancel")
    assert question is not None
    question.yes.click()
    room.wire.is_down = False
    notebook.exchange(program)
    petrova.client.exchange()
    assert petrova.reference.lessons(RUSSIAN)[lesson_of()].status == "cancelled"
    notebook.closes(program)


def test_a_second_place_that_is_gone_is_said_once_and_disturbs_nothing(
    room: StaffRoom, notebook: Notebook, tmp_path: Path, qtbot: QtBot
) -> None:
    stick = tmp_path / "stick"
    settings = SettingsFile(notebook.folder / "settings.json")
    settings.save(type(settings.load())(parcel_folder=str(stick)))
    program = notebook.starts()
    notebook.sign_in(program, "petrova")
    room.wire.is_down = True
    type_a_mark(program, 0, "5")
    assert program.sealing is not None
    assert program.shell is not None
    told: list[str] = []
    program.sealing.refused.connect(told.append)
    for _ in range(3):
        with qtbot.waitSignal(program.sealing.sealed):
            program.sealing.run()
    assert len(told) == 1
    assert "носитель вынут" in told[0]
    assert program.shell.banner.isVisible()
    assert len(list(notebook.parcels.glob("*.uchp"))) == 1
    stick.mkdir()
    program.lock()
    qtbot.waitUntil(lambda: len(list(stick.glob("*.uchp"))) == 1)
    notebook.closes(program)
