"""The pupils of the demo school with their families and halves. Source: domain, s. 6 and 6.3."""

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desktop.demo.school.curriculum import COMPUTERS, ENGLISH, LETTERS, SIZES, WORKSHOP, courses_of
from desktop.demo.school.people import Family, Person, Sex, new_child, new_family, patronymic_of
from desktop.demo.school.teaching import HALVES, WORKSHOP_HALVES

_BOYS = 0.51
_SIBLINGS = 0.12
_OLDER = 0.03
_ARRIVALS = 9


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil as the lists have her.

    Attributes:
        family: number of the family, the same for brothers and sisters.
        arrived: the day she came, for those who came in the middle of the year.
        halves: of each divided subject, to which half she belongs.
    """

    person: Person
    class_name: str
    birth_date: date
    family: int
    arrived: date | None
    halves: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Child:
    person: Person
    grade: int
    class_name: str
    birth_date: date
    family: int
    arrived: date | None = None


class Roster:
    """Gives every class its pupils; brothers and sisters have one family."""

    def __init__(self, chance: random.Random, year: int) -> None:
        self._chance = chance
        self._year = year
        self.families: list[Family] = []
        self._grades: dict[int, set[int]] = defaultdict(set)

    def pupils(self) -> list[Pupil]:
        """Return all pupils by class, in the order of the register."""
        children: list[_Child] = []
        for grade, sizes in SIZES.items():
            for letter, size in zip(LETTERS, sizes, strict=True):
                children += self._class(grade, letter, size)
        late = self._chance.sample(range(len(children)), _ARRIVALS)
        days = {place: self._day_of_arrival() for place in late}
        by_class: dict[str, list[_Child]] = defaultdict(list)
        for place, child in enumerate(children):
            by_class[child.class_name].append(replace(child, arrived=days.get(place)))
        return [pupil for own in by_class.values() for pupil in _with_halves(own)]

    def _class(self, grade: int, letter: str, size: int) -> list[_Child]:
        taken: set[tuple[str, str]] = set()
        children: list[_Child] = []
        while len(children) < size:
            sex: Sex = "m" if self._chance.random() < _BOYS else "f"
            family = self._family(grade)
            person = new_child(self._chance, self.families[family], sex)
            # one pair with the same name and surname there is, so that lists have to tell them
            twins = (grade, letter, len(children)) == (9, "А", size - 1)
            if twins:
                first = children[0].person
                patronymic = patronymic_of("Лев", first.sex)
                person = Person(first.surname, first.name, patronymic, first.sex)
            elif (person.surname, person.name) in taken:
                continue
            taken.add((person.surname, person.name))
            self._grades[family].add(grade)
            children.append(
                _Child(person, grade, f"{grade}{letter}", self._birth_date(grade), family)
            )
        return children

    def _family(self, grade: int) -> int:
        known = [number for number, grades in self._grades.items() if grade not in grades]
        if known and self._chance.random() < _SIBLINGS:
            return self._chance.choice(known)
        self.families.append(new_family(self._chance))
        return len(self.families) - 1

    def _birth_date(self, grade: int) -> date:
        first = date(self._year - 7 - grade, 12, 1)
        if self._chance.random() < _OLDER:
            first = date(first.year - 1, 12, 1)
        return first + timedelta(days=self._chance.randrange(365))

    def _day_of_arrival(self) -> date:
        return date(self._year, 9, 14) + timedelta(days=self._chance.randrange(200))


def _with_halves(children: list[_Child]) -> list[Pupil]:
    children = sorted(children, key=lambda child: _alphabetical(child.person))
    grade, letter = children[0].grade, children[0].class_name[-1]
    divided = [course.subject for course in courses_of(grade, letter) if course.split]
    pupils = []
    for place, child in enumerate(children):
        half = HALVES[place >= (len(children) + 1) // 2]
        workshop = WORKSHOP_HALVES[child.person.sex == "f"]
        of_subject = {ENGLISH: half, COMPUTERS: half, WORKSHOP: workshop}
        pupils.append(
            Pupil(
                child.person,
                child.class_name,
                child.birth_date,
                child.family,
                child.arrived,
                tuple((subject, of_subject[subject]) for subject in divided),
            )
        )
    return pupils


def _alphabetical(person: Person) -> str:
    words = f"{person.surname} {person.name} {person.patronymic}"
    return words.casefold().replace("ё", "е")
