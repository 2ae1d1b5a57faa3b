"""A list of frozen values that follows the journal without losing anybody's place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The frozen value itself, for delegates and screens."""

_ROOT = QModelIndex()
_IN_WORDS = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))


class RowsModel(QAbstractListModel, Generic[Row]):
    """Shows values in an order; what stays the same is not touched, so the selection stays too."""

    def __init__(
        self,
        name: Callable[[Row], Hashable],
        words: Callable[[Row], str],
        parent: QObject | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            name: tells one value from another, whatever else changes in it.
            words: a value as one plain sentence, for readers of the screen and for copying.
            parent: as usual in Qt.
        """
        super().__init__(parent)
        self._name = name
        self._words = words
        self._rows: list[Row] = []

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        if role == ROW_ROLE:
            return self._rows[index.row()]
        if role in _IN_WORDS:
            return self._words(self._rows[index.row()])
        return None

    def rows(self) -> Sequence[Row]:
        """Return the values on show."""
        return tuple(self._rows)

    def row_at(self, index: Index) -> Row | None:
        """Return the value behind an index, ``None`` outside the list."""
        row: Row | None = index.data(ROW_ROLE) if index.isValid() else None
        return row

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other values, with the fewest signals that tell the views what happened."""
        wanted = [self._name(row) for row in rows]
        self._drop(set(wanted))
        known = [self._name(row) for row in self._rows]
        if known != [name for name in wanted if name in set(known)]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for place, row in enumerate(rows):
            if place < len(self._rows) and self._name(self._rows[place]) == wanted[place]:
                if self._rows[place] != row:
                    self._rows[place] = row
                    self.dataChanged.emit(self.index(place), self.index(place))
                continue
            self.beginInsertRows(_ROOT, place, place)
            self._rows.insert(place, row)
            self.endInsertRows()

    def _drop(self, wanted: set[Hashable]) -> None:
        for place in reversed(range(len(self._rows))):
            if self._name(self._rows[place]) not in wanted:
                self.beginRemoveRows(_ROOT, place, place)
                del self._rows[place]
                self.endRemoveRows()
