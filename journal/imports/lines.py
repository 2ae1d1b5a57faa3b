"""What a school's tables say, line by line: frozen values, no tables behind them.

Every line remembers where it stood, so that a later refusal can still point at the place.
"""

from dataclasses import dataclass, fields
from datetime import date, time

from journal.imports.faults import Place


@dataclass(frozen=True, slots=True)
class Line:
    """What all lines have: where they stand."""

    where: Place

    def says_the_same(self, other: "Line") -> bool:
        """Say whether another line of this kind differs in nothing but its place."""
        names = [field.name for field in fields(self) if field.name != "where"]
        return all(getattr(self, name) == getattr(other, name) for name in names)


@dataclass(frozen=True, slots=True)
class SchoolLine(Line):
    """How the school calls itself; ``profile`` names a shipped local act ("general")."""

    short_name: str
    full_name: str
    municipality: str
    profile: str


@dataclass(frozen=True, slots=True)
class ClassLine(Line):
    """A class like «5А»; ``class_teacher`` is a login, "" while nobody is appointed."""

    class_name: str
    class_teacher: str

    @property
    def grade(self) -> int:
        """Return the grade, 1-11."""
        return int("".join(filter(str.isdigit, self.class_name)))

    @property
    def letter(self) -> str:
        """Return the letter of the class, "" in a school with one class a grade."""
        return self.class_name.lstrip("0123456789")


@dataclass(frozen=True, slots=True)
class StaffLine(Line):
    """A member of staff; ``posts`` are role codes, ``post_title`` is what the sheet says."""

    surname: str
    name: str
    patronymic: str
    posts: tuple[str, ...]
    post_title: str
    login: str


@dataclass(frozen=True, slots=True)
class PupilLine(Line):
    """A pupil; ``sex`` is "m" or "f", ``groups`` holds pairs (subject, group)."""

    class_name: str
    surname: str
    name: str
    patronymic: str
    sex: str
    birth_date: date
    arrived: date | None
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ParentLine(Line):
    """A parent or guardian of a pupil.

    Attributes:
        class_name, pupil_surname, pupil_name, pupil_patronymic, pupil_born: which pupil; the last
            two may be missing in the table and are known once the pupil is found.
        sex, birth_date: "" and ``None`` where the table does not say.
        relation: "mother", "father", "guardian" or "other".
    """

    class_name: str
    pupil_surname: str
    pupil_name: str
    pupil_patronymic: str
    pupil_born: date | None
    surname: str
    name: str
    patronymic: str
    sex: str
    birth_date: date | None
    relation: str


@dataclass(frozen=True, slots=True)
class GroupLine(Line):
    """Which group of a subject a pupil belongs to; ends in ``PupilLine.groups``."""

    class_name: str
    surname: str
    name: str
    patronymic: str
    subject: str
    group: str


@dataclass(frozen=True, slots=True)
class LoadLine(Line):
    """A page of the register: who teaches what to whom; ``group`` is "" for the whole class."""

    class_name: str
    subject: str
    group: str
    teacher: str
    hours: float


@dataclass(frozen=True, slots=True)
class TimetableLine(Line):
    """A lesson of the week: ISO ``weekday`` 1-6, bell slot 1-12, no limit where a date is None."""

    weekday: int
    lesson_number: int
    class_name: str
    subject: str
    group: str
    teacher: str
    room: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class BellLine(Line):
    """When a lesson begins and ends.

    Attributes:
        weekday: ISO weekday 1-6; 0 for every day that has no bells of its own.
        grade_from, grade_to: the grades that it rings for; a second shift is its grades.
        is_short: rings on shortened days only.
        valid_from, valid_to: no limit where ``None``.
    """

    lesson_number: int
    begin: time
    end: time
    weekday: int
    grade_from: int
    grade_to: int
    is_short: bool
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PeriodLine(Line):
    """A term of the grades ``grade_from``-``grade_to``, both days included."""

    name: str
    grade_from: int
    grade_to: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class CalendarDayLine(Line):
    """A day that deviates: ``kind`` is "working", "off", "holiday" or "short"."""

    day: date
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class PlanLine(Line):
    """A lesson of the plan (КТП); ``work_type`` is a code of the reference book or ""."""

    class_name: str
    subject: str
    group: str
    number: int
    topic: str
    homework: str
    work_type: str


@dataclass(frozen=True, slots=True)
class SchoolFolder:
    """The tables of a school, read without an error and agreeing with each other.

    Teachers are logins, subjects are spelled as in the load, groups stand with their pupils.
    """

    school: SchoolLine | None = None
    classes: tuple[ClassLine, ...] = ()
    staff: tuple[StaffLine, ...] = ()
    pupils: tuple[PupilLine, ...] = ()
    parents: tuple[ParentLine, ...] = ()
    load: tuple[LoadLine, ...] = ()
    bells: tuple[BellLine, ...] = ()
    timetable: tuple[TimetableLine, ...] = ()
    periods: tuple[PeriodLine, ...] = ()
    calendar_days: tuple[CalendarDayLine, ...] = ()
    plans: tuple[PlanLine, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """What the journal knows already, for tables that come without those they refer to.

    Attributes:
        pupils: those who are in a class now; ``UNREAD_DAY`` where a birth date is not known here.
        timetable: the lessons of the week that are held today or later.
        parent_required: what the local act asks of a parent's card.
    """

    classes: tuple[ClassLine, ...] = ()
    staff: tuple[StaffLine, ...] = ()
    pupils: tuple[PupilLine, ...] = ()
    load: tuple[LoadLine, ...] = ()
    timetable: tuple[TimetableLine, ...] = ()
    periods: tuple[PeriodLine, ...] = ()
    parent_required: tuple[str, ...] = ()
