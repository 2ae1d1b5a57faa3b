"""What people type into one cell."""

import re
from datetime import date, datetime, time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from journal.imports.cells import (
    Cell,
    Unreadable,
    plain_text,
    read_hours,
    read_login,
    read_name,
    read_plan_number,
    read_slot,
)
from journal.imports.moments import read_date

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_every_way_of_writing_a_day_gives_that_day(day: date) -> None:
    dotted = f"{day.day:02}.{day.month:02}.{day.year}"
    written: tuple[Cell, ...] = (
        day,
        datetime.combine(day, time()),
        dotted,
        f" \N{NO-BREAK SPACE}{dotted} г. ",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day:02}. {day.month:02}. {day.year}",
        day.isoformat(),
        f"{day.isoformat()} 00:00:00",
    )
    assert {read_date(cell) for cell in written} == {day}


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1900, 2100))
def test_numbers_are_a_day_or_refused_but_never_another_day(
    day: int, month: int, year: int
) -> None:
    text = f"{day:02}.{month:02}.{year}"
    try:
        found = read_date(text)
    except Unreadable:
        found = None
    assert found is None or f"{found:%d.%m.%Y}" == text


@given(st.text(max_size=12))
def test_words_are_no_day_and_the_refusal_shows_the_form(text: str) -> None:
    assume(not any(sign.isdigit() for sign in text))
    with pytest.raises(Unreadable, match=re.escape("ДД.ММ.ГГГГ")):
        read_date(text)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31.02.2014", "такой даты нет"),
        ("завтра", "это не дата"),
        (420.0, "это не дата"),
        (42000.5, "это не дата"),
        ("01.09.1026", "год далёк"),
        (date(1899, 12, 31), "год далёк"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(cell: Cell, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_date(cell)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("  Ёлкина\N{NO-BREAK SPACE}", "Ёлкина"),
        ("Cидopoв", "Сидоров"),
        ("САЛТЫКОВА-ЩЕДРИНА", "Салтыкова-Щедрина"),
        ("иванова", "Иванова"),
        ("Мамед оглы", "Мамед оглы"),
        ("Әминә", "Әминә"),
        ("Зеленои\N{COMBINING BREVE}", "Зеленой"),
    ],
)
def test_names_lose_what_the_keyboard_did_to_them(cell: str, name: str) -> None:
    assert read_name(cell) == name


@pytest.mark.parametrize("cell", ["Smith", "Иванов2", "Иванов (мл)", 5.0, "Poma"])
def test_a_name_with_foreign_signs_is_refused(cell: Cell) -> None:
    with pytest.raises(Unreadable, match="русские буквы"):
        read_name(cell)


def test_a_login_is_lowered_and_a_russian_letter_in_it_is_named() -> None:
    assert read_login(" Petrova.AA ") == "petrova.aa"
    with pytest.raises(Unreadable, match="русская буква «о»"):
        read_login("petr\N{CYRILLIC SMALL LETTER O}va")
    with pytest.raises(Unreadable, match="от 2 до 32"):
        read_login("petrova aa")


def test_numbers_come_as_text_or_as_numbers() -> None:
    assert read_slot(3.0) == read_slot("3") == read_slot("3.") == 3
    assert read_plan_number("170") == 170
    assert read_hours("0,5") == read_hours(0.5) == 0.5
    for cell in ("0", "13", "второй", 1.5):
        with pytest.raises(Unreadable, match="от 1 до 12"):
            read_slot(cell)
    for cell in ("0", "41", "много"):
        with pytest.raises(Unreadable, match="число часов"):
            read_hours(cell)


def test_cells_of_all_types_have_a_text() -> None:
    assert plain_text(12.0) == "12"
    assert plain_text(date(2026, 9, 1)) == "01.09.2026"
    assert plain_text(datetime(2026, 9, 1)) == "01.09.2026"
    assert plain_text(True) == "да"
    assert plain_text("a\u200bb \n c") == "ab c"
