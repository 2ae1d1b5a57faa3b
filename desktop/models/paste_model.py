"""The preview of a paste: a row per text, what is refused first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from desktop.models.pasting import PasteLine, PastePlan
from desktop.models.register_model import DISPLAY, ROOT, TIP, Index

PUPIL, PLACE, BEFORE, AFTER, FATE = range(5)
_HEADINGS = ("Ученик", "Урок", "Стоит", "Встанет", "Что будет")


class PasteModel(QAbstractTableModel):
    """Only reads."""

    def __init__(self, plan: PastePlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = sorted(plan.lines, key=lambda line: (not line.fault, not line.changes))

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(_HEADINGS)

    def line(self, row: int) -> PasteLine:
        """Return the text of a row."""
        return self._lines[row]

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == DISPLAY:
            return (line.pupil, line.place, line.before, line.after, _fate(line))[index.column()]
        if role == TIP:
            return line.fault
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (BEFORE, AFTER):
            return Qt.AlignmentFlag.AlignCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(_HEADINGS):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_centred = section in (BEFORE, AFTER)
            centre, left = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignLeft
            return centre if is_centred else left | Qt.AlignmentFlag.AlignVCenter
        return _HEADINGS[section] if role == DISPLAY else None


def _fate(line: PasteLine) -> str:
    if line.fault:
        return f"Отказано. {line.fault}"
    return "Будет записано" if line.changes else "Уже стоит"
