"""What each sheet is and what stands in its columns: as proposed, and as corrected by hand.

A mapping is a value: every correction gives a new one, and a proposal once confirmed is certain.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from journal.imports.letters import letter_of

CERTAIN = 1.0


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What stands in one column.

    Attributes:
        place: from 0.
        header: the words over it, as in the file.
        field: title of the field of the table, "" when the column is not read.
        confidence: 0-1; 1 is a known word, a preset, or the word of a person.
        is_foreign: nobody has looked at the column, and it may hold something.
    """

    place: int
    header: str
    field: str = ""
    confidence: float = CERTAIN
    is_foreign: bool = False

    @property
    def letter(self) -> str:
        """Return the column as spreadsheets name it."""
        return letter_of(self.place)


@dataclass(frozen=True, slots=True)
class SheetMap:
    """What one sheet is.

    Attributes:
        file, sheet: which one; ``sheet`` is its own name, "" in a text table.
        kind: stem of the table («ученики»), "" when the sheet is not read.
        header: index of the row of titles, from 0; -1 when there is none.
        columns: those that have a title.
        class_name: the class whose list this sheet is, by its name or title; "" when the rows say.
        confidence: of ``kind``, as in a column.
    """

    file: str
    sheet: str
    kind: str
    header: int
    columns: tuple[ColumnMap, ...]
    class_name: str = ""
    confidence: float = CERTAIN

    @property
    def is_certain(self) -> bool:
        """Say whether nothing of the sheet waits for a person's word."""
        return self.confidence == CERTAIN and all(
            column.confidence == CERTAIN for column in self.columns
        )

    def with_field(self, place: int, field: str) -> "SheetMap":
        """Return the sheet with ``field`` in the column at ``place`` and in no other."""
        columns = []
        for column in self.columns:
            if column.place == place:
                column = replace(column, field=field, confidence=CERTAIN, is_foreign=False)
            elif field and column.field == field:
                column = replace(column, field="", confidence=CERTAIN)
            columns.append(column)
        return replace(self, columns=tuple(columns))

    def with_class(self, class_name: str) -> "SheetMap":
        """Return the sheet as the list of one class, "" to have its rows say their classes."""
        return replace(self, class_name=class_name)

    def confirmed(self) -> "SheetMap":
        """Return the sheet as a person has agreed to it."""
        columns = tuple(
            replace(column, confidence=CERTAIN, is_foreign=False) for column in self.columns
        )
        return replace(self, columns=columns, confidence=CERTAIN)


NameKind = Literal["teacher", "class", "subject"]
Names = Mapping[tuple[NameKind, str], str]


@dataclass(frozen=True, slots=True)
class SchoolMapping:
    """All sheets of an import, and what names of other programs mean here.

    Attributes:
        names: («teacher», «ИвА») to the login, («class», «5a») to the class, («subject», «Матем»)
            to the subject.
    """

    sheets: tuple[SheetMap, ...]
    names: Names

    def sheet(self, file: str, sheet: str) -> SheetMap:
        """Return the map of one sheet."""
        return next(found for found in self.sheets if (found.file, found.sheet) == (file, sheet))

    def changed(
        self, file: str, sheet: str, change: Callable[[SheetMap], SheetMap]
    ) -> "SchoolMapping":
        """Return the mapping with one sheet changed."""
        sheets = tuple(
            change(found) if (found.file, found.sheet) == (file, sheet) else found
            for found in self.sheets
        )
        return replace(self, sheets=sheets)

    def with_name(self, kind: NameKind, text: str, meant: str) -> "SchoolMapping":
        """Return the mapping that knows whom or what a name means; "" forgets it."""
        names = {**self.names, (kind, text): meant}
        return replace(self, names={key: word for key, word in names.items() if word})

    def confirmed(self) -> "SchoolMapping":
        """Return the mapping as a person has agreed to it."""
        return replace(self, sheets=tuple(sheet.confirmed() for sheet in self.sheets))
