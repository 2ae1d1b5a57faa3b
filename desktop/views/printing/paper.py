"""The open file on screen: one page, or the two pages of a spread side by side."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from desktop.theme import Theme
from desktop.tokens import mixed
from desktop.views.printing.sheet_images import SheetImages

PROPORTION = 297 / 210
_EDGE, _FOLD = 10, 1


class Paper(QWidget):
    """Draws the pages on show; its own size is that of the paper at the chosen scale."""

    def __init__(self, theme: Theme, images: SheetImages) -> None:
        super().__init__()
        self._theme = theme
        self._images = images
        self._pages: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        images.drawn.connect(self.update)
        theme.changed.connect(self.update)

    def show_pages(self, pages: tuple[int, ...], width: int) -> None:
        """Show pages (from 0) side by side, each ``width`` device-independent pixels wide."""
        self._pages = pages
        height = round(width * PROPORTION)
        gaps = _FOLD * max(len(pages) - 1, 0)
        self.setFixedSize(QSize(width * len(pages) + gaps + 2 * _EDGE, height + 2 * _EDGE))
        self.update()

    def page_box(self, place: int) -> QRectF:
        """Return where the page number ``place`` of those on show lies."""
        count = max(len(self._pages), 1)
        width = (self.width() - 2 * _EDGE - _FOLD * (count - 1)) / count
        return QRectF(_EDGE + place * (width + _FOLD), _EDGE, width, self.height() - 2 * _EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = QColor(mixed(self._theme.tokens.line, self._theme.tokens.muted, 0.4))
        for place, page in enumerate(self._pages):
            box = self.page_box(place)
            painter.fillRect(box, QColor("#FFFFFF"))
            image = self._images.image(page)
            if image is not None:
                painter.drawImage(box, image)
            painter.setPen(edge)
            painter.drawRect(box)


class PaperArea(QScrollArea):
    """Holds the paper in the middle; the wheel turns pages where there is nothing to scroll.

    Signals:
        resized: there is more or less room for the paper.
        turned: the wheel wants the next (1) or the previous (-1) pages.
    """

    resized = Signal()
    turned = Signal(int)

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.setWidget(paper)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Предпросмотр")

    def room(self, pages: int) -> int:
        """Return the width of a page with which ``pages`` of them fit whole."""
        wide = self.maximumViewportSize().width() - 2 * _EDGE - _FOLD * (pages - 1)
        high = self.maximumViewportSize().height() - 2 * _EDGE
        return max(60, min(wide // max(pages, 1), int(high / PROPORTION)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar = self.verticalScrollBar()
        down = event.angleDelta().y() < 0
        if bar.value() == (bar.maximum() if down else bar.minimum()) and event.angleDelta().y():
            self.turned.emit(1 if down else -1)
            event.accept()
            return
        super().wheelEvent(event)
