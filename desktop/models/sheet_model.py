"""One lesson of a paper sheet as a column to be typed down: topic, homework, work, every pupil."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from desktop.models.rows import ROW_ROLE, Index
from journal.attendance import LESSON_CODES
from journal.queries.paper_sheets import SheetLesson
from journal.works import DEFAULT_WORK, WORK_TYPES

NUMBER, NAME, TEXT, NOTE = range(4)

RowKind = Literal["topic", "homework", "work", "pupil", "end"]

_ROOT = QModelIndex()
_TITLES = ("№", "На листе", "Запись", "")
_FROM_PAPER = "с листа"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A place of the sheet; ``pupil`` is an id, "" outside the class list."""

    kind: RowKind
    number: str
    name: str
    text: str
    note: str = ""
    pupil: str = ""


def rows_of(lesson: SheetLesson) -> tuple[SheetRow, ...]:
    """Return the places of a lesson in the order in which the sheet is read."""
    rows = [SheetRow("topic", "", "Тема урока", lesson.topic)]
    if not lesson.homework_off:
        rows.append(SheetRow("homework", "", "Домашнее задание", lesson.homework))
    if lesson.graded:
        work = "" if lesson.work == DEFAULT_WORK else lesson.work
        rows.append(SheetRow("work", "", "Вид работы", work, WORK_TYPES[lesson.work].name))
    rows += [
        SheetRow(
            "pupil",
            str(line.number),
            line.name,
            line.text,
            _FROM_PAPER if line.from_paper else "",
            line.pupil,
        )
        for line in lesson.lines
    ]
    done = "перекличка записана" if lesson.called else "Enter — записать перекличку"
    rows.append(SheetRow("end", "", "Урок введён", done))
    return tuple(rows)


def is_all_present(lesson: SheetLesson) -> bool:
    """Tell whether nobody has a code of attendance in the lesson."""
    words = (word for line in lesson.lines for word in line.text.split())
    return not any(word in LESSON_CODES for word in words)


class SheetModel(QAbstractTableModel):
    """Shows the places of one lesson; what is typed goes through the board."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[SheetRow, ...] = ()

    def show_rows(self, rows: Sequence[SheetRow]) -> None:
        """Show a lesson; rows that stay are not touched, so that the cursor stays too."""
        before, self._rows = self._rows, tuple(rows)
        if [_place(row) for row in before] != [_place(row) for row in rows]:
            self.beginResetModel()
            self.endResetModel()
            return
        for place, (was, now) in enumerate(zip(before, rows, strict=True)):
            if was != now:
                self.dataChanged.emit(self.index(place, NUMBER), self.index(place, NOTE))

    def row_at(self, place: int) -> SheetRow:
        """Return a place of the sheet."""
        return self._rows[place]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        is_title = role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(_TITLES)
        return _TITLES[section] if is_title and orientation == Qt.Orientation.Horizontal else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        row = self._rows[index.row()]
        said = (row.number, row.name, row.text, row.note)[index.column()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.EditRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}: {row.text or 'пусто'}"
        return said if role == Qt.ItemDataRole.DisplayRole else None


def _place(row: SheetRow) -> tuple[str, str]:
    return row.kind, row.pupil
