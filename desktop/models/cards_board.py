"""The cards of a class: which one is on show, what is typed into it, what it was before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.cards_model import CardsModel
from desktop.workspace import Workspace
from journal import pupil_values
from journal.cards import DOCUMENT_FIELDS, FIELD_NAMES, OPTIONAL_FIELDS
from journal.changes import Changes
from journal.errors import UserError
from journal.queries.card_history import CardChange, read_card_history
from journal.queries.pupil_cards import (
    ClassCompleteness,
    FieldSwitch,
    ParentCard,
    PupilCard,
    fields_of_parent,
    fields_of_pupil,
    read_class_cards,
    read_completeness,
    read_field_switches,
)
from journal.reference import SchoolClass
from journal.rights import (
    KEEP_LISTS,
    Person,
    may_fill_cards,
    may_read_cards,
    may_switch_fields,
)
from journal.services.cards import (
    ConfirmCard,
    EditCard,
    SetParent,
    SwitchField,
    confirm_card,
    edit_card,
    read_field,
    set_parent,
    switch_field,
)

ValueT = TypeVar("ValueT", pupil_values.Card, pupil_values.Parent)

_AFTER_COMMIT_MS = 60
_NAMES = ("surname", "name", "patronymic")


class GroundNeeded(UserError):
    """The local act has changes asked for, and no ground was given."""

    def __init__(self) -> None:
        super().__init__(
            "По локальному акту школы личную карту меняют по запросу: напишите основание внизу"
            " карты и повторите. Решает заместитель директора."
        )


class CardsBoard(QObject):
    """Follows the journal; every wish goes through a service.

    ``ground``: why the next changes are made, in the teacher's words; where the local act has
    changes asked for, it is the reason of the request.

    Signals:
        changed: the cards of the class, or the one on show, are other ones now.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.class_id = ""
        self.pupil = ""
        self.ground = ""
        self.model = CardsModel(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        workspace.committed.connect(self._follow)

    @property
    def classes(self) -> list[SchoolClass]:
        """The classes whose cards the user may see, the own ones first."""
        reference, person = self._workspace.reference, self._person
        return sorted(
            (c for c in reference.classes.values() if may_read_cards(person, c.id) is None),
            key=lambda each: (each.id not in person.class_teacher_of, each.grade, each.letter),
        )

    @property
    def card(self) -> PupilCard | None:
        """The card on show."""
        return next((card for card in self.model.cards if card.pupil.id == self.pupil), None)

    @property
    def may_write(self) -> bool:
        """Whether the user fills the cards of this class."""
        return may_fill_cards(self._person, self.class_id) is None

    @property
    def asks(self) -> bool:
        """Whether the user's changes are requests that the deputy decides over (C-15)."""
        by_request = self._workspace.reference.profile.cards.edit == "change_request"
        return by_request and not self._person.posts & KEEP_LISTS

    @property
    def may_switch(self) -> bool:
        """Whether the user switches further fields on by the school's decision."""
        return may_switch_fields(self._person) is None

    @property
    def today(self) -> date:
        """The school's day."""
        return self._workspace.now.date()

    @property
    def due(self) -> date | None:
        """The last day for filling the cards of the class on show, by the local act."""
        shown = self._workspace.reference.classes.get(self.class_id)
        return self._workspace.reference.profile.cards.due(shown.year) if shown else None

    @property
    def pupil_fields(self) -> Sequence[str]:
        """The fields of a pupil that the school keeps."""
        return fields_of_pupil(self._workspace.reference)

    @property
    def parent_fields(self) -> Sequence[str]:
        """The fields of a parent that the school keeps."""
        return fields_of_parent(self._workspace.reference)

    @property
    def required(self) -> frozenset[str]:
        """The fields that a parent's card must have."""
        return frozenset(self._workspace.reference.profile.cards.parent_required)

    def show_class(self, class_id: str) -> None:
        """Show another class; the first card of it, unless the one on show belongs to it."""
        self.class_id = class_id
        self.refresh()

    def show_pupil(self, pupil: str) -> None:
        """Show another card of the class."""
        if pupil != self.pupil:
            self.pupil, self.ground = pupil, ""
            self.changed.emit()

    def refresh(self) -> None:
        """Read the class again."""
        self._later.stop()
        if self.class_id not in self._workspace.reference.classes:
            return
        cards = self._workspace.read(read_class_cards, self.class_id, self._workspace.user)
        if self.pupil not in [card.pupil.id for card in cards]:
            self.pupil, self.ground = cards[0].pupil.id if cards else "", ""
        self.model.show_cards(cards)
        self.changed.emit()

    def history(self) -> tuple[CardChange, ...]:
        """Return every change of the card on show, the newest first."""
        return self._workspace.read(read_card_history, self.pupil) if self.pupil else ()

    def completeness(self) -> tuple[ClassCompleteness, ...]:
        """Return how far the cards of each class on offer are filled."""
        classes = [each.id for each in self.classes]
        return self._workspace.read(read_completeness, classes, self._workspace.user)

    def switches(self) -> tuple[FieldSwitch, ...]:
        """Return all further fields with what the school has decided."""
        return self._workspace.read(read_field_switches)

    def value(self, field: str, parent: str = "") -> object:
        """Return what stands in a field of the pupil, or of a parent."""
        card = self._shown
        if parent:
            return getattr(self._parent(parent).value, field)
        return getattr(card.pupil if field in _NAMES else card.value, field)

    def write(self, field: str, text: str, parent: str = "") -> bool:
        """Write a field of the pupil, or of a parent; return whether it is another now.

        Raises:
            UserError: the text cannot be what the field holds, or may not be written now.
        """
        self._settle()
        value = read_field(field, text)
        if value == self.value(field, parent):
            return False
        card, name = self._shown, FIELD_NAMES[field]
        if parent:
            changed = msgspec.structs.replace(self._parent(parent).value, **{field: value})
            self._write_parent(changed, parent, f"{card.pupil.listed}, родитель: {name}")
            return True
        names = {each: getattr(card.pupil, each) for each in _NAMES}
        content = self._kept(card.value, self.pupil_fields)
        if field in _NAMES:
            names[field] = str(value or "")
        else:
            content = msgspec.structs.replace(content, **{field: value})
        content = msgspec.structs.replace(content, reason=self._reason())
        wish = EditCard(self.pupil, names["surname"], names["name"], names["patronymic"], content)
        self._workspace.execute(edit_card, wish, f"{card.pupil.listed}: {name}")
        return True

    def add_parent(self, relation: str, surname: str, name: str, patronymic: str) -> None:
        """Add a parent.

        Raises:
            UserError: a name is missing or is none.
        """
        parent = pupil_values.Parent(
            str(read_field("relation", relation)),
            str(read_field("surname", surname)),
            str(read_field("name", name)),
            str(read_field("patronymic", patronymic)),
        )
        self._write_parent(parent, None, f"{self._shown.pupil.listed}: новый родитель")

    def remove_parent(self, parent: str) -> None:
        """Take a parent out of the card; the history keeps what stood there.

        Raises:
            UserError: it may not be done now.
        """
        self._settle()
        known = self._parent(parent)
        removed = msgspec.structs.replace(known.value, removed=True)
        self._write_parent(removed, parent, f"{self._shown.pupil.listed}: родитель убран")

    def confirm(self) -> None:
        """Say that the card on show is true today.

        Raises:
            UserError: the user does not fill this card.
        """
        wish = ConfirmCard(self.pupil)
        self._workspace.execute(confirm_card, wish)

    def switch(self, field: str, number: str, day: date, *, is_on: bool) -> None:
        """Keep a further field by the school's decision, or keep it no longer.

        Raises:
            UserError: the decision has no number.
        """
        self._workspace.execute(switch_field, SwitchField(field, is_on, number, day))

    def _write_parent(self, card: pupil_values.Parent, parent: str | None, words: str) -> None:
        kept = self._kept(card, self.parent_fields)
        wish = SetParent(self.pupil, msgspec.structs.replace(kept, reason=self._reason()), parent)
        self._workspace.execute(set_parent, wish, words)

    def _reason(self) -> str:
        if self.asks and not self.ground.strip():
            raise GroundNeeded
        return self.ground.strip()

    @property
    def _person(self) -> Person:
        return self._workspace.reference.person(self._workspace.user)

    @property
    def _shown(self) -> PupilCard:
        card = self.card
        if card is None:
            raise UserError("Этой карты на этом компьютере больше нет: выберите ученика в списке.")
        return card

    def _parent(self, parent: str) -> ParentCard:
        for each in self._shown.parents:
            if each.id == parent:
                return each
        raise UserError("Этого родителя в карте больше нет: его убрали на другом рабочем месте.")

    @staticmethod
    def _kept(value: ValueT, fields: Sequence[str]) -> ValueT:
        """Return the value without what the school keeps no longer (ANC-R.V.9)."""
        further = {*DOCUMENT_FIELDS, *OPTIONAL_FIELDS} & set(value.__struct_fields__)
        return msgspec.structs.replace(value, **dict.fromkeys(further - set(fields), ""))

    def _settle(self) -> None:
        """Know what the journal knows now: on an older card nothing may be written."""
        if self._later.isActive():
            self.refresh()

    def _follow(self, changes: Changes) -> None:
        # a mark typed in the register is no reason to read a class
        concerns = changes.touches_reference() or any(k.startswith("card:") for k in changes.keys)
        if concerns and self.class_id:
            self._later.start(_AFTER_COMMIT_MS)
