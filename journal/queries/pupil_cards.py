"""Cards of the pupils of a class with their parents: what they hold and what they lack."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import kinds, pupil_values
from journal.cards import (
    CARD_FIELDS,
    NO_PARENT,
    OPTIONAL_FIELDS,
    RELATIONS,
    count_required,
    kept_fields,
    missing_fields,
)
from journal.facts_pupils import CardConfirmedRow, CardFieldRow, CardRow, ParentRow
from journal.kinds import make_key
from journal.queries.card_requests import Asked, as_asked, read_asked
from journal.reference import PupilName, Reference, SchoolClass, in_list_order, name_order
from journal.tables import EntryRow, Fact

RowT = TypeVar("RowT", bound=Fact)
ValueT = TypeVar("ValueT", pupil_values.Card, pupil_values.Parent)

_RELATION_ORDER = {relation: place for place, relation in enumerate(RELATIONS)}


@dataclass(frozen=True, slots=True)
class ParentCard:
    """A parent of one pupil; ``missing``: names of the required fields that are not filled."""

    id: str
    value: pupil_values.Parent
    missing: tuple[str, ...]

    @property
    def title(self) -> str:
        """Who it is: «мать, Абрикосова Ольга»."""
        names = " ".join(filter(None, (self.value.surname, self.value.name)))
        return f"{RELATIONS.get(self.value.relation, '')}, {names}"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """On which day somebody found the card true, and who."""

    day: date
    who: str


@dataclass(frozen=True, slots=True)
class PupilCard:
    """A card as its reader works with it: with what she has asked for and nobody decided yet.

    Attributes:
        missing: what is not filled: «пол», «мать: дата рождения», «законный представитель».
        filled, required: how many of how many required fields are filled.
        confirmed: when the card was last found true.
        is_open: something in the card waits for a decision.
    """

    pupil: PupilName
    value: pupil_values.Card
    parents: tuple[ParentCard, ...]
    missing: tuple[str, ...]
    filled: int
    required: int
    confirmed: Confirmation | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class ClassCompleteness:
    """How many of the cards of a class are filled, lack a parent, were found true."""

    school_class: SchoolClass
    cards: int
    filled: int
    without_parent: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class FieldSwitch:
    """A further field of cards and the last decision of the school about it."""

    field: str
    is_on: bool
    number: str
    day: date | None


def read_class_cards(
    session: Session, reference: Reference, class_id: str, user: str
) -> tuple[PupilCard, ...]:
    """Return the cards of a class in the order of its list; those who left keep theirs.

    ``user``: who reads; own requests for changes that wait for a decision are counted in, so that
    the next one is made on top of them. Source: ANC-R.V.5-8, NEM-2.9.2.
    """
    pupils = in_list_order(each for each in reference.pupils.values() if each.class_id == class_id)
    return _read_cards(session, reference, pupils, user)


def read_completeness(
    session: Session, reference: Reference, class_ids: Sequence[str], user: str
) -> tuple[ClassCompleteness, ...]:
    """Return how far the cards of each class are filled, in the order given (ANC-R.V.10).

    Whoever left a class is counted no more.
    """
    wanted = set(class_ids)
    pupils = [
        each for each in reference.pupils.values() if each.class_id in wanted and each.left is None
    ]
    by_class: dict[str, list[PupilCard]] = defaultdict(list)
    for card in _read_cards(session, reference, pupils, user):
        by_class[card.pupil.class_id].append(card)
    return tuple(
        ClassCompleteness(
            reference.classes[class_id],
            len(cards := by_class[class_id]),
            sum(not card.missing for card in cards),
            sum(not card.parents for card in cards),
            sum(card.confirmed is not None for card in cards),
        )
        for class_id in class_ids
    )


def read_field_switches(session: Session, reference: Reference) -> tuple[FieldSwitch, ...]:
    """Return all further fields of cards with what the school has decided (ANC-R.V.9)."""
    rows = {
        row.field: row
        for row in session.scalars(
            select(CardFieldRow).where(CardFieldRow.school == reference.school)
        )
    }
    return tuple(
        FieldSwitch(field, row.is_on, row.number, row.day)
        if (row := rows.get(field)) is not None
        else FieldSwitch(field, False, "", None)
        for field in OPTIONAL_FIELDS
    )


def fields_of_pupil(reference: Reference) -> tuple[str, ...]:
    """Return the fields of a pupil's card that the school keeps, in their order."""
    return ("surname", "name", "patronymic", "sex", "birth_date", *_further(reference))


