"""A button that shows the key which does the same."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from desktop.theme import Theme
from desktop.tokens import SMALL_TEXT, mixed
from desktop.views.elements import set_look

_GAP, _CAP_SIDE, _CAP_HEIGHT = 8, 6, 17


class KeyButton(QPushButton):
    """Words and a key cap in the middle of a button; the screen makes the key work."""

    def __init__(self, theme: Theme, text: str, keys: str, look: str = "") -> None:
        """Make a button.

        Args:
            theme: the colours.
            text: with its mnemonic.
            keys: as they stand on the keyboard, "1" or "Enter"; "" shows none.
            look: as of ``elements.button``.
        """
        super().__init__(text)
        self._theme = theme
        self.keys = ""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if look:
            set_look(self, look)
        self.show_keys(keys)

    def show_keys(self, keys: str) -> None:
        """Show another key, or none."""
        self.keys = keys
        self.setAccessibleDescription(f"Клавиша {keys}" if keys else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._cap_width() + (_GAP if self.keys else 0), hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # type: ignore[attr-defined]
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        colour = self._ink()
        cap = self._cap_width()
        font = self._words_font()
        metrics = QFontMetrics(font)
        room = self.width() - 16 - (cap + _GAP if cap else 0)
        words = metrics.elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room, Qt.TextFlag.TextShowMnemonic
        )
        width = metrics.size(Qt.TextFlag.TextShowMnemonic, words).width()
        left = (self.width() - width - (cap + _GAP if cap else 0)) / 2
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(
            QRectF(left, 0, width + 2, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic),
            words,
        )
        if cap:
            self._paint_cap(painter, left + width + _GAP, cap, colour)

    def _paint_cap(self, painter: QPainter, left: float, width: int, colour: str) -> None:
        box = QRectF(left, (self.height() - _CAP_HEIGHT) / 2, width, _CAP_HEIGHT)
        tokens = self._theme.tokens
        is_primary = self.property("look") == "primary"
        ground = tokens.accent if is_primary and self.isEnabled() else tokens.surface
        painter.setPen(QPen(QColor(mixed(ground, colour, 0.3)), 1))
        painter.setBrush(QColor(mixed(ground, colour, 0.12 if is_primary else 0.03)))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(self._cap_font())
        painter.setPen(QColor(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.keys)

    def _ink(self) -> str:
        tokens = self._theme.tokens
        if not self.isEnabled():
            return tokens.disabled
        return tokens.on_accent if self.property("look") == "primary" else tokens.text

    def _cap_width(self) -> int:
        if not self.keys:
            return 0
        return max(18, QFontMetrics(self._cap_font()).horizontalAdvance(self.keys) + 2 * _CAP_SIDE)

    def _cap_font(self) -> QFont:
        return self._theme.font(SMALL_TEXT - 1)

    def _words_font(self) -> QFont:
        font = QFont(self.font())
        font.setBold(self.property("look") == "primary")
        return font
