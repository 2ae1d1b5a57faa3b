"""Pages of a finished document as pictures, drawn in the background one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.tasks import Tasks

_KEPT = 24


@dataclass(frozen=True, slots=True)
class SheetImage:
    """A page (from 0) of document number ``document``, ``width`` device pixels wide."""

    document: int
    page: int
    width: int
    image: QImage


def draw_sheet(document: int, pdf: bytes, page: int, width: int) -> SheetImage:
    """Draw one page; only ever called by one task at a time, the library behind wants it so."""
    with pypdfium2.PdfDocument(pdf) as opened:
        sheet = opened[page]
        bitmap = sheet.render(scale=width / sheet.get_width(), rev_byteorder=True)
        picture = bitmap.to_pil().convert("RGB")
    image = QImage(
        picture.tobytes(),
        picture.width,
        picture.height,
        picture.width * 3,
        QImage.Format.Format_RGB888,
    )
    return SheetImage(document, page, width, image.copy())


class SheetImages(QObject):
    """Keeps the pictures of one document that were wanted last.

    Signals:
        drawn: a wanted picture is ready.
    """

    drawn = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._document = 0
        self._pdf = b""
        self._is_drawing = False
        self._wanted: list[tuple[int, int]] = []
        self._images: dict[int, SheetImage] = {}

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is being drawn."""
        return not self._is_drawing

    def show_document(self, pdf: bytes) -> None:
        """Take another document; pictures of the one before stand in until theirs are drawn."""
        if pdf != self._pdf:
            self._document += 1
            self._pdf = pdf
            self._wanted.clear()
            if not pdf:
                self._images.clear()

    def forget(self) -> None:
        """Drop all pictures: the next document has other pages."""
        self._images.clear()

    def keep_only(self, pages: Sequence[int]) -> None:
        """Drop the pictures of all other pages, and do not draw any more of them."""
        self._wanted = [wish for wish in self._wanted if wish[0] in pages]
        self._images = {page: known for page, known in self._images.items() if page in pages}

    def image(self, page: int) -> QImage | None:
        """Return the best picture of a page that there is, of any width."""
        known = self._images.get(page)
        return known.image if known is not None else None

    def is_fresh(self, page: int, width: int) -> bool:
        """Tell whether the picture of a page is of this document and width."""
        known = self._images.get(page)
        return known is not None and (known.document, known.width) == (self._document, width)

    def want(self, pages: Sequence[int], width: int) -> None:
        """Draw these pages in this order as far as they are not drawn; earlier wishes are off."""
        self._wanted = [(page, width) for page in pages if not self.is_fresh(page, width)]
        self._draw_next()

    def _draw_next(self) -> None:
        if self._is_drawing or not self._wanted or not self._pdf:
            return
        page, width = self._wanted.pop(0)
        self._is_drawing = True
        self._tasks.run(
            draw_sheet,
            self._document,
            self._pdf,
            page,
            width,
            done=self._keep,
            failed=self._give_up,
        )

    def _keep(self, drawn: SheetImage) -> None:
        self._is_drawing = False
        if drawn.document == self._document:
            self._images.pop(drawn.page, None)
            self._images[drawn.page] = drawn
            while len(self._images) > _KEPT:
                del self._images[next(iter(self._images))]
            self.drawn.emit()
        self._draw_next()

    def _give_up(self, fault: Exception) -> None:
        self._is_drawing = False
        raise fault
