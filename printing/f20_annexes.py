"""The annexes of the act F-20.

The contested cells; the protocol R-19, every entry with its four times, the centre's verdict and,
where somebody had to decide, who decided; what came after an act that closed the journal of a lost
computer.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from journal.outage_paper import ContestLine, TransferAct, TransferEntry
from printing.booklet import WIDE
from printing.flow import Column, Piece, gap, paragraph, table
from printing.fonts import SERIF, SERIF_BOLD

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


def annexes(document: TransferAct) -> list[Piece]:
    """Return the annexes that there are, numbered from 1."""
    pieces: list[Piece] = []
    number = 1
    if document.contests:
        pieces += _contests(number, document.contests)
        number += 1
    pieces += _protocol(number, document)
    if document.addendum:
        pieces += _addendum(number + 1, document)
    return pieces


def annex_names(document: TransferAct) -> str:
    """Return «1. Список конфликтов; 2. Протокол переноса (R-19), записей: 34»."""
    names = ["Список конфликтов"] if document.contests else []
    names.append(f"Протокол переноса (R-19), записей: {len(document.entries)}")
    if document.addendum:
        names.append(f"Дополнение к акту, записей: {len(document.addendum)}")
    return "; ".join(f"{number}. {name}" for number, name in enumerate(names, 1))


def _contests(number: int, contests: Sequence[ContestLine]) -> list[Piece]:
    rows = [
        (
            str(place),
            line.cell,
            "\n".join(line.versions),
            line.decision or "не решено",
            line.decided_by,
        )
        for place, line in enumerate(contests, 1)
    ]
    return [
        paragraph(f"Приложение {number}. Список конфликтов", WIDE, SERIF_BOLD, 11, with_next=True),
        gap(2),
        *table(_CONTEST_COLUMNS, rows, 8),
        gap(8),
    ]


def _protocol(number: int, document: TransferAct) -> list[Piece]:
    kind = "временных журналов" if document.workplaces else "временного журнала"
    title = f"Приложение {number}. Протокол переноса {kind} (R-19)"
    return _entries(title, f"{document.journal_number}.", document.entries, document.legend)


def _addendum(number: int, document: TransferAct) -> list[Piece]:
    title = f"Приложение {number}. Дополнение к акту № {document.number}"
    about = "Записи, которые поступили после закрытия временного журнала актом."
    return [gap(8), *_entries(title, about, document.addendum, document.legend)]


def _entries(
    title: str, about: str, entries: Sequence[TransferEntry], legend: Sequence[str]
) -> list[Piece]:
    told = (
        f"{about} Время внесения – по часам рабочего места, время принятия – по центральному"
        " серверу."
    )
    signs = {sign for entry in entries for sign in entry.clock.split(", ")}
    odd = "; ".join(line for line in legend if line.partition(" ")[0] in signs)
    told_odd = [paragraph(f"Отметки о часах: {odd}.", WIDE, SERIF, 9, before=3)] if odd else []
    return [
        paragraph(title, WIDE, SERIF_BOLD, 11, with_next=True),
        paragraph(told, WIDE, SERIF, 9, with_next=True),
        gap(2),
        *table(_ENTRY_COLUMNS, [_entry_row(entry) for entry in entries], 7),
        *told_odd,
        paragraph(_counted(entries), WIDE, SERIF, 9, before=3),
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
        "\n".join(part for part in (_exact(entry.recorded_at), entry.clock) if part),
        _exact(entry.accepted_at) if entry.accepted_at else "–",
        "\n".join(outcome),
    )


def _exact(moment: datetime) -> str:
    return f"{moment:%d.%m.%y %H:%M:%S}"
