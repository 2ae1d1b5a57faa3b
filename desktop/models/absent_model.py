"""Who is absent on a day as a table: a row per class, the school below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from desktop.models.copies_model import TONE_ROLE
from desktop.models.rows import ROW_ROLE, Index
from journal.queries.absent_lists import AbsentClass

_ROOT = QModelIndex()
_TITLES = ("Класс", "По списку", "Нет", "б", "уп", "нп и н", "Кто отсутствует (причина)")
_TIPS = (
    "",
    "Сколько учеников в классе в этот день",
    "Сколько отсутствует",
    "По болезни",
    "По уважительной причине",
    "Без уважительной причины, или причина не установлена",
    "",
)
_WORDS = len(_TITLES) - 1
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_IN_WORDS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
_NOTHING = "–"
NOT_CALLED = "переклички ещё не было"


class AbsentModel(QAbstractTableModel):
    """Shows the list that form F-27 prints; a class that was not called has no numbers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[AbsentClass, ...] = ()

    @property
    def classes(self) -> tuple[AbsentClass, ...]:
        """The classes on show."""
        return self._classes

    def show_classes(self, classes: Sequence[AbsentClass]) -> None:
        """Show other classes, or what is known of the same ones now."""
        before = [each.school_class for each in self._classes]
        if self._classes and before == [each.school_class for each in classes]:
            self._classes = tuple(classes)
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._classes = tuple(classes)
        self.endResetModel()

    def class_at(self, index: Index) -> AbsentClass | None:
        """Return the class of a row, ``None`` for the school and outside the table."""
        row: AbsentClass | None = index.data(ROW_ROLE) if index.isValid() else None
        return row

    def row_of(self, class_id: str) -> int | None:
        """Return the row of a class."""
        found = (row for row, each in enumerate(self._classes) if each.school_class.id == class_id)
        return next(found, None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self._classes) + (len(self._classes) > 1)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(_TITLES):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == _WORDS else _CENTRE
        if role == Qt.ItemDataRole.ToolTipRole:
            return _TIPS[section]
        return _TITLES[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if index.column() == _WORDS else _CENTRE
        if index.row() == len(self._classes):
            return self._total(index.column()) if role in _IN_WORDS else None
        each = self._classes[index.row()]
        if role == ROW_ROLE:
            return each
        if role in _IN_WORDS:
            return _cell(each, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _WORDS:
            return _words(each)
        return "waiting" if role == TONE_ROLE and not each.called else None

    def _total(self, column: int) -> str:
        if column in (0, _WORDS):
            return "" if column else "Всего"
        if column == 1:
            return str(sum(each.listed for each in self._classes))
        called = [each for each in self._classes if each.called]
        return str(sum(_numbers(each)[column - 2] for each in called)) if called else _NOTHING


def _cell(each: AbsentClass, column: int) -> str:
    if column == 0:
        return each.school_class.title
    if column == 1:
        return str(each.listed)
    if column == _WORDS:
        return _words(each)
    return str(_numbers(each)[column - 2]) if each.called else _NOTHING


def _numbers(each: AbsentClass) -> tuple[int, int, int, int]:
    return each.count(), each.ill, each.valid, each.rest


def _words(each: AbsentClass) -> str:
    if not each.called:
        return NOT_CALLED
    return ", ".join(pupil.words for pupil in each.absent) or "все на месте"
