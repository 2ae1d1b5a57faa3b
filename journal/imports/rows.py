"""From a grid to rows with named columns: header in any order, merged cells, foreign columns."""

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from journal.imports.cells import Cell, Unreadable, folded, plain_text
from journal.imports.faults import Findings
from journal.imports.sheets import Sheet, is_blank

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column of a spreadsheet and how its cells are read.

    Attributes:
        blank: the value of an empty cell that may be empty, and the stand-in for one that could
            not be read: the row is kept then, so that the cross checks see its other cells.
        rule: what to write, for the sheet that explains the template.
        choices: offered as a list in the template.
    """

    title: str
    read: Callable[[Cell], T]
    blank: T
    example: str
    rule: str
    needed: bool = True
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


class Row:
    """A filled row of a file: gives values by column and notes what cannot be read."""

    def __init__(
        self, file: str, number: int, cells: Mapping[str, Cell], findings: Findings
    ) -> None:
        self.file = file
        self.number = number
        self._cells = cells
        self._findings = findings

    def take(self, column: Column[T]) -> T:
        """Return the value of a cell; a fault is noted and gives ``column.blank``."""
        if column.title not in self._cells:
            return column.blank  # the missing column was named once, for the whole file
        cell = self._cells[column.title]
        if is_blank(cell):
            if column.needed:
                self._findings.add(self.file, self.number, column.title, "не заполнено")
            return column.blank
        try:
            return column.read(cell)
        except Unreadable as fault:
            reason = f"«{plain_text(cell)}» — {fault}"
            self._findings.add(self.file, self.number, column.title, reason)
            return column.blank

    def text(self, column: Column[Any]) -> str:
        """Return what the cell says, as it was written."""
        return plain_text(self._cells.get(column.title, ""))

    def is_example(self, columns: Sequence[Column[Any]]) -> bool:
        """Say whether the row is the template's own example, left in by mistake."""
        return all(self.text(column) == column.example for column in columns)


def rows_of(
    sheet: Sheet, file: str, columns: Sequence[Column[Any]], findings: Findings
) -> Iterator[Row]:
    """Yield the filled rows under the header; note missing, doubled and foreign columns."""
    top, found = _find_header(sheet, columns)
    if not found:
        titles = ", ".join(f"«{column.title}»" for column in columns if column.needed)
        findings.add(file, 0, "", f"нет строки заголовков, нужны колонки {titles}")
        return
    places = _place_columns(sheet.rows[top], file, top + 1, columns, findings)
    spread = _spread_merges(sheet, top, set(places.values()), file, findings)
    _remark_untitled(sheet, top, file, findings)
    for index in range(top + 1, len(sheet.rows)):
        row = sheet.rows[index]
        cells = {title: row[place] for title, place in places.items() if place < len(row)}
        if all(map(is_blank, cells.values())):
            continue
        for title, place in places.items():
            cells[title] = spread.get((index, place), cells.get(title, ""))
        yield Row(file, index + 1, cells, findings)


def _find_header(sheet: Sheet, columns: Sequence[Column[Any]]) -> tuple[int, int]:
    """Return the row with the most known titles and their count."""
    known = _titles(columns)
    counts = [sum(_key(cell) in known for cell in row) for row in sheet.head]
    most = max(counts, default=0)
    return (counts.index(most), most) if most else (0, 0)


def _place_columns(
    header: Sequence[Cell],
    file: str,
    number: int,
    columns: Sequence[Column[Any]],
    findings: Findings,
) -> dict[str, int]:
    known = _titles(columns)
    places: dict[str, int] = {}
    foreign: list[str] = []
    for place, cell in enumerate(header):
        title = known.get(_key(cell))
        if title is None:
            foreign.extend([] if is_blank(cell) else [plain_text(cell)])
        elif title in places:
            findings.add(file, number, title, "такая колонка есть дважды, оставьте одну")
        else:
            places[title] = place
    missing = [column for column in columns if column.title not in places]
    keys = {_key(column.title): column.title for column in missing}
    for text in foreign:
        if near := difflib.get_close_matches(_key(text), keys, 1, 0.8):
            hint = f"колонка не понята, может быть, «{keys.pop(near[0])}»?"
            findings.add(file, number, text, hint)
        else:
            findings.remarks.append(f"{file}: колонка «{text}» не понята и не прочитана.")
    for column in missing:
        if column.needed and column.title in keys.values():
            findings.add(file, number, "", f"нет колонки «{column.title}»")
    return places


def _remark_untitled(sheet: Sheet, top: int, file: str, findings: Findings) -> None:
    header = sheet.rows[top]
    untitled = {
        place
        for row in sheet.rows[top + 1 :]
        for place, cell in enumerate(row)
        if not is_blank(cell) and (place >= len(header) or is_blank(header[place]))
    }
    for place in sorted(untitled):
        findings.remarks.append(f"{file}: колонка № {place + 1} без заголовка не прочитана.")


def _spread_merges(
    sheet: Sheet, header: int, places: set[int], file: str, findings: Findings
) -> dict[tuple[int, int], Cell]:
    """Return the value of a merged cell for each of its rows."""
    spread: dict[tuple[int, int], Cell] = {}
    for merge in sheet.merges:
        columns = range(merge.left, merge.right + 1)
        if not header < merge.top < len(sheet.rows) or places.isdisjoint(columns):
            continue
        if merge.left != merge.right:
            reason = "ячейки объединены поперёк колонок, разъедините их"
            findings.add(file, merge.top + 1, "", reason)
            continue
        row = sheet.rows[merge.top]
        for index in range(merge.top, merge.bottom + 1):
            spread[index, merge.left] = row[merge.left]
    return spread


def _titles(columns: Sequence[Column[Any]]) -> dict[str, str]:
    return {_key(word): column.title for column in columns for word in (column.title, *column.also)}


def _key(cell: Cell) -> str:
    """Return a title for comparing: letters and digits only, so «№ урока» is «урока»."""
    return "".join(filter(str.isalnum, folded(plain_text(cell))))
