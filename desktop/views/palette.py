"""Ctrl+K: one field that finds any page, pupil, screen and command."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.models.palette_model import KIND_WORDS, Offer, PaletteModel
from desktop.models.rows import ROW_ROLE
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, SMALL_TEXT
from desktop.views.elements import label

_WIDTH, _HEIGHT, _TOP = 560, 420, 64
_ROW, _SIDE = 32, 10
_NOTHING = "Ничего не нашлось. Попробуйте начало фамилии, класс или название экрана."
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Palette(QDialog):
    """Stays open until something is chosen or it is left; remembers what was chosen."""

    def __init__(
        self, theme: Theme, offers: Callable[[], Sequence[Offer]], parent: QWidget
    ) -> None:
        """Make the palette; ``offers`` is asked every time it opens."""
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("Найти страницу, ученика, экран, команду")
        self._offers = offers
        self._host = parent
        self.model = PaletteModel(self)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Класс и предмет, фамилия, экран, команда")
        self.field.setAccessibleName(self.windowTitle())
        self.field.setClearButtonEnabled(True)
        self.list = QListView()
        self.list.setAccessibleName("Найденное")
        self.list.setModel(self.model)
        self.list.setItemDelegate(_OfferDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps the keyboard
        self._nothing = label(_NOTHING, "muted", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        self.field.textChanged.connect(self._seek)
        self.list.clicked.connect(self._take)
        self.setFocusProxy(self.field)

    def ask(self) -> None:
        """Open empty, over the upper middle of the window."""
        self.model.offer(self._offers())
        self.field.clear()
        self._seek("")
        whole = self._host.window()
        width, height = min(_WIDTH, whole.width() - 40), min(_HEIGHT, whole.height() - 2 * _TOP)
        corner = whole.mapToGlobal(whole.rect().topLeft())
        self.setGeometry(
            corner.x() + (whole.width() - width) // 2, corner.y() + _TOP, width, height
        )
        self.open()
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            step = {_MOVES[0]: -1, _MOVES[1]: 1, _MOVES[2]: -8, _MOVES[3]: 8}[key]
            last = self.model.rowCount() - 1
            self._stand_on(min(max(self.list.currentIndex().row() + step, 0), last))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def _seek(self, typed: str) -> None:
        self.model.seek(typed)
        has_any = self.model.rowCount() > 0
        self.list.setVisible(has_any)
        self._nothing.setVisible(not has_any)
        self._stand_on(0)

    def _stand_on(self, row: int) -> None:
        index = self.model.index(row, 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self.field.setAccessibleDescription(
            str(index.data(Qt.ItemDataRole.AccessibleTextRole) or "") if index.isValid() else ""
        )

    def _take(self, index: QModelIndex) -> None:
        offer: Offer | None = index.data(ROW_ROLE) if index.isValid() else None
        if offer is not None:
            self.model.remember(offer)
            self.accept()
            offer.act()


class _OfferDelegate(QStyledItemDelegate):
    """Paints the words, beside them the note, at the right what it is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        offer: Offer = index.data(ROW_ROLE)
        tokens, theme = self._theme.tokens, self._theme
        box: QRect = option.rect  # type: ignore[attr-defined]
        row = self.parent()
        is_current = isinstance(row, QListView) and row.currentIndex() == index
        if is_current:
            painter.fillRect(box, QColor(tokens.accent_weak))
        inside = box.adjusted(_SIDE, 0, -_SIDE, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(SMALL_TEXT))
        painter.setPen(QColor(tokens.muted))
        kind = KIND_WORDS[offer.kind]
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, kind)
        room = inside.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(kind) - 16, 0)
        painter.setFont(theme.font(BODY_TEXT, bold=is_current))
        painter.setPen(QColor(tokens.text))
        metrics = painter.fontMetrics()
        words = metrics.elidedText(offer.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, words)
        rest = room.adjusted(metrics.horizontalAdvance(words) + 10, 0, 0, 0)
        painter.setFont(theme.font(SMALL_TEXT))
        painter.setPen(QColor(tokens.muted))
        note = painter.fontMetrics().elidedText(
            offer.note, Qt.TextElideMode.ElideRight, max(0, rest.width())
        )
        painter.drawText(rest, middle | Qt.AlignmentFlag.AlignLeft, note)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _ROW)
