"""Row 2: from a key to the picture: a mark typed on the real screen of the register.

The floor draws the same texts once, cell by cell, and writes nothing. No screen is needed: both
paint into memory.
"""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models.register_model import RegisterModel
from desktop.theme import Theme
from desktop.views.register.grid import RegisterGrid
from desktop.views.register.screen import RegisterScreen
from desktop.workspace import Workspace
from tests.bench.commits import BareLog
from tests.bench.desk import teachers_journal
from tests.bench.school import NOW, PERIOD, PUPILS, TEACHER, page_id
from tests.bench.table import Row, against, shown
from tests.bench.timing import Pair, Times, undisturbed
from tests.desktop.keys import press, type_text
from tests.journal.desks import HandClock
from tests.small_school import SCHOOL

FRAME_SECONDS = 1 / 60
MOST_COMMITS, MOST_SECONDS = 2.0, 0.016
FIRST_LESSON = date(2026, 10, 28)
"""From here to the end of the half year a page has 45 lessons."""

_SIZE = (1920, 1080)
_WARM_UP = 10


def measure_mark(app: QApplication, folder: Path, rounds: int = 200) -> list[Row]:
    """Return the lines of a mark on disk and on the screen, over a bare commit and a repaint."""
    _, marks, commits = time_keys(app, folder, rounds)
    bare = Pair(Times(added(marks.floor, commits)), marks.product)
    title = "Отметка на диске и на экране: фиксация, правила, перерисовка"
    return [
        against(f"{title} (медиана)", bare.floor.median, bare.product.median, MOST_COMMITS),
        Row(
            "  то же, p99",
            shown(bare.floor.p99),
            shown(bare.product.p99),
            f"{bare.product.p99 / bare.floor.p99:.2f}",
            f"≤ {shown(MOST_SECONDS)}",
            is_met=bare.product.p99 <= MOST_SECONDS,
        ),
    ]


def added(first: Times, second: Times) -> list[float]:
    """Return the times of two things that were done one after the other."""
    return [sum(both) for both in zip(first.seconds, second.seconds, strict=True)]


def measure_keys(app: QApplication, folder: Path, rounds: int = 200) -> list[Row]:
    """Return the lines of a mark typed with Enter, and of the digit before it."""
    digits, marks, _ = time_keys(app, folder, rounds)
    return [
        _within_a_frame("Ввод отметки: Enter → запись → перерисовка (p99)", marks),
        _within_a_frame("  цифра → поле ввода в ячейке (p99)", digits),
    ]


def time_keys(app: QApplication, folder: Path, rounds: int) -> tuple[Pair, Pair, Times]:
    """Type marks into empty cells and paint a bare grid in turn.

    Returns:
        Digits and Enters over the bare grid, and the bare commits that were made beside it.
    """
    theme = Theme(app, "light")
    store = teachers_journal(folder, -(-(rounds + _WARM_UP) // PUPILS), FIRST_LESSON)
    bare = BareLog(store, folder)
    screen = RegisterScreen(Workspace(store, HandClock(NOW), SCHOOL, TEACHER), theme)
    screen.resize(*_SIZE)
    screen.show()
    screen.open(page_id(1), PERIOD)
    screen.arrive()
    plain = BareGrid(screen.model, QSize(*_SIZE), _SIZE[0] // (screen.model.columnCount() + 1))
    app.processEvents()
    newest = screen.model.lessons_end - 1
    digits, marks, commits = Pair(), Pair(), Times()
    with undisturbed():
        for step in range(rounds + _WARM_UP):
            if step == _WARM_UP:
                digits, marks, commits = Pair(), Pair(), Times()
            screen.grid.go_to(step % PUPILS, newest - step // PUPILS)
            app.processEvents()
            floor = Times()
            floor.take(plain.repaint)
            commits.take(bare.commit)
            digits.product.take(type_digit, app, screen.grid)
            marks.product.take(enter, app, screen.grid)
            digits.floor.seconds += floor.seconds
            marks.floor.seconds += floor.seconds
    _check(screen.model, rounds)
    screen.close()
    plain.close()
    bare.close()
    store.close()
    return digits, marks, commits


def type_digit(app: QApplication, grid: RegisterGrid) -> None:
    """Begin to type a mark."""
    type_text(grid, "4")
    app.processEvents()


def enter(app: QApplication, grid: RegisterGrid) -> None:
    """Take the mark that is being typed."""
    press(grid.typing.field, Qt.Key.Key_Return)
    app.processEvents()


class BareGrid(QWidget):
    """The names and the newest columns of a register, as many as are in sight, text by text."""

    def __init__(self, model: RegisterModel, size: QSize, width: int) -> None:
        super().__init__()
        rows, columns = model.rowCount(), model.columnCount()
        first = max(0, columns - size.width() // width + 1)
        self._texts = [
            [
                model.pupil(row).name,
                *(str(model.index(row, column).data() or "") for column in range(first, columns)),
            ]
            for row in range(rows)
        ]
        self._cell = QSize(width, size.height() // rows)
        self.resize(size)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  the name is Qt's
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        for row, texts in enumerate(self._texts):
            for column, text in enumerate(texts):
                corner = QPoint(column * self._cell.width(), row * self._cell.height())
                cell = QRect(corner, self._cell)
                painter.drawRect(cell)
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


def _check(model: RegisterModel, rounds: int) -> None:
    """See that the marks were written.

    Raises:
        RuntimeError: they were not.
    """
    view = model.view
    written = sum(cell.text == "4" for cell in view.cells.values()) if view else 0
    if written < rounds:
        raise RuntimeError(f"only {written} marks of {rounds} stand on the page")


def _within_a_frame(title: str, pair: Pair) -> Row:
    return Row(
        title,
        shown(pair.floor.p99),
        shown(pair.product.p99),
        f"{pair.product.p99 / pair.floor.p99:.2f}",
        f"≤ {shown(FRAME_SECONDS)}",
        is_met=pair.product.p99 <= FRAME_SECONDS,
    )
