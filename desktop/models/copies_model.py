"""The register of copies as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from desktop.models.rows import ROW_ROLE, Index
from desktop.tokens import Tone
from journal.queries.copies import CopyLine

TONE_ROLE = ROW_ROLE + 1
"""Tone of a cell that is drawn as a pill, ``None`` for plain text."""

STATE_COLUMN = 6
CERTIFIED_FORMS = ("F-01",)
"""Forms that are certified as copies; the others are signed on paper."""

FORM_WORDS = {"F-01": "Страницы журнала", "F-11": "Временный журнал", "F-20": "Акт переноса"}

_ROOT = QModelIndex()
_TITLES = ("№", "Напечатана", "Документ", "Предметы", "Листов", "Код", "Состояние")
_STATES = {
    "draft": "черновик",
    "printed": "напечатана",
    "checked": "проверена",
    "certified": "заверена",
    "handed": "передана",
}
_TONES: dict[str, Tone] = {
    "draft": "muted",
    "printed": "waiting",
    "checked": "accent",
    "certified": "good",
    "handed": "good",
}
_NUMBERS = (4,)


class CopiesModel(QAbstractTableModel):
    """One row for each copy, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[CopyLine] = []

    def show_lines(self, lines: Sequence[CopyLine]) -> None:
        """Show the register as it is now; rows that stay are not touched."""
        if list(lines) == self._lines:
            return
        before, after = [line.copy for line in self._lines], [line.copy for line in lines]
        added = len(after) - len(before)
        if added >= 0 and after[added:] == before:
            if added:
                self.beginInsertRows(_ROOT, 0, added - 1)
                self._lines = list(lines[:added]) + self._lines
                self.endInsertRows()
            self._lines = list(lines)
            if before:
                last = self.index(len(after) - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def line_at(self, row: int) -> CopyLine | None:
        """Return the copy in a row, ``None`` outside the table."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, copy: str) -> int:
        """Return the row of a copy, -1 when it is not there."""
        return next((row for row, line in enumerate(self._lines) if line.copy == copy), -1)

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
            int(Qt.ItemDataRole.TextAlignmentRole): lambda: _alignment(column),
            int(Qt.ItemDataRole.ToolTipRole): lambda: _tip(line, column),
            int(Qt.ItemDataRole.AccessibleTextRole): lambda: _spoken(line, column),
            ROW_ROLE: lambda: line,
            TONE_ROLE: lambda: state_tone(line) if column == STATE_COLUMN else None,
        }
        answer = answers.get(role)
        return answer() if answer is not None else None


def state_words(line: CopyLine) -> str:
    """Return how far a copy has come: «заверена 30.10»; one that is out of date says so first."""
    words = _STATES[line.state]
    mark = line.marks.get(line.state)
    if mark is not None and mark.day is not None:
        words += f" {mark.day:%d.%m}"
    return f"устарела, {words}" if line.outdated else words


def state_tone(line: CopyLine) -> Tone:
    """Return the tone of a copy's state; the words say the same."""
    return "bad" if line.outdated and not line.draft else _TONES[line.state]


def _text(line: CopyLine, column: int) -> str:
    return (
        line.number,
        f"{line.printed_at:%d.%m.%Y %H:%M}",
        _document(line),
        ", ".join(line.subjects) or "–",
        str(line.sheets),
        line.code,
        state_words(line),
    )[column]


def _spoken(line: CopyLine, column: int) -> str:
    words, tip = _text(line, column), _tip(line, column)
    return f"{words}. {tip}" if tip and tip != words else words


def _document(line: CopyLine) -> str:
    form = line.form.replace("F", "Ф")
    words = ", ".join(part for part in (line.class_title, line.period) if part)
    return f"{form} · {words}"


def _tip(line: CopyLine, column: int) -> str | None:
    if column == STATE_COLUMN and line.outdated:
        return f"После печати изменилось: {', '.join(line.outdated)}"
    if column == STATE_COLUMN and line.draft:
        return line.draft
    return _text(line, column) if column in (2, 3) else None


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
