"""Windows over journals that talk to a real centre: what one person does, another one sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.views.register.screen import RegisterScreen
from desktop.workspace import Workspace
from tests.desktop.keys import press, type_text
from tests.sync.centre import make_template, running_centre
from tests.sync.databases import SqliteDatabases
from tests.sync.workplaces import StaffRoom, Workplace, staff_room


@contextmanager
def school_with_centre(folder: Path) -> Iterator[StaffRoom]:
    """Yield a centre of the small school behind a wire that can be cut."""
    (folder / "centre").mkdir()
    (folder / "computers").mkdir()
    databases = SqliteDatabases(folder / "centre")
    with (
        running_centre(databases, make_template(databases)) as centre,
        staff_room(centre, folder / "computers") as room,
    ):
        yield room


class Seat:
    """A person before the screen «Журнал» of a workplace."""

    def __init__(self, place: Workplace, theme: Theme, qtbot: QtBot) -> None:
        self.place = place
        journal = place.journal
        self.workspace = Workspace(journal.store, place.clock, journal.school, journal.user)
        self.workspace.announce(place.client.exchange())
        self.screen = RegisterScreen(self.workspace, theme)
        self.notices: list[str] = []
        self.screen.notice.connect(lambda words, _: self.notices.append(words))
        self.screen.resize(1100, 640)
        qtbot.addWidget(self.screen)
        self.sit_down(qtbot)
        self.screen.arrive()
        self.settle()

    def sit_down(self, qtbot: QtBot) -> None:
        """Bring the window to the front."""
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)

    def exchange(self) -> None:
        """Exchange with the centre, and let the screen hear of it."""
        self.workspace.announce(self.place.client.exchange())
        self.settle()

    def go(self, row: int, day: int, month: int = 9) -> None:
        """Go to the first mark column of a day."""
        self.screen.grid.go_to(row, self.column(day, month))
        self.screen.grid.setFocus()
        self.settle()

    def column(self, day: int, month: int = 9) -> int:
        """Return the first mark column of a day of the autumn."""
        view = self.screen.model.view
        assert view is not None
        days = [(each.day.day, each.day.month) for each in view.columns]
        return days.index((day, month))

    def text(self, row: int, day: int) -> str:
        """Return what a cell shows."""
        return self.screen.model.cell(row, self.column(day)).text

    def sign(self, row: int, day: int) -> str:
        """Return which sign a cell bears."""
        return self.screen.model.cell(row, self.column(day)).sign

    def type(self, text: str) -> None:
        """Type into whatever has the focus, and finish it."""
        type_text(self.screen, text)
        self.press(Qt.Key.Key_Return)

    def press(self, key: Qt.Key) -> None:
        """Press a key on whatever has the focus."""
        focus = QApplication.focusWidget()
        assert focus is not None
        press(focus, key)
        self.settle()

    def settle(self) -> None:
        """Let everything happen that waits for the loop."""
        for _ in range(2):
            QApplication.processEvents()
