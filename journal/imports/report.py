"""The report of a reading, for people who read JSON and for the programs of a municipality."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from journal.errors import UserError
from journal.files import replace_file
from journal.imports.drafting import origins
from journal.imports.mapping import SchoolMapping
from journal.imports.reading import Reading

VERSION = 1


def report(reading: Reading, mapping: SchoolMapping, *, is_taken: bool) -> dict[str, Any]:
    """Return every finding, what each sheet was read as, and how many lines there are.

    Words of people's names stand in it where a finding quotes a cell: it belongs to the school.
    """
    sheets = [
        {
            "file": sheet.file,
            "sheet": sheet.sheet,
            "table": sheet.kind,
            "class": sheet.class_name,
            "rows": reading.rows.get((sheet.file, sheet.sheet), 0),
            "columns": {column.letter: column.field for column in sheet.columns if column.field},
        }
        for sheet in mapping.sheets
    ]
    return {
        "version": VERSION,
        "taken": is_taken,
        "errors": len(reading.errors),
        "warnings": len(reading.warnings),
        "counts": dict(origins(reading.school)) if reading.school else {},
        "sheets": sheets,
        "findings": [{**asdict(found), "cell": found.cell} for found in reading.findings],
    }


def save_report(path: Path, content: dict[str, Any]) -> None:
    """Write a report.

    Raises:
        UserError: the file cannot be written.
    """
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    try:
        replace_file(path, text)
    except OSError as fault:
        raise UserError(f"Отчёт «{path}» не записан: проверьте папку и место на диске.") from fault
