"""A list that is as tall as its rows, as long as the page has room, and how its rows are drawn."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
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
from desktop.tokens import BODY_TEXT, SMALL_TEXT, Tone

SIDE = 16
_MARK = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowDelegate(QStyledItemDelegate):
    """Draws the ground of a row, its rule and the mark of the current one; others fill it."""

    def __init__(self, theme: Theme, height: int, *, is_quiet: bool = False) -> None:
        """Make a delegate.

        Args:
            theme: the colours.
            height: of a row, in device-independent pixels.
            is_quiet: the current row is marked only under the keyboard, as nothing hangs on it.
        """
        super().__init__()
        self.theme = theme
        self.height = height
        self._is_quiet = is_quiet

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = self.theme.tokens
        box, state = rect_of(option), state_of(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        is_current = bool(state & QStyle.StateFlag.State_Selected) and (
            has_focus or not self._is_quiet
        )
        if is_current:
            painter.fillRect(box, QColor(tokens.row))
            painter.fillRect(QRect(box.left(), box.top(), _MARK, box.height()),
                             QColor(tokens.accent))  # fmt: skip
        if index.row() < index.model().rowCount() - 1:
            rule = QRect(box.left(), box.bottom(), box.width(), 1)
            painter.fillRect(rule, QColor(tokens.inner_line))
        self.fill(painter, box.adjusted(SIDE, 0, -SIDE, 0), index)
        if is_current and has_focus:
            painter.setPen(QColor(tokens.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5))
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

    def write_pill(self, painter: QPainter, box: QRect, text: str, tone: Tone) -> int:
        """Write a word on a pill at the end of the box; return the width it took."""
        colour, ground = self.theme.tokens.tone(tone)
        font = self.theme.font(SMALL_TEXT + 1, bold=True)
        width = QFontMetrics(font).horizontalAdvance(text) + 24
        pill = QRectF(box.right() - width + 1, box.center().y() - 13, width, 27)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, 13.5, 13.5)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return width

    def title_font(self) -> QFont:
        """Return the font of a row's first line."""
        return self.theme.font(BODY_TEXT, bold=True)


class FittedList(QListView):
    """Shows a list without empty room below its last row; one row is always the current one.

    Signals:
        current_changed: another row is current, or the current one says something else.
        entered, deleted: the key was pressed on the current row.
    """

    current_changed = Signal()
    entered = Signal()
    deleted = Signal()

    def __init__(
        self, model: QAbstractItemModel, delegate: RowDelegate, name: str, least: int = 2
    ) -> None:
        """Make a list.

        Args:
            model: its rows.
            delegate: draws them; all have its height.
            name: for readers of the screen.
            least: so many rows (or all, if there are fewer) keep their room on a small page.
        """
        super().__init__()
        self.row_height = delegate.height
        self._least, self._given = least, least
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

    @property
    def rows(self) -> int:
        """Return how many rows there are; an empty list is as tall as one."""
        return max(1, self.model().rowCount())

    @property
    def least(self) -> int:
        """Return how many rows are to be seen even on a small page."""
        return min(self._least, self.rows)

    def give(self, rows: int) -> None:
        """Take the room of so many rows."""
        if rows != self._given:
            self._given = rows
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(240, min(max(self._given, self.least), self.rows) * self.row_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.least * self.row_height)

    def choose(self, place: int) -> None:
        """Make a row the current one."""
        self.selectionModel().setCurrentIndex(
            self.model().index(place, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (*_ENTER, Qt.Key.Key_Delete):
            super().keyPressEvent(event)
        elif event.isAutoRepeat():
            return  # a key held down acts on one row, not on all of them
        elif event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        else:
            self.entered.emit()

    def _refit(self) -> None:
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.choose(0)
        elif self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.choose(self.currentIndex().row())
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
