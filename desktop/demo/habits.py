"""How the pupils of a demo learn, fall ill and come late. Source: domain description, s. 7.

Everything is drawn from names of classes and places in lists, never from ids, which differ from
one demo to the next: the same school has the same history.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from journal.calendar import school_year_of
from journal.reference import Lesson, Reference

_WINTER = (12, 1, 2)
_ILL_DAILY, _ILL_DAILY_IN_WINTER = 0.004, 0.009
_AWAY_DAILY = 0.006
_IDLERS, _IDLE_HOURLY, _HARDLY = 0.04, 0.02, 0.0008
_LATE_IN_THE_MORNING = 0.01
_WORK_SHARE, _ANSWER_SHARES = 0.92, (0.15, 0.3)


class Habits:
    """Draws absences and marks, the same for the same question."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._names: dict[str, str] = {}
        self._away: dict[str, frozenset[date]] = {}

    def is_away(self, pupil: str, lesson: Lesson) -> bool:
        """Tell whether the pupil misses the lesson: ill, away for the day, or played truant."""
        if lesson.day in self._days_away(pupil):
            return True
        name = self._name(pupil)
        idles = random.Random(f"{name} idles").random() < _IDLERS
        chance = random.Random(f"{name} {lesson.day} {lesson.slot}")
        return chance.random() < (_IDLE_HOURLY if idles else _HARDLY)

    def is_late(self, pupil: str, lesson: Lesson) -> bool:
        """Tell whether the pupil comes late; that happens in the morning."""
        chance = random.Random(f"{self._name(pupil)} {lesson.day} late")
        return lesson.slot == 1 and chance.random() < _LATE_IN_THE_MORNING

    def marks(
        self, lesson: Lesson, pupils: list[str], *, is_work: bool
    ) -> Iterator[tuple[str, str]]:
        """Yield (pupil, mark) of those who are marked at the lesson."""
        reference = self._reference
        page = reference.pages[lesson.page]
        school_class = reference.class_of(lesson.page)
        if not reference.is_graded(lesson.page):
            return
        chance = random.Random(f"{school_class.title} {page.title} {lesson.day} {lesson.slot}")
        share = _WORK_SHARE if is_work else chance.uniform(*_ANSWER_SHARES)
        for pupil in pupils:
            if chance.random() < share:
                yield pupil, self._mark(pupil, page.subject, school_class.grade, chance)

    def _mark(self, pupil: str, subject: str, grade: int, chance: random.Random) -> str:
        name = self._name(pupil)
        ability = random.Random(f"{name} ability").gauss(0, 1)
        taste = random.Random(f"{name} {subject}").gauss(0, 0.5)
        age = 0.15 if grade < 5 else -0.1 if 7 <= grade <= 9 else 0.0
        exact = 3.9 + 0.65 * ability + age + 0.4 * taste + chance.gauss(0, 0.55)
        return str(min(5, max(2, round(exact))))

    def _days_away(self, pupil: str) -> frozenset[date]:
        if pupil not in self._away:
            self._away[pupil] = frozenset(self._draw_days_away(self._name(pupil)))
        return self._away[pupil]

    def _draw_days_away(self, name: str) -> Iterator[date]:
        chance = random.Random(f"{name} away")
        first = min(period.start for period in self._reference.periods.values())
        day = date(school_year_of(first), 9, 1)
        last = max(period.end for period in self._reference.periods.values())
        while day <= last:
            length = 0
            if chance.random() < (_ILL_DAILY_IN_WINTER if day.month in _WINTER else _ILL_DAILY):
                length = chance.randint(3, 8)
            elif chance.random() < _AWAY_DAILY:
                length = 1
            for step in range(length):
                yield day + timedelta(days=step)
            day += timedelta(days=max(1, length))

    def _name(self, pupil: str) -> str:
        if not self._names:
            places: dict[str, int] = {}
            for each in self._reference.pupils.values():
                title = self._reference.classes[each.class_id].title
                places[title] = places.get(title, 0) + 1
                self._names[each.id] = f"{title} {places[title]}"
        return self._names[pupil]
