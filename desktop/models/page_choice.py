"""The subjects of a class with their ticks: what is to be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from desktop.models.rows import ROW_ROLE, Index
from journal.reference import RegisterPage

GAPS_ROLE = ROW_ROLE + 1
"""How many gaps the page has; ``None`` until it was looked through."""

_ROOT = QModelIndex()
_CHECK = Qt.ItemDataRole.CheckStateRole


class PageChoice(QAbstractListModel):
    """Pages in the order of the curriculum; each may be ticked.

    Signals:
        chosen_changed: other pages are ticked now.
    """

    chosen_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages: list[RegisterPage] = []
        self._ticked: set[str] = set()
        self._gaps: Mapping[str, int] = {}

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ticked pages in the order of the list."""
        return tuple(page.id for page in self._pages if page.id in self._ticked)

    @property
    def pages(self) -> tuple[str, ...]:
        """All pages in the order of the list."""
        return tuple(page.id for page in self._pages)

    def show_pages(self, pages: Sequence[RegisterPage]) -> None:
        """Show the pages of a class, all of them ticked; those already on show keep their ticks."""
        if list(pages) == self._pages:
            return
        known = {page.id for page in self._pages}
        self.beginResetModel()
        self._ticked = {
            page.id for page in pages if page.id not in known or page.id in self._ticked
        }
        self._pages = list(pages)
        self._gaps = {}
        self.endResetModel()
        self.chosen_changed.emit()

    def show_gaps(self, gaps: Mapping[str, int]) -> None:
        """Show how many gaps each page has; a page that is not named has none."""
        if gaps == self._gaps:
            return
        self._gaps = dict(gaps)
        if self._pages:
            self.dataChanged.emit(self.index(0), self.index(len(self._pages) - 1))

    def tick_all(self, ticked: bool) -> None:
        """Tick every page, or none."""
        wanted = {page.id for page in self._pages} if ticked else set()
        if wanted != self._ticked and self._pages:
            self._ticked = wanted
            self.dataChanged.emit(self.index(0), self.index(len(self._pages) - 1), [_CHECK])
            self.chosen_changed.emit()

    def tick_only(self, page: str) -> None:
        """Tick this page and no other."""
        self._ticked = {page}
        self.dataChanged.emit(self.index(0), self.index(len(self._pages) - 1), [_CHECK])
        self.chosen_changed.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._pages)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        page = self._pages[index.row()]
        gaps = self._gaps.get(page.id, 0)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{page.title}, не заполнено: {gaps}" if gaps else page.title
        if role == Qt.ItemDataRole.DisplayRole:
            return page.title
        if role == _CHECK:
            return Qt.CheckState.Checked if page.id in self._ticked else Qt.CheckState.Unchecked
        if role == ROW_ROLE:
            return page
        return gaps if role == GAPS_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != _CHECK or not index.isValid():
            return False
        page = self._pages[index.row()].id
        ticked = Qt.CheckState(value) == Qt.CheckState.Checked
        if ticked == (page in self._ticked):
            return True
        self._ticked ^= {page}
        self.dataChanged.emit(index, index, [_CHECK])
        self.chosen_changed.emit()
        return True
