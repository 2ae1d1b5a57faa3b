"""A person at a computer of the school, who signs in, types and presses in the real window."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from desktop.demo import hands
from desktop.demo.ledger import Line, lines_of
from desktop.demo.preparing import PASSWORD
from desktop.demo.stage import Place, Stage
from desktop.models.lessons_model import HOMEWORK, TOPIC
from desktop.program import Program
from desktop.theme import Theme
from desktop.views.printing.screen import PrintingScreen
from desktop.views.register.cell_typing import CellTyping
from desktop.views.register.screen import RegisterScreen
from desktop.views.screen import Screen
from desktop.views.sign_in import SignIn
from desktop.views.transfer.screen import TransferScreen
from desktop.workspace import Workspace

_EXCHANGES = 6


class Desk:
    """One user at one computer; the window is closed and opened again as the story goes."""

    def __init__(
        self,
        app: QApplication,
        stage: Stage,
        theme: Theme,
        place: Place,
        login: str,
        picture: Callable[[str, Program], None],
    ) -> None:
        self._app, self._stage, self._theme = app, stage, theme
        self.place, self.login = place, login
        self._picture = picture
        self._program: Program | None = None
        stage.clock.watch(self._stay)

    @property
    def program(self) -> Program:
        """The running program.

        Raises:
            GaveUpError: it is closed.
        """
        if self._program is None:
            raise hands.GaveUpError(f"программа на месте «{self.place.name}» закрыта")
        return self._program

    @property
    def workspace(self) -> Workspace:
        """The open journal."""
        workspace = self.program.workspace
        if workspace is None:
            raise hands.GaveUpError("журнал не открыт")
        return workspace

    def sign_in(self, shot: str = "") -> None:
        """Start the program and sign in by typing; the server is asked for the first time only."""
        self._program = self._stage.program(self._app, self.place, self._theme)
        program = self._program
        program.start()
        program.window.show()
        page = program.window.page
        assert isinstance(page, SignIn)
        page.login.setFocus()
        hands.type_text(page.login, self.login)
        page.login.editingFinished.emit()
        hands.type_text(page.password.edit, PASSWORD)
        if page.asks_for_server:
            page.server.clear()
            hands.type_text(page.server, self._stage.centre.address)
        if shot:
            self._picture(shot, program)
        hands.click(page.go)
        hands.wait_until(lambda: program.shell is not None, "вход в журнал")
        self.settle()

    def settle(self) -> None:
        """Wait for the attempt to reach the centre that is going on, if one is."""
        hands.wait_until(self._is_quiet, "конец обмена с сервером")

    def exchange(self) -> None:
        """Let the program talk to the centre now, and wait for the end of it."""
        self.settle()
        exchange = self.program.exchange
        assert exchange is not None
        exchange.run()
        self.settle()

    def fail_for(self, minutes: int) -> None:
        """Let the program try in vain for some minutes of the story's clock."""
        for _ in range(minutes):
            self.exchange()
            self._stage.clock.wait(minutes=1)
        self.exchange()

    def close(self) -> dict[str, Line]:
        """Close the window; return what the journal held."""
        self.settle()
        lines = self.lines()
        self.program.window.close()
        self._program = None
        QTest.qWait(10)
        return lines

    def lines(self) -> dict[str, Line]:
        """Return the own entries of this journal."""
        journal = self.program.journal
        assert journal is not None
        return lines_of(journal.store, journal.station)

    def show(self, name: str) -> None:
        """Bring a screen to the front."""
        shell = self.program.shell
        assert shell is not None
        shell.show_screen(name)
        QTest.qWait(10)

    def shoot(self, name: str) -> None:
        """Keep a picture of the window."""
        self._picture(name, self.program)

    def register(self, page: str, period: str) -> RegisterScreen:
        """Open a page of the register."""
        self.show("journal")
        screen = self._current()
        assert isinstance(screen, RegisterScreen)
        screen.open(page, period)
        QTest.qWait(10)
        return screen

    def type_cell(
        self, screen: RegisterScreen, pupil: str, lesson: str, text: str, reason: str = ""
    ) -> None:
        """Type over a cell and press Enter; a closed cell asks for the ``reason`` first."""
        grid = screen.grid
        view = grid.model.view
        assert view is not None
        row = next(n for n, each in enumerate(view.pupils) if each.id == pupil)
        column = next(n for n, each in enumerate(view.columns) if each.lesson == lesson)
        grid.go_to(row, column)
        self._type(grid.lessons, grid.typing, text)
        if grid.typing.is_open and reason:
            hands.type_text(grid.typing.bubble.reason, reason)
            hands.click(grid.typing.bubble.send)
        if grid.typing.is_open:
            raise hands.GaveUpError(f"«{text}» не записано: {grid.typing.bubble.text}")

    def call_roll(self, screen: RegisterScreen) -> None:
        """Press the button of the roll call for the lesson at hand."""
        hands.click(screen.bar.roll)

    def write_lesson(self, screen: RegisterScreen, lesson: str, topic: str, homework: str) -> None:
        """Take the topic from the plan, or type it, and type the homework."""
        table, model = screen.lessons.table, screen.lessons.model
        row = model.row_of(lesson)
        assert row is not None
        table.setCurrentIndex(model.index(row, TOPIC))
        if model.offer(row, TOPIC):
            hands.press(table, Qt.Key.Key_Return, text="\r")
        else:
            self._type(table, screen.lessons.typing, topic)
        table.setCurrentIndex(model.index(row, HOMEWORK))
        self._type(table, screen.lessons.typing, homework)

    def transfer(self) -> TransferScreen:
        """Open the transfer screen."""
        self.show("transfer")
        screen = self._current()
        assert isinstance(screen, TransferScreen)
        return screen

    def printing(self) -> PrintingScreen:
        """Open the printing screen."""
        self.show("print")
        screen = self._current()
        assert isinstance(screen, PrintingScreen)
        return screen

    @property
    def is_open(self) -> bool:
        """Tell whether the program runs."""
        return self._program is not None

    def _stay(self) -> None:
        """Be at the computer: hours of the story pass in no time, and no workplace locks itself."""
        if self._program is not None:
            self._program.stay()

    def _type(self, table: QTableView, typing: CellTyping, text: str) -> None:
        table.setFocus()
        hands.press(table, Qt.Key.Key_unknown, text=text[0])
        if not typing.is_open:
            raise hands.GaveUpError(f"ячейка закрыта: {typing.bubble.text}")
        for letter in text[1:]:
            hands.press(typing.field, Qt.Key.Key_unknown, text=letter)
        hands.press(typing.field, Qt.Key.Key_Return, text="\r")

    def _current(self) -> Screen:
        shell = self.program.shell
        assert shell is not None
        return shell.current

    def _is_quiet(self) -> bool:
        exchange = self.program.exchange
        return exchange is not None and self.program.is_introduced and not exchange.is_running


def clock_words(moment: datetime) -> str:
    """Return a moment as the story tells it."""
    return f"{moment:%d.%m %H:%M}"


def file_name(number: int, name: str, folder: Path) -> Path:
    """Return where the picture of this number goes."""
    return folder / f"{number:02d}-{name}.png"
