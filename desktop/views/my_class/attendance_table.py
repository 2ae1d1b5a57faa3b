"""The table of the page «Посещаемость»: one key for a reason, for a whole day, for a document."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.models.attendance_model import AttendanceModel
from desktop.models.copies_model import TONE_ROLE
from desktop.models.rows import Index
from desktop.theme import Theme
from desktop.views.my_class.read_only import make_read_only

_NAMES, _SUM = 230, 150
# the Latin letter of the same key means the Cyrillic one
_REASONS = {"б": "б", ",": "б", "у": "уп", "e": "уп", "п": "нп", "g": "нп"}
_WHOLE_DAY = ("н", "y")
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AttendanceTable(QTableView):
    """Asks by keys; what may be done, others know.

    Signals:
        reason_typed: a reason for what the pupil missed on the day of the cell ("" takes it back).
        day_turned: the whole day, or not after all.
        confirmed: Enter was pressed: the proposed reasons of this pupil are true.
        chosen: another cell is the current one.
    """

    reason_typed = Signal(str)
    day_turned = Signal()
    confirmed = Signal()
    chosen = Signal()

    def __init__(self, theme: Theme, model: AttendanceModel) -> None:
        super().__init__()
        self.setModel(model)
        make_read_only(self, theme, ToneDelegate(theme, self), "Посещаемость класса по дням")
        model.modelReset.connect(self._divide)
        self._divide()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().casefold()
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTERS and plain:
            self.confirmed.emit()
        elif plain and letter in _REASONS:
            self.reason_typed.emit(_REASONS[letter])
        elif plain and letter in _WHOLE_DAY:
            self.day_turned.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.reason_typed.emit("")
        else:
            super().keyPressEvent(event)

    def _divide(self) -> None:
        header, last = self.horizontalHeader(), self.model().columnCount() - 1
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, _NAMES), (last, _SUM)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        if self.model().rowCount() and not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, min(1, last)))


class ToneDelegate(QStyledItemDelegate):
    """Lays a ground under what waits for the class teacher; the words say it as well."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tone = index.data(TONE_ROLE)
        if tone is None:
            return
        colour, ground = self._theme.tokens.tone(tone)
        option.backgroundBrush = QBrush(QColor(ground))  # type: ignore[attr-defined]
        option.palette.setColor(  # type: ignore[attr-defined]
            QPalette.ColorRole.Text, QColor(colour)
        )
