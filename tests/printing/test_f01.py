"""F-01 on paper: what the deputy director signs."""

from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from journal.paper import Certification, ClosingLine, Signer, TermRegister
from printing.booklet import BLANK_WORDS
from printing.digest import control_code, document_digest
from printing.f01 import render_f01
from printing.f01_right import closing_words
from printing.rendering import render
from tests.printing.paperwork import (
    MM,
    assert_golden,
    assert_picture,
    opened,
    page_texts,
    picture,
    place_of,
    ruled_area,
    words,
)
from tests.printing.samples import (
    ADMINISTRATOR,
    DEPUTY,
    DIRECTOR,
    IMPRINT,
    busy_page,
    draft,
    register,
    term_page,
)


def test_text_of_a_term_copy_is_the_golden_one() -> None:
    assert_golden("f01", render_f01(register()))


def test_text_of_two_subjects_with_further_records_is_the_golden_one() -> None:
    assert_golden("f01-two-subjects", render_f01(register(busy_page(), term_page(24, 38))))


@pytest.mark.parametrize(
    ("document", "pages"),
    [
        (register(), 3),
        (register(seal=True), 4),
        (register(term_page(25, 20)), 5),
        (register(busy_page()), 6),
        (register(busy_page(), term_page(24, 38)), 12),
    ],
    ids=["lone spread", "sealed", "26 slots", "with further records", "two subjects"],
)
def test_page_count(document: TermRegister, pages: int) -> None:
    rendered = render(document)
    assert rendered.pages == pages
    with opened(rendered.pdf) as pdf:
        assert len(pdf) == pages


@pytest.mark.clause("ANC-P4.D.2")
def test_term_copy_shows_list_marks_attendance_topics_homework_and_term_marks() -> None:
    first, left, right = page_texts(render_f01(register()))
    assert BLANK_WORDS in first
    for shown in (
        "Абрамов Тимофей",
        "Фомин Никита",
        "н4",
        "54",
        "I четверть",
        "осв",
        "русский язык",
    ):
        assert shown in left
    for shown in (
        "Стили речи",
        "§ 4, упр. 23",
        "зам.",
        "Петрова А.А.",
        "по плану 25 ч.",
        "дано 24",
    ):
        assert shown in right
    # both sides of the paper: list and lessons face each other in the bound copy
    assert "Страница 2 из 3" in left
    assert "Страница 3 из 3" in right


@pytest.mark.clause("ANC-P4.D.3")
def test_certified_copy_has_a_place_for_signature_its_decoding_and_date() -> None:
    document = register()
    text = words(render_f01(document))
    code = control_code(document_digest(document))
    assert f"контрольная сумма {code}" in text
    assert "Верно. Подлинник – электронный документ в ИС «Электронная учительская»" in text
    assert "учебно-воспитательной работе" in text
    assert "(подпись)" in text
    assert "Е.П. Смирнова" in text
    assert "«____» ______________ 20___ г." in text
    assert "М.П." not in text


@pytest.mark.clause("TAL-4.1c")
def test_director_certifies_with_a_place_for_the_seal() -> None:
    pages = page_texts(render_f01(register(seal=True)))
    assert "М.П." in pages[-1]
    assert "Директор" in pages[-1]
    assert "А.В. Вишневский" in pages[-1]
    # the seal does not fit under the table, so the block has a page that says what it certifies
    assert "Всего страниц: 4, листов при двусторонней печати: 2." in " ".join(pages[-1].split())


def test_block_stands_under_the_last_line_when_it_fits() -> None:
    pdf = render_f01(register())
    left, top, _, _ = place_of(pdf, 2, "Верно")
    assert left == pytest.approx(20, abs=0.5)
    assert top > ruled_area(pdf, 2)[3]
    assert place_of(pdf, 2, "20___ г.")[3] < 12 + 271


def test_prefilled_date_and_agreement_are_printed_where_the_school_wants_them() -> None:
    certification = Certification(
        signer=DEPUTY, seal=False, signed_on=date(2026, 10, 30), agreed=ADMINISTRATOR
    )
    text = words(render_f01(replace(register(), certification=certification)))
    assert "30.10.2026" in text
    assert "Согласовано" in text
    assert "И.Р. Сафин" in text
    assert "20___ г." not in text


def test_copy_for_another_organisation_tells_where_the_original_is() -> None:
    kept = "Подлинник документа находится в МБОУ СОШ № 7 в деле № 05-12 за 2026 год"
    certification = Certification(
        signer=DIRECTOR, seal=True, electronic_original=False, kept_at=kept
    )
    text = words(render_f01(replace(register(), certification=certification)))
    assert kept in text
    assert "Подлинник – электронный документ" not in text


def test_draft_carries_the_watermark_the_reason_and_no_block() -> None:
    pages = page_texts(render_f01(draft(register())))
    for page in pages:
        assert "ЧЕРНОВИК" in page.replace("\n", "")
        assert "заверению не подлежит: 3 записи этой страницы" in page
        assert "Верно" not in page
        assert "журнале печати" not in page
    assert "ЧЕРНОВИК" not in "".join(page_texts(render_f01(register())))


