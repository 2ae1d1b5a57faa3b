"""Which subjects are to be printed, each with the number of its gaps."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem

from desktop.icons import paint_icon
from desktop.models.page_choice import GAPS_ROLE, PageChoice
from desktop.models.rows import Index
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, LIST_ROW, SMALL_TEXT
from desktop.views.elements import Card, button, strong
from desktop.views.printing.lists import SIDE, LineDelegate, PlainList
from journal.queries.transfer_words import plural

_BOX = 15


class PageDelegate(LineDelegate):
    """Draws a tick, the subject and how much is missing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, LIST_ROW)

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        tokens = self.theme.tokens
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        tick = QRectF(box.left() + 0.5, box.center().y() - 7 + 0.5, _BOX - 1, _BOX - 1)
        painter.setPen(QColor(tokens.accent if ticked else tokens.muted))
        painter.setBrush(QColor(tokens.accent if ticked else tokens.surface))
        painter.drawRoundedRect(tick, 3, 3)
        if ticked:
            paint_icon(painter, "check", tick.adjusted(1, 1, -1, -1), tokens.on_accent)
        count = int(index.data(GAPS_ROLE) or 0)
        words = plural(count, "недочёт", "недочёта", "недочётов") if count else "заполнено"
        tone = tokens.waiting if count else tokens.good
        small = self.theme.font(SMALL_TEXT)
        used = self.write(painter, box, words, tone, small, at_end=True)
        title = box.adjusted(_BOX + 9, 0, -used - 10, 0)
        colour = tokens.text if ticked else tokens.muted
        self.write(painter, title, index.data(), colour, self.theme.font(BODY_TEXT))

    def editorEvent(
        self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Tick by a click anywhere on the row, or by the space bar."""
        clicked = event.type() == QEvent.Type.MouseButtonRelease
        if not clicked or cast(QMouseEvent, event).button() != Qt.MouseButton.LeftButton:
            return False
        return toggle(cast(PageChoice, model), index)


class ChoiceCard(Card):
    """The subjects of the class; ``all`` ticks all of them or none."""

    def __init__(self, theme: Theme, pages: PageChoice) -> None:
        super().__init__(margin=1, gap=0)
        self._pages = pages
        self.list = PlainList(pages, PageDelegate(theme), "Предметы", least=4)
        self.all = button("Снять все", "link")
        head = QHBoxLayout()
        head.setContentsMargins(SIDE, 8, SIDE - 6, 4)
        head.addWidget(strong("Предметы"))
        head.addStretch(1)
        head.addWidget(self.all)
        self.column.addLayout(head)
        self.column.addWidget(self.list)
        self.column.addSpacing(6)
        self.list.entered.connect(self._toggle_current)
        self.all.clicked.connect(self._tick)
        pages.chosen_changed.connect(self._name_all)
        pages.modelReset.connect(self._name_all)
        self._name_all()

    def _toggle_current(self) -> None:
        toggle(self._pages, self.list.currentIndex())

    def _tick(self) -> None:
        self._pages.tick_all(self._pages.chosen != self._pages.pages)

    def _name_all(self) -> None:
        every = self._pages.chosen == self._pages.pages
        self.all.setText("Снять все" if every else "Отметить все")
        self.all.setEnabled(bool(self._pages.pages))


def toggle(pages: PageChoice, index: Index) -> bool:
    """Tick a page, or take its tick away."""
    role = Qt.ItemDataRole.CheckStateRole
    ticked = index.data(role) == Qt.CheckState.Checked
    wanted = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
    return pages.setData(index, wanted, role)
