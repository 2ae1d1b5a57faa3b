"""A file as a grid of cells: workbooks through calamine, text tables in the encodings of Excel."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from journal.imports.cells import Cell, Unreadable, plain_text

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXT_TABLES = (".csv", ".txt")
GUIDE_SHEET = "Как заполнять"

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
    """A grid; row 0 is the first row of the file. ``unread`` names filled sheets left aside."""

    rows: Sequence[Sequence[Cell]]
    merges: Sequence[Merge] = ()
    unread: Sequence[str] = ()

    @property
    def head(self) -> Sequence[Sequence[Cell]]:
        """Return the rows in which a header may stand."""
        return self.rows[:_HEAD]


def read_sheet(path: Path) -> Sheet:
    """Return the first visible sheet of a workbook or the grid of a text table.

    Raises:
        Unreadable: the file cannot be opened or is not what its name says.
    """
    try:
        if path.suffix.lower() in WORKBOOKS:
            return _read_workbook(path)
        return Sheet(_read_text_table(path.read_bytes()))
    except PasswordError as fault:
        raise Unreadable("файл закрыт паролем, сохраните его без пароля") from fault
    except OSError as fault:
        raise Unreadable("файл не открывается: закройте его в других программах") from fault


def _read_workbook(path: Path) -> Sheet:
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            visible = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.visible is SheetVisibleEnum.Visible and sheet.name != GUIDE_SHEET
            ]
            if not visible:
                return Sheet(())
            sheet = workbook.get_sheet_by_name(visible[0])
            unread = [n for n in visible[1:] if workbook.get_sheet_by_name(n).total_height]
            merges = [
                Merge(top, left, bottom, right)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            ]
            return Sheet(sheet.to_python(skip_empty_area=False), merges, unread)
    except PasswordError:
        raise
    except CalamineError as fault:
        raise Unreadable("файл повреждён или это не таблица, сохраните его заново") from fault


def _read_text_table(content: bytes) -> Sequence[Sequence[Cell]]:
    text = _decode(content)
    if text.startswith("sep="):  # Excel's own hint, not a row for Excel either
        text = text.partition("\n")[2]
    try:
        grids = [
            list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
            for delimiter in _DELIMITERS
        ]
    except csv.Error as fault:
        raise Unreadable("текст таблицы разорван: проверьте кавычки") from fault
    return max(grids, key=lambda grid: max(map(len, grid[:_HEAD]), default=0))


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # only what Russian programs write: a wider guess takes short cp1251 for Thai
        guess = from_bytes(content, cp_isolation=["cp1251", "utf_16", "koi8_r", "cp866"]).best()
    if guess is None:
        raise Unreadable("кодировка не понята, сохраните файл как xlsx или csv UTF-8")
    return str(guess).removeprefix("\ufeff")


def is_blank(cell: Cell) -> bool:
    """Say whether a person sees nothing in the cell."""
    return cell == "" or plain_text(cell) == ""