def test_tables_have_the_geometry_of_the_form() -> None:
    pdf = render_f01(register())
    # back side: outer margin left; line 1 and header of 27 mm, 36 rows of 5.9 mm
    assert ruled_area(pdf, 1) == pytest.approx((10, 12 + 8, 190, 12 + 239.4), abs=0.3)
    # front side: binding edge left; line 1 and header of 20 mm, 25 rows of 8.6 mm
    assert ruled_area(pdf, 2) == pytest.approx((20, 12 + 8, 200, 12 + 235), abs=0.3)
    left, top, right, bottom = place_of(pdf, 1, "Абрамов Тимофей")
    assert left == pytest.approx(10 + 7 + 1, abs=0.3)
    assert 12 + 27 < top < bottom < 12 + 27 + 5.9
    assert right < 10 + 7 + 45
    for work, slot in (("АКР", 0), ("СОЧ", 6), ("ДИК", 19)):
        left, top, right, bottom = place_of(pdf, 1, work)
        assert (left + right) / 2 == pytest.approx(10 + 52 + 5.12 * (slot + 0.5), abs=0.25)
        assert 12 + 8 + 10 < top < bottom < 12 + 8 + 19


def test_frame_of_the_page_follows_the_side_of_the_sheet() -> None:
    pdf = render_f01(register(seal=True))
    texts = page_texts(pdf)
    assert ["лист 1" in texts[0], "лист 2" in texts[2]] == [True, True]
    assert not any("лист" in line.split() for line in texts[1].splitlines())
    for page, margin in ((1, 10), (2, 20)):
        assert place_of(pdf, page, "МБОУ СОШ № 7")[0] == pytest.approx(margin, abs=0.3)
        assert place_of(pdf, page, "Сформировано")[1] > 297 - 14
        assert place_of(pdf, page, "МБОУ СОШ № 7")[3] < 12
    assert "Сформировано: 30.10.2026 14:05, ИС «Электронная учительская», версия 0.1.0" in texts[1]
    code = control_code(document_digest(register()))
    assert f"Контрольный код {code}, № 15 в журнале печати" in texts[1]


def test_nothing_is_cut_off_at_the_edges_of_the_paper() -> None:
    pdf = render_f01(register(busy_page(), term_page(24, 38)))
    with opened(pdf) as document:
        for page in document:
            wide, high = page.get_size()
            textpage = page.get_textpage()
            for index in range(textpage.count_chars()):
                left, bottom, right, top = textpage.get_charbox(index)
                assert 5 * MM < left <= right < wide - 5 * MM
                assert 5 * MM < bottom <= top < high - 5 * MM


def test_long_topic_goes_on_in_full_on_the_page_of_further_records() -> None:
    pages = [" ".join(page.split()) for page in page_texts(render_f01(register(busy_page())))]
    assert "см. «Продолжение записей»" in pages[2]
    assert "обсуждение ошибок домашней работы и подготовка к контрольной работе" not in pages[2]
    assert "обсуждение ошибок домашней работы и подготовка к контрольной работе" in pages[5]
    assert "альфа + бета" in pages[5]  # PT has no Greek; the words stand for the letters
    assert "Исправления" in pages[5]


def test_crossed_cells_carry_the_order_of_arrival_or_leaving() -> None:
    left = page_texts(render_f01(register()))[1]
    assert "прибыла 21.09.2026, пр. № 45" in left
    assert "выбыл 19.10.2026, пр. № 61" in left
    assert "—" not in left  # a line is drawn, no sign is written


def test_register_refuses_cells_without_a_slot() -> None:
    page = term_page()
    broken = replace(page, pupils=(replace(page.pupils[0], cells=("5",)),))
    with pytest.raises(ValueError, match="1 cells for 25 slots"):
        render_f01(register(broken))
    with pytest.raises(ValueError, match="at least one page"):
        render_f01(replace(register(), pages=()))


def test_certifier_is_the_one_the_school_names() -> None:
    other = Certification(signer=Signer("Директор школы", "Н.С. Ким"), seal=False)
    text = words(render_f01(replace(register(), certification=other)))
    assert "Директор школы" in text
    assert "Н.С. Ким" in text
    assert "Смирнова Е.П., 22.09" in text  # the footnote stays, the block is another's
    assert "Е.П. Смирнова" not in text


def test_picture_of_the_spread_is_the_golden_one() -> None:
    pdf = render_f01(register())
    halves = [picture(pdf, page, dots=2) for page in (1, 2)]
    spread = Image.new("L", (halves[0].width * 2, halves[0].height), 255)
    spread.paste(halves[0], (0, 0))
    spread.paste(halves[1], (halves[0].width, 0))
    assert_picture("f01", spread)


def test_imprint_differs_but_the_control_code_stays() -> None:
    document = register()
    later = replace(document, imprint=replace(IMPRINT, copy_number="16", version="0.2.0"))
    assert render(document).digest == render(later).digest
    assert render(document).pdf != render(later).pdf


def test_closing_line_tells_the_lag_against_the_lesson_plan() -> None:
    line = ClosingLine(title="За год", planned=170, plan_hours=None, given=168, teacher="О.Н. Ким")
    assert closing_words(line) == "За год: по плану 170 ч., дано 168. Отставание 2 ч."
    planned = replace(line, plan_hours=168, outcome="Программа выполнена")
    assert closing_words(planned) == (
        "За год: по плану 170 ч., по календарно-тематическому плану 168, дано 168. "
        "Программа выполнена."
    )
    unknown = replace(line, planned=None)
    assert closing_words(unknown) == "За год: по плану ___ ч., дано 168."
