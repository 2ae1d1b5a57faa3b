"""A person in one cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.imports.cells import Unreadable, latin_letters
from journal.imports.full_names import doubtful_surname, read_full_name, sex_of

LATIN = dict(zip("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx", strict=True))

PARTS = st.text("абвгдеёжзиклмнопрсту", min_size=2, max_size=8).map(str.capitalize)
DOUBLE = st.one_of(PARTS, st.tuples(PARTS, PARTS).map("-".join))


@given(DOUBLE, PARTS, st.sampled_from(["", "Ильич", "Петровна", "Ариф оглы"]))
def test_three_columns_or_one_say_the_same(surname: str, name: str, patronymic: str) -> None:
    parts = (surname, name, patronymic)
    for cell in (
        f"{surname} {name} {patronymic}",
        f" {surname},\u00a0{name}  {patronymic} ",
        f"{surname} {name} {patronymic}".upper().replace("ОГЛЫ", "оглы"),
        f"{surname.replace('-', ' - ')} {name} {patronymic}",
    ):
        found = read_full_name(cell)
        assert (found.surname, found.name) == parts[:2]
        assert found.patronymic.casefold() == patronymic.casefold()


@given(DOUBLE, PARTS)
def test_latin_letters_read_as_those_they_look_like(surname: str, name: str) -> None:
    typed = "".join(LATIN.get(letter, letter) for letter in f"{surname} {name}")
    found = read_full_name(typed) if _has_cyrillic(typed) else (surname, name, "")
    assert found[:2] == (surname, name)
    assert bool(latin_letters(typed)) == (typed != f"{surname} {name}")


def _has_cyrillic(text: str) -> bool:
    """Say whether every word of the text has a letter that is Russian beyond doubt."""
    words = text.replace("-", " ").split()
    return all(any("А" <= sign <= "ё" for sign in word) for word in words)


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        ("Иванов", "нужны фамилия и имя"),
        ("Иванов И. И.", "напишите имя и отчество полностью"),
        ("Иванов И.И.", "напишите имя и отчество полностью"),
        ("Белая Роза Анна Мария", "разделите на колонки «Фамилия», «Имя», «Отчество»"),
        ("Smith John", "нужны русские буквы"),
    ],
)
def test_what_is_no_full_name_is_refused_with_advice(cell: str, advice: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_full_name(cell)
    assert refusal.value.advice == advice


def test_a_surname_of_two_words_is_told() -> None:
    assert doubtful_surname("Белая Роза Мария Олеговна") == "Белая Роза"
    assert doubtful_surname("Белая-Роза Мария Олеговна") == ""


def test_a_patronymic_tells_the_sex() -> None:
    assert [sex_of(end) for end in ("Ильич", "Львович", "Ильинична", "Ариф кызы", "")] == [
        "m",
        "m",
        "f",
        "f",
        "",
    ]
