"""What is read of cards: what they lack, how they changed, what was typed into them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from journal import pupil_values, values
from journal.act_sections import Cards
from journal.errors import UserError
from journal.ids import derived_id
from journal.kinds import make_key
from journal.log import Draft
from journal.profile import parse_profile, profile_text
from journal.queries.card_history import CardChange, read_card_history
from journal.queries.pupil_cards import (
    PupilCard,
    fields_of_parent,
    fields_of_pupil,
    read_class_cards,
    read_completeness,
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
from journal.services.work import write
from tests.journal.desks import HandClock, new_journal
from tests.journal.test_class_teacher import ANNA, MONDAY, MOTHER, Desk
from tests.small_school import CLASS_1A, CLASS_5A, GROMOV, PETROVA, PUPILS_5A, SCHOOL, SMIRNOVA

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


def lists(desk: Desk, line: Draft) -> None:
    """Write a line of a class list."""
    desk.does(lambda session, wish, work: write(session, work, [wish]), line)


def edits(card: pupil_values.Card, surname: str = "Абрикосова") -> EditCard:
    return EditCard(ANNA, surname, "Анна", "", card)


@pytest.mark.clause("ANC-R.V.6")
@pytest.mark.clause("ANC-R.V.7")
@pytest.mark.clause("ANC-R.V.8")
def test_a_card_says_what_it_lacks_until_a_parent_is_in_it(tmp_path: Path) -> None:
    petrova = Desk(new_journal(tmp_path, profile_text=profile_text("anc")), PETROVA, HandClock())
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


@pytest.mark.clause("MIC-2.1.2")
def test_every_class_says_how_far_its_cards_are_filled(petrova: Desk) -> None:
    petrova.does(edit_card, edits(GIRL))
    petrova.does(set_parent, SetParent(ANNA, MOTHER))
    petrova.does(confirm_card, ConfirmCard(ANNA))
    with petrova.store.reading() as session:
        reference = read_reference(session, SCHOOL)
        first, fifth = read_completeness(session, reference, [CLASS_1A, CLASS_5A], SMIRNOVA)
    assert (first.cards, first.filled, first.without_parent, first.confirmed) == (2, 0, 2, 0)
    assert (fifth.cards, fifth.filled, fifth.without_parent, fifth.confirmed) == (5, 1, 4, 1)
    assert reference.profile.cards.due(2026) == date(2026, 9, 15)
    assert parse_profile('version = 2\ntitle = "А"\n[cards]\nfilled_by = "01.02"').cards.due(
        2026
    ) == date(2027, 2, 1)
    with pytest.raises(ValueError, match="нет в календаре"):
        Cards(filled_by="31.02")


@pytest.mark.clause("NEM-2.9.2a")
def test_whoever_left_keeps_the_card_and_its_history(petrova: Desk) -> None:
    petrova.does(edit_card, edits(GIRL))
    petrova.does(set_parent, SetParent(ANNA, MOTHER))
    key = make_key("pupil.set", CLASS_5A, ANNA)
    gone = values.Pupil(
        "Абрикосова", "Анна", left=MONDAY, leaving_order="40", leaving_order_day=MONDAY
    )
    deputy = petrova.as_user(SMIRNOVA)
    deputy.does(
        lambda session, wish, work: write(session, work, [wish]), Draft("pupil.set", key, gone)
    )
    card = cards(petrova)[ANNA]
    assert (card.value.sex, card.parents[0].value.surname) == ("f", "Абрикосова")
    assert [(each.what, each.after) for each in history(petrova)[:3]] == [
        ("день приказа о выбытии", "05.10.2026"),
        ("приказ о выбытии", "40"),
        ("выбыл", "05.10.2026"),
    ]


def test_cards_begin_with_a_line_of_the_list_that_the_administrator_writes(petrova: Desk) -> None:
    newcomer = derived_id("pupil", "новый")
    line = Draft(
        "pupil.set",
        make_key("pupil.set", CLASS_5A, newcomer),
        values.Pupil("Новиков", "Илья", arrived=MONDAY, arrival_order="12"),
    )
    with pytest.raises(UserError, match="секретарь, администратор"):
        lists(petrova, line)
    wish = EditCard(newcomer, "Новиков", "Илья", "", pupil_values.Card("m"))
    with pytest.raises(UserError, match="нет в списках"):
        petrova.does(edit_card, wish)
    lists(petrova.as_user(GROMOV), line)
    petrova.does(edit_card, wish)
    assert cards(petrova)[newcomer].value.sex == "m"


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


def test_two_guardians_are_told_apart_by_their_surnames(petrova: Desk) -> None:
    for surname in ("Белова", "Чернова"):
        petrova.does(set_parent, SetParent(ANNA, pupil_values.Parent("guardian", surname, "Ольга")))
    named = {change.what for change in history(petrova) if change.field == "name"}
    assert named >= {"опекун Белова: имя", "опекун Чернова: имя"}


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
