"""All workplaces of the school as a table that sorts and narrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QSortFilterProxyModel,
    Qt,
)

from desktop.models.copies_model import TONE_ROLE
from desktop.models.rows import ROW_ROLE, Index
from desktop.tokens import Tone
from journal.queries.workplaces import NEEDS_LOOK, WORST_FIRST, Standing, WorkplaceLine
from journal.reference import name_order

NUMBER, OWNER, STANDING, WORDS, CONTACT, PUSHED, UNKEPT = range(7)

_ROOT = QModelIndex()
_TITLES = ("Место", "Учитель", "Состояние", "Что известно", "Связь", "Записи пришли", "Без записей")
_STANDINGS: dict[Standing, tuple[str, Tone]] = {
    "overdue": ("срок прошёл", "bad"),
    "stuck": ("записи не пришли", "bad"),
    "unkept": ("уроки без записей", "bad"),
    "open": ("временный журнал", "waiting"),
    "moving": ("переносится", "accent"),
    "silent": ("молчит", "muted"),
    "acted": ("закрыт актом", "held"),
    "fine": ("на связи", "good"),
}
_NUMBERS = (NUMBER, UNKEPT)


class WorkplacesModel(QAbstractTableModel):
    """One row for each workplace, by number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[WorkplaceLine] = []

    def show_lines(self, lines: Sequence[WorkplaceLine]) -> None:
        """Show the workplaces as they stand now; the row at hand stays where it was."""
        before = [line.station for line in self._lines]
        if before == [line.station for line in lines]:
            self._lines = list(lines)
            if lines:
                last = self.index(len(lines) - 1, UNKEPT)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(_TITLES):
            if role == Qt.ItemDataRole.DisplayRole:
                return _TITLES[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        line, column = self._lines[index.row()], index.column()
        answers: dict[int, Callable[[], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): lambda: _text(line, column),
            int(Qt.ItemDataRole.AccessibleTextRole): lambda: _spoken(line, column),
            int(Qt.ItemDataRole.TextAlignmentRole): lambda: _alignment(column),
            int(Qt.ItemDataRole.ToolTipRole): lambda: _tip(line, column),
            ROW_ROLE: lambda: line,
            TONE_ROLE: lambda: _STANDINGS[line.standing][1] if column == STANDING else None,
        }
        answer = answers.get(role)
        return answer() if answer is not None else None


class WorkplaceOrder(QSortFilterProxyModel):
    """Sorts by what a column means, not by its words; narrows to a text and to what needs a look.

    The worst comes first until the reader chooses another order.
    """

    def __init__(self, lines: WorkplacesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._only_needing = False
        self.setSourceModel(lines)
        self.setDynamicSortFilter(True)
        self.sort(STANDING)

    def narrow(self, text: str, *, only_needing: bool) -> None:
        """Show the workplaces whose number, name or teacher has the text in it."""
        self._text, self._only_needing = text.strip().casefold(), only_needing
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        line: WorkplaceLine = self.sourceModel().index(source_row, 0).data(ROW_ROLE)
        if self._only_needing and line.standing not in NEEDS_LOOK:
            return False
        said = f"{line.number} {line.name} {line.owner}".casefold()
        return self._text.replace("ё", "е") in said.replace("ё", "е")

    def lessThan(self, left: Index, right: Index) -> bool:
        one: WorkplaceLine = left.data(ROW_ROLE)
        other: WorkplaceLine = right.data(ROW_ROLE)
        return bool(_rank(one, left.column()) < _rank(other, left.column()))


def _rank(line: WorkplaceLine, column: int) -> Any:
    """Return the sort key of a cell; equal ones stand by the number of the workplace."""
    by_column: dict[int, Callable[[], Any]] = {
        OWNER: lambda: name_order(line.owner),
        STANDING: lambda: (WORST_FIRST.index(line.standing), -len(line.unkept)),
        CONTACT: lambda: _stamp(line.contact),
        PUSHED: lambda: _stamp(line.pushed),
        UNKEPT: lambda: len(line.unkept),
        WORDS: lambda: line.words,
    }
    rank = by_column.get(column)
    return (rank() if rank is not None else 0, line.number)


def _stamp(moment: datetime | None) -> float:
    return moment.timestamp() if moment is not None else 0.0


def _text(line: WorkplaceLine, column: int) -> str:
    return (
        str(line.number),
        line.owner or "–",
        _STANDINGS[line.standing][0],
        line.words,
        _moment(line.contact),
        _moment(line.pushed),
        str(len(line.unkept)) if line.unkept else "",
    )[column]


def _tip(line: WorkplaceLine, column: int) -> str | None:
    if column == UNKEPT and line.unkept:
        return "\n".join(lesson.words for lesson in line.unkept)
    if column in (NUMBER, OWNER) and line.name:
        return f"Место {line.number}: {line.name}"
    return _text(line, column) if column == WORDS else None


def _spoken(line: WorkplaceLine, column: int) -> str:
    words, tip = _text(line, column), _tip(line, column)
    return f"{words or 0}. {tip}" if tip and tip != words else words


def _moment(moment: datetime | None) -> str:
    return f"{moment:%d.%m %H:%M}" if moment is not None else "–"


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
