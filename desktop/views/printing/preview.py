"""The preview: the file as it will lie in the binder, turned spread by spread."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.elements import Card, EmptyState, button, label, pill, set_tone, strong
from desktop.views.printing.paper import Paper, PaperArea
from desktop.views.printing.sheet_images import SheetImages
from printing.rendered import Rendered

_ZOOMS = (("Целиком", 0.0), ("100 %", 1.0), ("125 %", 1.25), ("150 %", 1.5), ("200 %", 2.0))
_PAGE_AT_100 = 560
_WHERE = 150
_SHORT = re.compile("Страниц[аы]")
_SETTLE_MS = 60


class Preview(Card):
    """Shows a rendered document; draws only the pages that are to be seen, and their neighbours."""

    def __init__(self, theme: Theme, tasks: Tasks) -> None:
        super().__init__(margin=1, gap=0)
        self._images = SheetImages(tasks, self)
        self._paper = Paper(theme, self._images)
        self._area = PaperArea(self._paper)
        self._spreads: list[tuple[int, ...]] = []
        self._place = 0
        self._pages = 0
        self._is_narrow = False
        self._title = strong("Предпросмотр")
        self.state = pill("Черновик", "muted")
        self.back = button("‹")
        self.forward = button("›")
        self.zoom = QComboBox()
        self._where = label()
        self._nothing = EmptyState(
            "Нечего показать", "Отметьте слева хотя бы один предмет: здесь появятся его страницы."
        )
        self._stack = QStackedWidget()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._lay_out()
        self._wire()
        self.show_document(None, is_draft=False)

    @property
    def pages(self) -> int:
        """How many pages the document on show has; 0 when there is none."""
        return self._pages

    @property
    def where(self) -> str:
        """What is to be seen: «Страницы 2–3 из 10»."""
        return self._where.text()

    @property
    def is_drawn(self) -> bool:
        """Tell whether every page in view is drawn as sharp as it can be."""
        return not self._settle.isActive() and all(
            self._images.is_fresh(page, self._pixels()) for page in self._spread()
        )

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing is being drawn, not even a page out of view."""
        return self._images.is_idle and not self._settle.isActive()

    def show_document(self, rendered: Rendered | None, *, is_draft: bool | None) -> None:
        """Show a document; one with as many pages as that before stays open where it was.

        ``is_draft`` is ``None`` for a paper that nobody certifies.
        """
        self._stack.setCurrentIndex(0 if rendered is None else 1)
        self.state.setVisible(rendered is not None and is_draft is not None)
        for widget in (self.back, self._where, self.forward, self.zoom):
            widget.setVisible(rendered is not None)
        self.state.setText("Черновик" if is_draft else "Копия для заверения")
        set_tone(self.state, "muted" if is_draft else "good")
        count = rendered.pages if rendered is not None else 0
        if count != self._pages:
            self._images.forget()
            self._pages = count
            self._spreads = _spreads(count)
            # a lone first page says only that it was left empty on purpose
            self._place = min(1, max(len(self._spreads) - 1, 0))
        self._images.show_document(rendered.pdf if rendered is not None else b"")
        self._show()

    def set_narrow(self, is_narrow: bool) -> None:
        """Do with fewer words over the pages."""
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        self._title.setHidden(is_narrow)
        self._where.setMinimumWidth(0 if is_narrow else _WHERE)
        self._show()

    def turn(self, step: int) -> None:
        """Turn some spreads on (or back), not beyond the covers."""
        place = min(max(self._place + step, 0), max(len(self._spreads) - 1, 0))
        if place != self._place:
            self._place = place
            self._area.verticalScrollBar().setValue(0)
            self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle.stop()
        # a picture takes two megabytes; what lies open is there at once when one comes back
        self._images.keep_only(self._spread())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()

    def _lay_out(self) -> None:
        for made, tip in ((self.back, "Назад (PgUp)"), (self.forward, "Вперёд (PgDn)")):
            made.setFixedWidth(34)
            made.setToolTip(tip)
            made.setAccessibleName(tip)
        self.zoom.setToolTip("Масштаб (Ctrl + и Ctrl -)")
        self.zoom.setAccessibleName("Масштаб")
        for words, scale in _ZOOMS:
            self.zoom.addItem(words, scale)
        self._where.setMinimumWidth(_WHERE)
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 9, 12, 9)
        bar.setSpacing(8)
        bar.addWidget(self._title)
        bar.addWidget(self.state)
        bar.addStretch(1)
        for widget in (self.back, self._where, self.forward, self.zoom):
            bar.addWidget(widget)
        holder = QWidget()
        holder.setLayout(bar)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._area)
        self.column.addWidget(holder)
        self.column.addWidget(self._stack, 1)

    def _wire(self) -> None:
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forward.clicked.connect(lambda: self.turn(1))
        self.zoom.currentIndexChanged.connect(self._show)
        self._area.resized.connect(self._fit)
        self._area.turned.connect(self.turn)
        self._settle.timeout.connect(self._show)
        self._images.drawn.connect(self._tell_settling)
        within = Qt.ShortcutContext.WindowShortcut
        for keys, act in (
            ("PgDown", lambda: self.turn(1)),
            ("PgUp", lambda: self.turn(-1)),
            ("Ctrl++", lambda: self._scale(1)),
            ("Ctrl+=", lambda: self._scale(1)),
            ("Ctrl+-", lambda: self._scale(-1)),
        ):
            QShortcut(QKeySequence(keys), self, context=within).activated.connect(act)

    def _fit(self) -> None:
        """Follow the window at once with what is drawn; draw anew when it has come to rest."""
        self._paper.show_pages(self._spread(), self._width())
        self._settle.start()
        self._tell_settling()

    def _tell_settling(self) -> None:
        """Let whoever takes a picture know that the pages are not drawn yet."""
        self.setProperty("settling", self._pages > 0 and not self.is_drawn)

    def _scale(self, step: int) -> None:
        place = self.zoom.currentIndex() + step
        self.zoom.setCurrentIndex(min(max(place, 0), self.zoom.count() - 1))

    def _spread(self) -> tuple[int, ...]:
        return self._spreads[self._place] if self._spreads else ()

    def _width(self) -> int:
        """Return the width of a page on show in device-independent pixels."""
        scale = float(self.zoom.currentData())
        return (
            round(_PAGE_AT_100 * scale) if scale else self._area.room(min(2, max(self._pages, 1)))
        )

    def _pixels(self) -> int:
        return round(self._width() * self.devicePixelRatioF())

    def _show(self) -> None:
        spread = self._spread()
        self.back.setEnabled(self._place > 0)
        self.forward.setEnabled(self._place < len(self._spreads) - 1)
        words = _words(spread, self._pages)
        self._where.setText(_SHORT.sub("Стр.", words) if self._is_narrow else words)
        self._paper.show_pages(spread, self._width())
        ahead = self._spreads[self._place + 1 : self._place + 2]
        self._images.want([*spread, *(page for each in ahead for page in each)], self._pixels())
        self._tell_settling()


def _spreads(pages: int) -> list[tuple[int, ...]]:
    """Return the pages (from 0) that lie open together: the first alone, then two by two."""
    pairs = [tuple(range(start, min(start + 2, pages))) for start in range(1, pages, 2)]
    return [(0,), *pairs] if pages else []


def _words(spread: tuple[int, ...], pages: int) -> str:
    if not spread:
        return ""
    first, last = spread[0] + 1, spread[-1] + 1
    if first == last:
        return f"Страница {first} из {pages}"
    return f"Страницы {first}–{last} из {pages}"
