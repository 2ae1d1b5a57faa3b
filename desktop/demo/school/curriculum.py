"""What each class of the demo school is taught, in hours a week. Source: domain, s. 6.1."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Split = Literal["", "language", "computers", "workshop"]

LETTERS = "АБ"
SIZES: Mapping[int, tuple[int, int]] = {
    1: (27, 26),
    2: (27, 26),
    3: (27, 26),
    4: (26, 26),
    5: (27, 26),
    6: (26, 26),
    7: (26, 25),
    8: (25, 25),
    9: (25, 25),
    10: (22, 21),
    11: (20, 20),
}
"""Pupils of the classes А and Б on 1 September, 550 in all."""

RUSSIAN = "Русский язык"
ENGLISH = "Английский язык"
COMPUTERS = "Информатика"
WORKSHOP = "Труд (технология)"
SPORT = "Физическая культура"
CULTURE = "Духовно-нравственная культура России"
PROJECT_BASICS = "Основы проектной деятельности"
PROJECT = "Индивидуальный проект"

_SPLITS: Mapping[str, Split] = {
    ENGLISH: "language",
    COMPUTERS: "computers",
    WORKSHOP: "workshop",
}

_PRIMARY = {
    RUSSIAN: 5,
    "Литературное чтение": 4,
    "Математика": 4,
    "Окружающий мир": 2,
    "Изобразительное искусство": 1,
    "Музыка": 1,
    WORKSHOP: 1,
    SPORT: 2,
}
_LITERACY = "Функциональная грамотность"
_MIDDLE: Mapping[int, Mapping[str, float]] = {
    5: {
        RUSSIAN: 5,
        "Литература": 3,
        ENGLISH: 2,
        "Математика": 5,
        COMPUTERS: 1,
        "История": 3,
        "География": 1,
        "Биология": 1,
        CULTURE: 0.5,
        "Изобразительное искусство": 1,
        "Музыка": 1,
        WORKSHOP: 2,
        SPORT: 2,
        _LITERACY: 1,
        PROJECT_BASICS: 0.5,
    },
    6: {
        RUSSIAN: 6,
        "Литература": 3,
        ENGLISH: 3,
        "Математика": 5,
        COMPUTERS: 1,
        "История": 3,
        "География": 1,
        "Биология": 1,
        "Изобразительное искусство": 1,
        "Музыка": 1,
        WORKSHOP: 2,
        SPORT: 2,
        _LITERACY: 1,
    },
    7: {
        RUSSIAN: 4,
        "Литература": 2,
        ENGLISH: 3,
        "Алгебра": 3,
        "Геометрия": 2,
        "Вероятность и статистика": 1,
        COMPUTERS: 1,
        "История": 3,
        "География": 2,
        "Физика": 2,
        "Биология": 1,
        "Изобразительное искусство": 1,
        "Музыка": 1,
        WORKSHOP: 2,
        SPORT: 2,
        "Проектная деятельность": 1,
        "Черчение": 1,
    },
    8: {
        RUSSIAN: 3,
        "Литература": 2,
        ENGLISH: 3,
        "Алгебра": 3,
        "Геометрия": 2,
        "Вероятность и статистика": 1,
        COMPUTERS: 1,
        "История": 3,
        "География": 2,
        "Физика": 2,
        "Химия": 2,
        "Биология": 2,
        "Музыка": 1,
        WORKSHOP: 1,
        SPORT: 2,
        "ОБЗР": 1,
        "Краеведение": 1,
        "Русский язык: практикум": 1,
    },
    9: {
        RUSSIAN: 3,
        "Литература": 3,
        ENGLISH: 3,
        "Алгебра": 3,
        "Геометрия": 2,
        "Вероятность и статистика": 1,
        COMPUTERS: 1,
        "История": 2,
        "Обществознание": 1,
        "География": 2,
        "Физика": 3,
        "Химия": 2,
        "Биология": 2,
        WORKSHOP: 1,
        SPORT: 2,
        "ОБЗР": 1,
        "Математика: практикум": 1,
    },
}
_SENIOR = {
    RUSSIAN: 2,
    ENGLISH: 3,
    "Вероятность и статистика": 1,
    COMPUTERS: 1,
    "История": 2,
    "География": 1,
    "Химия": 1,
    "Биология": 1,
    SPORT: 2,
    "ОБЗР": 1,
    PROJECT: 1,
}
_SCIENCE = {
    "Литература": 3,
    "Алгебра": 4,
    "Геометрия": 3,
    "Обществознание": 2,
    "Физика": 5,
    "Математика: избранные задачи": 1,
}
_HUMANITIES = {
    "Литература": 5,
    "Обществознание": 4,
    "Физика": 2,
    "Литература: анализ текста": 1,
    "Обществознание: практикум": 1,
    "Английский язык: практикум": 1,
}


@dataclass(frozen=True, slots=True)
class Course:
    """A subject of a class.

    ``split`` tells how the class is divided for it: halves with two teachers at once ("language",
    "workshop"), or halves in turn with one teacher ("computers").
    """

    grade: int
    letter: str
    subject: str
    hours: float
    split: Split = ""

    @property
    def class_name(self) -> str:
        """The class as people say it, «5А»."""
        return f"{self.grade}{self.letter}"


def courses_of(grade: int, letter: str) -> list[Course]:
    """Return what a class is taught, in the order of the plan."""
    hours = _hours(grade, letter)
    return [
        Course(grade, letter, subject, amount, _split(grade, subject))
        for subject, amount in hours.items()
    ]


def all_courses() -> list[Course]:
    """Return the whole plan: 22 classes, 630 hours a week."""
    return [course for grade in SIZES for letter in LETTERS for course in courses_of(grade, letter)]


def _hours(grade: int, letter: str) -> dict[str, float]:
    if grade <= 4:
        hours: dict[str, float] = dict(_PRIMARY)
        if grade > 1:
            hours[ENGLISH] = 2
        if grade == 4:
            hours["Основы религиозных культур и светской этики"] = 1
        else:
            hours[_LITERACY] = 1
        return hours
    if grade <= 9:
        return dict(_MIDDLE[grade])
    if letter == "А":
        return {**_SENIOR, **_SCIENCE}
    return {
        **_SENIOR,
        **_HUMANITIES,
        "Алгебра": 2 if grade == 10 else 3,
        "Геометрия": 2 if grade == 10 else 1,
    }


def _split(grade: int, subject: str) -> Split:
    # classes of the tenth and eleventh are too small; young pupils do handicrafts together
    if grade > 9 or (grade < 5 and subject != ENGLISH):
        return ""
    return _SPLITS.get(subject, "")
