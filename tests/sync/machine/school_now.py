"""What the log says about the school at some number, as far as verdicts depend on it."""

from datetime import date, timedelta
from typing import Any

from journal.clock import from_ms
from tests.journal.desks import MOSCOW
from tests.small_school import TERM_1
from tests.sync.machine.places import CLASS_OF, PLACE_OF_LESSON, TEACHERS

_FIRST_TERM_ENDS = date(2026, 10, 23)
_SECOND_TERM_BEGINS = date(2026, 11, 2)
_HOLIDAY = date(2026, 11, 4)
_DAY = timedelta(days=1)


def moscow_day(moment_ms: int | None) -> date:
    """Return the school's day of a moment."""
    return from_ms(moment_ms or 0).astimezone(MOSCOW).date()


def school_days_after(first: date, last: date) -> int:
    """Return how many school days come after ``first``, up to ``last``."""
    days = (first + _DAY * step for step in range(1, (last - first).days + 1))
    return sum(map(_is_school_day, days))


def _is_school_day(day: date) -> bool:
    is_break = _FIRST_TERM_ENDS < day < _SECOND_TERM_BEGINS
    return day.isoweekday() < 6 and not is_break and day != _HOLIDAY


def _is_staff(key: str) -> bool:
    return key.startswith("school/staff/")


class SchoolNow:
    """Substitutions, closed terms, certified copies, cancelled lessons and pupils who left."""

    def __init__(self) -> None:
        self._facts: dict[str, list[Any]] = {}

    def learn(self, key: str, said: list[Any] | None) -> None:
        """Take in what stands in a key now."""
        if said is None:
            self._facts.pop(key, None)
        else:
            self._facts[key] = said

    def keepers(self, lesson: str) -> set[str]:
        """Return who may fill a lesson."""
        page = PLACE_OF_LESSON[lesson].page
        substitution = self._facts.get(f"school/substitution/{lesson}")
        return {TEACHERS[page]} | ({substitution[3]} - {""} if substitution else set())

    def substitutes_on(self, page: str) -> set[str]:
        """Return who keeps a lesson of the page instead of its teacher."""
        return {said[3] for said in self._of("school/substitution/") if said[0] == page} - {""}

    def deputies(self) -> set[str]:
        """Return who does what a deputy does."""
        staff = {key.split("/")[2]: said[3] for key, said in self._facts.items() if _is_staff(key)}
        return {user for user, posts in staff.items() if "deputy" in posts}

    def is_closed(self, page: str, day: date) -> bool:
        """Tell whether the term of ``day`` is closed for the class of the page."""
        closing = self._facts.get(f"school/closing/{TERM_1}/{CLASS_OF[page]}")
        return closing is not None and closing[0] and day <= _FIRST_TERM_ENDS

    def pages_of(self, copy: str) -> list[str]:
        """Return the pages that a copy shows."""
        said = self._facts.get(f"school/copy/{copy}")
        return list(said[3]) if said else []

    def is_of_first_term(self, day: date) -> bool:
        """Tell whether copies of the first term show the lessons of ``day``."""
        return day <= _FIRST_TERM_ENDS

    def is_certified(self, page: str, day: date) -> bool:
        """Tell whether a certified copy covers the page in the term of ``day``."""
        copies = {
            key.split("/")[2]
            for key in self._facts
            if key.startswith("school/copystate/") and key.endswith("/certified")
        }
        pages = {
            certified for copy in copies for certified in self._facts[f"school/copy/{copy}"][3]
        }
        return page in pages and day <= _FIRST_TERM_ENDS

    def is_cancelled(self, lesson: str) -> bool:
        """Tell whether the lesson does not take place."""
        page = PLACE_OF_LESSON[lesson].page
        change = self._facts.get(f"page:{page}/lesson/{lesson}")
        return change is not None and change[0] == "cancelled"

    def has_left(self, pupil: str, day: date) -> bool:
        """Tell whether the pupil was no longer in the class on ``day``."""
        for key, said in self._facts.items():
            if key.endswith(f"/pupil/{pupil}"):
                left = said[4]
                return left is not None and date.fromisoformat(left) <= day
        return False

    def _of(self, prefix: str) -> list[list[Any]]:
        return [said for key, said in self._facts.items() if key.startswith(prefix)]
