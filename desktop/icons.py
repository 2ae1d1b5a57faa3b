"""Line icons in any colour and size, drawn from ``resources/icons``."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

# a pixmap per scale of a screen, so that nothing is stretched at 125 % .. 300 %
_SCALES = (1.0, 1.25, 1.5, 2.0, 3.0)


def icon_file(name: str) -> Path:
    """Return the file of an icon; style sheets need a file.

    Raises:
        FileNotFoundError: there is no icon of that name.
    """
    path = Path(str(files("resources") / "icons" / f"{name}.svg"))
    if not path.is_file():
        raise FileNotFoundError(path)
    return path


def paint_icon(painter: QPainter, name: str, box: QRectF, colour: str) -> None:
    """Draw an icon into the box in one colour (``#RRGGBB``)."""
    _renderer(name, colour).render(painter, box)


def tinted_icon(name: str, colour: str, size: int = 20) -> QIcon:
    """Return a QIcon in one colour for widgets that paint their icon themselves.

    Args:
        name: file name without ``.svg``.
        colour: ``#RRGGBB``; take it from the theme in use, and again after it changes.
        size: side in device-independent pixels.
    """
    icon = QIcon()
    for scale in _SCALES:
        pixmap = QPixmap(QSize(round(size * scale), round(size * scale)))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_icon(painter, name, QRectF(pixmap.rect()), colour)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        icon.addPixmap(pixmap)
    return icon


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = icon_file(name).read_text(encoding="utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(drawing.encode()))
