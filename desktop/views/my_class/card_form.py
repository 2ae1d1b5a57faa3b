"""The form of a card: the pupil, the parents, since when the pupil is in the class."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.models.cards_board import CardsBoard
from desktop.views.elements import button, label, rule, small, strong
from desktop.views.my_class.card_fields import Field
from desktop.views.my_class.field_grid import FieldGrid
from journal.cards import CARD_FIELDS, FIELD_NAMES, OPTIONAL_FIELDS
from journal.queries.pupil_cards import ParentCard
from journal.reference import PupilName


class ParentBlock(QWidget):
    """One parent with the way to take her out of the card."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__()
        self.heading = strong("")
        # a long name is cut rather than widening the card
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.remove = button("Убрать из карты…", "link")
        self.grid = FieldGrid(fields, "Родитель")
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(rule())
        column.addLayout(head)
        column.addWidget(self.grid)


class CardForm(QScrollArea):
    """Follows the board; passes on what is typed.

    Signals:
        submitted: parent ("" for the pupil), field, text, whether to go on to the next field.
        overtaken: under what is being typed came another value: the field's code and that value.
        removal_wanted: id of a parent.
    """

    submitted = Signal(str, str, str, bool)
    overtaken = Signal(str, str)
    removal_wanted = Signal(str)

    def __init__(self, board: CardsBoard) -> None:
        super().__init__()
        self._board = board
        self._fields: tuple[Sequence[str], Sequence[str]] = ((), ())
        self._pupil = ""
        self.grid = FieldGrid((), "Ученик")
        self.parents: dict[str, ParentBlock] = {}
        self.new_parent = button("Добавить представителя…")
        self._no_parents = small("Законных представителей в карте ещё нет.")
        self._movement, self._off = label("", wraps=True), small("", wraps=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()

    @property
    def grids(self) -> dict[str, FieldGrid]:
        """The fields by whose they are, the pupil's under ""."""
        return {"": self.grid, **{id_: block.grid for id_, block in self.parents.items()}}

    @property
    def touched(self) -> tuple[str, str] | None:
        """Whose field is typed in and not written yet."""
        for whose, grid in self.grids.items():
            if grid.touched:
                return whose, grid.touched
        return None

    @property
    def focused(self) -> tuple[str, str] | None:
        """Whose field the cursor is in."""
        for whose, grid in self.grids.items():
            for field, made in grid.fields.items():
                if made.hasFocus():
                    return whose, field
        return None

    def field(self, whose: str, field: str) -> Field | None:
        """Return a field, ``None`` when it is not there any more."""
        grid = self.grids.get(whose)
        return grid.fields.get(field) if grid is not None else None

    def enter(self, whose: str = "") -> None:
        """Go into the fields of the pupil, or of a parent: the first that is empty, if any is."""
        grid = self.grids.get(whose)
        fields = list(grid.fields.values()) if grid is not None else []
        empty = [made for made in fields if not made.typed] if whose else []
        for made in (*empty, *fields)[:1]:
            made.setFocus()
            self.ensureWidgetVisible(made, 0, 60)

    def show_card(self) -> None:
        """Show the card of the board as it stands."""
        board, card = self._board, self._board.card
        if card is None:
            return
        self._build()
        if board.pupil != self._pupil:
            self._pupil = board.pupil
            self._take_back()
            self.verticalScrollBar().setValue(0)
        self.grid.show_values(board.value, frozenset(CARD_FIELDS), may_write=board.may_write)
        self._show_parents(card.parents)
        self._movement.setText(movement_in_words(card.pupil))
        self.new_parent.setVisible(board.may_write)

    def _lay_out(self) -> None:
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(14, 10, 14, 12)
        self._column.setSpacing(8)
        self._column.addWidget(self.grid)
        self._column.addWidget(self._off)
        self._column.addWidget(rule())
        self._column.addWidget(strong("В классе"))
        self._column.addWidget(self._movement)
        self._parents = QVBoxLayout()
        self._parents.setSpacing(10)
        self._column.addLayout(self._parents)
        self._column.addWidget(self._no_parents)
        self._column.addWidget(self.new_parent, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self.setWidget(body)

    def _build(self) -> None:
        """Make other fields when the school has decided about them."""
        wanted = (tuple(self._board.pupil_fields), tuple(self._board.parent_fields))
        if wanted == self._fields:
            return
        self._fields = wanted
        old, self.grid = self.grid, FieldGrid(wanted[0], "Ученик")
        self._column.replaceWidget(old, self.grid)
        old.deleteLater()
        self._wire(self.grid, "")
        for parent in list(self.parents):
            self._drop(parent)
        off = [FIELD_NAMES[each] for each in OPTIONAL_FIELDS if each not in wanted[0]]
        self._off.setVisible(bool(off))
        self._off.setText(
            f"Школа не ведёт: {', '.join(off)}. Поле включает решение школы с номером и датой."
        )

    def _show_parents(self, parents: Sequence[ParentCard]) -> None:
        ids = [each.id for each in parents]
        for gone in set(self.parents) - set(ids):
            self._drop(gone)
        for place, each in enumerate(parents):
            block = self.parents.get(each.id)
            if block is None:
                block = self.parents[each.id] = ParentBlock(self._fields[1])
                self._wire(block.grid, each.id)
                block.remove.clicked.connect(
                    lambda _=False, id_=each.id: self.removal_wanted.emit(id_)
                )
            if self._parents.indexOf(block) != place:
                self._parents.insertWidget(place, block)
                block.show()
            block.heading.setText(each.title[:1].upper() + each.title[1:])
            block.heading.setToolTip(each.title)
            block.remove.setVisible(self._board.may_write)
            block.remove.setAccessibleName(f"Убрать из карты: {each.title}")
            block.grid.show_values(
                partial(self._board.value, parent=each.id),
                self._board.required,
                may_write=self._board.may_write,
            )
        self._no_parents.setVisible(not parents)
        self.parents = {id_: self.parents[id_] for id_ in ids}
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        chain: list[QWidget] = []
        for whose, grid in self.grids.items():
            chain += grid.fields.values()
            if whose:
                chain.append(self.parents[whose].remove)
        chain.append(self.new_parent)
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def _wire(self, grid: FieldGrid, whose: str) -> None:
        grid.overtaken.connect(self.overtaken)
        grid.submitted.connect(
            lambda field, text, goes_on: self.submitted.emit(whose, field, text, goes_on)
        )

    def _drop(self, parent: str) -> None:
        block = self.parents.pop(parent)
        self._parents.removeWidget(block)
        block.hide()
        block.deleteLater()

    def _take_back(self) -> None:
        for grid in self.grids.values():
            for made in grid.fields.values():
                made.take_back()


def movement_in_words(pupil: PupilName) -> str:
    """Return since when a pupil is in the class, until when, and by which orders."""
    lines = ["с начала учебного года"]
    if pupil.arrived is not None:
        order = _order(pupil.arrival_order, pupil.arrival_order_day)
        lines = [f"с {pupil.arrived:%d.%m.%Y}{order}"]
    if pupil.left is not None:
        order = _order(pupil.leaving_order, pupil.leaving_order_day)
        lines.append(f"выбыл {pupil.left:%d.%m.%Y}{order}")
    return "; ".join(lines)


def _order(number: str, day: date | None) -> str:
    if not number:
        return ", номер приказа не внесён"
    return f", приказ № {number}" + (f" от {day:%d.%m.%Y}" if day is not None else "")
