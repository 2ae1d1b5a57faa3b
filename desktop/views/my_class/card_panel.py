"""The card of one pupil: what it lacks, when it was confirmed, its fields or its history."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.cards_board import CardsBoard
from desktop.tokens import GAP
from desktop.views.elements import (
    Card,
    button,
    label,
    pill,
    rule,
    set_tone,
    small,
    title,
)
from desktop.views.my_class.card_form import CardForm
from desktop.views.my_class.card_history import CardHistory
from journal.queries.pupil_cards import PupilCard

_FORM, _HISTORY = range(2)
_MOST_OPEN = 3
_LONGEST_GROUND = 200


class CardPanel(Card):
    """Follows the board; ``form`` and ``history`` share one place, ``notice`` says what waits.

    Signals:
        turned: the form or the history came to the front.
    """

    turned = Signal()

    def __init__(self, board: CardsBoard) -> None:
        super().__init__(margin=0, gap=0)
        self._board = board
        self.form, self.history = CardForm(board), CardHistory()
        self._name, self._state, self._confirmed = title(""), small("", wraps=True), small()
        self._name.setWordWrap(True)
        self._reads = pill("Только просмотр", "muted")
        self.notice = label("", "warning", wraps=True)
        self.confirm = button("Подтвердить актуальность", "primary")
        self.confirm.setToolTip("Карта просмотрена и верна · Ctrl Enter")
        self.turn = button("История")
        self.turn.setCheckable(True)
        self.turn.setToolTip("История карты или поля, в котором курсор · F3")
        self.ground = QLineEdit()
        self.ground.setMaxLength(_LONGEST_GROUND)
        self.ground.setAccessibleName("Основание изменений")
        self._foot = QWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self.turn.clicked.connect(self._turn)
        self.history.left.connect(self.show_form)
        self.ground.textEdited.connect(self._take_ground)

    @property
    def shows_history(self) -> bool:
        """Whether the history is in front."""
        return self._stack.currentIndex() == _HISTORY

    def show_card(self) -> None:
        """Show the card of the board as it stands."""
        board, card = self._board, self._board.card
        if card is None:
            return
        names = (card.pupil.surname, card.pupil.name, card.pupil.patronymic)
        self._name.setText(" ".join(filter(None, names)))
        self._state.setText(_state(card))
        self._confirmed.setText(_confirmed(card))
        set_tone(self._state, "waiting" if card.missing else None)
        self._reads.setVisible(not board.may_write)
        self.confirm.setVisible(board.may_write)
        is_fresh = card.confirmed is not None and card.confirmed.day == board.today
        self.confirm.setEnabled(not is_fresh)
        self.confirm.setText("Сверена сегодня" if is_fresh else "Подтвердить актуальность")
        self._tell_open(card)
        if self.ground.text() != board.ground:
            self.ground.setText(board.ground)
        self._foot.setVisible(board.may_write)
        self.ground.setPlaceholderText(
            "обязательно: документ или заявление; изменение примет заместитель директора"
            if board.asks
            else "если есть: свидетельство, заявление родителя"
        )
        self.form.show_card()
        if self.shows_history:
            self.history.show_changes(board.history())

    def show_history(self) -> None:
        """Show the history, that of the field in which the cursor is."""
        focused = self.form.focused
        self.history.show_changes(self._board.history())
        if focused is not None:
            self.history.choose(*focused)
        else:
            self.history.choose_all()
        self._stack.setCurrentIndex(_HISTORY)
        self.turn.setChecked(True)
        self.history.table.setFocus()
        self.turned.emit()

    def show_form(self) -> None:
        """Show the fields."""
        self._stack.setCurrentIndex(_FORM)
        self.turn.setChecked(False)
        self.turned.emit()

    def _lay_out(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(2)
        for line in (self._name, self._state, self._confirmed):
            told.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addLayout(told, 1)
        for part in (self._reads, self.turn, self.confirm):
            row.addWidget(part)
        head = QVBoxLayout()
        head.setContentsMargins(14, 10, 14, 10)
        head.setSpacing(10)
        head.addLayout(row)
        head.addWidget(self.notice)
        self.column.addLayout(head)
        self.column.addWidget(rule())
        self._stack.addWidget(self.form)
        self._stack.addWidget(self.history)
        self.column.addWidget(self._stack, 1)
        ground = QHBoxLayout()
        ground.setContentsMargins(14, 8, 14, 8)
        ground.setSpacing(GAP)
        ground.addWidget(label("Основание"))
        ground.addWidget(self.ground, 1)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(rule())
        foot.addLayout(ground)
        self.column.addWidget(self._foot)

    def _turn(self) -> None:
        if self.shows_history:
            self.show_form()
        else:
            self.show_history()

    def _take_ground(self, text: str) -> None:
        self._board.ground = text

    def _tell_open(self, card: PupilCard) -> None:
        """Say which changes of this card wait for a decision, and both values of each."""
        self.notice.setVisible(card.is_open)
        if not card.is_open:
            return
        waiting = [
            f"{change.what} «{change.before or 'пусто'}» → «{change.after or 'пусто'}»"
            f" ({change.author}, {change.status_words})"
            for change in self._board.history()
            if change.status in ("contested", "held")
        ]
        rest = f" и ещё {len(waiting) - _MOST_OPEN}" if len(waiting) > _MOST_OPEN else ""
        self.notice.setText(
            f"Решает заместитель директора: {'; '.join(waiting[:_MOST_OPEN])}{rest}."
        )


def _state(card: PupilCard) -> str:
    if not card.missing:
        return "Обязательные сведения заполнены"
    own = [each for each in card.missing if ": " not in each]
    of_parents: dict[str, list[str]] = {}
    for each in card.missing:
        whose, colon, name = each.partition(": ")
        if colon:
            of_parents.setdefault(whose, []).append(name)
    told = [", ".join(own)] if own else []
    told += [f"{whose} - {', '.join(names)}" for whose, names in of_parents.items()]
    return f"Заполнено {card.filled} из {card.required}. Нет: {'; '.join(told)}"


def _confirmed(card: PupilCard) -> str:
    if card.confirmed is None:
        return "Карту ещё не сверяли"
    return f"Сверена {card.confirmed.day:%d.%m.%Y}: {card.confirmed.who}"
