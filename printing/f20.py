"""F-20, the act of transfer: of one temporary journal, or over a whole outage of the school.

An act over a whole outage has the totals of each workplace; the annexes are drawn by
``f20_annexes``.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from journal.outage_paper import (
    OutageSpan,
    TransferAct,
    TransferRow,
    WorkplaceTotal,
)
from printing.booklet import HIGH, WIDE, Booklet, Place, Sheet, bind
from printing.certification import signature_block
from printing.digest import document_digest
from printing.f20_annexes import annex_names, annexes
from printing.flow import Column, Piece, flow_sheets, gap, paragraph, table
from printing.fonts import SERIF, SERIF_BOLD
from printing.pen import Pen
from printing.qr import SIDE, draw_qr, payload

FORM: Final = "F-20"

_ACT_COLUMNS: Final = (
    Column("Класс", 11, 0.5),
    Column("Учитель", 31),
    Column("Уроков", 12, 0.5),
    Column("Отметок", 13, 0.5),
    Column("Пропусков", 15, 0.5),
    Column("Внесено во временный журнал (первая – последняя запись)", 33, 0.5),
    Column("Перенесено (дата, время)", 27, 0.5),
    Column("Конфликтов / решено", 20, 0.5),
    Column("В срок", 18, 0.5),
)
_PLACE_COLUMNS: Final = (
    Column("Рабочее место", 14, 0.5),
    Column("Учитель", 30),
    Column("Временный журнал", 16, 0.5),
    Column("Нет связи (с – по)", 30, 0.5),
    Column("Записей объявлено / получено", 20, 0.5),
    Column("Перенести до", 22, 0.5),
    Column("Перенесено", 22, 0.5),
    Column("Конфл. / решено", 13, 0.5),
    Column("В срок", 13, 0.5),
)


def render_f20(document: TransferAct) -> bytes:
    """Return the act and its annexes as PDF/A-2b."""
    return bind(compose_f20(document))


def compose_f20(document: TransferAct) -> Booklet:
    """Lay out the act; the annexes begin on a page of their own."""
    *act, signed = flow_sheets(_act(document))
    sheets = [*act, _with_qr(signed, document), *flow_sheets(annexes(document))]
    return Booklet(
        form=FORM,
        title=f"Акт {_subject(document)}",
        name=f"Акт № {document.number} {_subject(document)} {document.journal_number}",
        right=f"{document.year} учебный год",
        school=document.school,
        imprint=document.imprint,
        digest=document_digest(document),
        sheets=tuple(sheets),
    )


def _with_qr(sheet: Sheet, document: TransferAct) -> Sheet:
    def draw(pen: Pen, place: Place) -> None:
        sheet.draw(pen, place)
        if document.witness is not None:
            text = payload(FORM, document.imprint.copy_number, document.witness)
            draw_qr(pen, WIDE - SIDE, HIGH - SIDE - 2, text)

    return Sheet(draw)


def _subject(document: TransferAct) -> str:
    which = "временных журналов" if document.workplaces else "временного журнала"
    return f"переноса данных {which}"


def _facts(document: TransferAct) -> list[str]:
    if document.workplaces:
        whose = [
            f"Отключение в школе: {document.journal_number}, итоги по рабочим местам – в таблице."
        ]
    else:
        whose = [
            f"Временный журнал: {document.journal_number}.",
            f"Рабочие места: {', '.join(document.stations)}.",
        ]
    return [
        *whose,
        *(_outage_words(outage) for outage in document.outages),
        _due_words(document),
        _moved_words(document),
        _counts_words(document),
        *document.closed_by,
        *document.remarks,
    ]


def _due_words(document: TransferAct) -> str:
    if document.due_at is None:
        return "Срок переноса не исчисляется: связь с рабочим местом не вернулась."
    left = f", {document.left}" if document.left else ""
    which = "последний" if document.workplaces else "расчётный"
    return f"Срок переноса ({which}): {_moment(document.due_at)}{left}."


def _moved_words(document: TransferAct) -> str:
    if document.moved_at is None:
        return "Фактически перенесено: перенос не завершён."
    verdict = "в срок" if document.in_time else "с нарушением срока"
    return f"Фактически перенесено: {_moment(document.moved_at)}, {verdict}."


def _counts_words(document: TransferAct) -> str:
    if document.announced is None:
        return f"Получено записей: {document.received}; сколько их всего, не объявлено."
    return f"Записей объявлено: {document.announced}, получено: {document.received}."


def _act(document: TransferAct) -> list[Piece]:
    rows = document.rows
    totals = (
        "Итого",
        "",
        str(sum(row.lessons for row in rows)),
        str(sum(row.marks for row in rows)),
        str(sum(row.absences for row in rows)),
        "",
        "",
        f"{sum(row.contested for row in rows)} / {sum(row.settled for row in rows)}",
        f"{sum(row.in_time for row in rows)} из {len(rows)}",
    )
    return [
        paragraph(document.school.full_name, WIDE, SERIF, 10, align=0.5, before=2),
        paragraph(f"АКТ № {document.number}", WIDE, SERIF_BOLD, 13, align=0.5, before=6),
        paragraph(_subject(document), WIDE, SERIF_BOLD, 11, align=0.5, before=1),
        paragraph(f"{document.day:%d.%m.%Y}", WIDE, SERIF, 10, before=3),
        gap(2),
        *(paragraph(fact, WIDE, SERIF, 10, before=1.0) for fact in _facts(document)),
        gap(4),
        *_workplaces(document.workplaces),
        *table(_ACT_COLUMNS, [_act_row(row) for row in rows], 8, totals=totals),
        paragraph(f"Приложения: {annex_names(document)}.", WIDE, SERIF, 10, before=4),
        gap(5),
        _signatures(document),
        gap(SIDE),  # the code stands in the corner, and nothing may run into it
    ]


def _workplaces(places: Sequence[WorkplaceTotal]) -> list[Piece]:
    if not places:
        return []
    known = [place for place in places if place.announced is not None]
    totals = (
        "Итого",
        f"рабочих мест: {len(places)}",
        "",
        "",
        f"{sum(place.announced or 0 for place in known)} / {sum(p.received for p in places)}",
        "",
        "",
        f"{sum(place.contested for place in places)} / {sum(place.settled for place in places)}",
        f"{sum(place.outcome == 'да' for place in places)} из {len(places)}",
    )
    return [
        paragraph("Итоги по рабочим местам", WIDE, SERIF_BOLD, 10, with_next=True),
        gap(1.5),
        *table(_PLACE_COLUMNS, [_place_row(place) for place in places], 8, totals=totals),
        gap(4),
        paragraph("Итоги по классам и учителям", WIDE, SERIF_BOLD, 10, with_next=True),
        gap(1.5),
    ]


def _place_row(place: WorkplaceTotal) -> tuple[str, ...]:
    end = _moment(place.restored_at) if place.restored_at else "конец неизвестен"
    announced = "–" if place.announced is None else str(place.announced)
    return (
        place.workplace,
        place.teacher,
        place.journal,
        f"{_moment(place.lost_at)} –\n{end}",
        f"{announced} / {place.received}",
        _moment(place.due_at) if place.due_at else "–",
        _moment(place.moved_at) if place.moved_at else "не завершено",
        f"{place.contested} / {place.settled}",
        place.outcome,
    )


def _signatures(document: TransferAct) -> Piece:
    first, second = signature_block(document.administrator), signature_block(document.deputy)

    def draw(pen: Pen, y: float) -> None:
        first.draw(pen, y)
        second.draw(pen, y + first.height)

    return Piece(first.height + second.height, draw, with_next=True)


def _outage_words(outage: OutageSpan) -> str:
    end = _moment(outage.restored_at) if outage.restored_at else "(окончание неизвестно)"
    declared = f"; объявил: {outage.declared_by}" if outage.declared_by else ""
    reachable = f"; {outage.reachable}" if outage.reachable else ""
    return (
        f"Период недоступности: с {_moment(outage.lost_at)} по {end}. "
        f"Причина: {outage.cause}{declared}{reachable}."
    )


def _act_row(row: TransferRow) -> tuple[str, ...]:
    first, last = row.first_at, row.last_at
    if first.date() == last.date():
        span = f"{first:%d.%m.%Y}\n{first:%H:%M} – {last:%H:%M}"
    else:
        span = f"{first:%d.%m.%Y %H:%M} –\n{last:%d.%m.%Y %H:%M}"
    return (
        row.class_name,
        row.teacher,
        str(row.lessons),
        str(row.marks),
        str(row.absences),
        span,
        _moment(row.moved_at) if row.moved_at else "не завершено",
        f"{row.contested} / {row.settled}",
        "да" if row.in_time else "нет",
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M}"
