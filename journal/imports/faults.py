"""What is wrong in a school's folder: every fault by file, row and column."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from journal.errors import UserError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to repair; ``row`` 0 and ``column`` "" when the fault is of the whole file."""

    file: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.row:
            place.append(f"строка {self.row}")
        if self.column:
            place.append(f"колонка «{self.column}»")
        return f"{', '.join(place)}: {self.reason}" if place else self.reason


class ImportFaults(UserError):
    """The folder is not taken; the text names every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        listed = "\n".join(f"{number}. {fault}" for number, fault in enumerate(self.faults, 1))
        super().__init__(
            "Таблицы не приняты, в журнал ничего не записано. "
            f"Исправьте и повторите, ошибок: {len(self.faults)}.\n{listed}"
        )


@dataclass(slots=True)
class Findings:
    """Collects faults and remarks while a folder is read, so that all are shown at once."""

    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, file: str, row: int, column: str, reason: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(file, row, column, reason))
