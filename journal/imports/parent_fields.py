"""What the school's local act asks of a parent's card, looked for while parents are read."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from journal.imports import person_columns as persons
from journal.imports.drafting import shipped_act
from journal.imports.faults import Findings, Place
from journal.imports.lines import KnownSchool, ParentLine, SchoolFolder
from journal.imports.rows import Column
from journal.profile import parse_profile

_COLUMNS: Mapping[str, Column[Any]] = {
    "patronymic": persons.PARENT_PATRONYMIC,
    "sex": persons.PARENT_SEX,
    "birth_date": persons.PARENT_BORN,
}
# no list of a school should hold them: they are typed into the card by who has seen the paper
_IN_CARDS: Mapping[str, str] = {"passport": "паспорт", "snils": "СНИЛС"}


def required_of_parents(draft: SchoolFolder, known: KnownSchool) -> Collection[str]:
    """Return the fields by the act that comes with the tables, or else by the journal's."""
    text = shipped_act(draft.school.profile) if draft.school is not None else ""
    return parse_profile(text).cards.parent_required if text else known.parent_required


def ask_for_parent_fields(
    parents: Sequence[ParentLine], required: Collection[str], findings: Findings
) -> None:
    """Warn of blank cells that the act wants filled before access to the diary is given.

    A column that is not there at all is named once for its sheet.
    Source: ANC-R.V.8, TAL-1.6; the journal takes the parent nevertheless.
    """
    told: set[tuple[str, str, str]] = set()
    for line in parents:
        for field, column in _COLUMNS.items():
            if field not in required or getattr(line, field):
                continue
            where, sheet = line.where, (line.where.file, line.where.sheet, field)
            if column.title not in where.letters:
                if sheet in told:
                    continue
                told.add(sheet)
                where = Place(where.file, where.sheet)
            what = "не заполнено, а по локальному акту это нужно для доступа к дневнику"
            findings.warn(where, column.title, what, "впишите сейчас или позже в карту")
    further = [words for field, words in _IN_CARDS.items() if field in required]
    if parents and further:
        where = Place(parents[0].where.file, parents[0].where.sheet)
        what = f"по локальному акту у родителей нужны и {', '.join(further)}"
        findings.warn(where, "", what, "их вписывают в личную карту")
