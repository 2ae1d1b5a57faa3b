"""The demo in a window: the school is there, a teacher is signed in, the rest is up to you."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.collecting import Collector
from desktop.demo import hands, roles
from desktop.demo.centre import Centre
from desktop.demo.keeping import keep, kept_centre
from desktop.demo.preparing import PASSWORD, Wish, prepare, read_school
from desktop.demo.stage import Stage
from desktop.demo.waiting import Waiting
from desktop.language import speak_russian
from desktop.program import Program
from desktop.tasks import TaskHandle
from desktop.theme import Theme
from desktop.views.sign_in import SignIn
from journal.errors import UserError
from journal.reference import Reference

_WHOLE = "22 класса, 550 учеников, 41 учитель."
_SMALL = "Малая школа: 3 класса, 60 учеников."


class Show:
    """Prepares the school behind the window, then lets a teacher in."""

    def __init__(self, app: QApplication, stage: Stage, wish: Wish, *, pretend: bool) -> None:
        """Put up the window.

        ``pretend``: the beginning that was wished for is the moment that the program takes for now,
        and it goes on from there; else the program lives in the time of this computer.
        """
        self._app, self._stage, self._wish, self._pretend = app, stage, wish, pretend
        if not pretend:
            stage.live_now()
        self.program: Program = stage.program(app, stage.classroom, Theme(app))
        self._waiting = Waiting(_SMALL if wish.is_small else _WHOLE)
        self._ticking = QTimer(app)
        self._ticking.timeout.connect(lambda: stage.clock.wait(seconds=1))

    def begin(self) -> None:
        """Show the window at once, and prepare what stands behind it."""
        self.program.window.show_page(self._waiting)
        self.program.window.appear()
        self.program.tasks.run_long(
            self._prepare,
            done=self._let_in,
            failed=self._give_up,
            progress=self._waiting.show_progress,
        )

    def _prepare(self, handle: TaskHandle) -> Reference:
        """Prepare the school, unless it was before on this day, and start its centre."""

        def tell(reached: int, words: str) -> None:
            handle.stop_if_cancelled()
            handle.report(words, reached, 100)

        wish, centre = self._wish, self._stage.centre
        kept = kept_centre(wish.start.date(), "small" if wish.is_small else "whole")
        keep(kept, partial(prepare, wish=wish, tell=tell))
        centre.take(kept)
        reference = read_school(centre.database)
        handle.stop_if_cancelled()
        centre.start(live=not self._pretend)
        return reference

    def _let_in(self, reference: Reference) -> None:
        if self._pretend:
            self._ticking.start(1000)
        self.program.start()
        page = self.program.window.page
        assert isinstance(page, SignIn)
        page.login.setText(roles.roles(reference)[roles.FIRST])
        page.login.editingFinished.emit()
        page.password.edit.setText(PASSWORD)
        page.server.setText(self._stage.centre.address)
        hands.click(page.go)
        for line in _who_is_who(reference, self._stage.centre):
            print(line, flush=True)

    def _give_up(self, fault: Exception) -> None:
        if not isinstance(fault, UserError):
            raise fault
        print(fault, file=sys.stderr)
        self._app.exit(1)


def show_school(app: QApplication, folder: Path, wish: Wish, *, pretend: bool) -> int:
    """Open the window of a teacher in a prepared school and stay until it is closed."""
    speak_russian(app)
    print("Открывается учебная школа; первый раз за день она готовится около минуты.", flush=True)
    stage = Stage(folder, wish.start)
    try:
        show = Show(app, stage, wish, pretend=pretend)
        show.begin()
        collector = Collector()
        collector.start()
        code = app.exec()
        collector.stop()
        show.program.close()
        return code
    finally:
        stage.close()


def _who_is_who(reference: Reference, centre: Centre) -> Iterator[str]:
    yield f"Центральный сервер: {centre.address}. Пароль у всех один: {PASSWORD}. Можно войти как:"
    yield from roles.lines(reference)
    end = "taskkill /F /PID" if sys.platform == "win32" else "kill"
    yield (
        "Сменить пользователя: Ctrl+L, затем «Войти другим пользователем». "
        "Подсказка по клавишам: F1."
    )
    yield f"Увидеть работу без связи: остановите сервер командой {end} {centre.process_id}"
