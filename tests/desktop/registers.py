"""The screen «Журнал» over a real journal of the small school, for tests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from desktop.models.register_model import RegisterModel
from desktop.settings import AfterMark
from desktop.theme import Theme
from desktop.views.register.screen import RegisterScreen
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.queries.register_view import Cell
from journal.reference import lesson_id
from journal.services.work import Work
from tests.desktop.keys import press, type_text
from tests.journal.desks import HandClock, new_journal, work_of
from tests.small_school import PETROVA, RUSSIAN, SCHOOL, TERM_1

C = TypeVar("C")


class Register:
    """A person at the screen: looks at it by place, types into whatever has the focus."""

    def __init__(
        self,
        folder: Path,
        theme: Theme,
        qtbot: QtBot,
        *,
        user: str = PETROVA,
        page: str = RUSSIAN,
        profile: str | None = None,
        after_mark: AfterMark = "down",
        clock: HandClock | None = None,
    ) -> None:
        self.theme = theme
        self.clock = clock or HandClock()
        self.store = new_journal(folder, profile_text=profile)
        self.workspace = Workspace(self.store, self.clock, SCHOOL, user)
        self.screen = RegisterScreen(self.workspace, theme, after_mark)
        self.screen.resize(1100, 640)
        qtbot.addWidget(self.screen)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.open(page, TERM_1)
        self.screen.arrive()
        self.settle()

    @property
    def model(self) -> RegisterModel:
        return self.screen.model

    @property
    def here(self) -> tuple[int, int]:
        """The current cell: row and column."""
        return self.screen.grid.current.row(), self.screen.grid.current.column()

    @property
    def bubble(self) -> str:
        """The words beside the cell, "" when there are none."""
        return self.screen.grid.typing.bubble.text

    @property
    def typed(self) -> str | None:
        """What waits in the field of a cell, ``None`` when it is closed."""
        field = self.screen.grid.typing.field
        return None if field.isHidden() else field.text()

    def cell(self, row: int, column: int) -> Cell:
        return self.model.cell(row, column)

    def texts(self, column: int) -> list[str]:
        """The column from top to bottom."""
        return [self.cell(row, column).text for row in range(self.model.rowCount())]

    def column(self, day: int, month: int = 9) -> int:
        """The first column of a day of the autumn."""
        view = self.model.view
        assert view is not None
        return next(
            at
            for at, each in enumerate(view.columns)
            if (each.day.month, each.day.day) == (month, day)
        )

    def go(self, row: int, column: int) -> None:
        self.screen.grid.go_to(row, column)
        self.screen.grid.setFocus()
        self.settle()

    def type(self, text: str) -> None:
        """Type letters into whatever has the focus."""
        type_text(self.screen, text)

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key on whatever has the focus."""
        focus = QApplication.focusWidget()
        assert focus is not None
        press(focus, key, modifiers)
        self.settle()

    def enter(self, text: str) -> None:
        """Type a text and finish it."""
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def page_signs(self) -> int:
        """How many cells in sight wait to be sent."""
        view = self.model.view
        assert view is not None
        return view.signs.pending

    def settle(self) -> None:
        for _ in range(2):
            QApplication.processEvents()

    def elsewhere(
        self,
        service: Callable[[Session, C, Work], Changes],
        command: C,
        user: str = PETROVA,
    ) -> None:
        """Do something at this journal that the screen only hears of."""
        work = work_of(self.store, user, self.clock)
        with self.store.writing() as session:
            changes = service(session, command, work)
        self.workspace.announce(changes)

    def entries(self) -> int:
        """How many entries the log has."""
        with self.store.reading() as session:
            count = session.connection().exec_driver_sql("select count(*) from entries").scalar()
        return int(count or 0)

    def close(self) -> None:
        with suppress(RuntimeError):
            self.screen.close()
        self.store.close()


def lesson(day: int, month: int = 9) -> str:
    """The lesson of Russian in 5А on a day of 2026."""
    return lesson_id(RUSSIAN, date(2026, month, day), 1)
