"""The page «Посещаемость» as a table: a row per pupil, a column per day of the week."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from desktop.models.cell_words import spoken_words
from desktop.models.copies_model import TONE_ROLE
from desktop.models.rows import ROW_ROLE, Index
from desktop.tokens import Tone
from journal.queries.class_attendance import ClassAttendance, PupilDay
from journal.queries.movements import away_words
from journal.reference import PupilName

_ROOT = QModelIndex()
_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
AWAY = "—"
_IN_WORDS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))


class AttendanceModel(QAbstractTableModel):
    """Shows a frozen week of a class; the first column is the name, the last one the sum."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.attendance = ClassAttendance("", (), ())

    def show_attendance(self, attendance: ClassAttendance) -> None:
        """Show another week, or the same one as it stands now."""
        before = self.attendance
        if (before.days, before.pupils) == (attendance.days, attendance.pupils):
            self.attendance = attendance
            if self.rowCount():
                last = self.index(self.rowCount() - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.attendance = attendance
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.attendance.pupils)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.attendance.days) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE if section else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        day = self.day_of(section)
        if day is not None:
            return f"{_WEEKDAYS[day.weekday()]} {day:%d.%m}"
        return "Пропущено за неделю" if section else "Фамилия, имя"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        pupil, day = self.attendance.pupils[index.row()], self.day_of(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE if index.column() else _LEFT
        if role == ROW_ROLE:
            return pupil
        if day is None:
            return self._side(pupil, index.column()) if role in _IN_WORDS else None
        if not pupil.is_listed_on(day):
            return _away(pupil, day, role)
        cell = self.attendance.cell(pupil.id, day)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_words(f"{pupil.listed}, {day:%d.%m}", cell.text, cell.words)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.words
        return tone_of(cell) if role == TONE_ROLE else None

    def day_of(self, column: int) -> date | None:
        """Return the day of a column, ``None`` for the name and the sum."""
        days = self.attendance.days
        return days[column - 1] if 1 <= column <= len(days) else None

    def place(self, index: Index) -> tuple[PupilName, date | None] | None:
        """Return the pupil and the day of a cell."""
        if not index.isValid():
            return None
        return self.attendance.pupils[index.row()], self.day_of(index.column())

    def _side(self, pupil: PupilName, column: int) -> str:
        if not column:
            return pupil.listed
        counts = self.attendance.missed_by_code(pupil.id)
        total = sum(counts.values())
        told = ", ".join(f"{counts[code]} {code}" for code in sorted(counts))
        return f"{total} ({told})" if len(counts) > 1 else told


def _away(pupil: PupilName, day: date, role: int) -> str | None:
    """Return the dash of a day on which the pupil is not in the class; its words name the order."""
    if role == Qt.ItemDataRole.DisplayRole:
        return AWAY
    in_words = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    return away_words(pupil, day) if role in in_words else None


def tone_of(cell: PupilDay) -> Tone | None:
    """Return the ground of a day: a contradiction, or something that waits for a reason."""
    if cell.differs:
        return "bad"
    if cell.unexplained or cell.drafts:
        return "waiting"
    return None
