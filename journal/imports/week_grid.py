"""A timetable drawn as a grid: a column for each class, rows of weekdays and lesson numbers."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

from journal.imports import columns
from journal.imports.cells import Cell, Unreadable, plain_text
from journal.imports.letters import letter_of
from journal.imports.school_words import read_class_name, read_weekday
from journal.imports.sheets import Sheet, is_blank
from journal.imports.week_cells import read_cell

_FEWEST = 2  # classes that make a row the head of a grid
_SLOT = re.compile(r"(\d{1,2})(?:-?й)?\.?(?: урок)?")
_HEADER: tuple[Cell, ...] = (
    columns.WEEKDAY.title,
    columns.SLOT.title,
    columns.CLASS.title,
    columns.SUBJECT.title,
    columns.GROUP.title,
    columns.LESSON_TEACHER.title,
    columns.ROOM.title,
)


def unfold(sheet: Sheet) -> Sheet | None:
    """Return a grid as a table with a row for each lesson, or ``None`` if it is no grid.

    Each row knows the cell that it was read from.
    """
    first = next((place for place, row in enumerate(sheet.head) if _classes(row)), None)
    if first is None or not _has_weekdays(
        sheet.rows[first + 1 :], min(_classes(sheet.rows[first]))
    ):
        return None
    heads = {place: named for place, row in enumerate(sheet.rows) if (named := _classes(row))}
    spread = _spread(sheet, first)
    rows: list[Sequence[Cell]] = [_HEADER]
    numbers, spots = [sheet.number(first)], [""]
    weekday, classes = "", heads[first]
    for place in range(first + 1, len(sheet.rows)):
        row = [spread.get((place, column), cell) for column, cell in enumerate(sheet.rows[place])]
        if place in heads:
            classes = heads[place]
            continue
        left = [plain_text(cell) for cell in row[: min(classes)] if not is_blank(cell)]
        weekday = next(filter(_is_weekday, left), weekday)
        slot = next((found[1] for text in left if (found := _SLOT.fullmatch(text))), "")
        if not slot:
            continue
        for column, name in classes.items():
            for lesson in read_cell(_said(row, column, classes)):
                words = (lesson.subject, lesson.group, lesson.teacher, lesson.room)
                rows.append([weekday, slot, name, *words])
                numbers.append(sheet.number(place))
                spots.append(letter_of(column))
    return Sheet(sheet.file, sheet.name, rows, (), sheet.is_only, numbers, spots)


def _classes(row: Sequence[Cell]) -> dict[int, str]:
    """Return the classes of the head of a grid by their columns, none if it is no such row."""
    found: dict[int, str] = {}
    for column, cell in enumerate(row):
        with suppress(Unreadable):
            if isinstance(cell, str) and not is_blank(cell):
                name = read_class_name(cell)
                if not name.isdigit():  # «5» is the number of a lesson, or a room
                    found[column] = name
    return found if len(found) >= _FEWEST and min(found) > 0 else {}


def _has_weekdays(rows: Sequence[Sequence[Cell]], left: int) -> bool:
    return any(_is_weekday(plain_text(cell)) for row in rows for cell in row[:left] if cell != "")


def _is_weekday(text: str) -> bool:
    if text.isdigit():
        return False
    with suppress(Unreadable):
        return read_weekday(text) > 0
    return False


def _spread(sheet: Sheet, head: int) -> Mapping[tuple[int, int], Cell]:
    """Return what merged cells say in all their places: joint lessons, lessons of two hours."""
    return {
        (place, column): sheet.rows[merge.top][merge.left]
        for merge in sheet.merges
        if head < merge.top < len(sheet.rows) and merge.left < len(sheet.rows[merge.top])
        for place in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
    }


def _said(row: Sequence[Cell], column: int, classes: Mapping[int, str]) -> str:
    """Return the cell of a class, with the columns of rooms or teachers that stand beside it."""
    following = min((other for other in classes if other > column), default=len(row))
    cells = [row[place] for place in range(column, min(following, len(row)))]
    texts = [_lines(cell) for cell in cells if not is_blank(cell)]
    return "\n".join(dict.fromkeys(texts))


def _lines(cell: Cell) -> str:
    """Return the text of a cell with its lines; other spaces as a person reads them."""
    text = cell if isinstance(cell, str) else plain_text(cell)
    return "\n".join(plain_text(line) for line in text.splitlines())
