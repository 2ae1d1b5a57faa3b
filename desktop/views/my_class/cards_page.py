"""The page «Карточки»: the cards of a class, one of them open, its fields typed in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.cards_board import CardsBoard, GroundNeeded
from desktop.theme import Theme
from desktop.tokens import GAP
from desktop.views.elements import Card, EmptyState, button
from desktop.views.my_class.card_list import CardList
from desktop.views.my_class.card_panel import CardPanel
from desktop.views.my_class.card_questions import FieldsQuestion, ParentQuestion
from desktop.views.my_class.completeness_dialog import CompletenessDialog
from desktop.views.my_class.page import ClassPage
from desktop.views.question import Question
from desktop.views.screen import KeyMeaning
from journal.cards import FIELD_NAMES
from journal.errors import UserError
from journal.reference import SchoolClass

_KEYS = (
    KeyMeaning("Ctrl F", "Найти ученика по нескольким буквам"),
    KeyMeaning("↑ ↓", "По списку; Enter - в карту, Esc - обратно в список"),
    KeyMeaning("Enter", "Записать поле и перейти к следующему; Esc - оставить как было"),
    KeyMeaning("Alt ← →", "Предыдущий, следующий ученик"),
    KeyMeaning("F3", "История карты или поля, в котором курсор"),
    KeyMeaning("Ctrl Enter", "Подтвердить актуальность карты"),
    KeyMeaning("Insert", "Добавить законного представителя"),
)
_LIST_WIDTH, _NARROW_LIST = 372, 296
_NARROW_BELOW = 1000


class CardsPage(ClassPage):
    """Shows the board of the cards and passes on what is typed.

    Signals:
        class_wanted: id of a class to be shown, on the whole screen.
    """

    class_wanted = Signal(str)

    def __init__(self, board: CardsBoard, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Карточки", parent)
        self.board = board
        board.setParent(self)
        self._left = Card(margin=0, gap=0)
        self.list = CardList(theme, board.model)
        self.panel = CardPanel(board)
        self.fields = button("Дополнительные сведения…", "link")
        self.overview = button("По классам…", "link")
        self._stack = QStackedWidget()
        self._lay_out()
        self._wire()

    @property
    def classes(self) -> Sequence[SchoolClass]:
        return self.board.classes

    def show_class(self, class_id: str) -> None:
        self.board.show_class(class_id)

    def open_card(self, pupil: str) -> None:
        """Show the card of a pupil of the class, whatever was looked for."""
        if self.may_leave():
            self.list.bring_up(pupil)
            self.board.show_pupil(pupil)
            self.panel.show_form()
            self._enter()

    def keys(self) -> Sequence[KeyMeaning]:
        return _KEYS

    def arrive(self) -> None:
        self.list.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW_BELOW
        self._left.setFixedWidth(_NARROW_LIST if is_narrow else _LIST_WIDTH)
        self.list.spare_room(is_narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.arrive()  # from a field in which nothing is typed
        else:
            super().keyPressEvent(event)

    def may_leave(self) -> bool:
        touched = self.panel.form.touched
        if touched is None:
            return True
        whose, field = touched
        made = self.panel.form.field(whose, field)
        return made is None or self._write(whose, field, made.typed)

    def _lay_out(self) -> None:
        left = self._left
        left.column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 0, 10, 4)
        for part in (self.overview, self.fields):
            foot.addWidget(part)
        foot.addStretch(1)
        left.column.addLayout(foot)
        self.overview.setVisible(len(self.classes) > 1)
        self.fields.setVisible(self.board.may_switch)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(left)
        row.addWidget(self.panel, 1)
        empty = Card()
        empty.column.addWidget(
            EmptyState(
                "В классе ещё нет учеников",
                "Карты появятся вместе со списком класса: его загружает администратор или секретарь"
                " на экране «Импорт». Если список уже загружен, дождитесь переноса.",
            )
        )
        self._stack.addWidget(whole)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _wire(self) -> None:
        board, form = self.board, self.panel.form
        board.changed.connect(self._show)
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(self._enter)
        form.submitted.connect(self._submit)
        form.overtaken.connect(self._warn)
        form.removal_wanted.connect(self._ask_removal)
        form.new_parent.clicked.connect(self._ask_parent)
        self.panel.confirm.clicked.connect(self._confirm)
        self.panel.turned.connect(self._turned)
        self.panel.ground.returnPressed.connect(self.may_leave)
        self.fields.clicked.connect(self._ask_fields)
        self.overview.clicked.connect(self._show_overview)
        for key, action in (
            ("Ctrl+F", self._search),
            ("Ctrl+Return", self.panel.confirm.click),
            ("F3", self.panel.turn.click),
            ("Insert", self._ask_parent),
            ("Alt+Left", lambda: self.list.step(-1)),
            ("Alt+Right", lambda: self.list.step(1)),
        ):
            made = QAction(self)
            made.setShortcut(QKeySequence(key))
            made.triggered.connect(lambda _checked=False, run=action: run())
            self.addAction(made)

    def _show(self) -> None:
        self._stack.setCurrentIndex(0 if self.board.model.cards else 1)
        self.list.tell_due(self.board.due, self.board.today)
        self.list.show_pupil(self.board.pupil)
        self.panel.show_card()

    def _choose(self, pupil: str) -> None:
        if pupil == self.board.pupil:
            return
        if self.may_leave():
            self.board.show_pupil(pupil)
        else:
            self.list.show_pupil(self.board.pupil)

    def _enter(self) -> None:
        if self.panel.shows_history:
            self.panel.history.table.setFocus()
        else:
            self.panel.form.enter()

    def _turned(self) -> None:
        if not self.panel.shows_history:
            self._enter()

    def _search(self) -> None:
        self.list.search.setFocus()
        self.list.search.selectAll()

    def _submit(self, whose: str, field: str, text: str, goes_on: bool) -> None:
        made = self.panel.form.field(whose, field)
        if made is None or (made.is_touched and not self._write(whose, field, text)):
            return
        if goes_on:
            made.focusNextChild()

    def _write(self, whose: str, field: str, text: str) -> bool:
        """Write a field; return whether it says now what was typed."""
        made = self.panel.form.field(whose, field)
        try:
            self.board.write(field, text, whose)
        except UserError as refusal:
            if made is not None:
                made.refuse()
            self._refuse(refusal)
            return False
        if made is not None:
            made.take_back()  # what is written comes from the journal, in the look it got there
        self.board.refresh()
        return True

    def _warn(self, field: str, value: str) -> None:
        name = FIELD_NAMES[field]
        self.notice.emit(
            f"Пока вы печатали, на другом рабочем месте записали: {name} «{value or 'пусто'}»."
            " Enter запишет ваше поверх, Esc оставит то, что записано.",
            "waiting",
        )

    def _confirm(self) -> None:
        if self.may_leave():
            self._do(self.board.confirm)

    def _ask_parent(self) -> None:
        card = self.board.card
        if card is None or not self.board.may_write or not self.may_leave():
            return
        question = ParentQuestion(card.pupil.listed, self)
        question.named.connect(self._add_parent)
        question.open()

    def _add_parent(self, relation: str, surname: str, name: str, patronymic: str) -> None:
        before = set(self.panel.form.parents)
        self._do(lambda: self.board.add_parent(relation, surname, name, patronymic))
        for added in set(self.panel.form.parents) - before:
            self.panel.form.enter(added)

    def _ask_removal(self, parent: str) -> None:
        card = self.board.card
        found = [each for each in card.parents if each.id == parent] if card is not None else []
        if not found or not self.may_leave():
            return
        words = (
            f"{found[0].title}. Из карты исчезнут и остальные сведения о нём; что в ней стояло,"
            " останется в истории. Ctrl Z вернёт всё, как было."
        )
        question = Question("Убрать из карты", words, "Убрать", self)
        question.accepted.connect(lambda: self._do(lambda: self.board.remove_parent(parent)))
        question.open()

    def _show_overview(self) -> None:
        dialog = CompletenessDialog(self.board.completeness(), self)
        dialog.class_chosen.connect(self.class_wanted)
        dialog.open()

    def _ask_fields(self) -> None:
        question = FieldsQuestion(self.board.switches(), self.board.today, self)
        question.decided.connect(self._switch)
        question.open()

    def _switch(self, field: str, is_on: bool, number: str, day: date) -> None:
        self._do(lambda: self.board.switch(field, number, day, is_on=is_on))

    def _do(self, wish: Callable[[], object]) -> None:
        try:
            wish()
        except UserError as refusal:
            self._refuse(refusal)
        else:
            self.board.refresh()

    def _refuse(self, refusal: UserError) -> None:
        self.notice.emit(str(refusal), "bad")
        if isinstance(refusal, GroundNeeded):
            self.panel.ground.setFocus()
