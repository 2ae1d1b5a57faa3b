"""Which school of this centre a command is about."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.errors import UserError
from journal.facts_school import SchoolRow
from sync.server.counting import find_schools
from sync.server.fencing import enter

_LEAST_DIGITS = 4


def pick_school(session: Session, named: str = "") -> str:
    """Enter the school of a command and return it.

    ``named`` is what stands behind ``--school``: the school's number, its beginning that no other
    school shares, or its short name. It may be left out where there is only one school.

    Raises:
        UserError: there is no school yet, none of that name, or several and none was named.
    """
    schools = find_schools(session)
    if not schools:
        raise UserError("В базе нет школы. Начните с команды init.")
    fitting = [school for school in schools if _is_meant(session, school, named)]
    if len(fitting) != 1:
        lines = [f"  {school}  {school_name(session, school)}" for school in schools]
        wrong = f"Школы «{named}» на сервере нет" if named and not fitting else "Школ несколько"
        raise UserError(
            "\n".join([f"{wrong}: укажите --school номером школы или его началом.", *lines])
        )
    enter(session, fitting[0])
    return fitting[0]


def school_name(session: Session, school: str) -> str:
    """Enter a school and return its short name."""
    enter(session, school)
    query = select(SchoolRow.short_name).where(SchoolRow.school == school)
    return session.scalars(query).first() or ""


def _is_meant(session: Session, school: str, named: str) -> bool:
    if not named:
        return True
    if len(named) >= _LEAST_DIGITS and school.startswith(named.lower()):
        return True
    return school_name(session, school).casefold() == named.strip().casefold()
