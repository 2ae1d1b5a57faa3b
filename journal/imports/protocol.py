"""What was found in the tables, as a sheet to be printed and handed to who keeps them."""

from pathlib import Path

import xlsxwriter

from journal.errors import UserError
from journal.imports.reading import Reading

_SEVERITIES = {"error": "Ошибка", "warning": "Предупреждение"}
_TITLES = (
    ("Важность", 16),
    ("Файл", 28),
    ("Лист", 14),
    ("Ячейка", 9),
    ("Колонка", 18),
    ("Что не так", 46),
    ("Что сделать", 36),
)


def write_protocol(path: Path, reading: Reading) -> Path:
    """Write every finding with its cell; words of the tables stand in it: it belongs to the school.

    Raises:
        UserError: the file cannot be written.
    """
    try:
        with xlsxwriter.Workbook(path) as workbook:
            bold = workbook.add_format({"bold": True, "bottom": 1})
            wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
            sheet = workbook.add_worksheet("Протокол")
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(1)
            sheet.freeze_panes(2, 0)
            counts = f"Ошибок: {len(reading.errors)}, предупреждений: {len(reading.warnings)}"
            sheet.write_string(0, 0, f"Протокол проверки таблиц. {counts}.", bold)
            for place, (title, width) in enumerate(_TITLES):
                sheet.set_column(place, place, width)
                sheet.write_string(1, place, title, bold)
            for row, found in enumerate(reading.findings, 2):
                where = found.cell or found.column or (str(found.row) if found.row else "")
                words = (found.file, found.sheet, where, found.title, found.what, found.advice)
                for place, text in enumerate((_SEVERITIES[found.severity], *words)):
                    sheet.write_string(row, place, text, wrapped)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as fault:
        raise UserError(
            f"Протокол «{path}» не записан: проверьте папку и место на диске, закройте прежний."
        ) from fault
    return path
