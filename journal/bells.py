"""When the bell rings: the times of a day's lessons, by weekday, grade and kind of day.

A second shift is the bells of its grades; a shortened day has bells of its own. A school that has
brought no bells in gets the usual ones. Source: requirements, s. 4 (homework_deadline, TAL-2.8b).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_SLOT = 12
_LESSON = 45
_FIRST = 8 * 60 + 30
_BREAKS = (10, 20, 20, 20, 10, 10, 10, 10, 10, 10, 10)


@dataclass(frozen=True, slots=True)
class Bell:
    """When the lessons of one bell slot begin and end.

    Attributes:
        slot: number of the lesson in the day, 1-12.
        begins, ends: minutes after midnight, school time.
        weekday: ISO weekday; 0 for every day.
        grade_from, grade_to: for which grades it rings, both included.
        start, end: first and last day, ``None`` without limit.
        is_short: rings on shortened days only.
    """

    slot: int
    begins: int
    ends: int
    weekday: int = 0
    grade_from: int = 1
    grade_to: int = 11
    start: date | None = None
    end: date | None = None
    is_short: bool = False

    def rings(self, day: date, grade: int, *, is_short: bool) -> bool:
        """Tell whether this bell rings for ``grade`` on ``day``."""
        return (
            self.grade_from <= grade <= self.grade_to
            and self.weekday in (0, day.isoweekday())
            and (self.start is None or self.start <= day)
            and (self.end is None or day <= self.end)
            and (is_short or not self.is_short)
        )

    @property
    def closeness(self) -> tuple[bool, bool, int, date]:
        """How closely the line speaks of a day: of two that ring, the greater one counts."""
        grades = self.grade_to - self.grade_from
        return self.is_short, bool(self.weekday), -grades, self.start or date.min


@dataclass(frozen=True, slots=True)
class BellTimes:
    """The beginning and the end of one lesson."""

    begins: datetime
    ends: datetime


class Bells:
    """All bells of a school."""

    def __init__(self, bells: Iterable[Bell], zone: ZoneInfo) -> None:
        """Take the school's own lines, if any, and its time zone."""
        self._bells = tuple(bells) or USUAL_BELLS
        self._zone = zone
        self._known: dict[tuple[date, int, int, bool], BellTimes] = {}

    def times(self, day: date, slot: int, grade: int, *, is_short: bool = False) -> BellTimes:
        """Return when the lesson of a bell slot begins and ends.

        A slot for which no line rings takes the usual time: a lesson always has one.
        """
        known = self._known.get((day, slot, grade, is_short))
        if known is None:
            known = self._known[day, slot, grade, is_short] = self._find(day, slot, grade, is_short)
        return known

    def _find(self, day: date, slot: int, grade: int, is_short: bool) -> BellTimes:
        ringing = (
            bell
            for bell in self._bells
            if bell.slot == slot and bell.rings(day, grade, is_short=is_short)
        )
        usual = USUAL_BELLS[min(max(slot, 1), LAST_SLOT) - 1]
        bell = max(ringing, key=lambda bell: bell.closeness, default=usual)
        midnight = datetime.combine(day, time(), self._zone)
        return BellTimes(
            midnight + timedelta(minutes=bell.begins), midnight + timedelta(minutes=bell.ends)
        )


def bell_fault(slot: int, begins: int, ends: int) -> str | None:
    """Return why a bell cannot ring so, or ``None``."""
    if not 1 <= slot <= LAST_SLOT:
        return f"номер урока - от 1 до {LAST_SLOT}"
    return None if 0 <= begins < ends < 24 * 60 else "урок должен кончаться позже, чем начался"


def _usual() -> Iterable[Bell]:
    begins = _FIRST
    for slot, pause in enumerate((*_BREAKS, 0), start=1):
        yield Bell(slot, begins, begins + _LESSON)
        begins += _LESSON + pause


USUAL_BELLS = tuple(_usual())
