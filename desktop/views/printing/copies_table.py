"""The register of copies as a table."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.models.copies_model import STATE_COLUMN, TONE_ROLE, CopiesModel
from desktop.models.rows import Index
from desktop.theme import Theme
from desktop.tokens import LIST_ROW, SMALL_TEXT
from desktop.views.printing.lists import rect_of
from journal.queries.copies import CopyLine

_WIDTHS = {0: 64, 1: 136, 2: 158, 4: 66, 5: 96, STATE_COLUMN: 176}
_LEAST_SUBJECTS = 110
_SUBJECTS = 3
_SPARED = (5, 4, 1, _SUBJECTS)  # code, sheets, time, subjects: in this order
_ROW = LIST_ROW + 6


class StateDelegate(QStyledItemDelegate):
    """Draws the state of a copy as a pill."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        option_ = QStyleOptionViewItem(option)
        self.initStyleOption(option_, index)
        words = str(index.data())
        option_.text = ""  # type: ignore[attr-defined]
        option_.widget.style().drawControl(  # type: ignore[attr-defined]
            option_.widget.style().ControlElement.CE_ItemViewItem,  # type: ignore[attr-defined]
            option_,
            painter,
            option_.widget,  # type: ignore[attr-defined]
        )
        colour, ground = self._theme.tokens.tone(index.data(TONE_ROLE) or "muted")
        font = self._theme.font(SMALL_TEXT, bold=True)
        metrics = QFontMetrics(font)
        box: QRect = rect_of(option)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width() - 28)
        width = metrics.horizontalAdvance(shown) + 18
        pill = QRectF(box.left() + 5, box.center().y() - 9.5, width, 20)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()


class CopiesTable(QTableView):
    """One row is the current one as soon as there is any.

    Signals:
        chosen: another copy is the current one, or it says something else.
    """

    chosen = Signal()

    def __init__(self, theme: Theme, model: CopiesModel) -> None:
        super().__init__()
        self._copies = model
        self._copy = ""
        self.setModel(model)
        self.setProperty("look", "bare")
        self.setStyleSheet("QTableView::item { padding: 0 5px; }")
        self.setAccessibleName("Журнал печати")
        self.setItemDelegateForColumn(STATE_COLUMN, StateDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(_SUBJECTS, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        theme.changed.connect(self.viewport().update)
        model.modelReset.connect(self._come_back)
        model.rowsInserted.connect(self._come_back)
        model.dataChanged.connect(self.chosen)
        self._come_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what the panel beside the table says too, where it is narrow."""
        super().resizeEvent(event)
        missing = sum(_WIDTHS.values()) + _LEAST_SUBJECTS - self.viewport().width()
        for column in _SPARED:
            self.setColumnHidden(column, missing > 0)
            if missing > 0:
                missing -= _WIDTHS.get(column, _LEAST_SUBJECTS)
        self.horizontalHeader().setStretchLastSection(self.isColumnHidden(_SUBJECTS))

    @property
    def line(self) -> CopyLine | None:
        """The current copy."""
        return self._copies.line_at(self.currentIndex().row())

    def choose(self, copy: str) -> None:
        """Make a copy the current one."""
        self._copy = copy
        self._come_back()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.line is not None:
            self._copy = self.line.copy
        self.chosen.emit()

    def _come_back(self) -> None:
        row = max(self._copies.row_of(self._copy), 0)
        if self._copies.rowCount():
            self.selectRow(row)
        self.chosen.emit()
