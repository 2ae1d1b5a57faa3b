"""Classes, posts, weekdays and other words of a school."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.imports import school_words as words
from journal.imports.cells import Cell, Unreadable

LATIN = dict(zip("АВСЕНКМОРТХУ", "ABCEHKMOPTXY", strict=True))


@given(
    st.integers(1, 11),
    st.sampled_from("АБВГДЕЖЗИКЛМНОП"),
    st.sampled_from(
        ["{}{}", "{} {}", "{}-{}", "{}–{}", "{}«{}»", '{} "{}"', "{}{} класс", " {}{}"]
    ),
    st.booleans(),
    st.booleans(),
)
def test_a_class_reads_the_same_however_it_is_written(
    grade: int, letter: str, pattern: str, small: bool, latin: bool
) -> None:
    typed = LATIN.get(letter, letter) if latin else letter
    cell = pattern.format(grade, typed.lower() if small else typed)
    assert words.read_class_name(cell) == f"{grade}{letter}"


@given(st.from_regex(r"\s?[1-9]1?[ -]?[А-Яа-яA-Z]{0,3}\s?(класс)?", fullmatch=True))
def test_a_class_once_read_reads_as_itself(text: str) -> None:
    with suppress(Unreadable):
        name = words.read_class_name(text)
        assert words.read_class_name(name) == name


@pytest.mark.parametrize("cell", ["0А", "12А", "А5", "5F", "пятый", "", date(2026, 5, 1)])
def test_what_is_no_class_is_refused(cell: Cell) -> None:
    with pytest.raises(Unreadable):
        words.read_class_name(cell)


def test_a_school_with_one_class_a_grade_needs_no_letter() -> None:
    assert words.read_class_name(9.0) == "9"


@pytest.mark.clause("ANC-R.VIII.3")
@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("учитель", ("teacher",)),
        ("Учитель русского языка, литературы", ("teacher",)),
        ("заместитель директора по УВР", ("deputy",)),
        ("зам. директора", ("deputy",)),
        ("Директор", ("director",)),
        ("учитель информатики; администратор журнала", ("teacher", "administrator")),
        ("делопроизводитель", ("secretary",)),
        ("учитель, классный руководитель", ("teacher",)),
    ],
)
def test_posts_become_roles(cell: str, codes: tuple[str, ...]) -> None:
    assert words.read_posts(cell) == codes


@pytest.mark.parametrize("cell", ["сторож", "классный руководитель", "сторож, учитель"])
def test_a_post_without_a_role_is_refused_with_those_that_have_one(cell: str) -> None:
    with pytest.raises(Unreadable, match="заместитель директора"):
        words.read_posts(cell)


def test_grades_are_a_range_and_a_date_made_of_it_is_explained() -> None:
    assert words.read_grades("1-9") == words.read_grades("1 – 9 классы") == (1, 9)
    assert words.read_grades(5.0) == (5, 5)
    with pytest.raises(Unreadable, match="1-9 классы"):
        words.read_grades(date(2026, 9, 1))
    for cell in ("9-1", "1-12", "все"):
        with pytest.raises(Unreadable):
            words.read_grades(cell)


def test_weekdays_sexes_and_kinds_of_days() -> None:
    assert {words.read_weekday(cell) for cell in ("Вторник", "вт", "Вт.", 2.0)} == {2}
    assert [words.read_sex(cell) for cell in ("М", "жен.", "мальчик")] == ["m", "f", "m"]
    assert words.read_day_kind("Сокращённый день") == "short"
    with pytest.raises(Unreadable, match="понедельника"):
        words.read_weekday("воскресенье")
    with pytest.raises(Unreadable, match="«м» или «ж»"):
        words.read_sex("?")
    with pytest.raises(Unreadable, match="выходной"):
        words.read_day_kind("субботник")


def test_groups_are_named_shortly_and_the_whole_class_is_none() -> None:
    assert {
        words.read_group(cell) for cell in ("1", 1.0, "1 группа", "гр. 1", "Подгруппа № 1")
    } == {"1"}
    assert words.read_group("мальчики") == "мальчики"
    assert words.read_group("Весь класс") == ""
    assert words.read_group_choices("Английский язык: 1;  Труд: гр. 2;") == (
        ("Английский язык", "1"),
        ("Труд", "2"),
    )
    with pytest.raises(Unreadable, match="нужен вид"):
        words.read_group_choices("Английский язык")


def test_a_work_type_is_named_by_its_code_or_in_full() -> None:
    assert words.read_work_type("кр") == words.read_work_type("Контрольная работа") == "КР"
    with pytest.raises(Unreadable, match="ДИК"):
        words.read_work_type("забег")


def test_the_local_act_is_named() -> None:
    assert words.read_profile("Общий") == "general"
    assert words.read_profile("TAL") == "tal"
    with pytest.raises(Unreadable):
        words.read_profile("свой")
