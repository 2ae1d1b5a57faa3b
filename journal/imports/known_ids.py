"""Under which ids the journal holds what tables name: an id is derived only for what is new.

A class list of a school comes from many hands: its pupils may have been enrolled by an order, its
pages made by hand. What is there already is mended, never made a second time.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.calendar import school_year_of
from journal.facts_pupils import CardRow
from journal.ids import derived_id, staff_id
from journal.reference import Reference

_Names = tuple[str, str, str]


class Ids:
    """Ids by the names that tables use."""

    def __init__(
        self,
        school: str,
        reference: Reference | None = None,
        births: Mapping[str, date | None] | None = None,
    ) -> None:
        """Know the rows of ``reference``; ``births``: birth dates of its pupils by their id."""
        self._school = school
        self._staff: dict[str, str] = {}
        self._classes: dict[tuple[int, str], str] = {}
        self._pages: dict[tuple[str, str, str], str] = {}
        self._periods: dict[tuple[int, str, int], str] = {}
        self._pupils: dict[tuple[_Names, date | None], list[str]] = defaultdict(list)
        if reference is None:
            return
        self._staff = {member.login: user for user, member in reference.staff.items()}
        self._classes = {(each.year, each.title): id_ for id_, each in reference.classes.items()}
        self._pages = {
            (page.class_id, page.subject, page.group): id_ for id_, page in reference.pages.items()
        }
        self._periods = {
            (school_year_of(each.start), each.name, each.grade_to): id_
            for id_, each in reference.periods.items()
        }
        for pupil in reference.pupils.values():
            if pupil.left is None:
                names = (pupil.surname, pupil.name, pupil.patronymic)
                self._pupils[names, (births or {}).get(pupil.id)].append(pupil.id)

    def staff(self, login: str) -> str:
        """Return the id of a member of staff."""
        return self._staff.get(login) or staff_id(self._school, login)

    def class_(self, year: int, title: str) -> str:
        """Return the id of a class of a school year."""
        known = self._classes.get((year, title))
        return known or derived_id("class", self._school, str(year), title)

    def period(self, year: int, name: str, grade_to: int) -> str:
        """Return the id of a term by its school year, name and last grade."""
        known = self._periods.get((year, name, grade_to))
        return known or derived_id("period", self._school, str(year), name, str(grade_to))

    def page(self, class_id: str, subject: str, group: str) -> str:
        """Return the id of a page of the register."""
        known = self._pages.get((class_id, subject, group))
        return known or derived_id("page", class_id, subject, group)

    def pupil(self, surname: str, name: str, patronymic: str, born: date) -> str:
        """Return the id of a pupil, the same for every import of the same list.

        What is derived is a hash with the school's random id as salt: nobody can guess a name
        from it.
        """
        names = (surname, name, patronymic)
        derived = derived_id("pupil", self._school, *names, born.isoformat())
        alike = self._pupils.get((names, born), [])
        return alike[0] if len(alike) == 1 else derived


def known_births(session: Session, school: str) -> dict[str, date | None]:
    """Return the birth dates of pupils whose cards are here, by the pupil's id."""
    rows = session.execute(
        select(CardRow.pupil, CardRow.birth_date).where(CardRow.school == school)
    )
    return {row.pupil: row.birth_date for row in rows}
