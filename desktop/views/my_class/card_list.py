"""The list of a class's cards: looked for by a few letters, walked through by arrows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.models.cards_model import CONFIRMED, FILLED, NAME, CardsModel
from desktop.models.copies_model import TONE_ROLE
from desktop.models.rows import Index
from desktop.theme import Theme
from desktop.views.elements import button, rule, set_tone, small
from desktop.views.my_class.read_only import make_read_only
from desktop.views.register.cell_field import ENTERS

_WIDTHS = {FILLED: 84, CONFIRMED: 72}


class CardList(QWidget):
    """A field to look for, the table, and how many cards are whole.

    Signals:
        chosen: id of the pupil whose line is the current one.
        entered: Enter was pressed on a line.
    """

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme, model: CardsModel) -> None:
        super().__init__()
        self._model = model
        self._pupil = ""
        self._due: date | None = None
        self._is_late = False
        self.search = _Search()
        self.lacking = button("Не заполнено")
        self.lacking.setCheckable(True)
        self.lacking.setToolTip("Показать только карты, в которых чего-то не хватает")
        self.table = _Table(theme, model)
        self._nobody = small("Никого не найдено: сотрите часть букв (Esc).", wraps=True)
        self.total = small()
        self._lay_out()
        self.search.textEdited.connect(self._seek)
        self.search.cleared.connect(self._clear)
        self.search.went_down.connect(self.table.setFocus)
        self.lacking.toggled.connect(self._seek)
        self.table.entered_by_key.connect(self.entered)
        self.table.doubleClicked.connect(lambda _: self.entered.emit())
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        model.modelReset.connect(self._come_back)
        model.dataChanged.connect(self._count)

    def show_pupil(self, pupil: str) -> None:
        """Make the line of a pupil the current one, if it is on show."""
        self._pupil = pupil
        row = self._model.row_of(pupil)
        if row >= 0 and row != self.table.currentIndex().row():
            self.table.selectRow(row)
        self._count()

    def bring_up(self, pupil: str) -> None:
        """Show a pupil whatever was looked for before."""
        if self._model.row_of(pupil) < 0:
            self.lacking.setChecked(False)
            self._clear()
        self.show_pupil(pupil)

    def tell_due(self, due: date | None, today: date) -> None:
        """Say until when the cards are filled, and when that day has passed."""
        self._due, self._is_late = due, due is not None and due < today
        self._count()

    def spare_room(self, is_narrow: bool) -> None:
        """Leave out what the card itself says too."""
        self.table.setColumnHidden(CONFIRMED, is_narrow)

    def step(self, rows: int) -> None:
        """Go to another line."""
        row = self.table.currentIndex().row() + rows
        if 0 <= row < self._model.rowCount():
            self.table.selectRow(row)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self.lacking)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        self._nobody.setContentsMargins(14, 10, 14, 10)
        self._nobody.hide()
        column.addWidget(self._nobody)
        column.addWidget(self.table, 1)
        column.addWidget(rule())
        self.total.setContentsMargins(14, 6, 14, 6)
        column.addWidget(self.total)

    def _seek(self) -> None:
        self._model.seek(self.search.text(), only_lacking=self.lacking.isChecked())
        if self._model.row_of(self._pupil) < 0 and self._model.rowCount():
            self.table.selectRow(0)

    def _clear(self) -> None:
        self.search.clear()
        self._seek()

    def _choose(self, current: Index) -> None:
        card = self._model.card_at(current.row())
        if card is not None:
            self._pupil = card.pupil.id
            self.chosen.emit(card.pupil.id)

    def _come_back(self) -> None:
        has_any = self._model.rowCount() > 0
        self._nobody.setVisible(not has_any and bool(self._model.cards))
        self.show_pupil(self._pupil)

    def _count(self) -> None:
        cards = [card for card in self._model.cards if card.pupil.left is None]
        whole = sum(not card.missing for card in cards)
        words, is_whole = f"Заполнено карт: {whole} из {len(cards)}", whole == len(cards)
        if self._due is not None and not is_whole:
            words += f" · срок {self._due:%d.%m}{' прошёл' if self._is_late else ''}"
        self.total.setText(words)
        set_tone(self.total, "bad" if self._is_late and not is_whole else None)


class _Search(QLineEdit):
    """Esc empties it, ↓ and Enter go to what was found."""

    cleared = Signal()
    went_down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Найти ученика · Ctrl F")
        self.setAccessibleName("Найти ученика")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cleared.emit()
        elif event.key() == Qt.Key.Key_Down or event.key() in ENTERS:
            self.went_down.emit()
        else:
            super().keyPressEvent(event)


class _Table(QTableView):
    """Keeps the current line in sight whatever becomes of the room."""

    entered_by_key = Signal()

    def __init__(self, theme: Theme, model: CardsModel) -> None:
        super().__init__()
        self.setModel(model)
        make_read_only(self, theme, _ToneDelegate(theme, self), "Карты учеников класса")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTERS and plain:
            self.entered_by_key.emit()
        else:
            super().keyPressEvent(event)


class _ToneDelegate(QStyledItemDelegate):
    """Colours the words that the model gives a tone to."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tone = index.data(TONE_ROLE)
        if tone is None:
            return
        colour, _ = self._theme.tokens.tone(tone)
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setBrush(role, QBrush(QColor(colour)))  # type: ignore[attr-defined]
