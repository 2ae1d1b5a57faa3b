"""Reading a school's folder: all of it or nothing."""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from journal.errors import UserError
from journal.imports import spreadsheets
from journal.imports.agreement import check_agreement
from journal.imports.cells import Unreadable, folded
from journal.imports.faults import Findings, ImportFaults
from journal.imports.lines import SchoolFolder
from journal.imports.rows import rows_of
from journal.imports.sheets import TEXT_TABLES, WORKBOOKS, read_sheet
from journal.imports.spreadsheets import Spreadsheet

L = TypeVar("L")

Files = Mapping[str, list[Path]]


def read_school_folder(folder: Path) -> SchoolFolder:
    """Read the spreadsheets of a school and check them against each other.

    Raises:
        ImportFaults: something is wrong; every fault is listed and nothing is returned.
        UserError: there is no such folder.
    """
    if not folder.is_dir():
        raise UserError(f"Папки «{folder}» нет. Укажите папку с таблицами школы.")
    findings = Findings()
    files = _find_files(folder, findings)
    schools = _read(files, spreadsheets.SCHOOL, findings)
    for line in schools[1:]:
        findings.add(line.file, line.row, "", "школа одна, вторая строка не нужна")
    draft = SchoolFolder(
        school=next(iter(schools), None),
        classes=_read(files, spreadsheets.CLASSES, findings),
        staff=_read(files, spreadsheets.STAFF, findings),
        pupils=_read(files, spreadsheets.PUPILS, findings),
        load=_read(files, spreadsheets.LOAD, findings),
        timetable=_read(files, spreadsheets.TIMETABLE, findings),
        periods=_read(files, spreadsheets.PERIODS, findings),
        calendar_days=_read(files, spreadsheets.CALENDAR_DAYS, findings),
        plans=_read(files, spreadsheets.PLANS, findings),
        remarks=(),
    )
    agreed = check_agreement(draft, findings)
    if findings.faults:
        raise ImportFaults(findings.faults)
    return agreed


def _find_files(folder: Path, findings: Findings) -> Files:
    """Return the files of each spreadsheet by stem; name those that are not understood."""
    files: dict[str, list[Path]] = {sheet.stem: [] for sheet in spreadsheets.ALL}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(("~$", ".")) or not path.is_file():
            continue  # «~$ученики.xlsx» is the lock of an open Excel
        if path.suffix.lower() not in (*WORKBOOKS, *TEXT_TABLES):
            continue
        name = folded(unicodedata.normalize("NFC", path.stem)).strip()
        stem = re.split(r"[\s_-]", name)[0]
        if stem in files:
            files[stem].append(path)
        elif near := difflib.get_close_matches(stem, files, 1, 0.75):
            findings.add(path.name, 0, "", f"имя файла не понято, может быть, «{near[0]}»?")
        else:
            findings.remarks.append(f"{path.name}: имя файла не понято, файл не прочитан.")
    return files


def _read(files: Files, kind: Spreadsheet[L], findings: Findings) -> tuple[L, ...]:
    """Return the lines of all files of a kind, those with unreadable cells included."""
    paths = files[kind.stem]
    if not paths and kind.needed:
        findings.add("", 0, "", f"в папке нет таблицы «{kind.stem}» (xlsx или csv)")
    lines: list[L] = []
    for path in paths:
        if any(path.stem == other.stem for other in paths if other != path):
            findings.add(path.name, 0, "", "таблица есть в двух видах, оставьте один файл")
            continue
        faults_before = len(findings.faults)
        found = _read_file(path, kind, findings)
        if not found and kind.needed and len(findings.faults) == faults_before:
            findings.add(path.name, 0, "", "в таблице нет ни одной заполненной строки")
        lines.extend(found)
    return tuple(lines)


def _read_file(path: Path, kind: Spreadsheet[L], findings: Findings) -> list[L]:
    try:
        sheet = read_sheet(path, [folded(column.title) for column in kind.columns])
    except Unreadable as fault:
        findings.add(path.name, 0, "", str(fault))
        return []
    findings.remarks.extend(
        f"{path.name}: лист «{name}» не прочитан, читается только первый." for name in sheet.unread
    )
    lines = []
    for row in rows_of(sheet, path.name, kind.columns, findings):
        if kind.invented and row.is_example(kind.columns):
            findings.remarks.append(
                f"{path.name}, строка {row.number}: осталась строка-пример из шаблона."
            )
        lines.append(kind.line(row))
    return lines
