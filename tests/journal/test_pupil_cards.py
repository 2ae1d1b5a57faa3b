"""What is read of cards: what they lack, how they changed, what was typed into them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from journal import pupil_values
from journal.errors import UserError
from journal.profile import profile_text
from journal.queries.card_history import CardChange, read_card_history
from journal.queries.pupil_cards import (
    PupilCard,
    fields_of_parent,
    fields_of_pupil,
    read_class_cards,
)
from journal.queries.school import read_reference
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
from tests.journal.desks import HandClock, new_journal
from tests.journal.test_class_teacher import ANNA, MONDAY, MOTHER, Desk
from tests.small_school import CLASS_5A, PETROVA, PUPILS_5A, SCHOOL, SMIRNOVA

GIRL = pupil_values.Card("f", date(2015, 3, 2))


@pytest.fixture
def petrova(tmp_path: Path) -> Desk:
    """The class teacher of 5А."""
    clock = HandClock()
    clock.set(2026, 10, 5, 12)
    return Desk(new_journal(tmp_path), PETROVA, clock)


def cards(desk: Desk) -> dict[str, PupilCard]:
    with desk.store.reading() as session:
        reference = read_reference(session, SCHOOL)
        return {
            card.pupil.id: card
            for card in read_class_cards(session, reference, CLASS_5A, desk.user)
        }


def history(desk: Desk, pupil: str = ANNA) -> tuple[CardChange, ...]:
    with desk.store.reading() as session:
        return read_card_history(session, read_reference(session, SCHOOL), pupil)


def edits(card: pupil_values.Card, surname: str = "Абрикосова") -> EditCard:
    return EditCard(ANNA, surname, "Анна", "", card)


@pytest.mark.clause("ANC-R.V.6")
@pytest.mark.clause("ANC-R.V.7")
def test_a_card_says_what_it_lacks_until_a_parent_is_in_it(petrova: Desk) -> None:
    empty = cards(petrova)[ANNA]
    assert empty.missing == ("пол", "дата рождения", "законный представитель")
    assert (empty.filled, empty.required) == (2, 8)
    petrova.does(edit_card, edits(GIRL))
    petrova.does(set_parent, SetParent(ANNA, pupil_values.Parent("mother", "Абрикосова", "Ольга")))
    half = cards(petrova)[ANNA]
    assert half.missing == ("мать: пол", "мать: дата рождения")
    assert (half.filled, half.required) == (6, 8)
    petrova.does(set_parent, SetParent(ANNA, MOTHER, half.parents[0].id))
    assert cards(petrova)[ANNA].missing == ()
    assert [len(card.missing) for card in cards(petrova).values()] == [0, 3, 3, 3, 3]


@pytest.mark.clause("TAL-4.4b")
def test_the_history_says_who_changed_what_from_what_and_why(petrova: Desk) -> None:
    petrova.does(edit_card, edits(GIRL))
    petrova.does(set_parent, SetParent(ANNA, MOTHER))
    married = replace(
        edits(msgspec.structs.replace(GIRL, reason="свидетельство № 4")), surname="Лунина"
    )
    petrova.does(edit_card, married)
    petrova.does(confirm_card, ConfirmCard(ANNA))
    seen = [
        (change.author, change.what, change.before, change.after, change.ground)
        for change in history(petrova)
        if change.what not in ("мать: имя", "мать: пол", "мать: дата рождения")
    ]
    assert seen[:3] == [
        ("Петрова А. А.", "сверка карты", "", "сверена 05.10.2026", ""),
        ("Петрова А. А.", "фамилия", "Абрикосова", "Лунина", "свидетельство № 4"),
        ("Петрова А. А.", "мать: фамилия", "", "Абрикосова", ""),
    ]
    assert history(petrova)[0].status_words == "ждёт переноса"


@pytest.mark.clause("ANC-R.V.9")
def test_a_field_is_there_while_the_decision_stands_and_its_history_stays(petrova: Desk) -> None:
    with petrova.store.reading() as session:
        assert "phone" not in fields_of_pupil(read_reference(session, SCHOOL))
    deputy = petrova.as_user(SMIRNOVA)
    deputy.does(switch_field, SwitchField("phone", True, "14", MONDAY))
    petrova.does(edit_card, edits(msgspec.structs.replace(GIRL, phone="+7 900 000-00-01")))
    deputy.does(switch_field, SwitchField("phone", False, "15", MONDAY))
    with petrova.store.reading() as session:
        reference = read_reference(session, SCHOOL)
    assert "phone" not in (*fields_of_pupil(reference), *fields_of_parent(reference))
    petrova.does(edit_card, edits(GIRL))
    phones = [change for change in history(petrova) if change.field == "phone"]
    assert [(each.before, each.after) for each in phones] == [
        ("+7 900 000-00-01", ""),
        ("", "+7 900 000-00-01"),
    ]
    assert phones[0].ground == "школа больше не ведёт эти сведения"


@pytest.mark.clause("TAL-1.6")
def test_numbers_of_documents_are_masked_in_the_history(tmp_path: Path) -> None:
    clock = HandClock()
    desk = Desk(new_journal(tmp_path, profile_text=profile_text("tal")), PETROVA, clock)
    full = msgspec.structs.replace(MOTHER, passport="0102 345678", snils="11223344595")
    desk.does(set_parent, SetParent(ANNA, full))
    (parent,) = cards(desk)[ANNA].parents
    other = msgspec.structs.replace(full, passport="0302 345678")
    desk.does(set_parent, SetParent(ANNA, other, parent.id))
    shown = {change.what: change.after for change in history(desk)[1:]}
    assert shown["мать: СНИЛС"] == "•••-•••-••• 95"
    assert history(desk)[0].what == "мать: паспортные данные"  # the visible end is the same
    assert not any("345678" in f"{each.before}{each.after}" for each in history(desk))


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("phone", "8 (900) 000 00-01", "+7 900 000-00-01"),
        ("phone", "9000000001", "+7 900 000-00-01"),
        ("phone", "+375 29 000-00-01", "+375 29 000-00-01"),
        ("phone", "2-14-08", "2-14-08"),
        ("birth_date", "3.3.15", date(2015, 3, 3)),
        ("birth_date", "03032015", date(2015, 3, 3)),
        ("birth_date", "3 марта 2015 г.", date(2015, 3, 3)),
        ("birth_date", "", None),
        ("sex", "Ж", "f"),
        ("relation", "опек", "guardian"),
        ("snils", "112-233-445 95", "11223344595"),
        ("surname", "  Cидорова ", "Сидорова"),
        ("email", " a@b.ru", "a@b.ru"),
    ],
)
def test_what_is_typed_is_read_forgivingly(field: str, typed: str, value: object) -> None:
    assert read_field(field, typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("phone", "мамин", "цифр"),
        ("birth_date", "31.02.2015", "такой даты нет"),
        ("sex", "х", "мужской, женский"),
        ("snils", "нет", "11 цифр"),
        ("surname", "Петр0ва", "знака «0»"),
        ("email", "почта", "@"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(field: str, typed: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read_field(field, typed)


def test_nobody_is_born_tomorrow(petrova: Desk) -> None:
    with pytest.raises(UserError, match="ещё не наступила"):
        petrova.does(edit_card, edits(pupil_values.Card("f", date(2026, 10, 6))))
    assert len(cards(petrova)) == len(PUPILS_5A)
