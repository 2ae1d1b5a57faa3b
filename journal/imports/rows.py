"""From a grid to rows with named fields, by the mapping of its columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from journal.imports.cells import Cell, Unreadable, folded, plain_text
from journal.imports.faults import Findings, Place
from journal.imports.letters import letter_of
from journal.imports.mapping import NameKind, Names
from journal.imports.sheets import Sheet, is_blank

T = TypeVar("T")

_TOTALS = ("итого", "всего")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A field of a table and how its cells are read.

    Attributes:
        blank: the value of an empty cell that may be empty, and the stand-in for one that could
            not be read: the row is kept then, so that the cross checks see its other cells.
        rule: what to write, for the sheet that explains the template.
        also: other titles under which schools keep it.
        choices: offered as a list in the template.
        doubt: tells what was read otherwise than it stands, "" where nothing was.
        named: whose names of other programs the column holds.
        parts: titles of the fields that one cell of this column fills, in the order of its value.
    """

    title: str
    read: Callable[[Cell], T]
    blank: T
    example: str
    rule: str
    needed: bool = True
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    doubt: Callable[[Cell], str] | None = None
    named: NameKind | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a cell says, the same for every cell with these words in its column."""

    value: Any
    what: str = ""
    advice: str = ""
    doubt: str = ""


class Table:
    """What the rows of one sheet share: where each field stands and what was read already.

    ``names`` says what names of other programs mean here.
    """

    def __init__(
        self,
        places: Mapping[str, int],
        letters: Mapping[str, str],
        names: Names,
        findings: Findings,
    ) -> None:
        self.places = places
        self.letters = letters
        self.findings = findings
        self._names = names
        # a list of a school repeats its words: each is read once
        self._answers: dict[str, dict[Any, _Answer]] = {title: {} for title in places}

    def answer(self, column: Column[Any], cell: Cell) -> _Answer:
        """Return what a cell of this column says."""
        answers = self._answers[column.title]
        key = cell if type(cell) is str else (type(cell), cell)
        found = answers.get(key)
        if found is None:
            if column.named and self._names:
                cell = self._names.get((column.named, plain_text(cell)), cell)
            found = answers[key] = _answer(column, cell)
        return found


def _answer(column: Column[Any], cell: Cell) -> _Answer:
    if is_blank(cell):
        return _Answer(
            column.blank, *(("не заполнено", "заполните ячейку") if column.needed else ())
        )
    try:
        value = column.read(cell)
    except Unreadable as fault:
        return _Answer(column.blank, f"«{plain_text(cell)}» — {fault.what}", fault.advice)
    return _Answer(value, doubt=column.doubt(cell) if column.doubt else "")


class Row:
    """A filled row: gives values by field and notes what cannot be read."""

    __slots__ = ("_cells", "_given", "_table", "where")

    def __init__(
        self, where: Place, cells: Sequence[Cell], given: Mapping[str, Any], table: Table
    ) -> None:
        self.where = where
        self._cells = cells
        self._given = given
        self._table = table

    def split(self, column: Column[Any]) -> "Row":
        """Return the row with the fields that one cell of ``column`` fills."""
        parts = dict(zip(column.parts, self.take(column), strict=True))
        return Row(self.where, self._cells, {**self._given, **parts}, self._table)

    def take(self, column: Column[T]) -> T:
        """Return the value of a field; a fault is noted and gives ``column.blank``."""
        title = column.title
        if title in self._given:
            return cast(T, self._given[title])
        place = self._table.places.get(title)
        if place is None:
            return column.blank  # the missing column was named once, for the whole sheet
        answer = self._table.answer(column, self._cell(place))
        if not answer.what and not answer.doubt:
            return cast(T, answer.value)
        if answer.what:
            self._table.findings.add(self.where, title, answer.what, answer.advice)
        else:
            advice = "проверьте, то ли это, и исправьте в таблице"
            self._table.findings.warn(self.where, title, answer.doubt, advice)
        return cast(T, answer.value)

    def warn(self, column: Column[Any], what: str, advice: str) -> None:
        """Note that a field is worth a look."""
        self._table.findings.warn(self.where, column.title, what, advice)

    def text(self, column: Column[Any]) -> str:
        """Return what the cell says, as it was written."""
        place = self._table.places.get(column.title)
        return "" if place is None else plain_text(self._cell(place))

    def is_example(self, columns: Sequence[Column[Any]]) -> bool:
        """Say whether the row is the template's own example, left in by mistake."""
        return all(self.text(column) == column.example for column in columns)

    def _cell(self, place: int) -> Cell:
        return self._cells[place] if place < len(self._cells) else ""


def rows_of(sheet: Sheet, top: int, table: Table, given: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the filled rows under the header in row ``top`` (from 0).

    ``given`` is what is the same in all rows, by the title of its field.
    """
    used = sorted(set(table.places.values()))
    spread = _spread_merges(sheet, top, set(used), table)
    for index in range(top + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        # most cells are plain words: only what may be blank is looked at closely
        filled = [cells[place] for place in used if place < len(cells) and cells[place] != ""]
        if not filled or all(map(is_blank, filled)) or _is_total(filled):
            continue
        if index in spread:
            cells = [spread[index].get(place, cell) for place, cell in enumerate(cells)]
        letters = table.letters
        if sheet.spots:  # one cell says all of the row
            letters = dict.fromkeys(table.places, sheet.spots[index])
        where = Place(sheet.file, sheet.shown_name, sheet.number(index), letters)
        yield Row(where, cells, given, table)


def _is_total(filled: Sequence[Cell]) -> bool:
    return len(filled) <= 2 and folded(plain_text(filled[0])).startswith(_TOTALS)


def _spread_merges(
    sheet: Sheet, header: int, places: set[int], table: Table
) -> dict[int, dict[int, Cell]]:
    """Return the value of a merged cell for each of its rows, by row and column."""
    spread: dict[int, dict[int, Cell]] = {}
    for merge in sheet.merges:
        columns = range(merge.left, merge.right + 1)
        if not header < merge.top < len(sheet.rows) or places.isdisjoint(columns):
            continue
        if len(places.intersection(columns)) > 1:
            where = Place(sheet.file, sheet.shown_name, sheet.number(merge.top), table.letters)
            letter = letter_of(merge.left)
            title = next((name for name, found in table.letters.items() if found == letter), "")
            table.findings.add(where, title, "ячейки объединены поперёк колонок", "разъедините их")
            continue
        value = sheet.rows[merge.top][merge.left]
        for index in range(merge.top, merge.bottom + 1):
            spread.setdefault(index, {}).update(dict.fromkeys(columns, value))
    return spread
