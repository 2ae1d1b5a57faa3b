"""A teacher at the real window: opens pages, types marks by keys, prints, loses the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from desktop.demo import hands
from desktop.program import Program
from desktop.theme import ThemeChoice
from desktop.views.lesson.screen import LessonScreen
from desktop.views.my_class.screen import ClassScreen
from desktop.views.printing.screen import PrintingScreen
from desktop.views.register.grid import RegisterGrid
from desktop.views.register.screen import RegisterScreen
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.today.screen import TodayScreen
from desktop.views.unlock import Unlock
from desktop.workspace import Workspace
from journal.log import count_unsent
from journal.reference import RegisterPage
from tests.desktop.notebook import Notebook
from tests.sync.cutting_proxy import Cut, CuttingProxy

S = TypeVar("S", bound=Screen)
Key = Qt.Key
_PLAIN, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_NEXT_MARK = {"": "5", "5": "4", "4": "3", "3": "2", "2": "5"}
_CUTS = (Cut.MID_ANSWER, Cut.BEFORE_SENDING, Cut.AFTER_COMMIT, Cut.MID_BODY)
_ATTEMPTS = 2


class Teacher:
    """Works in a window that stays open from the first pass to the last.

    Attributes:
        typed: marks that were typed.
        written: entries about marks: those typed, taken back and done again.
        losses: how often the network was lost.
        printed: the files that were printed.
    """

    def __init__(
        self,
        notebook: Notebook,
        program: Program,
        wire: CuttingProxy,
        wait: Callable[[int], None],
        papers: Path,
    ) -> None:
        """Sit down; ``wait`` lets so many minutes pass everywhere."""
        self._notebook, self._program = notebook, program
        self._wire, self._wait = wire, wait
        self._papers = papers
        self._turn = 0
        self._cuts = cycle(_CUTS)
        self._colours: cycle[ThemeChoice] = cycle(("dark", "light"))
        self.typed = self.written = self.losses = 0
        self.printed: list[Path] = []

    def work(self, marks: int, losses: int) -> None:
        """Do once everything that a working day consists of."""
        share = marks // (losses + 1)
        self._look_at_the_day()
        self._keep_the_lessons()
        self._turn_pages()
        self._look_at_the_class()
        for _ in range(losses):
            with self._without_network():
                self._type_marks(share)
        self._type_marks(marks - losses * share)
        self._take_back_and_do_again()
        self._find_a_pupil()
        self._print()
        self._go_away_and_come_back()
        self._wait(5)

    def rest(self) -> None:
        """Come back to where every pass begins, with nothing under way."""
        self.exchange()
        self._show(TodayScreen)
        hands.wait_until(lambda: not self._program.tasks.is_busy, "конец всех работ")

    def exchange(self) -> None:
        """Let the program talk to the centre until nothing waits any more."""
        for _ in range(5):
            self._notebook.exchange(self._program)
            with self._workspace.store.reading() as session:
                if not count_unsent(session):
                    return
        raise hands.GaveUpError("записи не уходят на сервер")

    # -- screens -----------------------------------------------------------------------------------

    def _look_at_the_day(self) -> None:
        screen = self._show(TodayScreen)
        for step in (Key.Key_Left, Key.Key_Left, Key.Key_Right):
            self._strike(step, _ALT)
        for key in (Key.Key_F2, Key.Key_F2):
            self._strike(key)
        self._strike(Key.Key_Home, _ALT)
        assert screen.board.is_today

    def _keep_the_lessons(self) -> None:
        """Go through the lessons of the day: the roll, a topic, homework."""
        screen = self._show(LessonScreen)
        for _ in range(8):
            whole = screen.board.whole
            if whole is None:
                return
            if not whole.card.called:
                self._strike(Key.Key_F6)
                self._strike(Key.Key_Escape)
            for key in (Key.Key_F3, Key.Key_Escape, Key.Key_F5, Key.Key_Escape):
                self._strike(key)
            self._fill_in(screen)
            if screen.board.neighbour(1) is None:
                return
            self._strike(Key.Key_Right, _ALT)

    def _fill_in(self, screen: LessonScreen) -> None:
        for part, words in (("topic", f"Повторение {self._turn}"), ("homework", "упр. 12")):
            field = screen.form.fields()[part]
            whole = screen.board.whole
            if whole is None or not field.isVisible() or whole.card.locked:
                continue
            field.setFocus()
            self._strike(Key.Key_A, _CTRL)
            hands.type_text(field, words)
            self._strike(Key.Key_Return)

    def _turn_pages(self) -> None:
        """Open every own page, what opens over it, and the whole year."""
        screen = self._show(RegisterScreen)
        for page in self._pages():
            screen.open(page.id)
            screen.grid.setFocus()
            for key in (Key.Key_F3, Key.Key_F4, Key.Key_F5):
                self._strike(key)
                self._strike(Key.Key_Escape)
            self._open_menu(screen.grid)
            screen.days.open_year()
            self._settle()
        self._strike(Key.Key_F9)
        self._strike(Key.Key_F9)
        self._strike(Key.Key_F1)
        for help_ in self._shell.findChildren(QDialog):
            if help_.isVisible():
                help_.close()

    def _open_menu(self, grid: RegisterGrid) -> None:
        where = grid.rect().center()
        asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, where, grid.mapToGlobal(where))
        QApplication.sendEvent(grid, asked)
        self._settle()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._settle()

    def _look_at_the_class(self) -> None:
        """Turn the weeks of the attendance, give a reason, and look at the other pages."""
        if not any(isinstance(each, ClassScreen) for each in self._shell.screens):
            return
        screen = self._show(ClassScreen)
        screen.turn(0)
        for step in (Key.Key_Left, Key.Key_Left, Key.Key_Right):
            self._strike(step, _ALT)
        hands.type_text(screen.attendance.table, "у")
        self._strike(Key.Key_Return, _CTRL)
        self._strike(Key.Key_Home, _ALT)
        for place in range(1, len(screen.pages)):
            screen.turn(place)
            self._settle()
        screen.turn(0)

    def _find_a_pupil(self) -> None:
        """Ctrl+K, some letters, Enter."""
        pupils = self._workspace.reference.pupils_of(self._pages()[0].id)
        self._strike(Key.Key_K, _CTRL)
        palette = self._shell.palette_of_all
        hands.wait_until(palette.field.hasFocus, "поле поиска")
        hands.type_text(palette.field, pupils[0].surname[:4])
        self._strike(Key.Key_Return)
        hands.wait_until(lambda: not palette.isVisible(), "найденное")

    def _print(self) -> None:
        """Print a page into a file, and look at the register of copies."""
        screen = self._show(PrintingScreen)
        page = self._pages()[len(self.printed) % len(self._pages())]
        period = self._workspace.reference.period_on(page.id, self._workspace.now.date())
        assert period is not None
        screen.choose(page.id, period.id)
        hands.wait_until(lambda: screen.board.is_up_to_date, "просмотр страницы")
        hands.wait_until(lambda: screen.page.preview.is_drawn, "предпросмотр")
        path = self._papers / f"{len(self.printed) + 1}.pdf"
        screen.print_to(path)
        hands.wait_until(lambda: path.exists() and not screen.board.is_printing, "документ")
        self.printed.append(path)
        screen.show_copies()
        self._settle()
        screen.show_pages()
        hands.wait_until(lambda: screen.page.preview.is_idle, "предпросмотр")

    def _go_away_and_come_back(self) -> None:
        """Lock, and unlock with the password; then, every other time, change the colours."""
        self._strike(Key.Key_L, _CTRL)
        lock = self._program.window.page
        assert isinstance(lock, Unlock)
        hands.type_text(lock.password.edit, self._notebook.password)
        hands.click(lock.go)
        hands.wait_until(lambda: self._program.window.page is self._shell, "разблокировку")
        if len(self.printed) % 2 == 0:
            self._notebook.theme.use(next(self._colours))

    # -- marks -------------------------------------------------------------------------------------

    def _type_marks(self, count: int) -> None:
        """Type marks down the columns of all own pages, one page after the other."""
        until, barren = self.typed + count, 0
        screen = self._show(RegisterScreen)
        while self.typed < until:
            before = self.typed
            for row in self._open_rows(screen):
                self._type_mark(screen.grid, row)
                if self.typed == until:
                    return
            barren = barren + 1 if self.typed == before else 0
            if barren > 200:
                raise hands.GaveUpError("нет ячеек, в которые можно писать")

    def _open_rows(self, screen: RegisterScreen) -> list[int]:
        """Open the next column of the next page; return the rows in which a mark can be typed."""
        pages = self._pages()
        page, back = pages[self._turn % len(pages)], self._turn // len(pages)
        self._turn += 1
        screen.open(page.id)
        grid, model = screen.grid, screen.model
        columns = ((at, model.lesson_column(at)) for at in range(model.lessons_end))
        open_ = [at for at, each in columns if each and not each.future and not each.locked]
        if model.view is None or not model.view.graded or not open_:
            return []
        at = open_[-1 - back % len(open_)]
        rows = [
            row
            for row in range(model.rowCount())
            if not model.lock(row, at).words and model.cell(row, at).text in _NEXT_MARK
        ]
        if rows:
            grid.go_to(rows[0], at)
            grid.setFocus()
        return rows

    def _type_mark(self, grid: RegisterGrid, row: int) -> None:
        while grid.current.row() < row:
            self._strike(Key.Key_Down)
        column = grid.current.column()
        mark = _NEXT_MARK[grid.model.cell(row, column).text]
        self._strike(_digit(mark))
        self._strike(Key.Key_Return)
        if grid.typing.is_open or grid.model.cell(row, column).text != mark:
            raise hands.GaveUpError(f"«{mark}» не записано: {grid.typing.bubble.text}")
        self.typed += 1
        self.written += 1

    def _take_back_and_do_again(self) -> None:
        for key in (Key.Key_Z, Key.Key_Z, Key.Key_Y, Key.Key_Y):
            self._strike(key, _CTRL)
            self.written += 1

    # -- the network -------------------------------------------------------------------------------

    @contextmanager
    def _without_network(self) -> Iterator[None]:
        """Lose the wire in the middle of a talk, long enough for a temporary journal."""
        self._wire.cuts.append(next(self._cuts))
        self._notebook.exchange(self._program)
        self._wire.is_down = True
        for _ in range(_ATTEMPTS):
            self._notebook.exchange(self._program)
            self._wait(2)
        self._notebook.exchange(self._program)
        self.losses += 1
        if "Временный журнал" not in self._shell.chip.text():
            raise hands.GaveUpError(f"нет временного журнала: {self._shell.chip.text()}")
        yield
        self._wire.is_down = False
        self.exchange()

    # -- hands -------------------------------------------------------------------------------------

    @property
    def _workspace(self) -> Workspace:
        assert self._program.workspace is not None
        return self._program.workspace

    @property
    def _shell(self) -> Shell:
        assert self._program.shell is not None
        return self._program.shell

    def _pages(self) -> list[RegisterPage]:
        """Return the own pages."""
        user, pages = self._workspace.user, self._workspace.reference.pages.values()
        return sorted((each for each in pages if each.teacher == user), key=lambda each: each.id)

    def _show(self, kind: type[S]) -> S:
        """Bring a screen to the front by its key on the rail."""
        place = [type(each) for each in self._shell.screens].index(kind)
        window = self._program.window
        window.activateWindow()
        hands.wait_until(window.isActiveWindow, "окно программы")
        self._strike(_digit(place + 1), _CTRL)
        screen = self._shell.current
        assert isinstance(screen, kind)
        return screen

    def _strike(self, key: Key, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
        """Press a key as the system hands it on: to the window in front, which finds the rest."""
        front = QApplication.activeWindow() or self._program.window
        QTest.keyClick(front.windowHandle(), key, modifiers)

    def _settle(self) -> None:
        QTest.qWait(5)


def _digit(digit: int | str) -> Key:
    """Return the key of a digit."""
    return Key(ord(str(digit)))
