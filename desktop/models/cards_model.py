"""The cards of a class as a table: a row per pupil, how much is filled, when it was confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from desktop.models.copies_model import TONE_ROLE
from desktop.models.rows import ROW_ROLE, Index
from desktop.models.word_match import readings, score
from desktop.tokens import Tone
from journal.queries.pupil_cards import PupilCard

NAME, FILLED, CONFIRMED = range(3)
_ROOT = QModelIndex()
_TITLES = ("Фамилия, имя", "Заполнено", "Сверена")
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class CardsModel(QAbstractTableModel):
    """Shows frozen cards, narrowed by a few letters of a name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[PupilCard] = ()
        self._shown: Sequence[PupilCard] = ()
        self._typed = ""
        self._only_lacking = False

    @property
    def cards(self) -> Sequence[PupilCard]:
        """All cards of the class, whatever is on show."""
        return self._all

    def show_cards(self, cards: Sequence[PupilCard]) -> None:
        """Show other cards, or the same ones as they stand now."""
        self._all = cards
        self._narrow()

    def seek(self, typed: str, *, only_lacking: bool) -> None:
        """Show whose name answers, or only those whose cards lack something."""
        self._typed, self._only_lacking = typed, only_lacking
        self._narrow()

    def row_of(self, pupil: str) -> int:
        """Return the row of a pupil, -1 when it is not on show."""
        return next((row for row, card in enumerate(self._shown) if card.pupil.id == pupil), -1)

    def card_at(self, row: int) -> PupilCard | None:
        """Return the card of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(_TITLES):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE if section else _LEFT
        return _TITLES[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractTableModel.CheckIndexOption.IndexIsValid):
            return None
        card, column = self._shown[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _words(card, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return in_words(card) if column == NAME else _words(card, column)
            case Qt.ItemDataRole.ToolTipRole:
                return in_words(card)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _CENTRE if column else _LEFT
        if role == ROW_ROLE:
            return card
        return _tone(card, column) if role == TONE_ROLE else None

    def _narrow(self) -> None:
        meant = readings(self._typed)
        shown = [
            card
            for card in self._all
            if (not self._only_lacking or card.missing)
            and (not meant or score(meant, f"{card.pupil.listed} {card.pupil.patronymic}"))
        ]
        same = [card.pupil.id for card in shown] == [card.pupil.id for card in self._shown]
        if same:
            self._shown = shown
            if shown:
                self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, CONFIRMED))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()


def in_words(card: PupilCard) -> str:
    """Return a line of the list as one sentence."""
    lacks = f"не хватает: {', '.join(card.missing)}" if card.missing else "всё заполнено"
    left = f", {_leaving(card)}" if card.pupil.left is not None else ""
    waits = ", ждёт решения" if card.is_open else ""
    confirmed = "не сверена"
    if card.confirmed is not None:
        confirmed = f"сверена {card.confirmed.day:%d.%m.%Y}"
    return f"{card.pupil.listed}{left}: {lacks}, {confirmed}{waits}"


def _words(card: PupilCard, column: int) -> str:
    if column == NAME:
        left = f" · {_leaving(card)}" if card.pupil.left is not None else ""
        return f"{card.pupil.listed}{left}"
    if column == FILLED:
        sign = " · ?" if card.is_open else ""
        return f"{card.filled} из {card.required}{sign}"
    return f"{card.confirmed.day:%d.%m.%y}" if card.confirmed is not None else "—"


def _leaving(card: PupilCard) -> str:
    return f"выбыл {card.pupil.left:%d.%m}"


def _tone(card: PupilCard, column: int) -> Tone | None:
    if column == NAME and card.pupil.left is not None:
        return "muted"
    if column != FILLED:
        return None
    if card.is_open:
        return "held"
    return "waiting" if card.missing else None
