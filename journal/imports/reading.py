"""Reading a school's tables by a mapping: all of it or nothing, and everything that is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from journal.imports import spreadsheets
from journal.imports.agreement import check_agreement
from journal.imports.columns import CLASS
from journal.imports.faults import Finding, Findings, Place
from journal.imports.lines import GroupLine, KnownSchool, Line, SchoolFolder
from journal.imports.logins import with_logins
from journal.imports.mapping import CERTAIN, ColumnMap, Names, SchoolMapping, SheetMap
from journal.imports.rows import Table, rows_of
from journal.imports.sheets import Sheet
from journal.imports.sources import Sources
from journal.imports.spreadsheets import AnySpreadsheet, Spreadsheet

L = TypeVar("L", bound=Line)

NOTHING_KNOWN = KnownSchool()


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading.

    Attributes:
        school: ``None`` when anything is wrong.
        findings: errors and warnings in the order of the files.
        rows: how many filled rows each sheet gave, by file and sheet.
    """

    school: SchoolFolder | None
    findings: tuple[Finding, ...]
    rows: Mapping[tuple[str, str], int]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what blocks the import."""
        return tuple(found for found in self.findings if found.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return what does not."""
        return tuple(found for found in self.findings if found.severity == "warning")


def read_school(
    sources: Sources, mapping: SchoolMapping, known: KnownSchool = NOTHING_KNOWN
) -> Reading:
    """Read the tables and check them against each other and what the journal ``known``.

    What the mapping does not know for certain is an error: nobody has agreed to it.
    """
    findings = Findings(list(sources.findings))
    read: dict[str, list[Line]] = {kind.stem: [] for kind in spreadsheets.ALL}
    rows: dict[tuple[str, str], int] = {}
    for agreed in mapping.sheets:
        sheet = sources.sheet(agreed.file, agreed.sheet)
        lines = _read_sheet(sheet, agreed, mapping.names, findings)
        rows[agreed.file, agreed.sheet] = len(lines)
        if agreed.kind:
            read[agreed.kind].extend(lines)
    _ask_for_missing(mapping, sources, read, known, findings)
    draft = _draft(read, known, findings)
    groups = cast(list[GroupLine], read[spreadsheets.GROUPS.stem])
    school = check_agreement(draft, groups, known, findings)
    return Reading(None if findings.errors else school, tuple(findings.all), rows)


def _draft(read: Mapping[str, list[Line]], known: KnownSchool, findings: Findings) -> SchoolFolder:
    def of(kind: Spreadsheet[L]) -> tuple[L, ...]:
        return tuple(cast(list[L], read[kind.stem]))

    schools = of(spreadsheets.SCHOOL)
    for line in schools[1:]:
        findings.add(line.where, "", "школа одна", "вторую строку уберите")
    return SchoolFolder(
        school=next(iter(schools), None),
        classes=of(spreadsheets.CLASSES),
        staff=with_logins(of(spreadsheets.STAFF), known.staff, findings),
        pupils=of(spreadsheets.PUPILS),
        parents=of(spreadsheets.PARENTS),
        load=of(spreadsheets.LOAD),
        bells=of(spreadsheets.BELLS),
        timetable=of(spreadsheets.TIMETABLE),
        periods=of(spreadsheets.PERIODS),
        calendar_days=of(spreadsheets.CALENDAR_DAYS),
        plans=of(spreadsheets.PLANS),
    )


def _read_sheet(sheet: Sheet, agreed: SheetMap, names: Names, findings: Findings) -> list[Line]:
    """Return the lines of a sheet, those with unreadable cells included."""
    where = Place(sheet.file, sheet.shown_name)
    if not agreed.kind:
        findings.warn(where, "", "не понято, что это за таблица, она не прочитана")
        return []
    kind = spreadsheets.BY_STEM[agreed.kind]
    if agreed.confidence < CERTAIN:
        findings.add(
            where,
            "",
            f"не понято, что это за таблица, может быть, «{kind.stem}»?",
            "подтвердите это или назовите файл так",
        )
        return []
    if not any(column.field for column in agreed.columns):
        titles = ", ".join(f"«{column.title}»" for column in kind.columns if column.needed)
        findings.add(where, "", "нет строки заголовков", f"нужны колонки {titles}")
        return []
    header = Place(sheet.file, sheet.shown_name, sheet.number(agreed.header))
    places, letters = _places(agreed.columns, header, findings)
    given = {CLASS.title: agreed.class_name} if agreed.class_name else {}
    _ask_for_columns(agreed, kind, {*places, *given}, header, findings)
    joined = [column for column in kind.joined if column.title in places]
    for column in joined:
        letters |= {part: letters[column.title] for part in column.parts if part not in letters}
    if sheet.numbers:
        letters = {}  # rows made of something else: nobody finds such a column in the file
    table = Table(places, letters, names, findings)
    errors_before = len(findings.errors)
    lines: list[Line] = []
    for row in rows_of(sheet, agreed.header, table, given):
        for column in joined:
            row = row.split(column)
        # a template holds its example in the first row only
        if kind.invented and not lines and row.is_example(kind.columns):
            findings.warn(row.where, "", "осталась строка-пример из шаблона", "уберите её")
        lines.append(kind.line(row))
    if not lines and kind.needed and len(findings.errors) == errors_before:
        findings.add(where, "", "в таблице нет ни одной заполненной строки", "заполните её")
    return lines


def _places(
    columns: Sequence[ColumnMap], header: Place, findings: Findings
) -> tuple[dict[str, int], dict[str, str]]:
    """Return where the fields stand; note columns that are twice there or not agreed upon."""
    places: dict[str, int] = {}
    letters: dict[str, str] = {}
    for column in columns:
        spot = Place(header.file, header.sheet, header.row, {column.header: column.letter})
        if not column.field:
            if column.is_foreign:
                findings.warn(spot, column.header, "колонка не понята и не прочитана")
        elif column.confidence < CERTAIN:
            reason = f"колонка не понята, может быть, «{column.field}»?"
            findings.add(spot, column.header, reason, "подтвердите это или переименуйте её")
        elif column.field in places:
            spot = Place(header.file, header.sheet, header.row, {column.field: column.letter})
            findings.add(spot, column.field, "такая колонка есть дважды", "оставьте одну")
        else:
            places[column.field] = column.place
            letters[column.field] = column.letter
    return places, letters


def _ask_for_columns(
    agreed: SheetMap,
    kind: AnySpreadsheet,
    fields: set[str],
    header: Place,
    findings: Findings,
) -> None:
    doubtful = {column.field for column in agreed.columns if column.confidence < CERTAIN}
    missing = set(kind.still_missing(fields | doubtful).values())
    for column in kind.columns:
        if column.needed and column.title in missing:
            findings.add(header, "", f"нет колонки «{column.title}»", "добавьте её")


def _ask_for_missing(
    mapping: SchoolMapping,
    sources: Sources,
    read: Mapping[str, list[Any]],
    known: KnownSchool,
    findings: Findings,
) -> None:
    """Note tables without which the others say nothing, unless the journal knows them.

    At the beginning of a school year nothing of it is known but the people who stayed.
    """
    if known.classes or sources.findings:
        return
    present = {sheet.kind for sheet in mapping.sheets}
    if any("teacher" in person.posts for person in known.staff):
        present.add(spreadsheets.STAFF.stem)
    for kind in spreadsheets.ALL:
        if kind.needed and kind.stem not in present:
            findings.add(Place(""), "", f"нет таблицы «{kind.stem}»", "добавьте её файл")
