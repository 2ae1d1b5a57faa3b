"""The left page of F-01: pupils, marks and absences, term columns."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from journal.paper import CORRECTED, CROSSED, LessonSlot, PupilRow, Slot, SubjectPage, TermSlot
from printing.booklet import WIDE, Place
from printing.fonts import NARROW, NARROW_BOLD, SERIF, SERIF_BOLD, printable, width
from printing.pen import CAP, FRAME, PT, Pen, Segment
from printing.spreads import ROWS, SLOTS, Left
from printing.text import fit, shrink, wrap

LINE_1: Final = 8.0
MONTH_ROW: Final = 5.0
DAY_ROW: Final = 5.0
WORK_ROW: Final = 9.0
HEADER: Final = MONTH_ROW + DAY_ROW + WORK_ROW
ROW: Final = 5.9
NUMBER: Final = 7.0
NAME: Final = 45.0
SLOT: Final = 5.12
GRID_TOP: Final = LINE_1 + HEADER
BOTTOM: Final = GRID_TOP + ROWS * ROW
"""Where the table ends, mm below the usable area's upper edge."""
FOOTNOTES: Final = 10
"""Lines of 6.5 pt that fit under the table."""

_X0: Final = NUMBER + NAME
_FOOT_SIZE: Final = 6.5
_FOOT_STEP: Final = 2.75
_SMALL: Final = {"зач": 6.0, "нз": 6.0, "осв": 6.0, "н/а": 6.5}
_MONTHS: Final = (
    ("январь", "янв."),
    ("февраль", "февр."),
    ("март", "март"),
    ("апрель", "апр."),
    ("май", "май"),
    ("июнь", "июнь"),
    ("июль", "июль"),
    ("август", "авг."),
    ("сентябрь", "сент."),
    ("октябрь", "окт."),
    ("ноябрь", "нояб."),
    ("декабрь", "дек."),
)


def footnotes(page: SubjectPage, slots: range) -> list[str]:
    """Return the wrapped lines of the corrections that belong under these slots."""
    return [
        line
        for correction in page.corrections
        if correction.slot in slots
        for line in wrap(f"{CORRECTED} {correction.text}", NARROW, _FOOT_SIZE, WIDE)
    ]


def draw_left(pen: Pen, place: Place, leaf: Left) -> None:
    """Draw one left page."""
    page = leaf.page
    slots = [page.slots[index] for index in leaf.slots]
    draw_first_line(pen, page, place)
    _draw_grid(pen, slots)
    _draw_header(pen, slots)
    for row, index in enumerate(leaf.pupils):
        _draw_pupil(pen, GRID_TOP + row * ROW, page.pupils[index], leaf.slots, slots)
    notes = footnotes(page, leaf.slots) if leaf.pupils.start == 0 else []
    if len(notes) > FOOTNOTES:
        notes = ["* Исправления: см. «Продолжение записей»."]
    for line, note in enumerate(notes):
        pen.text(0, BOTTOM + 3.4 + line * _FOOT_STEP, note, NARROW, _FOOT_SIZE)


def draw_first_line(pen: Pen, page: SubjectPage, place: Place) -> None:
    """Write «Наименование предмета: ...» and «стр. 12» over the table."""
    y = 5.2
    number = f"стр. {place.number}"
    pen.text(WIDE, y, number, SERIF, 9, align=1)
    if page.heading:
        pen.text(0, y, page.heading, SERIF_BOLD, shrink(page.heading, SERIF_BOLD, 10, 160, 6))
        return
    label = "Наименование предмета: "
    subject = f"{page.subject} ({page.group})" if page.group else page.subject
    pen.text(0, y, label, SERIF, 10)
    x = width(label, SERIF, 10) * PT
    pen.text(x, y, subject, SERIF_BOLD, shrink(subject, SERIF_BOLD, 10, 160 - x, 6))


def _edge(index: int) -> float:
    return _X0 + index * SLOT


