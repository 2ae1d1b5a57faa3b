"""The connection chip: how this computer stands with the central server."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.icons import paint_icon
from desktop.link import LinkKind, LinkState
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, Tone, mixed

# every kind has a sign and words, so that nothing depends on telling colours apart
_LOOKS: dict[LinkKind, tuple[Tone, str]] = {
    "synced": ("good", "check"),
    "outage": ("waiting", "cut"),
    "transfer": ("accent", "transfer"),
    "attention": ("bad", "alert"),
    "offline": ("muted", "cut"),
}
_SIDE, _SIGN, _GAP, _HEIGHT = 11, 16, 6, 30
_TEXT = BODY_TEXT - 1
_BETWEEN = " · "


class Chip(QAbstractButton):
    """Shows a ``LinkState``; ``clicked`` asks for the page that explains it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = LinkState("offline", "Связь ещё не проверена")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_state(self._state)

    @property
    def state(self) -> LinkState:
        """Return the state on show."""
        return self._state

    def show_state(self, state: LinkState) -> None:
        """Show another state."""
        self._state = state
        self.setText(state.text)
        self.setToolTip(state.tip or state.text)
        self.setAccessibleName(f"Связь с центральным сервером: {state.text}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(2 * _SIDE + _SIGN + _GAP + self._metrics().horizontalAdvance(self.text()) + 2,
                     _HEIGHT)  # fmt: skip

    def minimumSizeHint(self) -> QSize:
        return QSize(min(160, self.sizeHint().width()), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        tone, sign = _LOOKS[self._state.kind]
        colour, ground = tokens.tone(tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.fillPath(outline, QColor(ground))
        if self._state.share is not None:
            done = QRectF(box)
            done.setWidth(box.width() * self._state.share)
            painter.save()
            painter.setClipPath(outline)
            painter.fillRect(done, QColor(mixed(ground, colour, 0.14)))
            painter.restore()
        is_marked = self.hasFocus() or self.isDown()
        edge = colour if is_marked else mixed(ground, colour, 0.6 if self.underMouse() else 0.35)
        painter.setPen(QPen(QColor(edge), 2 if is_marked else 1))
        painter.drawPath(outline)
        paint_icon(
            painter,
            sign,
            QRectF(_SIDE, (self.height() - _SIGN) / 2, _SIGN, _SIGN),
            colour,
        )
        left = _SIDE + _SIGN + _GAP
        words = QRectF(left, 0, self.width() - left - _SIDE + 2, self.height())
        painter.setFont(self._theme.font(_TEXT, bold=True))
        painter.setPen(QColor(colour))
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.shown(round(words.width())),
        )

    def shown(self, width: int) -> str:
        """Return the words for a width: what stands in the middle goes first, what is cut last."""
        metrics, parts = self._metrics(), self.text().split(_BETWEEN)
        while len(parts) > 2 and metrics.horizontalAdvance(_BETWEEN.join(parts)) > width:
            del parts[1]
        return metrics.elidedText(_BETWEEN.join(parts), Qt.TextElideMode.ElideRight, width)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font(_TEXT, bold=True))
