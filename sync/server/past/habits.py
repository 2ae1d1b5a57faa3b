"""How the pupils of a demonstration learn, fall ill and come late. Source: domain, s. 7.

Everything is drawn from names of classes and places in lists, never from ids, which differ from
one school to the next: the same school has the same history.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.calendar import school_year_of
from journal.reference import Lesson, Reference

_WINTER = (12, 1, 2)
_ILL_DAILY, _ILL_DAILY_IN_WINTER = 0.004, 0.009
_AWAY_DAILY = 0.006
_IDLERS, _IDLE_HOURLY, _HARDLY = 0.04, 0.02, 0.0008
_LATE_IN_THE_MORNING = 0.01
_ANSWER_SHARES = (0.15, 0.3)
_HALF_CHECKED, _CHECKED_SHARE = 0.1, 0.92  # works of which some marks are still to be set


@dataclass(frozen=True)
class _Pupil:
    """What is a pupil's own: days away, whether she plays truant, how well she learns."""

    name: str
    spells: tuple[tuple[date, date], ...]
    away: frozenset[date]
    idles: bool
    ability: float


class Habits:
    """Draws absences and marks, the same for the same question."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._pupils = {pupil: self._draw(name) for pupil, name in _names(reference)}
        self._tastes: dict[tuple[str, str], float] = {}

    def missing(self, lesson: Lesson, pupils: Sequence[str]) -> set[str]:
        """Return who misses the lesson: ill, away for the day, or playing truant."""
        chance = self._chance(lesson, "away")
        found = set()
        for pupil in pupils:
            own = self._pupils[pupil]
            drawn = chance.random()
            if lesson.day in own.away or drawn < (_IDLE_HOURLY if own.idles else _HARDLY):
                found.add(pupil)
        return found

    def late(self, lesson: Lesson, pupils: Sequence[str]) -> set[str]:
        """Return who comes late; that happens in the morning."""
        if lesson.slot != 1:
            return set()
        chance = self._chance(lesson, "late")
        return {pupil for pupil in pupils if chance.random() < _LATE_IN_THE_MORNING}

    def marks(
        self, lesson: Lesson, pupils: Sequence[str], *, is_work: bool
    ) -> Iterator[tuple[str, str]]:
        """Yield (pupil, mark) of those who are marked at the lesson."""
        if not self._reference.is_graded(lesson.page):
            return
        subject = self._reference.pages[lesson.page].subject
        grade = self._reference.grade_of(lesson.page)
        chance = self._chance(lesson, "marks")
        share = chance.uniform(*_ANSWER_SHARES)
        if is_work:
            share = _CHECKED_SHARE if chance.random() < _HALF_CHECKED else 1.0
        for pupil in pupils:
            if chance.random() < share:
                yield pupil, self._mark(pupil, subject, grade, chance)

    def absences(self, pupil: str) -> Sequence[tuple[date, date]]:
        """Return the first and the last day of each absence of whole days."""
        return self._pupils[pupil].spells

    def name(self, pupil: str) -> str:
        """Return what the pupil is drawn by: class and place in the list."""
        return self._pupils[pupil].name

    def _chance(self, lesson: Lesson, what: str) -> random.Random:
        title = self._reference.class_of(lesson.page).title
        page = self._reference.pages[lesson.page].title
        return random.Random(f"{title} {page} {lesson.day} {lesson.slot} {what}")

    def _mark(self, pupil: str, subject: str, grade: int, chance: random.Random) -> str:
        own = self._pupils[pupil]
        if (own.name, subject) not in self._tastes:
            self._tastes[own.name, subject] = random.Random(f"{own.name} {subject}").gauss(0, 0.5)
        age = 0.15 if grade < 5 else -0.1 if 7 <= grade <= 9 else 0.0
        taste = self._tastes[own.name, subject]
        exact = 3.9 + 0.65 * own.ability + age + 0.4 * taste + chance.gauss(0, 0.55)
        return str(min(5, max(2, round(exact))))

    def _draw(self, name: str) -> _Pupil:
        spells = tuple(self._spells(name))
        away = (
            first + timedelta(days=step)
            for first, last in spells
            for step in range((last - first).days + 1)
        )
        return _Pupil(
            name,
            spells,
            frozenset(away),
            random.Random(f"{name} idles").random() < _IDLERS,
            random.Random(f"{name} ability").gauss(0, 1),
        )

    def _spells(self, name: str) -> Iterator[tuple[date, date]]:
        """Draw the first and the last day of each absence of the year."""
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
            if length:
                yield day, day + timedelta(days=length - 1)
            day += timedelta(days=max(1, length))


def _names(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the pupils, each with the class and the place in its list."""
    places: dict[str, int] = {}
    for pupil in reference.pupils.values():
        title = reference.classes[pupil.class_id].title
        places[title] = places.get(title, 0) + 1
        yield pupil.id, f"{title} {places[title]}"
