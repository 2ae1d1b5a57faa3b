"""Cards of pupils and parents: filling them, confirming them, switching further fields on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal import pupil_values, values
from journal.cards import (
    FIELD_NAMES,
    OPTIONAL_FIELDS,
    RELATIONS,
    SEXES,
    email_fault,
    phone_fault,
    read_phone,
    read_snils,
    snils_fault,
)
from journal.changes import Changes
from journal.errors import UserError
from journal.ids import new_id
from journal.imports.cells import Unreadable, read_name, read_text
from journal.imports.moments import read_date
from journal.kinds import make_key
from journal.log import Draft
from journal.rights import may_fill_cards
from journal.services.work import Work, write

_UNKNOWN = "Такого ученика нет в списках на этом компьютере."


@dataclass(frozen=True, slots=True)
class EditCard:
    """Write the card of a pupil: the names stand in the class list, the rest in the card."""

    pupil: str
    surname: str
    name: str
    patronymic: str
    card: pupil_values.Card


@dataclass(frozen=True, slots=True)
class SetParent:
    """Write the card of a parent; without ``parent`` another one is added."""

    pupil: str
    card: pupil_values.Parent
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class ConfirmCard:
    """The card was looked at today and is true («Подтвердить актуальность»)."""

    pupil: str


@dataclass(frozen=True, slots=True)
class SwitchField:
    """Keep a further field of cards by the school's decision, or keep it no longer."""

    field: str
    is_on: bool
    number: str
    day: date


def read_field(field: str, text: str) -> str | date | None:
    """Return the value of a card's field from what was typed, forgiving how it was written.

    Names lose Latin look-alikes, «3.3.15» and «03032015» are days, telephone numbers get one look,
    a SNILS may have any signs between its digits.

    Raises:
        UserError: the text cannot be what the field holds.
    """
    text = read_text(text)
    if not text:
        return None if field == "birth_date" else ""
    fault = None
    try:
        match field:
            case "surname" | "name" | "patronymic":
                return read_name(text)
            case "birth_date":
                is_bare = len(text) == 8 and text.isdecimal()
                return read_date(f"{text[:2]}.{text[2:4]}.{text[4:]}" if is_bare else text)
            case "sex":
                return _code_of(SEXES, text)
            case "relation":
                return _code_of(RELATIONS, text)
            case "phone":
                fault, text = phone_fault(text), read_phone(text)
            case "email":
                fault = email_fault(text)
            case "snils":
                text = read_snils(text)
                fault = snils_fault(text or "?")
    except Unreadable as reason:
        raise UserError(f"{FIELD_NAMES[field].capitalize()}: {reason}.") from reason
    if fault is not None:
        raise UserError(fault)
    return text


def edit_card(session: Session, command: EditCard, work: Work) -> Changes:
    """Write names and card of a pupil (TAL-4.4b, ANC-R.V.5-6).

    Raises:
        UserError: no right, a field that the school does not keep, or a card without its names.
    """
    known = work.reference.pupils.get(command.pupil)
    if known is None:
        raise UserError(_UNKNOWN)
    _check_right(command.pupil, work)
    if not (command.surname.strip() and command.name.strip()):
        raise UserError("Укажите фамилию и имя ученика.")
    _check_birth(command.card, work)
    listed = values.Pupil(
        command.surname.strip(),
        command.name.strip(),
        command.patronymic.strip(),
        known.arrived,
        known.left,
        tuple(sorted(known.groups)),
        known.arrival_order,
        known.arrival_order_day,
        known.leaving_order,
        known.leaving_order_day,
        command.card.reason,
    )
    drafts = [Draft("card.edit", make_key("card.edit", command.pupil), command.card)]
    if (listed.surname, listed.name, listed.patronymic) != (
        known.surname,
        known.name,
        known.patronymic,
    ):
        key = make_key("pupil.set", known.class_id, command.pupil)
        drafts.append(Draft("pupil.set", key, listed))
    return write(session, work, drafts)


def set_parent(session: Session, command: SetParent, work: Work) -> Changes:
    """Write the card of a parent (TAL-1.6, ANC-R.V.7-9).

    Raises:
        UserError: no right, a field that the school does not keep, or a number that is wrong.
    """
    if command.pupil not in work.reference.pupils:
        raise UserError(_UNKNOWN)
    _check_right(command.pupil, work)
    _check_birth(command.card, work)
    key = make_key("parent.set", command.pupil, command.parent or new_id())
    return write(session, work, [Draft("parent.set", key, command.card)])


def confirm_card(session: Session, command: ConfirmCard, work: Work) -> Changes:
    """Say that a card is true today (AMU-2.8.2b, MIC-3.3.2)."""
    _check_right(command.pupil, work)
    key = make_key("card.confirm", command.pupil)
    return write(
        session, work, [Draft("card.confirm", key, pupil_values.CardConfirmed(work.today))]
    )


def switch_field(session: Session, command: SwitchField, work: Work) -> Changes:
    """Switch a further field of cards by number and date of the school's decision (ANC-R.V.9).

    Raises:
        UserError: no right, no such field, or a decision without a number.
    """
    if command.field not in OPTIONAL_FIELDS:
        raise UserError("Такого поля в личных картах нет.")
    key = make_key("card.field", "", command.field)
    value = pupil_values.CardField(command.is_on, command.number.strip(), command.day)
    return write(session, work, [Draft("card.field", key, value)])


def _check_right(pupil: str, work: Work) -> None:
    known = work.reference.pupils.get(pupil)
    class_id = known.class_id if known is not None else ""
    refusal = may_fill_cards(work.reference.person(work.user), class_id)
    if refusal is not None:
        raise UserError(refusal)


def _check_birth(card: pupil_values.Card | pupil_values.Parent, work: Work) -> None:
    if card.birth_date is not None and card.birth_date > work.today:
        raise UserError("Дата рождения ещё не наступила: проверьте год.")


def _code_of(words: Mapping[str, str], text: str) -> str:
    """Return the code of a word or of its beginning: «жен» and «Ж» are «женский»."""
    for code, word in words.items():
        if text == code or word.startswith(text.casefold()):
            return code
    raise Unreadable("выберите из списка", ", ".join(words.values()))
