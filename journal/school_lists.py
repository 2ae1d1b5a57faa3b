"""What the lists of a school name: staff, classes, pages of the register, pupils, workplaces."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_ALPHABET = {letter: place for place, letter in enumerate("абвгдежзийклмнопрстуфхцчшщъыьэюя")}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff; ``posts`` are role codes, ``post_title`` is the post in full.

    ``until``: the last day at this school; who has left is still named in what she wrote.
    """

    user: str
    surname: str
    name: str
    patronymic: str
    posts: frozenset[str]
    post_title: str
    login: str
    until: date | None = None

    def has_left(self, day: date) -> bool:
        """Tell whether ``day`` is after the last day at this school."""
        return self.until is not None and self.until < day

    @property
    def short(self) -> str:
        """Surname and initials, as lists show it: «Петрова А. А.»."""
        initials = " ".join(f"{part[0]}." for part in (self.name, self.patronymic) if part)
        return f"{self.surname} {initials}".strip()

    @property
    def signature(self) -> str:
        """Initials and surname, as a signature is decoded: «А.А. Петрова»."""
        initials = "".join(f"{part[0]}." for part in (self.name, self.patronymic) if part)
        return f"{initials} {self.surname}".strip()

    @property
    def full(self) -> str:
        """Surname, name and patronymic."""
        return " ".join(part for part in (self.surname, self.name, self.patronymic) if part)


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class of one school year; ``teacher`` is the class teacher's id."""

    id: str
    year: int
    grade: int
    letter: str
    teacher: str | None

    @property
    def title(self) -> str:
        """The class as people say it: «5А»."""
        return f"{self.grade}{self.letter}"


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register: a subject of a class, or of one group of it."""

    id: str
    class_id: str
    subject: str
    group: str
    teacher: str
    hours: float
    order: int

    @property
    def title(self) -> str:
        """The subject with its group: «Английский язык (группа 1)»."""
        return f"{self.subject} ({self.group})" if self.group else self.subject


@dataclass(frozen=True, slots=True)
class PupilName:
    """A pupil in a class list.

    Attributes:
        groups: "subject/group" pairs.
        apart: what tells a pupil from a namesake in the class: «А.»; "" for nearly all.
        arrival_order, leaving_order: numbers of the orders of movement, each with its day.
    """

    id: str
    class_id: str
    surname: str
    name: str
    patronymic: str
    arrived: date | None
    left: date | None
    groups: frozenset[str]
    apart: str = ""
    arrival_order: str = ""
    arrival_order_day: date | None = None
    leaving_order: str = ""
    leaving_order_day: date | None = None

    @property
    def listed(self) -> str:
        """Surname and name, as the register lists them: «Кузнецова Мария А.» of two of them."""
        return f"{self.surname} {self.name} {self.apart}".rstrip()

    def is_listed_on(self, day: date) -> bool:
        """Tell whether the pupil was in the class on ``day``."""
        return (self.arrived is None or self.arrived <= day) and (
            self.left is None or day < self.left
        )


@dataclass(frozen=True, slots=True)
class Workplace:
    """An enrolled station."""

    station: str
    number: int
    user: str
    name: str


def in_list_order(pupils: Iterable[PupilName]) -> list[PupilName]:
    """Return pupils as Russian lists order them: Ё as Е, surname, name, patronymic."""
    return sorted(pupils, key=lambda pupil: name_order(pupil.surname, pupil.name, pupil.patronymic))


def listed_on(page: RegisterPage, pupils: Iterable[PupilName]) -> tuple[PupilName, ...]:
    """Return who stands on a page, in the order of lists: its class, or its group of it."""
    mark = f"{page.subject}/{page.group}"
    own = (pupil for pupil in pupils if pupil.class_id == page.class_id)
    return tuple(in_list_order(p for p in own if not page.group or mark in p.groups))


def name_order(*parts: str) -> tuple[tuple[int, ...], ...]:
    """Return the sort key of a Russian name; no locale of the computer is asked."""
    return tuple(
        tuple(_ALPHABET.get(letter, -1) for letter in part.casefold().replace("ё", "е"))
        for part in parts
    )
