"""F-11: the temporary journal of a class and day, filled and blank."""

from dataclasses import replace

import pytest

from printing.booklet import BLANK_WORDS
from printing.f11 import COLUMNS_A, render_f11
from printing.rendering import render
from tests.printing.outage_samples import temporary_day, temporary_days
from tests.printing.paperwork import (
    assert_golden,
    opened,
    page_texts,
    pdfa_findings,
    place_of,
    ruled_area,
    words,
)


def test_text_of_a_filled_day_is_the_golden_one() -> None:
    assert_golden("f11", render_f11(temporary_day()))


def test_head_names_number_order_day_and_reason() -> None:
    front, back = page_texts(render_f11(temporary_day()))
    for shown in (
        "ВРЕМЕННЫЙ ЖУРНАЛ",
        "утв. приказом от 01.09.2026 № 112",
        "№ 7 / рабочее место 21 / 2026-27",
        "Класс 5А, 23.10.2026, пятница",
        "Причина: нет доступа к ИС «Электронная учительская», с 08:31 до 09:00 26.10",
        "Данные перенесены в ИС: 26.10.2026 09:04, Фёдорова О.Н.",
        "Проверил: заместитель директора",
        "Деление с остатком",
    ):
        assert shown in front
    for shown in ("Гогоберидзе Нино", "опоздала на 10 мин.", "осв", "5 урок", "54"):
        assert shown in back


@pytest.mark.parametrize(
    ("pupils", "lessons", "pages"),
    [(27, 5, 2), (28, 8, 2), (29, 8, 4), (30, 8, 4), (33, 8, 4), (27, 9, 4), (0, 0, 2)],
)
def test_pages_are_even_and_long_lists_go_on(pupils: int, lessons: int, pages: int) -> None:
    rendered = render(temporary_day(pupils, lessons))
    assert rendered.pages == pages
    text = " ".join(page_texts(rendered.pdf))
    for number in range(1, pupils + 1):
        assert str(number) in text
    assert (BLANK_WORDS in text) == (pages == 4 and pupils > 28)


def test_every_page_is_landscape_with_the_geometry_of_the_form() -> None:
    pdf = render_f11(temporary_day(28))
    with opened(pdf) as document:
        assert [page.get_size() for page in document] == [
            pytest.approx((841.9, 595.3), abs=0.1)
        ] * 2
    assert sum(wide for _, wide in COLUMNS_A) == 277
    # front: binding edge on top, block A begins 24 mm below the margin
    assert ruled_area(pdf, 0) == pytest.approx((10, 20 + 24, 287, 20 + 24 + 8 + 88), abs=0.3)
    # back: binding edge at the bottom, outer edge 12 mm and 2 mm in reserve
    assert ruled_area(pdf, 1) == pytest.approx((10, 14 + 12, 287, 14 + 27 + 30 * 4.4), abs=0.3)
    assert place_of(pdf, 1, "Сформировано")[3] < 210 - 5
    assert place_of(pdf, 0, "лист 1")[1] > 5


def test_blank_sheet_keeps_the_class_list_and_lines_to_write_on() -> None:
    day = temporary_day()
    blank = replace(
        day,
        lessons=(),
        pupils=tuple(replace(pupil, cells=(), note="") for pupil in day.pupils),
        since=None,
        until=None,
        approved="",
        moved_at=None,
        moved_by="",
        witness=None,
    )
    text = words(render_f11(blank))
    assert "Абрамов Тимофей" in text
    assert "с ___:___ до ___:___" in text
    assert "утв. приказом от ____________ № ______" in text
    assert text.count("___ урок") == 8
    assert "код для проверки" not in text  # nothing stands there that could be checked


def test_code_of_a_filled_sheet_stands_below_the_signatures() -> None:
    pdf = render_f11(temporary_day())
    signed = place_of(pdf, 0, "Е.П. Смирнова")
    left, top, _, bottom = place_of(pdf, 0, "код для проверки копии")
    assert top > signed[3]
    assert left > 10 + 250
    assert bottom < 20 + 176


def test_ninth_lesson_takes_a_sheet_of_its_own() -> None:
    pages = page_texts(render_f11(temporary_day(10, 9)))
    assert "9 урок" in pages[3]
    assert "Абрамов Тимофей" in pages[1]
    assert "Абрамов Тимофей" in pages[3]


def test_day_refuses_cells_without_a_lesson() -> None:
    day = temporary_day()
    with pytest.raises(ValueError, match="one cell for each lesson"):
        render_f11(replace(day, lessons=day.lessons[:2]))


@pytest.mark.clause("TAL-3.1")
def test_blank_sheets_of_all_classes_of_a_day_are_one_file() -> None:
    rendered = render(temporary_days())
    assert_golden("f11-blank", rendered.pdf)
    pages = page_texts(rendered.pdf)
    assert rendered.pages == 4
    assert ["Класс 5А" in pages[0], "Класс 5Б" in pages[2]] == [True, True]
    assert "Страница 3 из 4" in pages[2]
    assert "отключение электричества, с ___:___ до ___:___" in pages[0]
    assert pdfa_findings(rendered.pdf) == []
