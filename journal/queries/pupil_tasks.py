"""Homework of single pupils beside that of the class (TAL-IV.3g)."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from journal.any_of import any_of
from journal.facts_page import PupilTaskRow
from journal.reference import PupilName, Reference
from journal.tables import Base

_TASKS = Base.metadata.tables[PupilTaskRow.__tablename__]

Tasks = Mapping[str, str]
"""What single pupils are to do for a lesson, by pupil."""


def read_tasks(
    session: Session, reference: Reference, page: str, lessons: Collection[str]
) -> dict[str, dict[str, str]]:
    """Return the tasks of some lessons of a page, by lesson and pupil."""
    query = select(_TASKS.c.lesson, _TASKS.c.pupil, _TASKS.c.text).where(
        _TASKS.c.school == bindparam("school"),
        _TASKS.c.page == bindparam("page"),
        any_of(_TASKS.c.lesson, "lessons"),
        _TASKS.c.text != "",
    )
    given = {"school": reference.school, "page": page, "lessons": list(lessons)}
    found: dict[str, dict[str, str]] = {}
    for lesson, pupil, text in session.execute(query, given):
        found.setdefault(lesson, {})[pupil] = text
    return found


def homework_on_paper(common: str, tasks: Tasks, listed: Sequence[PupilName]) -> str:
    """Return the homework as an internal print has it: «§ 12; инд.: Иванов – карточка 3».

    Pupils stand in the order of the list; namesakes are told apart by their names.
    """
    surnames = [pupil.surname for pupil in listed]
    told = [
        f"{pupil.surname if surnames.count(pupil.surname) == 1 else pupil.listed}"
        f" – {tasks[pupil.id]}"
        for pupil in listed
        if tasks.get(pupil.id)
    ]
    return "; ".join(filter(None, (common, f"инд.: {', '.join(told)}" if told else "")))
