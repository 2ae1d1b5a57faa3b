"""What a school's spreadsheets say, line by line: frozen values, no tables behind them.

Every line remembers its ``file`` and ``row`` (as the spreadsheet program numbers it), so that a
later refusal can still point at the place.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """How the school calls itself; ``profile`` names a shipped local act ("general")."""

    file: str
    row: int
    short_name: str
    full_name: str
    municipality: str
    profile: str


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class like «5А»; ``class_teacher`` is a login, "" while nobody is appointed."""

    file: str
    row: int
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
class StaffLine:
    """A member of staff; ``posts`` are role codes, ``post_title`` is what the sheet says."""

    file: str
    row: int
    surname: str
    name: str
    patronymic: str
    posts: tuple[str, ...]
    post_title: str
    login: str


@dataclass(frozen=True, slots=True)
class PupilLine:
    """A pupil; ``sex`` is "m" or "f", ``groups`` holds pairs (subject, group)."""

    file: str
    row: int
    class_name: str
    surname: str
    name: str
    patronymic: str
    sex: str
    birth_date: date
    arrived: date | None
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LoadLine:
    """A page of the register: who teaches what to whom; ``group`` is "" for the whole class."""

    file: str
    row: int
    class_name: str
    subject: str
    group: str
    teacher: str
    hours: float


@dataclass(frozen=True, slots=True)
class TimetableLine:
    """A lesson of the week: ISO ``weekday`` 1-6, bell slot 1-12, no limit where a date is None."""

    file: str
    row: int
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
class PeriodLine:
    """A term of the grades ``grade_from``-``grade_to``, both days included."""

    file: str
    row: int
    name: str
    grade_from: int
    grade_to: int
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class CalendarDayLine:
    """A day that deviates: ``kind`` is "working", "off", "holiday" or "short"."""

    file: str
    row: int
    day: date
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A lesson of the plan (КТП); ``work_type`` is a code of the reference book or ""."""

    file: str
    row: int
    class_name: str
    subject: str
    group: str
    number: int
    topic: str
    homework: str
    work_type: str


@dataclass(frozen=True, slots=True)
class SchoolFolder:
    """A folder that was read without a fault and agrees with itself.

    Teachers are logins, subjects are spelled as in the load. ``remarks`` are Russian sentences
    about what was left aside (a column that is not understood, a sheet that was not read).
    """

    school: SchoolLine | None
    classes: tuple[ClassLine, ...]
    staff: tuple[StaffLine, ...]
    pupils: tuple[PupilLine, ...]
    load: tuple[LoadLine, ...]
    timetable: tuple[TimetableLine, ...]
    periods: tuple[PeriodLine, ...]
    calendar_days: tuple[CalendarDayLine, ...]
    plans: tuple[PlanLine, ...]
    remarks: tuple[str, ...]
