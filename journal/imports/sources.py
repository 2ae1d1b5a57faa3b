"""The files of an import: opened once, each sheet a grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from journal.errors import UserError
from journal.imports import asc, untis
from journal.imports.cells import Unreadable
from journal.imports.class_headings import with_class_column
from journal.imports.faults import Finding, Findings, Place
from journal.imports.sheets import TEXT_TABLES, WORKBOOKS, Sheet, read_sheets
from journal.imports.spreadsheets import TITLES
from journal.imports.week_grid import unfold

_KNOWN = (*WORKBOOKS, *TEXT_TABLES, asc.SUFFIX)


@dataclass(frozen=True, slots=True)
class Sources:
    """What was opened.

    Attributes:
        sheets: every filled sheet of every file, in the order of their names.
        findings: files that could not be opened.
    """

    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]

    def sheet(self, file: str, name: str) -> Sheet:
        """Return one sheet by its file and its own name."""
        return next(sheet for sheet in self.sheets if (sheet.file, sheet.name) == (file, name))


def open_sources(paths: Sequence[Path]) -> Sources:
    """Open the tables of a folder, or the files that were named.

    Raises:
        UserError: there is no such file or folder, or nothing in it that could be a table.
    """
    findings = Findings()
    sheets: list[Sheet] = []
    files = _files(paths)
    for path in files:
        if any(path.stem == other.stem for other in files if other != path):
            findings.add(Place(path.name), "", "таблица есть в двух видах", "оставьте один файл")
            continue
        try:
            sheets.extend(_open(path))
        except Unreadable as fault:
            findings.add(Place(path.name), "", fault.what, fault.advice)
    if not files:
        raise UserError(
            "Таблиц не найдено. Нужны файлы xlsx, xls, ods, csv, выгрузка aSc (xml) "
            "или Untis (GPU001.TXT)."
        )
    return Sources(tuple(sheets), tuple(findings.all))


def _files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(entry for entry in path.iterdir() if entry.is_file())
            found += [file for file in inside if _is_table(file)]
        elif path.is_file():
            found.append(path)
        else:
            raise UserError(f"Нет ни папки, ни файла «{path}». Укажите папку с таблицами школы.")
    unique = list(dict.fromkeys(found))
    names = [path.name for path in unique]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UserError(f"Два файла называются «{twice}». Переименуйте один из них.")
    return unique


def _is_table(path: Path) -> bool:
    # «~$ученики.xlsx» is the lock of an open Excel
    return path.suffix.lower() in _KNOWN and not path.name.startswith(("~$", "."))


def _open(path: Path) -> tuple[Sheet, ...]:
    if path.suffix.lower() == asc.SUFFIX:
        return (asc.read_timetable(path),)
    if untis.is_export(path):
        return (untis.read_timetable(path),)
    return tuple(unfold(sheet) or with_class_column(sheet) for sheet in read_sheets(path, TITLES))
