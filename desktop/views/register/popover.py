"""A card that opens at what was pressed and goes away when the work goes on elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.tokens import CARD_RADIUS, mixed
from desktop.views.elements import button, label, small, title

_EDGE = 6


class Popover(QFrame):
    """Lies over its host, takes the focus, closes by Esc or when the focus leaves it.

    ``column`` is the layout to fill.

    Signals:
        closed: it is gone; the focus was given back.
    """

    closed = Signal()

    def __init__(self, theme: Theme, host: QWidget, *, width: int) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        self._heir: QWidget | None = None
        self._anchor: Callable[[], QRect] | None = None
        self.setFixedWidth(width)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._heading = title("")
        self._below = small(wraps=True)
        close = button("Закрыть", "link")
        close.clicked.connect(self.close_it)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 14)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self._below)
        whole.addLayout(self.column)
        whole.addStretch(1)
        self._whole = whole
        theme.changed.connect(self._dress)
        host.installEventFilter(self)
        self._dress()
        self.hide()

    def head(self, heading: str, below: str) -> None:
        """Write the two lines every popover begins with."""
        self._heading.setText(heading)
        self._below.setText(below)
        self._below.setVisible(bool(below))
        self.setAccessibleName(heading)

    def open_at(self, anchor: Callable[[], QRect], heir: QWidget) -> None:
        """Open below (or over, or beside) what it is about; ``heir`` gets the focus afterwards.

        ``anchor`` is asked again when the host has another size.
        """
        self._heir, self._anchor = heir, anchor
        self.show()
        self.raise_()
        self._stand()
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.instance().focusChanged.connect(self._watch)  # type: ignore[union-attr]

    def fit(self) -> int:
        """Take the height that the contents need at this width, and return it."""
        self._whole.invalidate()
        self._whole.activate()
        needed = self._whole.totalHeightForWidth(self.width())
        height = min(max(needed, 60), self._host.height() - 2 * _EDGE)
        self.resize(self.width(), height)
        return height

    def first_focus(self) -> QWidget:
        """Return what gets the focus first."""
        return self

    def close_it(self) -> None:
        """Close and give the focus back."""
        if self.isHidden():
            return
        QApplication.instance().focusChanged.disconnect(self._watch)  # type: ignore[union-attr]
        had_focus = _is_within(QApplication.focusWidget(), self)
        self.hide()
        if had_focus and self._heir is not None:
            self._heir.setFocus()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            QTimer.singleShot(0, self, self._stand)  # when the parts of the host have moved too
        return False

    def _stand(self) -> None:
        if self._anchor is not None:
            self.move(self._place(self._anchor(), self.fit()))

    def _place(self, anchor: QRect, height: int) -> QPoint:
        room = self._host.size()
        left = min(max(_EDGE, anchor.left()), room.width() - self.width() - _EDGE)
        below, over = anchor.bottom() + 3, anchor.top() - height - 3
        if below + height <= room.height() - _EDGE:
            return QPoint(left, below)
        if over >= _EDGE:
            return QPoint(left, over)
        beside = anchor.right() + 3
        if beside + self.width() <= room.width() - _EDGE:
            left = beside
        return QPoint(left, max(_EDGE, room.height() - height - _EDGE))

    def _watch(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not _is_within(new, self):
            self.close_it()

    def _dress(self) -> None:
        tokens = self._theme.tokens
        edge = mixed(tokens.line, tokens.muted, 0.55)
        self.setStyleSheet(
            f"Popover {{ background: {tokens.surface}; border: 1px solid {edge};"
            f" border-radius: {CARD_RADIUS}px; }}"
        )


def line(words: str, value: str) -> QHBoxLayout:
    """Return a muted name with its value."""
    row = QHBoxLayout()
    row.setSpacing(8)
    name = label(words, "muted")
    name.setMinimumWidth(92)
    row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(value, wraps=True), 1)
    return row


def _is_within(widget: QWidget | None, ancestor: QWidget) -> bool:
    """Tell whether a widget belongs to another one, its own windows (lists of fields) included."""
    while widget is not None:
        if widget is ancestor:
            return True
        widget = widget.parentWidget()
    return False
