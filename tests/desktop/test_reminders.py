"""The reminder of what is to be moved: above the page, once a day, whatever is restarted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.program import Program
from desktop.theme import Theme
from desktop.views.transfer.screen import TransferScreen
from tests.desktop.notebook import Notebook
from tests.desktop.seats import school_with_centre
from tests.journal.desks import HandClock
from tests.sync.workplaces import StaffRoom

pytestmark = pytest.mark.slow


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StaffRoom]:
    with school_with_centre(tmp_path) as room:
        yield room


def banner(program: Program) -> str:
    assert program.shell is not None
    return program.shell.banner.text


@pytest.mark.clause("TAL-3.2")
def test_a_reminder_comes_once_a_day_and_again_the_next_morning(
    room: StaffRoom, tmp_path: Path, theme: Theme, qapp: QApplication
) -> None:
    clock = HandClock(room.clock.now)
    notebook = Notebook(qapp, theme, tmp_path, room.http, room.wire.url, clock)
    program = notebook.starts()
    notebook.sign_in(program, "petrova")
    assert program.shell is not None
    screen = program.shell.show_screen("transfer")
    assert isinstance(screen, TransferScreen)
    screen._board.declare_outage("Плановые работы")
    notebook.exchange(program)
    assert banner(program) == ""
    for day in (16, 17):
        for each in (clock, room.clock):
            each.set(2026, 9, day, 7, 50)
        notebook.exchange(program)
        assert banner(program).startswith("С 15.09 объявлено: плановые работы.")
        assert program.workspace is not None
        assert "Связь снова есть" in banner(program)
        program.shell.banner.hide()
        notebook.exchange(program)
        assert banner(program) == ""
    notebook.closes(program)
    program = notebook.starts()
    notebook.sign_in(program, "petrova")
    assert banner(program) == ""
    notebook.closes(program)