def _draw_grid(pen: Pen, slots: Sequence[Slot]) -> None:
    pen.fill(0, LINE_1, WIDE, HEADER)
    terms = [index for index, slot in enumerate(slots) if isinstance(slot, TermSlot)]
    for index in terms:
        pen.fill(_edge(index), GRID_TOP, SLOT, BOTTOM - GRID_TOP)
    rows = [(0.0, GRID_TOP + row * ROW, WIDE, GRID_TOP + row * ROW) for row in range(1, ROWS)]
    pen.lines(rows)
    pen.lines(_header_rules(terms))
    columns: list[Segment] = [(x, LINE_1, x, BOTTOM) for x in (NUMBER, _X0)]
    months = {start for start, _, _ in _month_spans(slots)}
    for index in range(1, SLOTS):
        top = (
            LINE_1
            if index in months or index in terms or index - 1 in terms
            else LINE_1 + MONTH_ROW
        )
        if index not in terms:
            columns.append((_edge(index), top, _edge(index), BOTTOM))
    pen.lines(columns)
    # the double line before a term column
    doubles = [(_edge(i) + d, LINE_1, _edge(i) + d, BOTTOM) for i in terms for d in (-0.35, 0.35)]
    pen.lines(doubles, FRAME)
    pen.line(0, GRID_TOP, WIDE, GRID_TOP, FRAME)
    pen.box(0, LINE_1, WIDE, BOTTOM - LINE_1)


def _header_rules(terms: Sequence[int]) -> Iterator[Segment]:
    """Yield the two lines inside the header; they stop at term columns, which have one cell."""
    for is_term, run in groupby(range(SLOTS), key=lambda index: index in terms):
        places = list(run)
        if not is_term:
            x1, x2 = _edge(places[0]), _edge(places[-1] + 1)
            yield x1, LINE_1 + MONTH_ROW, x2, LINE_1 + MONTH_ROW
            yield x1, LINE_1 + MONTH_ROW + DAY_ROW, x2, LINE_1 + MONTH_ROW + DAY_ROW


def _month_spans(slots: Sequence[Slot]) -> Iterator[tuple[int, int, int]]:
    """Yield (first slot, slots, month 1-12) for each run of lessons in one month."""

    def month(pair: tuple[int, Slot]) -> int:
        return pair[1].day.month if isinstance(pair[1], LessonSlot) else 0

    for number, run in groupby(enumerate(slots), key=month):
        places = [index for index, _ in run]
        if number:
            yield places[0], len(places), number


def _draw_header(pen: Pen, slots: Sequence[Slot]) -> None:
    pen.middle(NUMBER / 2, LINE_1, HEADER, "№", NARROW_BOLD, 8, align=0.5)
    title = ("Фамилия, имя", "обучающегося")
    pen.block(NUMBER + NAME / 2, LINE_1, HEADER, title, NARROW_BOLD, 8, align=0.5)
    for start, count, number in _month_spans(slots):
        text, size = _month_title(number, count)
        pen.middle(_edge(start) + count * SLOT / 2, LINE_1, MONTH_ROW, text, NARROW, size, 0.5)
    for index, slot in enumerate(slots):
        centre = _edge(index) + SLOT / 2
        if isinstance(slot, TermSlot):
            _upward(pen, centre, LINE_1, HEADER, slot.title, 8)
            continue
        day = f"{slot.day.day:02d}"
        pen.middle(centre, LINE_1 + MONTH_ROW, DAY_ROW, day, NARROW, 7, 0.5)
        if slot.letter:  # small and raised: «21б» in one size reads as 216
            pen.text(_edge(index + 1) - 0.3, LINE_1 + MONTH_ROW + 2.2, slot.letter, NARROW, 5, 1)
        if slot.work:
            _upward(pen, centre, LINE_1 + MONTH_ROW + DAY_ROW, WORK_ROW, slot.work, 7)


def _month_title(number: int, count: int) -> tuple[str, float]:
    full, short = _MONTHS[number - 1]
    room = count * SLOT - 0.5
    if shrink(full, NARROW, 7.5, room, 5) > 6.5:
        return full, shrink(full, NARROW, 7.5, room, 5)
    return short, shrink(short, NARROW, 7.5, room, 4)


