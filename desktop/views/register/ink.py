"""Pens, fonts and signs of the register, made once per theme instead of once per cell."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF, QStaticText

from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, SMALL_TEXT, mixed

CENTRE = int(Qt.AlignmentFlag.AlignCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CORNER = 7
_MOST_TEXTS = 2000


@dataclass(frozen=True)
class Ink:
    """The colours and fonts of one theme, ready for a painter."""

    surface: QColor
    window: QColor
    line: QColor
    inner_line: QColor
    text: QColor
    muted: QColor
    accent: QColor
    on_accent: QColor
    accent_weak: QColor
    row: QColor
    locked: QColor
    locked_row: QColor
    good: QColor
    bad: QColor
    bad_weak: QColor
    held: QColor
    waiting: QColor
    dot: QColor
    body: QFont
    body_bold: QFont
    narrow: QFont
    small: QFont
    small_bold: QFont
    tiny: QFont


class Lettering:
    """Short texts of one font, laid out once: laying out costs more than painting."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        self._known: dict[str, tuple[QStaticText, float]] = {}

    def width(self, text: str) -> float:
        """Return the width of a text in pixels."""
        return self._laid_out(text)[1]

    def centre(self, painter: QPainter, box: QRect, text: str) -> None:
        """Write a text in the middle of a box, in the painter's colour."""
        laid_out, width = self._laid_out(text)
        self._write(painter, box.left() + (box.width() - width) / 2, box, laid_out)

    def begin(self, painter: QPainter, left: float, box: QRect, text: str) -> float:
        """Write a text from ``left`` on and return where it ends."""
        laid_out, width = self._laid_out(text)
        self._write(painter, left, box, laid_out)
        return left + width

    def _write(self, painter: QPainter, left: float, box: QRect, laid_out: QStaticText) -> None:
        painter.setFont(self.font)
        top = box.top() + (box.height() - self._metrics.height()) / 2
        painter.drawStaticText(QPointF(left, top), laid_out)

    def _laid_out(self, text: str) -> tuple[QStaticText, float]:
        known = self._known.get(text)
        if known is None:
            if len(self._known) > _MOST_TEXTS:
                self._known.clear()
            laid_out = QStaticText(text)
            laid_out.setTextFormat(Qt.TextFormat.PlainText)
            laid_out.prepare(font=self.font)
            width = self._metrics.horizontalAdvance(text)
            known = self._known[text] = (laid_out, width)
        return known


def ink_of(theme: Theme) -> Ink:
    """Return the ink of the theme in use; ask again when it has changed."""
    tokens = theme.tokens
    return Ink(
        surface=QColor(tokens.surface),
        window=QColor(tokens.window),
        line=QColor(tokens.line),
        inner_line=QColor(tokens.inner_line),
        text=QColor(tokens.text),
        muted=QColor(tokens.muted),
        accent=QColor(tokens.accent),
        on_accent=QColor(tokens.on_accent),
        accent_weak=QColor(tokens.accent_weak),
        row=QColor(tokens.row),
        locked=QColor(tokens.locked),
        locked_row=QColor(mixed(tokens.locked, tokens.accent, 0.07)),
        good=QColor(tokens.good),
        bad=QColor(tokens.bad),
        bad_weak=QColor(tokens.bad_weak),
        held=QColor(tokens.held),
        waiting=QColor(tokens.waiting),
        dot=QColor(tokens.waiting_dot),
        body=theme.font(),
        body_bold=theme.font(bold=True),
        narrow=theme.font(BODY_TEXT - 2),
        small=theme.font(SMALL_TEXT),
        small_bold=theme.font(SMALL_TEXT, bold=True),
        tiny=theme.font(SMALL_TEXT - 1),
    )


def paint_sign(painter: QPainter, ink: Ink, sign: str, box: QRect) -> None:
    """Draw the sign of a cell into its upper right corner; every sign has a shape of its own."""
    right, top = box.right() + 1, box.top()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if sign == "pending":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.dot)
        painter.drawEllipse(QRectF(right - 9, top + 3, 6, 6))
    elif sign == "contested":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.bad)
        painter.drawPolygon(_corner(right, top))
    elif sign == "held":
        painter.setPen(QPen(ink.held, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(right - 10.5, top + 2.5, 8, 8))
        painter.drawLine(QPointF(right - 6.5, top + 4.5), QPointF(right - 6.5, top + 6.8))
        painter.drawLine(QPointF(right - 6.5, top + 6.8), QPointF(right - 4.8, top + 6.8))
    elif sign == "refused":
        painter.setPen(QPen(ink.bad, 1.7))
        painter.drawLine(QPointF(right - 9, top + 3.5), QPointF(right - 3.5, top + 9))
        painter.drawLine(QPointF(right - 3.5, top + 3.5), QPointF(right - 9, top + 9))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_late(painter: QPainter, ink: Ink, box: QRect) -> None:
    """Draw the flag «с опозданием» at the lower edge of a cell."""
    painter.fillRect(box.right() - 9, box.bottom() - 3, 7, 2, ink.waiting)


def paint_tick(painter: QPainter, colour: QColor, centre: QPointF) -> None:
    """Draw a tick 6 px wide; the font has none."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    x, y = centre.x(), centre.y()
    painter.drawPolyline(
        QPolygonF([QPointF(x - 3, y + 0.2), QPointF(x - 1, y + 2.3), QPointF(x + 3, y - 2.4)])
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_ring(painter: QPainter, colour: QColor, centre: QPointF) -> None:
    """Draw an empty ring where a tick will stand."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, 2.6, 2.6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def elided(font: QFont, text: str, width: int) -> str:
    """Return the text cut to a width with «…»."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _corner(right: int, top: int) -> QPolygonF:
    return QPolygonF(
        [QPointF(right - _CORNER, top), QPointF(right, top), QPointF(right, top + _CORNER)]
    )
