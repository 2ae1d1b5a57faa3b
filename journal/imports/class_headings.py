"""Lists of several classes on one sheet: a line «5А класс», then its pupils, and so on.

The sheet gets one more column that says the class of every row; all other cells stay where they
are, so that findings still name them.
"""

from collections.abc import Sequence
from dataclasses import replace

from journal.imports import spreadsheets
from journal.imports.cells import Cell, folded, plain_text
from journal.imports.columns import CLASS
from journal.imports.school_words import class_in
from journal.imports.sheets import Sheet, is_blank

_FEWEST = 2  # headings: one is the title of the sheet
_TITLES = 2  # known words that make a row of titles
_LISTS = (spreadsheets.PUPILS, spreadsheets.PARENTS, spreadsheets.GROUPS)
_WORDS = frozenset(word for kind in _LISTS for word in kind.words)
_CLASS_WORDS = frozenset(map(spreadsheets.key_of, (CLASS.title, *CLASS.also)))
_BESIDE = ("классныйруководитель", "клруководитель", "клрук")  # of no pupil


def with_class_column(sheet: Sheet) -> Sheet:
    """Return the sheet with the classes of its headings beside its rows; others as they are."""
    header = _header(sheet)
    titles = [spreadsheets.key_of(cell) for cell in sheet.rows[header]] if header >= 0 else []
    if not titles or not _CLASS_WORDS.isdisjoint(titles):
        return sheet
    headings = {place: name for place, row in enumerate(sheet.rows) if (name := _heading(row))}
    if len(headings) < _FEWEST:
        return sheet
    width = max(map(len, sheet.rows))
    rows: list[list[Cell]] = []
    name = ""
    for place, row in enumerate(sheet.rows):
        name = headings.get(place, name)
        again = place > header and [spreadsheets.key_of(cell) for cell in row] == titles
        if place in headings or again or _is_beside(row):
            rows.append([])
        else:
            filled = not all(map(is_blank, row))
            beside = CLASS.title if place == header else name if filled else ""
            rows.append([*row, *[""] * (width - len(row)), beside])
    merges = [merge for merge in sheet.merges if rows[merge.top]]
    return replace(sheet, rows=rows, merges=merges)


def _heading(row: Sequence[Cell]) -> str:
    """Return the class that a row names when it says nothing else, or ""."""
    filled = [text for cell in row if cell != "" and (text := plain_text(cell))]
    if len(filled) != 1 or len(filled[0]) > 60 or "кл" not in folded(filled[0]):
        return ""
    return class_in(filled[0])


def _header(sheet: Sheet) -> int:
    """Return the index of the first row of titles, -1 where there is none."""
    for place, row in enumerate(sheet.head):
        if sum(spreadsheets.key_of(cell) in _WORDS for cell in row) >= _TITLES:
            return place
    return -1


def _is_beside(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if not is_blank(cell)]
    return 0 < len(filled) <= _TITLES and spreadsheets.key_of(filled[0]).startswith(_BESIDE)