def _upward(pen: Pen, centre: float, top: float, height: float, text: str, size: float) -> None:
    size = shrink(text, NARROW_BOLD, size, height - 1, 4.5)
    start = top + height / 2 + width(printable(text), NARROW_BOLD, size) * PT / 2
    pen.upward(centre + size * CAP * PT / 2, start, text, NARROW_BOLD, size)


@lru_cache(maxsize=1024)
def _cell(text: str) -> tuple[float, str, bool]:
    """Return (size, what is printed, has an asterisk) of a cell's text."""
    marked = text.endswith(CORRECTED)
    shown = text.removesuffix(CORRECTED)
    size = _SMALL.get(shown, 9.0 if len(shown) <= 2 else 7.0)
    return shrink(shown, NARROW_BOLD, size, SLOT - (1.4 if marked else 0.6), 4), shown, marked


def _draw_pupil(
    pen: Pen, top: float, pupil: PupilRow, places: range, slots: Sequence[Slot]
) -> None:
    pen.middle(NUMBER / 2, top, ROW, str(pupil.number), NARROW, 8, align=0.5)
    cells = pupil.cells[places.start : places.stop]
    told = _draw_crossed(pen, top, pupil, places)
    middle = top + ROW / 2
    for index, text in enumerate(cells):
        if not text or text == CROSSED:
            continue
        size, shown, marked = _cell(text)
        font = NARROW_BOLD if isinstance(slots[index], TermSlot) else NARROW
        centre = _edge(index) + SLOT / 2
        pen.text(centre, middle + size * CAP * PT / 2, shown, font, size, 0.5)
        if marked:
            pen.text(_edge(index + 1) - 0.4, middle - 0.2, CORRECTED, font, 6, 1)
    notes = [note for note in (pupil.arrived, pupil.left) if note and note not in told]
    _draw_name(pen, top, pupil.name, notes if CROSSED in cells else [])


def _draw_crossed(pen: Pen, top: float, pupil: PupilRow, places: range) -> set[str]:
    """Cross the cells in which the pupil was not in the class; return the notes written there."""
    told: set[str] = set()
    y = top + ROW / 2
    cells = pupil.cells
    for crossed, run in groupby(places, key=lambda index: cells[index] == CROSSED):
        if not crossed:
            continue
        run_places = list(run)
        x1 = _edge(run_places[0] - places.start) + 0.7
        x2 = _edge(run_places[-1] + 1 - places.start) - 0.7
        leading = all(cells[index] == CROSSED for index in range(run_places[0]))
        note = pupil.arrived if leading and pupil.arrived else pupil.left
        half = width(printable(note), NARROW, 6) * PT / 2 + 0.8
        centre = (x1 + x2) / 2
        if note and 2 * half + 2 < x2 - x1:
            pen.clear(centre - half, top + 0.4, 2 * half, ROW - 0.8)
            pen.middle(centre, top, ROW, note, NARROW, 6, align=0.5)
            pen.lines(((x1, y, centre - half, y), (centre + half, y, x2, y)), 0.6)
            told.add(note)
        else:
            pen.line(x1, y, x2, y, 0.6)
    return told


def _draw_name(pen: Pen, top: float, name: str, notes: Sequence[str]) -> None:
    """Write the name, and under it a remark that found no room among the crossed cells."""
    x, room = NUMBER + 1, NAME - 2
    if notes:
        note = "; ".join(notes)
        pen.text(x, top + 2.7, name, NARROW, shrink(name, NARROW, 8, room, 5))
        pen.text(x, top + 5.1, note, NARROW, shrink(note, NARROW, 6, room, 4))
        return
    size, lines = fit(name, NARROW, room, ((9.0, 1), (8.0, 1), (6.5, 2), (5.5, 2)))
    pen.block(x, top, ROW, lines[:2], NARROW, size, leading=1.05)
