"""F-20 and its annex R-19: the proof that everything written offline has arrived."""

from dataclasses import replace

import pytest

from printing.f20 import render_f20
from printing.qr import SIDE
from printing.rendering import render
from tests.printing.outage_samples import outage_act, transfer_act
from tests.printing.paperwork import assert_golden, page_texts, pdfa_findings, place_of, words


def test_text_of_an_act_is_the_golden_one() -> None:
    assert_golden("f20", render_f20(transfer_act()))


def test_act_tells_interval_due_time_and_totals() -> None:
    act = page_texts(render_f20(transfer_act()))[0]
    flat = " ".join(act.split())
    for shown in (
        "АКТ № 3",
        "Период недоступности: с 23.10.2026 08:31 по 26.10.2026 09:00.",
        "Срок переноса (расчётный): 28.10.2026 23:59.",
        "Фактически перенесено: 26.10.2026 09:02, в срок.",
        "Итого 3 45 6 1 / 1 2 из 2",
        "2. Протокол переноса (R-19), записей: 34.",
        "И.Р. Сафин",
        "Е.П. Смирнова",
    ):
        assert shown in flat


@pytest.mark.parametrize("count", [1, 34, 200])
def test_protocol_lists_every_entry_once_under_a_repeated_head(count: int) -> None:
    act = transfer_act(count)
    pages = page_texts(render_f20(act))
    lines = [line for page in pages[1:] for line in page.splitlines()]
    for entry in act.entries:
        assert sum(line.split()[0] == str(entry.number) for line in lines) == 1
    assert all("Итог, кто решил" in page for page in pages[1:])
    assert f"Всего записей: {count}" in words(render_f20(act))


def test_entry_shows_its_four_times_verdict_and_who_decided() -> None:
    act = transfer_act()
    text = words(render_f20(act))
    assert "23.10.26 08:44:07" in text
    assert "26.10.26 09:02:41" in text
    assert "спорно оставлена отметка 4 Фёдорова О.Н., 26.10.2026 09:20" in text
    assert "ждало решения: четверть закрыта принято Смирнова Е.П., 26.10.2026 10:02" in text


def test_act_of_an_unfinished_transfer_says_so() -> None:
    act = transfer_act(2)
    open_act = replace(
        act,
        moved_at=None,
        in_time=False,
        contests=(),
        outages=(replace(act.outages[0], restored_at=None, declared_by="Сафин И.Р."),),
        rows=(replace(act.rows[0], moved_at=None, in_time=False),),
        entries=(replace(act.entries[0], number=None, accepted_at=None, verdict="не получено"),),
    )
    text = words(render_f20(open_act))
    assert "Фактически перенесено: перенос не завершён." in text
    assert "(окончание неизвестно)" in text
    assert "объявил: Сафин И.Р." in text
    assert "0 из 1" in text
    assert "Приложение 1. Протокол переноса" in text
    assert "Список конфликтов" not in text


def test_late_transfer_is_named_late() -> None:
    late = replace(transfer_act(1), in_time=False)
    assert "26.10.2026 09:02, с нарушением срока." in words(render_f20(late))


def test_act_starts_its_annexes_on_a_page_of_their_own() -> None:
    rendered = render(transfer_act(1))
    assert rendered.pages == 2
    assert rendered.sheets == 1
    assert rendered.form == "F-20"


def test_text_of_an_act_over_a_whole_outage_is_the_golden_one() -> None:
    assert_golden("f20-outage", render_f20(outage_act()))


@pytest.mark.clause("TAL-3.2")
def test_one_act_over_an_outage_has_the_totals_of_each_workplace() -> None:
    rendered = render(outage_act())
    text = words(rendered.pdf)
    for shown in (
        "АКТ № 23.10/1 переноса данных временных журналов",
        "Отключение в школе: 3 временных журнала, итоги по рабочим местам – в таблице.",
        "Срок переноса (последний): 28.10.2026 23:59, осталось 2 рабочих дня.",
        "Получено записей: 61; сколько их всего, не объявлено.",
        "34 / 34",
        "28 / 25",
        "– / 2",
        "конец неизвестен – / 2 – не завершено 0 / 0 по акту № 3",
        "Итого рабочих мест: 3 62 / 61 2 / 2 1 из 3",
    ):
        assert shown in text
    assert rendered.pages == 2
    assert pdfa_findings(rendered.pdf) == []


def test_odd_clocks_are_signed_in_the_protocol_and_explained_below_it() -> None:
    text = words(render_f20(outage_act()))
    assert "Ч1, Ч3" in text
    assert "Отметки о часах: Ч1 – часы рабочего места расходились" in text
    assert "Отметки о часах" not in words(render_f20(transfer_act()))


@pytest.mark.clause("TAL-3.2")
def test_what_came_after_an_act_is_an_annex_of_its_own() -> None:
    text = words(render_f20(outage_act()))
    assert "3. Дополнение к акту, записей: 1." in text
    assert "Приложение 3. Дополнение к акту № 23.10/1" in text
    assert "получено до записи 118, конец неизвестен" in text
    assert text.count(" 6120 ") == 1


def test_without_a_restored_connection_no_time_for_the_transfer_is_counted() -> None:
    act = replace(transfer_act(1), due_at=None, moved_at=None, announced=None, received=1)
    text = words(render_f20(act))
    assert "Срок переноса не исчисляется: связь с рабочим местом не вернулась." in text


def test_the_code_in_the_corner_stands_clear_of_a_long_table() -> None:
    act = outage_act()
    for count in range(4, 11):
        pdf = render_f20(replace(act, workplaces=act.workplaces[:1] * count))
        page = next(
            number for number, text in enumerate(page_texts(pdf)) if "Е.П. Смирнова" in text
        )
        signed = place_of(pdf, page, "Е.П. Смирнова")
        assert signed[3] < place_of(pdf, page, "код для проверки")[1] - SIDE
