"""The timetable of a week as a table: bell slots down, days across."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.workspace import Workspace
from journal.changes import Changes
from journal.queries.day_plan import short_day
from journal.queries.week_plan import Place, WeekCell, WeekPlan, read_week
from journal.reference import SchoolClass

Index = QModelIndex | QPersistentModelIndex
CHANGED_ROLE = int(Qt.ItemDataRole.UserRole)
"""Whether something in the cell deviates from the timetable."""

_ROOT = QModelIndex()


class WeekModel(QAbstractTableModel):
    """Shows the week of whoever is signed in, of another teacher or of a class."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None, least: int = 0) -> None:
        """Make the week of today; ``least`` bell slots are there even where no lesson stands."""
        super().__init__(parent)
        self._workspace = workspace
        self._least = least
        self.user, self.class_id = workspace.user, ""
        self.monday = _monday(workspace.now.date())
        self._plan = WeekPlan((), (), {}, {})
        workspace.committed.connect(self._follow)
        self.refresh()

    def classes(self) -> list[SchoolClass]:
        """Return the classes of the newest school year, by grade and letter."""
        classes = self._workspace.reference.classes.values()
        newest = max((each.year for each in classes), default=0)
        found = [each for each in classes if each.year == newest]
        return sorted(found, key=lambda each: (each.grade, each.letter))

    def show_class(self, class_id: str) -> None:
        """Show the week of a class; "" for the own one."""
        self.user, self.class_id = self._workspace.user, class_id
        self.refresh()

    def show_teacher(self, user: str) -> None:
        """Show the week of a teacher."""
        self.user, self.class_id = user, ""
        self.refresh()

    def place(self, index: Index) -> Place | None:
        """Return bell slot and day of a cell, ``None`` outside the table."""
        if not index.isValid() or index.row() >= len(self._plan.slots):
            return None
        return self._plan.slots[index.row()], self._plan.days[index.column()]

    def cells(self, index: Index) -> tuple[WeekCell, ...]:
        """Return the lessons in a cell."""
        place = self.place(index)
        return self._plan.cells.get(place, ()) if place is not None else ()

    def index_of(self, place: Place) -> QModelIndex:
        """Return the cell of a bell slot and day; an invalid index when it is not on show."""
        slots, days = self._plan.slots, self._plan.days
        if place[0] not in slots or place[1] not in days:
            return QModelIndex()
        return self.index(slots.index(place[0]), days.index(place[1]))

    def show_week_of(self, day: date) -> None:
        """Show the week in which ``day`` lies."""
        self.monday = _monday(day)
        self.refresh()

    def refresh(self) -> None:
        """Read the week anew."""
        workspace = self._workspace
        self.beginResetModel()
        self._plan = workspace.read(read_week, self.monday, self.user, self.class_id, self._least)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._plan.slots)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._plan.days)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        place = (self._plan.slots[index.row()], self._plan.days[index.column()])
        cells = self.cells(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return "\n".join(cell.words for cell in cells)
        if role == CHANGED_ROLE:
            return any(cell.change for cell in cells)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = "; ".join(cell.words.replace("\n", ", ") for cell in cells)
            return f"{short_day(place[1])}, {place[0]} урок: {words or 'нет урока'}"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return short_day(self._plan.days[section]) if section < len(self._plan.days) else None
        if section >= len(self._plan.slots):
            return None
        slot = self._plan.slots[section]
        begins = self._plan.bells.get(slot)
        return f"{slot}\n{begins:%H:%M}" if begins else str(slot)

    def _follow(self, changes: Changes) -> None:
        if changes.touches_reference():
            self.refresh()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
