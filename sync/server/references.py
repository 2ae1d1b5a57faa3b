"""The picture of a school, kept between requests and looked at again when an entry changed it."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from journal import kinds
from journal.entries import Entry
from journal.queries.school import read_reference
from journal.reference import Reference
from sync.server.counting import Counter

# what read_reference reads; a test compares
REFERENCE_KINDS = frozenset(
    {
        "school.set",
        "profile.set",
        "calendar.day",
        "period.set",
        "period.close",
        "staff.set",
        "class.set",
        "page.set",
        "pupil.set",
        "timetable.set",
        "bells.set",
        "substitution.set",
        "station.set",
        "lesson.change",
        "copy.printed",
        "copy.state",
        "card.field",
    }
)
# these change one lesson and nothing else
_OF_ONE_LESSON = frozenset({"lesson.change", "substitution.set"})
# these change what values may hold, whoever writes them
_RULES = frozenset({"profile.set", "card.field"})
# what is judged by a class list and its teacher, besides everything on pages
_OF_A_CLASS = frozenset({"absence.day", "absence.document"})


class BrokenPicture(Exception):
    """The rows no longer make a picture of the school: some entry says what nobody can mean."""


class References:
    """The pictures that this process has read, each with the number it was true for."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, int, Reference]] = {}

    def read(self, session: Session, counter: Counter) -> Reference:
        """Return the school as it is at ``counter``."""
        kept = self._kept.get(counter.school)
        if kept is not None and kept[:2] == (counter.epoch, counter.reference_number):
            return kept[2]
        reference = read_reference(session, counter.school)
        self.keep(counter, reference)
        return reference

    def keep(self, counter: Counter, reference: Reference) -> None:
        """Remember a picture; only one of committed rows may be given here."""
        self._kept[counter.school] = (counter.epoch, counter.reference_number, reference)


def read_anew(session: Session, school: str) -> Reference:
    """Read the picture from the rows of an open transaction.

    Raises:
        BrokenPicture: the rows contradict each other.
    """
    try:
        reference = read_reference(session, school)
        _ = reference.calendar, reference.work_calendar, reference.zone
        return reference
    except Exception as fault:
        # whatever a row can do to the reader, it must not stop the entries of all others
        raise BrokenPicture(type(fault).__name__) from fault


@dataclass
class Staleness:
    """What in a batch has changed the picture since it was read."""

    lessons: set[str] = field(default_factory=set)
    staff: set[str] = field(default_factory=set)
    rest: bool = False
    rules: bool = False

    def __bool__(self) -> bool:
        return bool(self.lessons or self.staff or self.rest)

    def note(self, key: str) -> bool:
        """Take in that the fact ``key`` changed; tell whether it belongs to the picture."""
        kind, parts = kinds.split_key(key)
        if kind.name in kinds.IMPORT_KINDS:
            # whatever it brought, nobody's posts need be as they were
            self.rest = self.profile = True
            return True
        if kind.name not in REFERENCE_KINDS:
            return False
        if kind.name in _OF_ONE_LESSON:
            self.lessons.add(parts["lesson"])
        elif kind.name == "staff.set":
            self.staff.add(parts["user"])
        else:
            self.rest = True
            self.rules = self.rules or kind.name in _RULES
        return True

    def matters_to(self, entry: Entry) -> bool:
        """Tell whether the judge has to see the changes before this entry.

        Reference data themselves are judged by the posts of their author alone, so an import is
        not read back after each of its lines.
        """
        if not self:
            return False
        if self.rules or entry.author in self.staff or entry.kind == kinds.DECISION:
            return True
        try:
            kind, parts = kinds.split_key(entry.key)
        except kinds.BadEntry:
            return False
        if kind.area != "page" and kind.name not in _OF_A_CLASS:
            return False
        if kind.name == "lesson.homework" and self.lessons:
            return True  # it is due after the last lesson of the day, whichever that is now
        return self.rest or bool(self.staff) or parts.get("lesson") in self.lessons