def fields_of_parent(reference: Reference) -> tuple[str, ...]:
    """Return the fields of a parent's card that the school keeps, in their order (C-14)."""
    kept = kept_fields(reference.profile.cards.parent_required, reference.card_fields)
    documents = tuple(field for field in ("passport", "snils") if field in kept)
    return ("relation", *fields_of_pupil(reference)[:5], *documents, *_further(reference))


def _further(reference: Reference) -> tuple[str, ...]:
    return tuple(field for field in OPTIONAL_FIELDS if field in reference.card_fields)


def _read_cards(
    session: Session, reference: Reference, pupils: Sequence[PupilName], user: str
) -> tuple[PupilCard, ...]:
    ids, school = [each.id for each in pupils], reference.school
    cards = {row.pupil: row for row in _rows(session, CardRow, school, ids)}
    parents: dict[str, list[ParentRow]] = defaultdict(list)
    for row in _rows(session, ParentRow, school, ids):
        parents[row.pupil].append(row)
    confirmed = _confirmations(session, reference, ids)
    asked, waiting = read_asked(session, school, pupils, user)
    return tuple(
        _card(
            reference,
            as_asked(pupil, asked),
            cards,
            parents[pupil.id],
            asked,
            confirmed,
            pupil.id in waiting,
        )
        for pupil in pupils
    )


def _card(
    reference: Reference,
    pupil: PupilName,
    cards: Mapping[str, CardRow],
    parents: Sequence[ParentRow],
    asked: Mapping[str, Asked],
    confirmed: Mapping[str, Confirmation],
    is_open: bool,
) -> PupilCard:
    required = reference.profile.cards.parent_required
    value = asked.get(make_key("card.edit", pupil.id)) or _value(
        cards.get(pupil.id), pupil_values.Card, pupil_values.Card()
    )
    assert isinstance(value, pupil_values.Card)
    known = {row.key: _value(row, pupil_values.Parent, _NOBODY) for row in parents}
    for key, wished in asked.items():
        if isinstance(wished, pupil_values.Parent) and kinds.owner_of(key) == pupil.id:
            known[key] = wished
    shown = sorted(
        (
            ParentCard(kinds.split_key(key)[1]["parent"], parent, _missing(parent, required))
            for key, parent in known.items()
            if not parent.removed
        ),
        key=_parent_order,
    )
    content = {"surname": pupil.surname, "name": pupil.name, **_content(value)}
    missing = list(missing_fields(content, CARD_FIELDS))
    for each in shown:
        missing += [f"{RELATIONS.get(each.value.relation, '')}: {name}" for name in each.missing]
    to_fill = count_required(len(shown), required)
    filled = to_fill - len(missing)
    if not shown:
        missing.append(NO_PARENT)
        filled -= len(required)
    return PupilCard(
        pupil,
        value,
        tuple(shown),
        tuple(missing),
        filled,
        to_fill,
        confirmed.get(pupil.id),
        is_open,
    )


def _parent_order(parent: ParentCard) -> tuple[int, tuple[tuple[int, ...], ...], str]:
    value = parent.value
    names = name_order(value.surname, value.name, value.patronymic)
    return _RELATION_ORDER.get(value.relation, len(_RELATION_ORDER)), names, parent.id


def _missing(parent: pupil_values.Parent, required: Sequence[str]) -> tuple[str, ...]:
    return missing_fields(_content(parent), required)


def _content(value: pupil_values.Card | pupil_values.Parent) -> dict[str, object]:
    return msgspec.structs.asdict(value)


_NOBODY = pupil_values.Parent("other", "", "")


def _value(row: Fact | None, type_: type[ValueT], blank: ValueT) -> ValueT:
    """Return a row as the value that it was folded from."""
    if row is None:
        return blank
    return type_(**{name: getattr(row, name) for name in type_.__struct_fields__})


def _rows(session: Session, row_type: type[RowT], school: str, pupils: Sequence[str]) -> list[RowT]:
    table = row_type.__table__
    query = select(row_type).where(row_type.school == school, table.c.pupil.in_(pupils))
    return list(session.scalars(query.order_by(row_type.key)))


def _confirmations(
    session: Session, reference: Reference, pupils: Sequence[str]
) -> dict[str, Confirmation]:
    rows = session.execute(
        select(CardConfirmedRow.pupil, CardConfirmedRow.day, EntryRow.author)
        .join(
            EntryRow,
            (EntryRow.school == CardConfirmedRow.school) & (EntryRow.id == CardConfirmedRow.entry),
        )
        .where(CardConfirmedRow.school == reference.school, CardConfirmedRow.pupil.in_(pupils))
    )
    found = {}
    for pupil, day, author in rows:
        member = reference.staff.get(author)
        found[pupil] = Confirmation(day, member.short if member is not None else "")
    return found
