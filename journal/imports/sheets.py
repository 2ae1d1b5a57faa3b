"""Files as grids of cells: workbooks through calamine, text tables in the encodings of Excel."""

import codecs
import csv
import io
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from journal.imports.cells import Cell, Unreadable, folded, plain_text

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXT_TABLES = (".csv", ".txt")
GUIDE_SHEET = "Как заполнять"

_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCODINGS = ("cp1251", "cp866", "koi8_r")  # the first where nothing is known
_DELIMITERS = ";\t,"
_HEAD = 15  # rows in which the header is looked for


@dataclass(frozen=True, slots=True)
class Merge:
    """Merged cells: rows ``top``-``bottom``, columns ``left``-``right``, from 0, all included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled grid; row 0 is the first row of the file.

    Attributes:
        file: name of the file, without its folder.
        name: name of the sheet, "" in a text table.
        is_only: the file has no other filled sheet, so that nobody needs its name.
        numbers: what the file itself calls its rows, where they are not counted from 1.
        spots: the letter of the column from which each row was read, where rows are made of cells.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[Merge] = ()
    is_only: bool = True
    numbers: Sequence[int] = ()
    spots: Sequence[str] = ()

    @property
    def head(self) -> Sequence[Sequence[Cell]]:
        """Return the rows in which a header may stand."""
        return self.rows[:_HEAD]

    @property
    def shown_name(self) -> str:
        """Return the name of the sheet where it tells anything."""
        return "" if self.is_only else self.name

    def number(self, index: int) -> int:
        """Return what the file calls the row with this index."""
        return self.numbers[index] if self.numbers else index + 1


def read_sheets(path: Path, titles: Collection[str]) -> tuple[Sheet, ...]:
    """Return the filled visible sheets of a workbook, or the one grid of a text table.

    ``titles`` are folded words of which some stand in the header; they tell the encoding.

    Raises:
        Unreadable: the file cannot be opened or is not what its name says.
    """
    try:
        if path.suffix.lower() in WORKBOOKS:
            return tuple(_read_workbook(path))
        return (Sheet(path.name, "", read_text_table(path.read_bytes(), titles)),)
    except OSError as fault:
        raise Unreadable("файл не открывается", "закройте его в других программах") from fault


def _read_workbook(path: Path) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            visible = [
                workbook.get_sheet_by_name(sheet.name)
                for sheet in workbook.sheets_metadata
                if sheet.visible is SheetVisibleEnum.Visible and sheet.name != GUIDE_SHEET
            ]
            # an empty sheet stays where there is no other, so that its file is not forgotten
            grids = [(sheet, sheet.to_python(skip_empty_area=False)) for sheet in visible]
            filled = [pair for pair in grids if pair[1]] or grids[:1]
            for sheet, rows in filled:
                merges = [
                    Merge(top, left, bottom, right)
                    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
                ]
                yield Sheet(path.name, sheet.name, rows, merges, len(filled) == 1)
    except CalamineError as fault:
        if isinstance(fault, PasswordError) or _is_locked(path):
            raise Unreadable("файл закрыт паролем", "сохраните его без пароля") from fault
        raise Unreadable("файл повреждён или это не таблица", "сохраните его заново") from fault


def _is_locked(path: Path) -> bool:
    """Say whether a modern workbook hides in an old container: only a password puts it there."""
    with path.open("rb") as file:
        return path.suffix.lower() in (".xlsx", ".xlsm") and file.read(8) == _COMPOUND_FILE


def read_text_table(content: bytes, titles: Collection[str]) -> Sequence[Sequence[Cell]]:
    """Return the grid of a text table in whatever encoding and with whatever delimiter.

    Raises:
        Unreadable: neither can be found out.
    """
    text = _decode(content, titles)
    if text.startswith("sep="):  # Excel's own hint, not a row for Excel either
        text = text.partition("\n")[2]
    try:
        delimiter = max(_DELIMITERS, key=lambda sign: _width(text, sign))
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as fault:
        raise Unreadable("текст таблицы разорван", "проверьте кавычки") from fault


def _width(text: str, delimiter: str) -> int:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return max(map(len, islice(rows, _HEAD)), default=0)


def _decode(content: bytes, titles: Collection[str]) -> str:
    """Return the text in the encoding that shows the most titles.

    The titles tell more than any statistics: charset-normalizer did not know 13 of 100 small
    cp1251 tables, because a column of names or numbers is not a text.
    """
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        with suppress(UnicodeDecodeError):
            return content.decode("utf-8-sig")
        texts = [content.decode(encoding, "replace") for encoding in _ENCODINGS]
    except UnicodeDecodeError as fault:
        raise Unreadable("кодировка не понята", "сохраните файл как xlsx") from fault
    return max(texts, key=lambda text: sum(title in folded(text) for title in titles))


def is_blank(cell: Cell) -> bool:
    """Say whether a person sees nothing in the cell."""
    if type(cell) is str and cell[:1].isalnum():
        return False  # most cells, told at once
    return cell == "" or plain_text(cell) == ""
