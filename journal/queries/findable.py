"""Who can be looked for: the pupils of the pages a person may read."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal.queries.pages import read_pages
from journal.reference import Reference


@dataclass(frozen=True, slots=True)
class FindablePupil:
    """A pupil and where to find him; ``page``: the nearest one that lists him."""

    id: str
    name: str
    class_title: str
    page: str


def read_findable(
    session: Session, reference: Reference, user: str, today: date
) -> tuple[FindablePupil, ...]:
    """Return every pupil on a page that ``user`` may read, once, the own pages first."""
    found: dict[str, FindablePupil] = {}
    for choice in read_pages(session, reference, user, today):
        for pupil in reference.pupils_of(choice.page):
            if pupil.id not in found and pupil.is_listed_on(today):
                found[pupil.id] = FindablePupil(
                    pupil.id, pupil.listed, choice.class_title, choice.page
                )
    return tuple(found.values())
