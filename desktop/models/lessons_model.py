"""The right half of a spread: a row per lesson with its topic and homework."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from desktop.models.cell_words import cell_words, spoken_words
from desktop.models.lesson_desk import LessonDesk
from desktop.models.register_model import (
    DISPLAY,
    EDIT,
    ROOT,
    SPOKEN,
    TIP,
    Index,
    Lock,
    Refusal,
)
from desktop.models.register_page import RegisterPage
from journal.errors import UserError
from journal.queries.register_view import EMPTY, Cell, LessonLine, RegisterView

DATE, TOPIC, HOMEWORK = range(3)
_HEADINGS = ("Дата", "Тема", "Домашнее задание")


class LessonsModel(QAbstractTableModel):
    """Shows topics and homework of the open page's lessons and writes by asking.

    Signals:
        edit_refused: the reason, ready to be shown.
    """

    edit_refused = Signal(str)

    def __init__(self, page: RegisterPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self.desk = LessonDesk(page)
        self._lines: tuple[LessonLine, ...] = page.view.lines if page.view else ()
        page.opened.connect(self._reset)
        page.changed.connect(self._announce)

    @property
    def today(self) -> int | None:
        """The row of today's first lesson, ``None`` on a day without one."""
        view = self.page.view
        rows = (row for row, line in enumerate(self._lines) if view and line.day == view.today)
        return next(rows, None)

    @property
    def shut(self) -> bool:
        """Whether nothing at all can be written here."""
        view = self.page.view
        come = [line for line in self._lines if view and line.day <= view.today]
        return bool(come) and all(line.locked for line in come)

    def count_words(self) -> str:
        """Return how many lessons of the period have come, in words."""
        view = self.page.view
        if view is None or not self._lines:
            return ""
        come = sum(line.day <= view.today for line in self._lines)
        return f"Уроки: {come} из {len(self._lines)}"

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in (DISPLAY, EDIT):
            if index.column() == DATE:
                return f"{line.day:%d.%m}"
            return self.cell(index.row(), index.column()).text
        if role == SPOKEN:
            whose = f"{line.day:%d.%m}, {_HEADINGS[index.column()]}"
            return spoken_words(whose, self.data(index), self.data(index, TIP))
        if role == TIP:
            lock = self.lock(index.row(), index.column()).words
            words = cell_words(self.cell(index.row(), index.column()), lock)
            return "\n".join(part for part in (line.note, *words) if part)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if role != DISPLAY or orientation != Qt.Orientation.Horizontal:
            return None
        return _HEADINGS[section] if 0 <= section < len(_HEADINGS) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() != DATE and not self.lock(index.row(), index.column()).words:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        if not index.isValid() or role != EDIT:
            return False
        refusal = self.write(index.row(), index.column(), str(value))
        if refusal is not None:
            self.edit_refused.emit(refusal.words)
        return refusal is None

    def write(self, row: int, column: int, text: str) -> Refusal | None:
        """Write a topic or homework; ``None`` when it stands there now."""
        lock = self.lock(row, column)
        if lock.words:
            return Refusal(lock.words)
        lesson = self._lines[row].lesson
        try:
            if column == TOPIC:
                self.desk.set_topic(lesson, text)
            elif column == HOMEWORK:
                self.desk.set_homework(lesson, text)
        except UserError as refusal:
            return Refusal(str(refusal))
        return None

    def offer(self, row: int, column: int) -> str:
        """Return what the lesson plan offers for an empty cell that may be written."""
        line = self._lines[row]
        if self.cell(row, column).text or self.lock(row, column).words:
            return ""
        return line.planned_topic if column == TOPIC else line.planned_homework

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows; for the date an empty one."""
        line = self._lines[row]
        return {TOPIC: line.topic, HOMEWORK: line.homework}.get(column, EMPTY)

    def line(self, row: int) -> LessonLine:
        """Return the lesson of a row."""
        return self._lines[row]

    def row_of(self, lesson: str) -> int | None:
        """Return the row of a lesson."""
        return next((row for row, line in enumerate(self._lines) if line.lesson == lesson), None)

    def lock(self, row: int, column: int) -> Lock:
        """Return why a cell is closed, before anything is typed."""
        view = self.page.view
        if column == DATE or view is None:
            return Lock("Дату и время урока даёт расписание.")
        if column == HOMEWORK and view.homework_off:
            return Lock(view.homework_off)
        return Lock(self._lines[row].locked)

    def _reset(self) -> None:
        self.beginResetModel()
        self._lines = self.page.view.lines if self.page.view else ()
        self.endResetModel()

    def _announce(self, _before: RegisterView) -> None:
        before, view = self._lines, self.page.view
        if view is None or before is view.lines:
            return
        self._lines = view.lines
        for row, (was, now) in enumerate(zip(before, self._lines, strict=True)):
            if was != now:
                self.dataChanged.emit(self.index(row, DATE), self.index(row, HOMEWORK))
