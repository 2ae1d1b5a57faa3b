"""The right page of F-01: what was taught, homework, remarks, the line that ends a term."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from journal.paper import ClosingLine, LessonRow, LessonSlot, Slot, SubjectPage, TermSlot
from printing.booklet import WIDE
from printing.fonts import NARROW, NARROW_BOLD, SERIF, SERIF_BOLD, width
from printing.pen import FRAME, PT, Pen
from printing.spreads import SLOTS, Right
from printing.text import fit, shrink, wrap

LINE_1: Final = 8.0
HEADER: Final = 12.0
ROW: Final = 8.6
COLUMNS: Final = (
    ("№\nурока", 8.0),
    ("Число\nи месяц", 14.0),
    ("Что пройдено на уроке (тема, вид работы)", 90.0),
    ("Домашнее задание", 52.0),
    ("Отметка о\nзамене,\nпримечание", 16.0),
)
GRID_TOP: Final = LINE_1 + HEADER
BOTTOM: Final = GRID_TOP + SLOTS * ROW
"""Where the table ends, mm below the usable area's upper edge."""

_SIZES: Final = ((8.0, 2), (7.0, 2), (6.0, 3))
_NOTE_SIZES: Final = ((7.0, 2), (6.0, 3))
_PAD: Final = 1.0
_CONTINUED: Final = "… см. «Продолжение записей»"


def edges() -> tuple[float, ...]:
    """Return the x of every vertical line of the table, mm."""
    places = [0.0]
    for _, wide in COLUMNS:
        places.append(places[-1] + wide)
    return tuple(places)


_EDGES: Final = edges()


def overflows(page: SubjectPage) -> Iterator[tuple[date, LessonRow]]:
    """Yield the lessons with a text too long for its row even at 6 pt, with their days.

    They are printed in full on «Продолжение записей».
    """
    for slot in page.slots:
        if isinstance(slot, LessonSlot) and slot.row is not None:
            row = slot.row
            texts = ((2, row.topic), (3, row.homework), (4, row.note))
            if any(len(_fitted(text, column)[1]) > 3 for column, text in texts):
                yield slot.day, row


def draw_right(pen: Pen, leaf: Right) -> None:
    """Draw one right page."""
    page = leaf.page
    label = "Фамилия, имя, отчество учителя: "
    pen.text(0, 5.2, label, SERIF, 10)
    x = width(label, SERIF, 10) * PT
    pen.text(x, 5.2, page.teacher, SERIF_BOLD, shrink(page.teacher, SERIF_BOLD, 10, WIDE - x, 6))
    slots = [page.slots[index] for index in leaf.slots]
    _draw_grid(pen, slots)
    for index, slot in enumerate(slots):
        top = GRID_TOP + index * ROW
        if isinstance(slot, TermSlot):
            if slot.closing is not None:
                _draw_closing(pen, top, slot.closing)
        elif slot.row is None:
            pen.middle((_EDGES[1] + _EDGES[2]) / 2, top, ROW, _day(slot), NARROW, 8, 0.5)
            further = f"колонка «{slot.letter}»" if slot.letter else "ещё одна колонка"
            words = f"{further} того же урока"
            pen.middle(_EDGES[2] + _PAD, top, ROW, words, NARROW, 7)
        else:
            row = slot.row
            pen.middle(_EDGES[1] / 2, top, ROW, str(row.number), NARROW, 8, 0.5)
            pen.middle((_EDGES[1] + _EDGES[2]) / 2, top, ROW, _day(slot), NARROW, 8, 0.5)
            for column, text in ((2, row.topic), (3, row.homework), (4, row.note)):
                if text:
                    size, lines = _cell(text, column)
                    x = _EDGES[column] + _PAD
                    pen.block(x, top, ROW, lines, NARROW, size, leading=1.12)


def closing_words(closing: ClosingLine) -> str:
    """Return the line that ends a term or a year, up to the signature.

    A lag is told against the calendar-thematic plan, or the curriculum where there is none.
    """
    planned = "___" if closing.planned is None else str(closing.planned)
    words = f"{closing.title}: по плану {planned} ч."
    due = closing.planned
    if closing.plan_hours is not None:
        due = closing.plan_hours
        words += f", по календарно-тематическому плану {due}"
    words += f", дано {closing.given}."
    if due is not None and due > closing.given:
        reason = f" ({closing.lag_reason})." if closing.lag_reason else ""
        words += f" Отставание {due - closing.given} ч.{reason}"
    if closing.outcome:
        words += f" {closing.outcome.rstrip('.')}."
    return words


def _draw_closing(pen: Pen, top: float, closing: ClosingLine) -> None:
    sign = f"Учитель _________________ /{closing.teacher}/".replace(" ", "\u00a0")
    size, lines = fit(
        f"{closing_words(closing)} {sign}",
        NARROW_BOLD,
        WIDE - 2 * _PAD,
        ((8.0, 2), (7.0, 2), (6.0, 3), (5.0, 3)),
    )
    pen.block(_PAD, top, ROW, lines, NARROW_BOLD, size, leading=1.2)


def _day(slot: LessonSlot) -> str:
    return f"{slot.day:%d.%m}"


def _fitted(text: str, column: int) -> tuple[float, tuple[str, ...]]:
    sizes = _NOTE_SIZES if column == 4 else _SIZES
    return fit(text, NARROW, COLUMNS[column][1] - 2 * _PAD, sizes)


def _cell(text: str, column: int) -> tuple[float, tuple[str, ...]]:
    """Return (size, lines) of a text in its row, with a reference when it goes on elsewhere."""
    size, lines = _fitted(text, column)
    if len(lines) <= 3:
        return size, lines
    reference = wrap(_CONTINUED, NARROW, size, COLUMNS[column][1] - 2 * _PAD)
    return size, (*lines[: 3 - len(reference)], *reference)


def _draw_grid(pen: Pen, slots: list[Slot]) -> None:
    pen.fill(0, LINE_1, WIDE, HEADER)
    for index, (title, wide) in enumerate(COLUMNS):
        size = 6.5 if wide < 20 else 8.0
        centre = _EDGES[index] + wide / 2
        pen.block(centre, LINE_1, HEADER, title.split("\n"), NARROW_BOLD, size, 0.5)
    pen.lines((0.0, GRID_TOP + row * ROW, WIDE, GRID_TOP + row * ROW) for row in range(1, SLOTS))
    # the line that ends a term crosses all columns
    for x in _EDGES[1:-1]:
        start = LINE_1
        for index, slot in enumerate(slots):
            if isinstance(slot, TermSlot):
                top = GRID_TOP + index * ROW
                pen.line(x, start, x, top)
                start = top + ROW
        pen.line(x, start, x, BOTTOM)
    pen.line(0, GRID_TOP, WIDE, GRID_TOP, FRAME)
    pen.box(0, LINE_1, WIDE, BOTTOM - LINE_1)
