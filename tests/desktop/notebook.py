"""The one computer of a room: everybody signs in on it in turn, by typing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.custody import Custody
from desktop.demo.hands import click, wait_until
from desktop.entrance import Entrance
from desktop.program import Outfit, Program
from desktop.screens import make_screens
from desktop.settings import SettingsFile
from desktop.theme import Theme
from desktop.views.sign_in import SignIn
from journal.clock import Clock
from tests.desktop.keys import press, type_text
from tests.sync.centre import CHEAP, PASSWORD


@dataclass
class Notebook:
    """Starts the real program over journals of its own; ``server`` is typed at the first sign-in.

    ``theme``, ``http`` and ``clock`` are those of all programs on it.
    """

    app: QApplication
    theme: Theme
    folder: Path
    http: httpx.Client
    server: str
    clock: Clock
    password: str = PASSWORD

    @property
    def parcels(self) -> Path:
        """Where what waits lies sealed."""
        return self.folder / "parcels"

    def starts(self) -> Program:
        """Start the program: the sign-in page is on the screen."""
        journals = self.folder / "journals"
        program = Program(
            self.app,
            Outfit(
                clock=self.clock,
                http=self.http,
                entrance=Entrance(journals, self.http, self.clock, CHEAP),
                settings=SettingsFile(self.folder / "settings.json"),
                theme=self.theme,
                screens=make_screens,
                parcels=self.parcels,
                custody=Custody(journals, self.http, self.clock, CHEAP),
            ),
        )
        program.start()
        program.window.show()
        return program

    def sign_in(self, program: Program, login: str) -> None:
        """Type login and password into the sign-in page."""
        page = program.window.page
        assert isinstance(page, SignIn)
        page.login.setFocus()
        type_text(page.login, login)
        press(page.login, Qt.Key.Key_Return)
        type_text(page.password.edit, self.password)
        if page.asks_for_server:
            page.server.clear()
            type_text(page.server, self.server)
        click(page.go)
        wait_until(lambda: is_quiet(program), "вход и первый обмен")

    def exchange(self, program: Program) -> None:
        """Let the program try to reach the centre now."""
        assert program.exchange is not None
        wait_until(lambda: is_quiet(program), "конец обмена")
        program.exchange.run()
        wait_until(lambda: is_quiet(program), "конец обмена")

    def closes(self, program: Program) -> None:
        """Close the window."""
        program.window.close()
        QTest.qWait(20)


def is_quiet(program: Program) -> bool:
    """Tell whether somebody is signed in and no exchange is going on."""
    exchange = program.exchange
    return exchange is not None and program.is_introduced and not exchange.is_running
