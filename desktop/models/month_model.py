"""A month of «Посещаемость» as form F-02 lays it out: days, sums of a pupil, sums of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from desktop.models.attendance_model import AWAY, tone_of
from desktop.models.copies_model import TONE_ROLE
from desktop.models.rows import Index
from journal.attendance import ABSENT, ILLNESS, INVALID, VALID
from journal.queries.class_attendance import ClassAttendance
from journal.queries.movements import away_words
from journal.reference import PupilName

_ROOT = QModelIndex()
SUMS = (
    ("Уроков", "Пропущено уроков за месяц"),
    ("Дней", "Пропущено полных дней за месяц"),
    (ILLNESS, "Из них уроков по болезни"),
    (VALID, "По уважительной причине"),
    (INVALID, "Без уважительной причины"),
    (ABSENT, "Причина не указана"),
    ("Опозд.", "Сколько раз опоздал"),
)
_BELOW = ("Пропущено уроков", "Отсутствовало учеников")
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_DISPLAY = Qt.ItemDataRole.DisplayRole
_READ = Qt.ItemDataRole.AccessibleTextRole


class MonthModel(QAbstractTableModel):
    """Shows a frozen month of a class; two rows below the pupils sum up the days."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.attendance = ClassAttendance("", (), ())
        self._sums: dict[str, tuple[int, ...]] = {}

    def show_attendance(self, attendance: ClassAttendance) -> None:
        """Show another month, or the same one as it stands now."""
        before = self.attendance
        if (before.days, before.pupils) == (attendance.days, attendance.pupils):
            self._take(attendance)
            if self.rowCount():
                last = self.index(self.rowCount() - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._take(attendance)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        pupils = len(self.attendance.pupils)
        return 0 if parent.isValid() or not pupils else pupils + len(_BELOW)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 1 + len(self.attendance.days) + len(SUMS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE if section else _LEFT
        day, sum_ = self.day_of(section), self._sum_of(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return SUMS[sum_][1] if sum_ is not None else f"{day:%d.%m.%Y}" if day else None
        if role != _DISPLAY:
            return None
        if sum_ is not None:
            return SUMS[sum_][0]
        return f"{day:%d}" if day is not None else "Фамилия, имя"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE if index.column() else _LEFT
        pupil, day, sum_ = self.pupil_of(index.row()), self.day_of(index.column()), index.column()
        if pupil is None:
            return self._below(index) if role in (_DISPLAY, _READ) else None
        if day is None:
            return self._side(pupil, sum_) if role in (_DISPLAY, _READ) else None
        if not pupil.is_listed_on(day):
            words = (Qt.ItemDataRole.ToolTipRole, _READ)
            return AWAY if role == _DISPLAY else away_words(pupil, day) if role in words else None
        cell = self.attendance.cell(pupil.id, day)
        if role == _DISPLAY:
            return cell.short
        if role in (_READ, Qt.ItemDataRole.ToolTipRole):
            return cell.words
        return tone_of(cell) if role == TONE_ROLE else None

    def pupil_of(self, row: int) -> PupilName | None:
        """Return the pupil of a row, ``None`` below the list."""
        pupils = self.attendance.pupils
        return pupils[row] if 0 <= row < len(pupils) else None

    def day_of(self, column: int) -> date | None:
        """Return the day of a column, ``None`` for the name and the sums."""
        days = self.attendance.days
        return days[column - 1] if 1 <= column <= len(days) else None

    def _sum_of(self, column: int) -> int | None:
        place = column - 1 - len(self.attendance.days)
        return place if place >= 0 else None

    def _side(self, pupil: PupilName, column: int) -> str:
        sum_ = self._sum_of(column)
        if sum_ is None:
            return pupil.listed
        return _shown(self._sums[pupil.id][sum_])

    def _take(self, attendance: ClassAttendance) -> None:
        self.attendance = attendance
        self._sums = {pupil.id: _sums(attendance, pupil.id) for pupil in attendance.pupils}

    def _below(self, index: Index) -> str:
        row, column = index.row() - len(self.attendance.pupils), index.column()
        if column == 0:
            return _BELOW[row]
        day, sum_ = self.day_of(column), self._sum_of(column)
        if day is not None:
            missed = [self.attendance.cell(each.id, day).missed for each in self.attendance.pupils]
            return _shown(sum(missed) if row == 0 else sum(map(bool, missed)))
        sums = [self._sums[each.id][sum_ or 0] for each in self.attendance.pupils]
        return _shown(sum(sums) if row == 0 else sum(map(bool, sums)))


def _sums(attendance: ClassAttendance, pupil: str) -> tuple[int, ...]:
    codes = attendance.missed_by_code(pupil)
    by_reason = (codes[code] for code in (ILLNESS, VALID, INVALID, ABSENT))
    days, late = attendance.days_missed(pupil), attendance.late(pupil)
    return sum(codes.values()), days, *by_reason, late


def _shown(count: int) -> str:
    return str(count) if count else ""
