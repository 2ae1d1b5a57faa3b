"""A year's page of 35 pupils and 170 lessons on the real screen, over a bare table of its texts."""

import json
from collections import defaultdict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTableView, QWidget

from desktop.theme import Theme
from desktop.views.register.screen import RegisterScreen
from desktop.workspace import Workspace
from journal.store import Store
from tests.bench.desk import JOURNAL, bare_connection
from tests.bench.table import Row, against
from tests.bench.timing import Pair, undisturbed
from tests.bench.year import NOW, YEAR, YearDesk
from tests.journal.desks import HandClock
from tests.small_school import SCHOOL

MOST_OPENINGS, MOST_SCROLLS = 2.0, 1.5
_SIZE = (1366, 768)
_WARM_UP = 3
_STEP = 40
_QUERIES = (
    "SELECT lesson, pupil, marks FROM marks WHERE school = ? AND page = ?",
    "SELECT lesson, pupil, code FROM attendance WHERE school = ? AND page = ?",
    "SELECT lesson, done FROM rollcalls WHERE school = ? AND page = ?",
    "SELECT lesson, text FROM topics WHERE school = ? AND page = ?",
    "SELECT lesson, text FROM homework WHERE school = ? AND page = ?",
)
_Index = QModelIndex | QPersistentModelIndex


def measure_year(app: QApplication, desk: YearDesk, rounds: int = 20) -> list[Row]:
    """Return the lines of opening and scrolling the page."""
    openings, scrolls = time_year(app, desk, rounds)
    return [
        against(
            "Страница за год, 35 × 170: открыть и показать",
            openings.floor.median,
            openings.product.median,
            MOST_OPENINGS,
        ),
        against(
            "  шаг прокрутки (медиана)",
            scrolls.floor.median,
            scrolls.product.median,
            MOST_SCROLLS,
        ),
    ]


def time_year(app: QApplication, desk: YearDesk, rounds: int) -> tuple[Pair, Pair]:
    """Open the page and move along it in turn with a bare table; return openings and scrolls."""
    bare = bare_connection(desk.folder / JOURNAL)
    store, screen = show_year(app, desk)
    plain = _BarePage()
    plain.resize(*_SIZE)
    plain.show()
    openings, scrolls = Pair(), Pair()
    with undisturbed():
        for step in range(rounds + _WARM_UP):
            if step == _WARM_UP:
                openings, scrolls = Pair(), Pair()
            openings.floor.take(_open_bare, app, plain, bare, desk.page)
            openings.product.take(_open, app, screen, desk.page)
            for place in range(_STEP):
                scrolls.floor.take(_scroll, app, plain.grid, place)
                scrolls.product.take(_scroll, app, screen.grid.lessons, place)
    screen.close()
    plain.close()
    bare.close()
    store.close()
    return openings, scrolls


def show_year(app: QApplication, desk: YearDesk) -> tuple[Store, RegisterScreen]:
    """Show the page in a window of its own; return what must be closed and kept."""
    store = desk.open()
    workspace = Workspace(store, HandClock(NOW), SCHOOL, desk.user)
    screen = RegisterScreen(workspace, Theme(app, "light"))
    screen.resize(*_SIZE)
    screen.show()
    screen.open(desk.page, YEAR)
    screen.arrive()
    return store, screen


def _open(app: QApplication, screen: RegisterScreen, page: str) -> None:
    screen.open(page, YEAR)
    app.processEvents()


def _open_bare(app: QApplication, plain: "_BarePage", bare: Any, page: str) -> None:
    plain.fill([bare.execute(query, (SCHOOL, page)).fetchall() for query in _QUERIES])
    app.processEvents()


def _scroll(app: QApplication, table: QTableView, place: int) -> None:
    bar = table.horizontalScrollBar()
    bar.setValue(bar.maximum() - place)
    app.processEvents()


class _BareModel(QAbstractTableModel):
    """Texts by row and column."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[list[str]] = []

    def fill(self, texts: list[list[str]]) -> None:
        """Show other texts."""
        self.beginResetModel()
        self._texts = texts
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802  Qt's
        return 0 if parent.isValid() else len(self._texts)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802  Qt's
        return 0 if parent.isValid() or not self._texts else len(self._texts[0])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[index.row()][index.column()]
        return None


class _BarePage(QWidget):
    """Two plain tables side by side: marks, and topics with homework."""

    def __init__(self) -> None:
        super().__init__()
        self._marks, self._lines = _BareModel(), _BareModel()
        self.grid, lines = QTableView(), QTableView()
        row = QHBoxLayout(self)
        for table, model, share in ((self.grid, self._marks, 63), (lines, self._lines, 37)):
            table.setModel(model)
            table.horizontalHeader().setDefaultSectionSize(36)
            table.verticalHeader().setDefaultSectionSize(26)
            row.addWidget(table, share)

    def fill(self, results: list[list[Any]]) -> None:
        """Show what the queries have found, the newest lesson last."""
        marks, absences, called, topics, homework = results
        cells: dict[str, dict[str, str]] = defaultdict(dict)
        for lesson, pupil, found in marks:
            cells[pupil][lesson] = " ".join(json.loads(found))
        for lesson, pupil, code in absences:
            cells[pupil][lesson] = code
        lessons = [lesson for lesson, _ in called]
        self._marks.fill([[row.get(each, "") for each in lessons] for row in cells.values()])
        told: dict[str, str] = dict(topics)
        set_: dict[str, str] = dict(homework)
        self._lines.fill([[told.get(each, ""), set_.get(each, "")] for each in lessons])
        self.grid.scrollTo(self._marks.index(0, len(lessons) - 1))
