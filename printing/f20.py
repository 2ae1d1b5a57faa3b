"""F-20, the act of transfer of a temporary journal, with its annexes.

Annex 1 lists the contested cells, annex 2 is the protocol R-19: every entry with its four times,
the centre's verdict and, where somebody had to decide, who decided.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from journal.paper import ContestLine, OutageSpan, TransferAct, TransferEntry, TransferRow
from printing.booklet import HIGH, WIDE, Booklet, Place, Sheet, bind
from printing.certification import signature_block
from printing.digest import document_digest
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
_CONTEST_COLUMNS: Final = (
    Column("№", 7, 0.5),
    Column("Ячейка", 55),
    Column("Варианты", 60),
    Column("Решение", 28),
    Column("Кто решил", 30),
)
_ENTRY_COLUMNS: Final = (
    Column("№ записи", 13, 0.5),
    Column("Рабочее место, автор", 26),
    Column("Что записано", 46),
    Column("Дата урока", 11, 0.5),
    Column("Дата работы", 12, 0.5),
    Column("Внесено на рабочем месте", 20, 0.5),
    Column("Принято центральным сервером", 20, 0.5),
    Column("Итог, кто решил", 32),
)


def render_f20(document: TransferAct) -> bytes:
    """Return the act and its annexes as PDF/A-2b."""
    return bind(compose_f20(document))


def compose_f20(document: TransferAct) -> Booklet:
    """Lay out the act; the annexes begin on a page of their own."""
    annexes = [*_contests(document.contests), *_protocol(document)]
    *act, signed = flow_sheets(_act(document))
    sheets = [*act, _with_qr(signed, document), *flow_sheets(annexes)]
    return Booklet(
        form=FORM,
        title="Акт переноса данных временного журнала",
        name=f"Акт № {document.number} переноса данных временного журнала "
        f"{document.journal_number}",
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


def _act(document: TransferAct) -> list[Piece]:
    rows = document.rows
    moved = _moment(document.moved_at) if document.moved_at else "перенос не завершён"
    verdict = "в срок" if document.in_time else "с нарушением срока"
    facts = [
        f"Временный журнал: {document.journal_number}.",
        f"Рабочие места: {', '.join(document.stations)}.",
        *(_outage_words(outage) for outage in document.outages),
        f"Срок переноса (расчётный): {_moment(document.due_at)}.",
        f"Фактически перенесено: {moved}" + (f", {verdict}." if document.moved_at else "."),
        *document.remarks,
    ]
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
    annexes = (["1. Список конфликтов"] if document.contests else []) + [
        f"{2 if document.contests else 1}. Протокол переноса (R-19), "
        f"записей: {len(document.entries)}"
    ]
    return [
        paragraph(document.school.full_name, WIDE, SERIF, 10, align=0.5, before=2),
        paragraph(f"АКТ № {document.number}", WIDE, SERIF_BOLD, 13, align=0.5, before=6),
        paragraph("переноса данных временного журнала", WIDE, SERIF_BOLD, 11, align=0.5, before=1),
        paragraph(f"{document.day:%d.%m.%Y}", WIDE, SERIF, 10, before=3),
        gap(2),
        *(paragraph(fact, WIDE, SERIF, 10, before=1.0) for fact in facts),
        gap(4),
        *table(_ACT_COLUMNS, [_act_row(row) for row in rows], 8, totals=totals),
        paragraph(f"Приложения: {'; '.join(annexes)}.", WIDE, SERIF, 10, before=4),
        gap(5),
        _signatures(document),
    ]


def _signatures(document: TransferAct) -> Piece:
    first, second = signature_block(document.administrator), signature_block(document.deputy)

    def draw(pen: Pen, y: float) -> None:
        first.draw(pen, y)
        second.draw(pen, y + first.height)

    return Piece(first.height + second.height, draw)


def _outage_words(outage: OutageSpan) -> str:
    end = _moment(outage.restored_at) if outage.restored_at else "(окончание неизвестно)"
    declared = f"; объявил: {outage.declared_by}" if outage.declared_by else ""
    return (
        f"Период недоступности: с {_moment(outage.lost_at)} по {end}. "
        f"Причина: {outage.cause}{declared}."
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


def _contests(contests: Sequence[ContestLine]) -> list[Piece]:
    if not contests:
        return []
    rows = [
        (
            str(number),
            line.cell,
            "\n".join(line.versions),
            line.decision or "не решено",
            line.decided_by,
        )
        for number, line in enumerate(contests, 1)
    ]
    return [
        paragraph("Приложение 1. Список конфликтов", WIDE, SERIF_BOLD, 11, with_next=True),
        gap(2),
        *table(_CONTEST_COLUMNS, rows, 8),
        gap(8),
    ]


def _protocol(document: TransferAct) -> list[Piece]:
    number = 2 if document.contests else 1
    title = f"Приложение {number}. Протокол переноса временного журнала (R-19)"
    return [
        paragraph(title, WIDE, SERIF_BOLD, 11, with_next=True),
        paragraph(
            f"{document.journal_number}. Время внесения – по часам рабочего места, время "
            "принятия – по центральному серверу.",
            WIDE,
            SERIF,
            9,
            with_next=True,
        ),
        gap(2),
        *table(_ENTRY_COLUMNS, [_entry_row(entry) for entry in document.entries], 7),
        paragraph(_counted(document.entries), WIDE, SERIF, 9, before=3),
    ]


def _counted(entries: Sequence[TransferEntry]) -> str:
    """Return «Всего записей: 34; принято – 32; спорно – 1.»."""
    verdicts = Counter(entry.verdict for entry in entries)
    parts = "".join(f"; {verdict} – {count}" for verdict, count in verdicts.most_common())
    return f"Всего записей: {len(entries)}{parts}."


def _entry_row(entry: TransferEntry) -> tuple[str, ...]:
    outcome = [entry.verdict]
    if entry.decision:
        outcome.append(entry.decision)
    if entry.decided_by:
        outcome.append(entry.decided_by)
    if entry.remark:
        outcome.append(entry.remark)
    return (
        "–" if entry.number is None else str(entry.number),
        f"{entry.station}\n{entry.author}",
        entry.what,
        f"{entry.lesson_date:%d.%m.%y}" if entry.lesson_date else "–",
        f"{entry.work_date:%d.%m.%y}" if entry.work_date else "–",
        _exact(entry.recorded_at),
        _exact(entry.accepted_at) if entry.accepted_at else "–",
        "\n".join(outcome),
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M}"


def _exact(moment: datetime) -> str:
    return f"{moment:%d.%m.%y %H:%M:%S}"
