"""Lists of the page: as tall as their rows while there is room, then they scroll."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.models.rows import Index
from desktop.theme import Theme

SIDE = 14
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class LineDelegate(QStyledItemDelegate):
    """Draws the ground of the current row; others fill it."""

    def __init__(self, theme: Theme, height: int) -> None:
        """Take the colours and the height of a row in device-independent pixels."""
        super().__init__()
        self.theme = theme
        self.height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box, state = rect_of(option), state_of(option)
        tokens = self.theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(tokens.row))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(QRect(box.left(), box.top(), 3, box.height()),
                                 QColor(tokens.accent))  # fmt: skip
        self.fill(painter, box.adjusted(SIDE, 0, -SIDE, 0), index)
        painter.restore()

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        """Draw what the row says into the box between its margins."""

    def write(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        colour: str,
        font: QFont,
        *,
        at_end: bool = False,
    ) -> int:
        """Write one line, shortened where it does not fit; return the width it took."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)


class PlainList(QListView):
    """A list in a card; one row is always the current one.

    Signals:
        current_changed: another row is current, or the current one says something else.
        entered: Enter or the space bar was pressed on the current row.
    """

    current_changed = Signal()
    entered = Signal()

    def __init__(
        self, model: QAbstractItemModel, delegate: LineDelegate, name: str, least: int
    ) -> None:
        """Make a list that shows at least ``least`` rows, or all if there are fewer."""
        super().__init__()
        self._height, self._least = delegate.height, least
        self.setProperty("look", "bare")
        self.setAccessibleName(name)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setModel(model)
        self.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit())
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._refit)
        model.dataChanged.connect(self.current_changed)
        delegate.theme.changed.connect(self.viewport().update)
        self._refit()

    def sizeHint(self) -> QSize:
        return QSize(240, max(1, self.model().rowCount()) * self._height + 2)

    def minimumSizeHint(self) -> QSize:
        rows = min(self._least, max(1, self.model().rowCount()))
        return QSize(160, rows * self._height + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _refit(self) -> None:
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self.updateGeometry()
        self.current_changed.emit()


def rect_of(option: QStyleOptionViewItem) -> QRect:
    """Return the box of a row; PySide's types do not know the option's fields."""
    box: QRect = option.rect  # type: ignore[attr-defined]
    return box


def state_of(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    """Return the state of a row."""
    state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
    return state
