"""What the class teacher wrote at lessons of others: it is told wherever it is shown (TAL-4.4a)."""

from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from journal.facts_page import AttendanceRow, MarkRow
from journal.reference import Reference
from journal.tables import Base, EntryRow

_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]


def _written(row: type[Base]) -> Select[Any]:
    table = Base.metadata.tables[row.__tablename__]
    said = table.c.code if row is AttendanceRow else table.c.marks
    return (
        select(table.c.pupil, said)
        .join(_ENTRIES, (_ENTRIES.c.school == table.c.school) & (_ENTRIES.c.id == table.c.entry))
        .where(
            table.c.school == bindparam("school"),
            table.c.page == bindparam("page"),
            table.c.lesson == bindparam("lesson"),
            _ENTRIES.c.author == bindparam("author"),
        )
    )


_BY_AUTHOR = (_written(AttendanceRow), _written(MarkRow))


def read_by_class_teacher(
    session: Session, reference: Reference, page: str, lesson: str
) -> frozenset[str]:
    """Return the pupils whose cell of a lesson the class teacher filled, who does not keep it."""
    known = reference.lessons(page).get(lesson)
    author = reference.class_of(page).teacher
    if known is None or author is None or author in (known.keeper, known.teacher):
        return frozenset()
    given = {"school": reference.school, "page": page, "lesson": lesson, "author": author}
    rows = (row for query in _BY_AUTHOR for row in session.execute(query, given))
    return frozenset(pupil for pupil, said in rows if said)
