"""Two passes of the day on the small school: nothing stays behind, everything arrives."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.theme import Theme
from tests.desktop.notebook import Notebook
from tests.desktop.seats import school_with_centre
from tests.journal.desks import HandClock
from tests.soak.day import Day, compare, faults_of, listening
from tests.soak.teacher import Teacher

pytestmark = pytest.mark.slow


def test_a_day_leaves_nothing_behind_in_the_program(
    tmp_path: Path, theme: Theme, qapp: QApplication
) -> None:
    said: list[str] = []
    with school_with_centre(tmp_path) as room, listening(said):
        clock = HandClock(room.clock.now)

        def wait(minutes: int) -> None:
            clock.wait(minutes=minutes)
            room.clock.wait(minutes=minutes)

        notebook = Notebook(qapp, theme, tmp_path / "one", room.http, room.wire.url, clock)
        beside = replace(notebook, folder=tmp_path / "two")
        for each in (notebook, beside):
            each.folder.mkdir()
        program = notebook.starts()
        notebook.sign_in(program, "petrova")
        teacher = Teacher(notebook, program, room.wire, wait, tmp_path)
        day = Day(qapp, teacher, program, notebook, "orlova", beside, said)
        # what a visitor leaves behind is there after the second pass only
        for has_visitor in (False, True):
            day.run(marks=6, losses=1, has_visitor=has_visitor)
        assert faults_of(day, compare(program, room.centre.store)) == []
        first, second = day.weights
        assert second.parts_gained(first) == {}
        assert (teacher.typed, teacher.losses, len(teacher.printed)) == (12, 2, 2)
        notebook.closes(program)
