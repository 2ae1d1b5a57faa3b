"""What a reading of a school's tables finds: every defect by file, sheet, row and column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from journal.errors import UserError

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands.

    Attributes:
        sheet: name of the sheet, "" where its file has only one.
        row: as the spreadsheet program numbers it; 0 for the whole sheet.
        letters: the letter of the column that holds a field, by the field's title.
    """

    file: str
    sheet: str = ""
    row: int = 0
    letters: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def __str__(self) -> str:
        row = f"строка {self.row}" if self.row else ""
        return ", ".join(filter(None, (self.file, _quoted_sheet(self.sheet), row)))

    def seen_from(self, other: "Place") -> str:
        """Return the place in as few words as a reader of ``other`` needs."""
        file = "" if self.file == other.file else self.file
        is_near = not file and self.sheet == other.sheet
        sheet = "" if is_near else _quoted_sheet(self.sheet)
        row = f"строка {self.row}" if self.row else ""
        return ", ".join(filter(None, (file, sheet, row)))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong (an error blocks the import) or worth a look (a warning does not).

    Attributes:
        row: 0 when the finding is of the whole sheet or file.
        column: the letter of the column, "" when the finding is of no single cell.
        title: the title of the field, "" likewise.
        what: what is wrong. ``advice``: what to do, "" where that goes without saying.
    """

    severity: Severity
    file: str
    sheet: str
    row: int
    column: str
    title: str
    what: str
    advice: str = ""

    @property
    def cell(self) -> str:
        """Return the cell as spreadsheets name it («F2»), "" when it is not one cell."""
        return f"{self.column}{self.row}" if self.column and self.row else ""

    @property
    def place(self) -> str:
        """Return file, sheet and cell in words."""
        title = f"«{self.title}»" if self.title else ""
        if self.cell:
            spot = f"{self.cell} {title}".rstrip()
        elif self.column:
            spot = f"колонка {self.column} {title}".rstrip()
        else:
            row = f"строка {self.row}" if self.row else ""
            spot = ", ".join(filter(None, (row, f"колонка {title}" if title else "")))
        return ", ".join(filter(None, (self.file, _quoted_sheet(self.sheet), spot)))

    def __str__(self) -> str:
        said = self.what
        if self.advice:
            end = "" if self.what.endswith("?") else "."
            said += f"{end} {self.advice[0].upper()}{self.advice[1:]}."
        return f"{self.place}: {said}" if self.place else said


class ImportFaults(UserError):
    """The tables are not taken; the text names every error that was found."""

    def __init__(self, faults: Sequence[Finding]) -> None:
        self.faults = tuple(faults)
        listed = "\n".join(f"{number}. {fault}" for number, fault in enumerate(self.faults, 1))
        super().__init__(
            "Таблицы не приняты, в журнал ничего не записано. "
            f"Исправьте и повторите, ошибок: {len(self.faults)}.\n{listed}"
        )


@dataclass(slots=True)
class Findings:
    """Collects findings while tables are read, so that all are shown at once."""

    all: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        """Return what blocks the import."""
        return [finding for finding in self.all if finding.severity == "error"]

    @property
    def warnings(self) -> list[Finding]:
        """Return what does not."""
        return [finding for finding in self.all if finding.severity == "warning"]

    def add(self, where: Place, title: str, what: str, advice: str = "") -> None:
        """Note an error in the field ``title`` ("" for the whole row) of the line at ``where``."""
        self._note("error", where, title, what, advice)

    def warn(self, where: Place, title: str, what: str, advice: str = "") -> None:
        """Note a warning likewise."""
        self._note("warning", where, title, what, advice)

    def _note(self, severity: Severity, at: Place, title: str, what: str, advice: str) -> None:
        letter = at.letters.get(title, "")
        self.all.append(Finding(severity, at.file, at.sheet, at.row, letter, title, what, advice))


def _quoted_sheet(name: str) -> str:
    return f"лист «{name}»" if name else ""
