"""Who can be looked for: pupils on the pages a person may read, cards that she may see."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal.queries.pages import read_pages
from journal.reference import PupilName, Reference, in_list_order
from journal.rights import may_read_cards


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


def cards_within_reach(reference: Reference, user: str) -> tuple[PupilName, ...]:
    """Return whose cards ``user`` may see, those who left included; the own classes first."""
    person = reference.person(user)
    classes = sorted(
        (c for c in reference.classes.values() if may_read_cards(person, c.id) is None),
        key=lambda each: (each.id not in person.class_teacher_of, each.grade, each.letter),
    )
    places = {each.id: place for place, each in enumerate(classes)}
    pupils = [each for each in reference.pupils.values() if each.class_id in places]
    return tuple(sorted(in_list_order(pupils), key=lambda each: places[each.class_id]))
