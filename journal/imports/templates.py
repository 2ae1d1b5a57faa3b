"""Empty spreadsheets for a school: header, one example row, a sheet that explains the columns."""

from datetime import datetime
from pathlib import Path

import xlsxwriter

from journal.errors import UserError
from journal.imports import spreadsheets
from journal.imports.sheets import GUIDE_SHEET
from journal.imports.spreadsheets import AnySpreadsheet

_LAST_ROW = 2000  # as far as cells are prepared for typing
_MADE = datetime(2026, 9, 1)  # the same file from every computer


def write_templates(folder: Path) -> tuple[Path, ...]:
    """Write one workbook for each spreadsheet into ``folder`` and return their paths.

    The example rows make up a tiny school of their own that can be read back.

    Raises:
        UserError: a file is already there (it may be filled), or the folder cannot be written.
    """
    paths = tuple(folder / f"{kind.stem}.xlsx" for kind in spreadsheets.ALL)
    if there := [path.name for path in paths if path.exists()]:
        raise UserError(
            f"В папке «{folder}» уже есть {', '.join(there)}. "
            "Укажите пустую папку, чтобы не затереть заполненное."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, path in zip(spreadsheets.ALL, paths, strict=True):
            _write_template(kind, path)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as fault:
        raise UserError(
            f"В папку «{folder}» не удаётся записать: проверьте место на диске и права."
        ) from fault
    return paths


def _write_template(kind: AnySpreadsheet, path: Path) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"title": kind.stem, "created": _MADE})
        bold = workbook.add_format({"bold": True, "num_format": "@"})
        # text everywhere: a spreadsheet would turn «1-9» into the first of September
        plain = workbook.add_format({"num_format": "@"})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})

        sheet = workbook.add_worksheet(kind.stem)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(kind.columns):
            width = max(len(column.title), len(column.example)) + 4
            sheet.set_column(place, place, min(width, 60), plain)
            sheet.write_string(0, place, column.title, bold)
            if column.example and kind.shows_example:
                sheet.write_string(1, place, column.example, plain)
            if column.choices:
                offer = {
                    "validate": "list",
                    "source": list(column.choices),
                    "error_type": "information",  # a post may be longer than its choice
                }
                sheet.data_validation(1, place, _LAST_ROW, place, offer)
        sheet.ignore_errors({"number_stored_as_text": f"A1:Z{_LAST_ROW}"})

        guide = workbook.add_worksheet(GUIDE_SHEET)
        for place, width in enumerate((26, 14, 70, 30)):
            guide.set_column(place, place, width)
        guide.write_string(0, 0, kind.purpose, bold)
        example = (
            "Строка 2 первого листа — пример, её надо заменить. " if kind.shows_example else ""
        )
        guide.write_string(1, 0, f"{example}Порядок колонок любой.")
        for place, title in enumerate(("Колонка", "Заполнять", "Что писать", "Пример")):
            guide.write_string(3, place, title, bold)
        for number, column in enumerate(kind.columns, 4):
            must = "обязательно" if column.needed else "если есть"
            for place, text in enumerate((column.title, must, column.rule, column.example)):
                guide.write_string(number, place, text, wrapped)
