"""F-27, the day's list of the absent («рапортичка»): one sheet for the whole school.

Where classes have so many absent that the sheet would not hold them, the letters get smaller, and
then the table goes on over the page.
"""

from collections.abc import Sequence
from typing import Final

from journal.absence_paper import AbsentDay, AbsentGroup, AbsentRow
from printing.booklet import WIDE, Booklet, Sheet, bind
from printing.digest import document_digest
from printing.flow import Column, Piece, flow_sheets, gap, paragraph, table
from printing.fonts import NARROW, SERIF, SERIF_BOLD
from printing.pen import Pen

FORM: Final = "F-27"
ROW: Final = 9.0
"""Least height of a class, mm: 22 of them stand on a sheet."""
NOT_CALLED: Final = "перекличка не проведена"
COLUMNS: Final = (
    Column("Класс", 14, 0.5),
    Column("По списку", 14, 0.5),
    Column("Отсутст-\nвует всего", 18, 0.5),
    Column("по болезни", 16, 0.5),
    Column("по уважи-\nтельной", 18, 0.5),
    Column("без уважит. или причина не установлена", 24, 0.5),
    Column("Фамилия, имя (причина)", 76),
)
_SIZES: Final = (8.0, 7.5, 7.0, 6.5)
_LEGEND: Final = (
    "б – по болезни, уп – по уважительной причине, нп – без уважительной причины, н – причина не"
    " установлена."
)
_NOTHING: Final = "–"
_TIED: Final = "\u00a0"


def render_f27(document: AbsentDay) -> bytes:
    """Return the list as PDF/A-2b."""
    return bind(compose_f27(document))


def compose_f27(document: AbsentDay) -> Booklet:
    """Lay the list out in the largest letters with which it is one page."""
    sheets = next(filter(_is_one_page, (_sheets(document, size) for size in _SIZES)), None)
    return Booklet(
        form=FORM,
        title="Сводка отсутствующих",
        name=f"Сводка отсутствующих обучающихся на {document.day:%d.%m.%Y}",
        right=f"{document.year} учебный год",
        school=document.school,
        imprint=document.imprint,
        digest=document_digest(document),
        sheets=tuple(sheets or _sheets(document, _SIZES[0])),
    )


def _is_one_page(sheets: Sequence[Sheet]) -> bool:
    return len(sheets) == 1


def _sheets(document: AbsentDay, size: float) -> list[Sheet]:
    title = f"Сводка отсутствующих обучающихся на {document.day:%d.%m.%Y}"
    data = f"Данные перекличек {document.lessons}, на {document.as_of:%d.%m.%Y %H:%M}"
    return flow_sheets(
        [
            paragraph(title, WIDE, SERIF_BOLD, 12, align=0.5),
            paragraph(data, WIDE, SERIF, 9, align=0.5, before=0.5),
            gap(2),
            *_table(document.groups, size),
            paragraph(_LEGEND, WIDE, NARROW, 7, before=1),
            _signature(),
        ]
    )


def _table(groups: Sequence[AbsentGroup], size: float) -> list[Piece]:
    """Return the classes with a subtotal behind each group; the head stands once above all."""
    pieces: list[Piece] = []
    for group in groups:
        rows = [_row(row) for row in group.rows]
        totals = _totals(group.title, group.rows) if len(group.rows) > 1 else None
        pieces += table(COLUMNS, rows, size, totals=totals, least=ROW)[1 if pieces else 0 :]
    if len(groups) > 1:
        every = [row for group in groups for row in group.rows]
        pieces += table(COLUMNS, (), size, totals=_totals("Всего", every))[1:]
    return pieces


def _row(row: AbsentRow) -> tuple[str, ...]:
    if not row.is_called:
        nothing = (_NOTHING,) * 4
        return row.class_name, str(row.listed), *nothing, NOT_CALLED
    counts = (row.absent, row.ill, row.valid, row.rest)
    names = ", ".join(name.replace(" ", _TIED) for name in row.names)
    lacks = f"нет переклички: {', '.join(row.uncalled)}" if row.uncalled else ""
    told = "; ".join(filter(None, (names, lacks)))
    return row.class_name, str(row.listed), *map(str, counts), told


def _totals(title: str, rows: Sequence[AbsentRow]) -> tuple[str, ...]:
    waiting = ", ".join(row.class_name for row in rows if not row.is_called)
    return (
        title,
        str(sum(row.listed for row in rows)),
        str(sum(row.absent for row in rows)),
        str(sum(row.ill for row in rows)),
        str(sum(row.valid for row in rows)),
        str(sum(row.rest for row in rows)),
        f"без {waiting}: {NOT_CALLED}" if waiting else "",
    )


def _signature() -> Piece:
    def draw(pen: Pen, y: float) -> None:
        base = y + 8
        pen.text(0, base, "Дежурный администратор", SERIF, 10)
        pen.line(48, base + 0.5, 92, base + 0.5, 0.5)
        pen.text(94, base, "/", SERIF, 10)
        pen.line(96, base + 0.5, 150, base + 0.5, 0.5)
        pen.text(151, base, "/", SERIF, 10)
        pen.text(70, base + 3.4, "(подпись)", NARROW, 6.5, align=0.5)
        pen.text(123, base + 3.4, "(расшифровка)", NARROW, 6.5, align=0.5)

    return Piece(12.0, draw)
