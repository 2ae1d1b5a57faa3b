"""A mark typed in a school as large as schools get: on the page of a year, and in a lesson.

The floor is one bare row of the log on the disk, and a repaint of the texts that are in sight.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.models.register_model import RegisterModel
from desktop.theme import Theme
from desktop.views.lesson.screen import LessonScreen
from desktop.views.register.grid import RegisterGrid
from desktop.views.register.screen import RegisterScreen
from desktop.workspace import Workspace
from tests.bench.commits import BareLog
from tests.bench.painting import BareGrid, enter, type_digit
from tests.bench.table import Row, against, shown
from tests.bench.timing import Pair, undisturbed
from tests.bench.year import NOW, PUPILS, YEAR, YearDesk
from tests.journal.desks import HandClock
from tests.small_school import SCHOOL

MOST, MOST_SECONDS = 2.0, 0.016
_SIZE = (1366, 768)
_WARM_UP = 10
GoTo = Callable[[int], None]


def measure_typing(app: QApplication, desk: YearDesk, rounds: int = 200) -> list[Row]:
    """Return the lines of a mark on disk and on the screen, in the register and in a lesson."""
    rows = []
    for title, time_keys in (("«Журнал»", time_register), ("«Урок»", time_lesson)):
        with tempfile.TemporaryDirectory() as folder:
            pair = time_keys(app, desk.copy_to(Path(folder)), rounds)
        words = f"{title}: отметка на диске и на экране"
        rows += [
            against(f"{words} (медиана)", pair.floor.median, pair.product.median, MOST),
            Row(
                "  то же, p99",
                shown(pair.floor.p99),
                shown(pair.product.p99),
                f"{pair.product.p99 / pair.floor.p99:.2f}",
                f"≤ {shown(MOST_SECONDS)}",
                is_met=pair.product.p99 <= MOST_SECONDS,
            ),
        ]
    return rows


def time_register(app: QApplication, desk: YearDesk, rounds: int) -> Pair:
    """Type marks into the last lessons on the page of the year."""
    store = desk.open()
    bare = BareLog(store, desk.folder)
    workspace = Workspace(store, HandClock(NOW), SCHOOL, desk.user)
    screen = RegisterScreen(workspace, Theme(app, "light"))
    screen.resize(*_SIZE)
    screen.show()
    screen.open(desk.page, YEAR)
    screen.arrive()
    newest = screen.model.lessons_end - 1

    def go_to(step: int) -> None:
        screen.grid.go_to(step % PUPILS, newest - step // PUPILS)

    pair = _time(app, screen.grid, screen.model, bare, go_to, rounds)
    screen.close()
    bare.close()
    store.close()
    return pair


def time_lesson(app: QApplication, desk: YearDesk, rounds: int) -> Pair:
    """Type marks on the page of a lesson, one lesson after the other."""
    store = desk.open()
    bare = BareLog(store, desk.folder)
    workspace = Workspace(store, HandClock(NOW), SCHOOL, desk.user)
    lessons = list(workspace.reference.lessons(desk.page))[::-1]
    screen = LessonScreen(workspace, Theme(app, "light"))
    screen.resize(*_SIZE)
    screen.show()

    def go_to(step: int) -> None:
        if step % PUPILS == 0:
            screen.open_lesson(desk.page, lessons[step // PUPILS])
        screen.grid.go_to(step % PUPILS, 0)

    go_to(0)
    pair = _time(app, screen.grid, screen.model, bare, go_to, rounds)
    screen.close()
    bare.close()
    store.close()
    return pair


def _time(
    app: QApplication,
    grid: RegisterGrid,
    model: RegisterModel,
    bare: BareLog,
    go_to: GoTo,
    rounds: int,
) -> Pair:
    app.processEvents()
    plain = BareGrid(model, grid.size(), grid.lessons.columnWidth(model.lessons_end - 1))
    before, pair = _written(model), Pair()

    def do_bare() -> None:
        bare.commit()
        plain.repaint()

    def do() -> None:
        enter(app, grid)
        app.processEvents()  # what is told a moment later, too

    with undisturbed():
        for step in range(rounds + _WARM_UP):
            if step == _WARM_UP:
                pair = Pair()
            go_to(step)
            type_digit(app, grid)
            pair.floor.take(do_bare)
            pair.product.take(do)
    plain.close()
    if _written(model) == before:
        raise RuntimeError("no mark stands on the page")
    return pair


def _written(model: RegisterModel) -> int:
    view = model.view
    return sum(bool(cell.text) for cell in view.cells.values()) if view else 0
