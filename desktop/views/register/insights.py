"""What opens over the register: a lesson, a pupil, the history of a cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, QSize, Signal
from PySide6.QtWidgets import QTableView, QWidget

from desktop.models.cell_words import long_day
from desktop.models.lesson_desk import LessonDesk
from desktop.models.lessons_model import HOMEWORK
from desktop.models.register_page import RegisterPage
from desktop.theme import Theme
from desktop.views.register.grid import RegisterGrid
from desktop.views.register.history_popover import HistoryPopover
from desktop.views.register.lesson_popover import LessonPopover
from desktop.views.register.lessons_table import LessonsTable
from desktop.views.register.pupil_popover import PupilPopover
from desktop.views.register.redaction_question import RedactionQuestion
from journal.errors import UserError
from journal.kinds import make_key
from journal.queries.history import read_history
from journal.queries.pupil_summary import read_pupil_summary
from journal.queries.register_cells import keys_of
from journal.rights import may_redact
from journal.services.redaction import EraseByAct, erase_by_act


class Insights(QObject):
    """Opens one popover at a time, at the place it is about.

    Signals:
        roll_wanted: asked for in the popover of a lesson.
        refused: a text typed in a popover, or an act, was not taken; why.
        erased: an act was written; what becomes of it, in a sentence.
    """

    roll_wanted = Signal()
    refused = Signal(str)
    erased = Signal(str)

    def __init__(
        self,
        theme: Theme,
        host: QWidget,
        page: RegisterPage,
        grid: RegisterGrid,
        lessons: LessonsTable | None,
        desk: LessonDesk,
    ) -> None:
        """Serve ``grid``, and the right half of the spread where there is one."""
        super().__init__(host)
        self._host = host
        self._page = page
        self._grid = grid
        self._lessons = lessons
        self.lesson = LessonPopover(theme, host, desk)
        self.pupil = PupilPopover(theme, host)
        self.history = HistoryPopover(theme, host)
        self.lesson.roll_wanted.connect(self._call_roll)
        self.lesson.refused.connect(self.refused)
        self.history.erasing_wanted.connect(self._ask_for_an_act)
        grid.lesson_wanted.connect(self.show_lesson_of)
        grid.pupil_wanted.connect(self.show_pupil_of)

    def close_all(self) -> None:
        """Close whatever is open."""
        for each in (self.lesson, self.pupil, self.history):
            each.close_it()

    def show_lesson(self) -> None:
        """Open the lesson of the current cell."""
        self.show_lesson_of(self._grid.current.column())

    def show_lesson_of(self, column: int) -> None:
        """Open the lesson of a column."""
        known = self._grid.model.lesson_column(column)
        if known is None or not self._grid.typing.finish():
            return
        self._grid.go_to(max(0, self._grid.current.row()), column)
        self.lesson.tell(known.lesson)
        self.lesson.open_at(lambda: _head(self._grid, column, self._host), self._grid)

    def show_pupil(self) -> None:
        """Open the pupil of the current cell."""
        if self._grid.current.isValid():
            self.show_pupil_of(self._grid.current.row())

    def show_pupil_of(self, row: int) -> None:
        """Open the pupil of a row."""
        view = self._page.view
        if view is None or not self._grid.typing.finish():
            return
        self._grid.go_to(row, max(0, self._grid.current.column()))
        pupil = self._grid.model.pupil(row)
        summary = self._page.workspace.read(read_pupil_summary, view.page, view.period.id, pupil.id)
        note = f" · {pupil.note}" if pupil.note else ""
        below = f"{view.class_title} · {view.subject} · {view.period.name}{note}"
        self.pupil.tell(summary, below, graded=view.graded)
        self.pupil.open_at(lambda: _name(self._grid, row, self._host), self._grid)

    def show_history(self) -> None:
        """Open the history of the cell that has the focus."""
        if self._lessons is not None and self._lessons.table.hasFocus():
            self._show_lesson_history(self._lessons)
        elif self._grid.current.isValid() and self._grid.typing.finish():
            self._show_cell_history()

    def _show_cell_history(self) -> None:
        view, index = self._page.view, self._grid.current
        if view is None or self._grid.model.is_mean(index.column()):
            return
        pupil = self._grid.model.pupil(index.row())
        column = self._grid.model.lesson_column(index.column())
        if column is None:
            period = self._grid.model.period_of(index.column()) or view.period
            keys: tuple[str, ...] = (make_key("term.mark", view.page, period.id, pupil.id),)
            place = period.name
        else:
            keys = keys_of(view.page, (pupil.id, column.lesson, column.column))
            place = long_day(column.day)
        table = self._grid.table_of(index)
        self._open_history(f"История: {pupil.name}", place, keys, table, index)

    def _show_lesson_history(self, lessons: LessonsTable) -> None:
        view, index = self._page.view, lessons.table.currentIndex()
        if view is None or not index.isValid() or not lessons.typing.finish():
            return
        line = lessons.model.line(index.row())
        is_homework = index.column() == HOMEWORK
        kind = "lesson.homework" if is_homework else "lesson.topic"
        self._open_history(
            "История: домашнее задание" if is_homework else "История: тема",
            long_day(line.day),
            (make_key(kind, view.page, line.lesson),),
            lessons.table,
            index,
        )

    def _open_history(
        self, heading: str, below: str, keys: tuple[str, ...], table: QTableView, index: QModelIndex
    ) -> None:
        workspace = self._page.workspace
        may_erase = may_redact(workspace.reference.person(workspace.user)) is None
        lines = workspace.read(read_history, keys)
        self.history.tell(heading, below, lines, may_erase=may_erase)
        self.history.open_at(lambda: _cell(table, index, self._host), table)

    def _ask_for_an_act(self, entries: tuple[str, ...]) -> None:
        question = RedactionQuestion(len(entries), self._host)
        question.given.connect(lambda number, reason: self._erase(number, reason, entries))
        question.open()

    def _erase(self, number: str, reason: str, entries: tuple[str, ...]) -> None:
        try:
            self._page.workspace.execute(erase_by_act, EraseByAct(number, reason, entries))
        except UserError as refusal:
            self.refused.emit(str(refusal))
        else:
            self.erased.emit(
                f"Акт № {number} записан. Значения исчезнут здесь и на всех рабочих местах, "
                "когда акт примет центральный сервер."
            )

    def _call_roll(self, _lesson: str) -> None:
        self.roll_wanted.emit()
        if not self.lesson.isHidden():
            self.lesson.refresh()


def _cell(table: QTableView, index: QModelIndex, host: QWidget) -> QRect:
    """Return where a cell stands in ``host``."""
    cell = table.visualRect(index)
    return QRect(table.viewport().mapTo(host, cell.topLeft()), cell.size())


def _head(grid: RegisterGrid, column: int, host: QWidget) -> QRect:
    """Return where the head of a mark column stands in ``host``."""
    heads = grid.heads
    corner = heads.viewport().mapTo(host, QPoint(heads.sectionViewportPosition(column), 0))
    return QRect(corner, QSize(heads.sectionSize(column), heads.height()))


def _name(grid: RegisterGrid, row: int, host: QWidget) -> QRect:
    """Return where the name of a pupil stands in ``host``."""
    names = grid.names
    corner = names.viewport().mapTo(host, QPoint(0, names.sectionViewportPosition(row)))
    return QRect(corner, QSize(names.width(), names.sectionSize(row)))
