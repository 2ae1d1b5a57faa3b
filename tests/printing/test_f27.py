"""F-27: the day's list of the absent, on one sheet for a whole school."""

from dataclasses import replace

from printing.f27 import COLUMNS, NOT_CALLED, render_f27
from printing.rendering import render
from tests.printing.absence_samples import absent_day
from tests.printing.paperwork import (
    assert_golden,
    assert_picture,
    page_texts,
    picture,
    place_of,
    words,
)


def test_the_list_of_a_school_is_the_golden_sheet() -> None:
    rendered = render(absent_day())
    assert_golden("f27", rendered.pdf)
    assert_picture("f27", picture(rendered.pdf, 0, dots=2))
    assert (rendered.form, rendered.pages) == ("F-27", 1)
    assert sum(column.width for column in COLUMNS) == 180
    assert place_of(rendered.pdf, 0, "Дежурный администратор")[3] < 12 + 271


def test_a_class_without_a_roll_call_says_so_and_counts_nowhere() -> None:
    day = absent_day()
    text = words(render_f27(day))
    assert f"7Б 25 – – – – {NOT_CALLED}" in text
    called = [row for group in day.groups for row in group.rows if row.is_called]
    total = sum(row.absent for row in called)
    ill, valid = sum(row.ill for row in called), sum(row.valid for row in called)
    assert f"Всего 550 {total} {ill} {valid} {total - ill - valid} без 7Б" in text
    assert text.count(f"без 7Б: {NOT_CALLED}") == 2


def test_one_class_has_a_sheet_without_totals() -> None:
    day = absent_day()
    group = day.groups[1]
    own = replace(day, groups=(replace(group, rows=group.rows[:1]),))
    text = words(render_f27(own))
    assert "Всего" not in text
    assert "5–9" not in text
    assert "5А 27" in text


def test_an_epidemic_takes_smaller_letters_and_then_a_second_page() -> None:
    assert render(absent_day(6)).pages == 1
    pages = page_texts(render_f27(absent_day(24)))
    assert len(pages) == 2
    assert all("Фамилия, имя (причина)" in page for page in pages)
