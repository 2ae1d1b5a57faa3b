"""The words beside a cell: why it was refused, why it is closed, what reason is asked for."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.tokens import RADIUS, Tone, mixed
from desktop.views.elements import button, label, small

BubbleKind = Literal["refused", "locked", "asks"]
_TONES: dict[BubbleKind, Tone] = {"refused": "bad", "locked": "muted", "asks": "held"}
_WIDTH, _BEAK, _GAP = 330, 7, 2


class Bubble(QFrame):
    """Stands under (or over) a cell and never takes the keyboard, except for a reason.

    Signals:
        reason_given: the reason that turns the text of the cell into a request.
        closed: the reader put it away by Esc.
    """

    reason_given = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        self._kind: BubbleKind = "refused"
        self._beak = 0
        self._is_below = True
        self._words = label(wraps=True)
        self._ask = small("Исправление по запросу. Причина:")
        self.reason = _Reason()
        self.reason.setAccessibleName("Причина исправления")
        self.reason.setPlaceholderText("коротко, одной фразой")
        self.reason.given.connect(self._give)
        self.reason.escaped.connect(self.closed)
        self.send = button("Записать", "primary")
        self.send.clicked.connect(self._give)
        self._hint = small()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.reason, 1)
        row.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setSpacing(5)
        column.addWidget(self._words)
        column.addWidget(self._ask)
        column.addLayout(row)
        column.addWidget(self._hint)
        self._column = column
        theme.changed.connect(self._dress)
        self.hide()

    @property
    def text(self) -> str:
        """Return the words on show, "" when there are none."""
        return "" if self.isHidden() else self._words.text()

    @property
    def kind(self) -> BubbleKind:
        """Return what the words are about."""
        return self._kind

    def say(self, words: str, kind: BubbleKind, anchor: QRect, *, asks: str = "") -> None:
        """Show words at a cell; ``anchor`` is its place in the host.

        ``asks``: what the field for the reason is called, for the kind "asks".
        """
        self._kind = kind
        self._words.setText(words)
        self._ask.setText(asks)
        is_asking = kind == "asks"
        self._ask.setVisible(is_asking and bool(asks))
        self.reason.setVisible(is_asking)
        self.send.setVisible(is_asking)
        self.reason.clear()
        self._hint.setVisible(kind != "locked")
        self._hint.setText(
            "Enter — к причине, Esc — отмена" if is_asking else "Исправьте или нажмите Esc"
        )
        self.setAccessibleName(words)
        self._dress()
        self.show()  # before measuring: fonts come with the style, and the style with showing
        self.stand_at(anchor)
        self.raise_()

    def ask(self) -> None:
        """Take the keyboard for the reason."""
        self._hint.setText("Enter — записать, Esc — отмена")
        self.reason.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour, ground = self._colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = _BEAK if self._is_below else 0
        body = QRectF(0.5, top + 0.5, self.width() - 1, self.height() - _BEAK - 1)
        shape = QPainterPath()
        shape.addRoundedRect(body, RADIUS, RADIUS)
        beak = QPainterPath()
        tip = 0.5 if self._is_below else self.height() - 0.5
        foot = body.top() + 1 if self._is_below else body.bottom() - 1
        beak.moveTo(QPointF(self._beak - _BEAK, foot))
        beak.lineTo(QPointF(self._beak, tip))
        beak.lineTo(QPointF(self._beak + _BEAK, foot))
        beak.closeSubpath()
        painter.setPen(QPen(QColor(mixed(ground, colour, 0.45)), 1))
        painter.setBrush(QColor(ground))
        painter.drawPath(shape.united(beak))

    def _give(self) -> None:
        reason = " ".join(self.reason.text().split())
        if reason:
            self.reason_given.emit(reason)
        else:
            self.reason.setFocus()

    def stand_at(self, anchor: QRect) -> None:
        """Stand below the cell, or over it where there is no room."""
        host = self._host.size()
        self._column.setContentsMargins(11, 8, 11, 8 + _BEAK)
        self.setFixedWidth(min(_WIDTH, host.width() - 8))
        self._column.invalidate()
        size = QSize(self.width(), self._column.totalHeightForWidth(self.width()))
        self._is_below = anchor.bottom() + size.height() + _GAP <= host.height()
        top = 8 + (_BEAK if self._is_below else 0)
        self._column.setContentsMargins(11, top, 11, 8 + (0 if self._is_below else _BEAK))
        left = min(max(4, anchor.center().x() - 36), host.width() - size.width() - 4)
        upper = anchor.bottom() + _GAP if self._is_below else anchor.top() - size.height() - _GAP
        self._beak = min(max(16, anchor.center().x() - left), size.width() - 16)
        self.resize(size)
        self.move(QPoint(left, max(2, upper)))

    def _dress(self) -> None:
        colour, _ = self._colours()
        words = self._theme.tokens.text if self._kind == "locked" else colour
        self._words.setStyleSheet(f"color: {words};")
        self.update()

    def _colours(self) -> tuple[str, str]:
        tokens = self._theme.tokens
        colour, ground = tokens.tone(_TONES[self._kind])
        return colour, ground


class _Reason(QLineEdit):
    given = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.given.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
