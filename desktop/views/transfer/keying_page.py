"""«Ввод с бумаги»: walks a paper sheet of form F-11 in its order, type and Enter (TAL-3.1)."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QListView, QWidget

from desktop.models.cell_words import long_day
from desktop.models.rows import ROW_ROLE, Index
from desktop.models.sheet_board import SheetBoard
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, SMALL_TEXT
from desktop.views.elements import Card, EmptyState, button, label, small, strong, title
from desktop.views.transfer.lists import RowDelegate
from desktop.views.transfer.sheet_table import SheetTable
from journal.queries.paper_sheets import SheetOffer

_LEFT, _GAP, _ROW = 250, 12, 44
_HOW = "Печатайте и нажимайте Enter: программа ведёт по листу сверху вниз. Пустое — просто Enter."


class OfferDelegate(RowDelegate):
    """Draws a sheet: class and day, below how much of it is typed in."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _ROW)

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        offer: SheetOffer = index.data(ROW_ROLE)
        tokens = self.theme.tokens
        first = QRect(box.left(), box.top() + 4, box.width(), 19)
        words = f"{offer.class_title} · {offer.day:%d.%m}"
        self.write(painter, first, words, tokens.text, self.theme.font(BODY_TEXT, bold=True))
        second = QRect(box.left(), box.top() + 23, box.width(), 15)
        is_done = offer.kept == offer.lessons
        kept = "введено" if is_done else f"введено уроков: {offer.kept} из {offer.lessons}"
        colour = tokens.tone("good" if is_done else "waiting")[0]
        self.write(painter, second, kept, colour, self.theme.font(SMALL_TEXT))


class _Offers(QListView):
    """A list that shows whole rows only."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setViewportMargins(0, 0, 0, self.height() % _ROW)


class KeyingPage(QWidget):
    """Sheets on the left, on the right the lessons of the open one and the column to type down.

    Signals:
        told: a sentence and its tone.
    """

    told = Signal(str, str)

    def __init__(self, theme: Theme, board: SheetBoard) -> None:
        super().__init__()
        self._board = board
        if board.parent() is None:
            board.setParent(self)
        self.offers = _Offers()
        self.offers.setModel(board.offers)
        self.offers.setProperty("look", "bare")
        self.offers.setAccessibleName("Листы")
        delegate = OfferDelegate(theme)
        delegate.setParent(self.offers)
        self.offers.setItemDelegate(delegate)
        self.offers.setUniformItemSizes(True)
        self.offers.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.heading = title("")
        self.below = label("", "muted")
        self.sheet = SheetTable(theme, board, self)
        self._lessons = QButtonGroup(self)
        self._bar = QHBoxLayout()
        self._lay_out()
        self._wire()
        self._show()

    def arrive(self) -> None:
        """Take the focus: on the sheet, where the hands are."""
        (self.sheet if self._board.lesson is not None else self.offers).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._board.watch(True)
        self.sheet.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.sheet.typing.finish()
        self._board.watch(False)

    def _lay_out(self) -> None:
        left = Card(margin=1, gap=0)
        head = strong("Листы Ф-11")
        head.setContentsMargins(15, 10, 15, 6)
        left.column.addWidget(head)
        left.column.addWidget(self.offers, 1)
        left.setFixedWidth(_LEFT)
        self._card = Card(margin=1, gap=0)
        top = QHBoxLayout()
        top.setContentsMargins(15, 10, 15, 2)
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.below)
        self._bar.setContentsMargins(15, 4, 15, 8)
        self._bar.setSpacing(8)
        how = small(_HOW)
        how.setContentsMargins(15, 6, 15, 8)
        self._card.column.addLayout(top)
        self._card.column.addLayout(self._bar)
        self._card.column.addWidget(self.sheet, 1)
        self._card.column.addWidget(how)
        self._none = Card()
        self._none.column.addWidget(
            EmptyState(
                "Вводить нечего",
                "Здесь появятся листы ваших уроков за последние три недели. Пустые листы Ф-11"
                " печатают на странице «Перенос».",
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(left)
        row.addWidget(self._card, 1)
        row.addWidget(self._none, 1)

    def _wire(self) -> None:
        self._board.changed.connect(self._show)
        self.offers.selectionModel().currentChanged.connect(self._open)
        self.offers.activated.connect(lambda _: self.sheet.setFocus())
        self._lessons.idClicked.connect(self._turn)
        self.sheet.turned.connect(lambda step: self._turn(self._board.place + step))
        self.sheet.lesson_ended.connect(self._end)

    def _open(self, index: Index) -> None:
        offer: SheetOffer | None = index.data(ROW_ROLE) if index.isValid() else None
        if offer is not None and self.sheet.typing.finish():
            self._board.open(offer)
            self.sheet.begin()

    def _turn(self, place: int) -> None:
        if self.sheet.typing.finish() and self._board.turn(place):
            self.sheet.begin()
            self.sheet.setFocus()

    def _end(self) -> None:
        refusal = self._board.end_lesson()
        if refusal is not None:
            self.told.emit(refusal.words, "bad")
            return
        if self._board.place + 1 < len(self._board.lessons):
            self._turn(self._board.place + 1)
            return
        offer = self._board.offer
        if offer is not None:
            words = f"Лист {offer.class_title} за {offer.day:%d.%m} введён: уроков {offer.lessons}."
            self.told.emit(f"{words} В истории клеток останется «с бумажного листа».", "good")
        self.offers.setFocus()

    def _show(self) -> None:
        offer, lesson = self._board.offer, self._board.lesson
        self._card.setVisible(lesson is not None)
        self._none.setVisible(lesson is None)
        if offer is None or lesson is None:
            return
        self.heading.setText(f"{offer.class_title} · {long_day(offer.day)}")
        self.below.setText(f"записи получат дату листа {offer.day:%d.%m.%Y}")
        self._show_lessons()
        places = [place for place, each in enumerate(self._board.offers.rows()) if each == offer]
        if places and not self.offers.currentIndex().isValid():
            self.offers.setCurrentIndex(self._board.offers.index(places[0]))

    def _show_lessons(self) -> None:
        words = [
            f"{each.slot} урок · {each.subject}{' · введён' if each.called else ''}"
            for each in self._board.lessons
        ]
        buttons = self._lessons.buttons()
        if len(buttons) != len(words):
            for old in buttons:
                self._lessons.removeButton(old)
                self._bar.removeWidget(old)
                old.deleteLater()
            while self._bar.count():
                self._bar.takeAt(0)
            for place in range(len(words)):
                made = button("")
                made.setCheckable(True)
                made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                self._lessons.addButton(made, place)
                self._bar.addWidget(made)
            self._bar.addStretch(1)
        for place, text in enumerate(words):
            self._lessons.button(place).setText(text)
            self._lessons.button(place).setChecked(place == self._board.place)
