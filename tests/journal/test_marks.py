"""Typing into a cell: forgiving about how, strict about what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.errors import UserError
from journal.marks import (
    MARKS,
    CellInput,
    lesson_marks_fault,
    print_cell,
    read_cell,
    read_term_mark,
    show_cell,
    term_mark_fault,
)

CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбю"
LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."


def read(text: str, *, allow_one: bool = False, graded: bool = True) -> CellInput:
    return read_cell(text, allow_one=allow_one, graded=graded)


def refusal(text: str, *, allow_one: bool = False, graded: bool = True) -> str:
    with pytest.raises(UserError) as caught:
        read(text, allow_one=allow_one, graded=graded)
    return str(caught.value)


def typed_on_latin_keys(text: str) -> str:
    return text.translate(str.maketrans(CYRILLIC, LATIN_KEYS))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("5", ("5",)),
        (" 5 ", ("5",)),
        ("5 4", ("5", "4")),
        ("5/4", ("5", "4")),
        ("54", ("5", "4")),
        ("5,4", ("5", "4")),
        ("5, 4", ("5", "4")),
        ("5.4", ("5", "4")),
        ("5;4", ("5", "4")),
        ("55", ("5", "5")),
        ("зач", ("зач",)),
        ("ЗАЧ", ("зач",)),
        ("Зачёт", ("зач",)),
        ("нз", ("нз",)),
        ("незач", ("нз",)),
        ("незачёт", ("нз",)),
    ],
)
def test_marks_are_read_in_the_order_of_typing(text: str, marks: tuple[str, ...]) -> None:
    assert read(text) == CellInput(marks, "", "")


@pytest.mark.parametrize(
    ("text", "absence", "proposed"),
    [
        ("н", "н", ""),
        ("Н", "н", ""),
        ("нб", "н", ""),
        ("ОТ", "н", ""),
        ("б", "н", "б"),
        ("уп", "н", "уп"),
        ("НП", "н", "нп"),
        ("н б", "н", "б"),
        ("н (уп)", "н", "уп"),
        ("о", "о", ""),
        ("ОП", "о", ""),
        ("осв", "осв", ""),
        ("д", "д", ""),
        ("до", "д", ""),
    ],
)
def test_attendance_is_read_with_the_reason_only_proposed(
    text: str, absence: str, proposed: str
) -> None:
    assert read(text) == CellInput((), absence, proposed)


@pytest.mark.parametrize("text", ["н4", "н/4", "н 4", "Н 4", "4н", "нб4", "y4", "y/4"])
def test_one_cell_takes_absence_and_mark(text: str) -> None:
    assert read(text) == CellInput(("4",), "н", "")


def test_absence_with_a_reason_takes_marks_too() -> None:
    assert read("уп 5 4") == CellInput(("5", "4"), "н", "уп")
    assert read("нзач") == CellInput(("зач",), "н", "")


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_blank_text_clears_the_cell(text: str) -> None:
    assert read(text) == CellInput((), "", "")


@pytest.mark.parametrize(
    "text", ["н", "нб", "б", "уп", "нп", "о", "осв", "зач", "нз", "незач", "н4", "н 5 4", "от"]
)
def test_latin_keys_mean_the_cyrillic_letters_of_the_same_keys(text: str) -> None:
    on_latin_keys = typed_on_latin_keys(text)
    assert read(on_latin_keys) == read(text)
    assert read(on_latin_keys.upper()) == read(text)


def test_shifted_comma_key_is_the_letter_too() -> None:
    assert read("<") == read("б")


def test_comma_after_one_mark_is_refused_because_it_could_mean_two_things() -> None:
    assert "«4,»" in refusal("4,")
    assert read(",4") == CellInput(("4",), "н", "б")


def test_refusal_names_what_was_typed_and_what_is_possible() -> None:
    assert refusal("14") == (
        "Отметки «14» нет: можно 2–5, зач, нз, осв или н, б, уп, нп, о."
    )  # a refusal is read by a person in the middle of a lesson: the words matter


@pytest.mark.parametrize(
    "text",
    ["1", "14", "6", "10", "5+", "5-", "-5", "x", "пять", ".", "/", "5 ы", "4.5.6x", "٥", "²"],
)
def test_what_is_not_a_mark_is_refused_by_name(text: str) -> None:
    assert f"«{text}»" in refusal(text)


def test_one_is_a_mark_only_where_the_school_says_so() -> None:
    assert read("1", allow_one=True) == CellInput(("1",), "", "")
    assert read("14", allow_one=True) == CellInput(("1", "4"), "", "")
    assert "можно 1–5" in refusal("6", allow_one=True)


def test_third_mark_is_refused_with_the_way_out() -> None:
    assert "не больше двух" in refusal("543")
    assert "колонку" in refusal("5 4 3")


def test_two_attendance_codes_are_refused() -> None:
    assert "несколько кодов" in refusal("н о")
    assert "несколько кодов" in refusal("б уп")


@pytest.mark.parametrize("text", ["н/а", "Н/А", "на", "y/f"])
def test_not_attested_belongs_to_a_term_only(text: str) -> None:
    assert "четверть" in refusal(text)


def test_long_text_is_named_by_its_beginning() -> None:
    for text in ("ы" * 5_000, "5" * 5_000, "5 " * 5_000):
        assert len(refusal(text)) < 200


@pytest.mark.clause("MIC-1.2a")
@pytest.mark.parametrize("text", ["5", "5 4", "зач", "нз", "н 4"])
def test_first_grade_takes_no_mark(text: str) -> None:
    assert "Здесь отметки не ставятся" in refusal(text, graded=False)


@pytest.mark.clause("MIC-1.2a")
def test_first_grade_keeps_its_roll_call() -> None:
    assert read("н", graded=False) == CellInput((), "н", "")
    assert read("б", graded=False) == CellInput((), "н", "б")
    assert read("осв", graded=False) == CellInput((), "осв", "")
    assert "здесь можно только" in refusal("ы", graded=False)


@given(st.text(max_size=12), st.booleans(), st.booleans())
def test_any_text_is_read_or_refused_in_words(text: str, allow_one: bool, graded: bool) -> None:
    try:
        cell = read_cell(text, allow_one=allow_one, graded=graded)
    except UserError:
        return  # any other exception would fail here
    assert lesson_marks_fault(cell.marks, allow_one=allow_one, graded=graded) is None
    assert (cell == CellInput((), "", "")) == (not text.strip())


@given(
    st.lists(st.sampled_from(["5", "4", "3", "2", "зач", "нз"]), max_size=2),
    st.sampled_from(
        [("", ""), ("н", ""), ("н", "б"), ("н", "уп"), ("н", "нп"), ("о", ""), ("осв", "")]
    ),
)
def test_shown_cell_can_be_typed_back(marks: list[str], absence: tuple[str, str]) -> None:
    assert read(show_cell(marks, *absence)) == CellInput(tuple(marks), *absence)


def test_cell_on_screen_and_on_paper() -> None:
    assert show_cell(("5", "4"), "") == "5 4"
    assert show_cell(("4",), "н") == "н 4"
    assert show_cell((), "н", "б") == "н (б)"
    assert show_cell((), "н", "б", "уп") == "уп"
    assert print_cell(("5", "4"), "") == "54"
    assert print_cell(("4",), "н") == "н4"
    assert print_cell((), "н", "б") == "б"


def test_centre_refuses_what_a_faulty_station_sends() -> None:
    for marks in (["14"], ["н"], ["осв"], ["н/а"], ["1"], ["5", "4", "3"], [""], ["5 4"]):
        assert lesson_marks_fault(marks, allow_one=False, graded=True)
    for marks in ([], ["5"], ["5", "4"], ["зач"]):
        assert lesson_marks_fault(marks, allow_one=False, graded=True) is None


@pytest.mark.parametrize(
    ("text", "mark"),
    [("5", "5"), (" 2", "2"), ("Зач", "зач"), ("незач", "нз"), ("jcd", "осв"), ("", "")]
    + [(text, "н/а") for text in ("н/а", "Н/А", "на", "н а", "y/f", "yf")],
)
def test_term_mark_is_read(text: str, mark: str) -> None:
    assert read_term_mark(text) == mark


@pytest.mark.parametrize("text", ["1", "54", "н", "6", "б", "4,5"])
def test_what_is_no_term_mark_is_refused_by_name(text: str) -> None:
    with pytest.raises(UserError, match=f"«{text}»"):
        read_term_mark(text)


def test_centre_judges_term_marks_by_the_same_list() -> None:
    assert [mark for mark in MARKS if term_mark_fault(mark)] == ["1"]
    assert term_mark_fault("") is None


@pytest.mark.clause("MIC-1.2a")
def test_first_grade_takes_no_term_mark() -> None:
    assert term_mark_fault("5", graded=False)
    assert term_mark_fault("", graded=False) is None
    with pytest.raises(UserError, match="не ставятся"):
        read_term_mark("5", graded=False)
