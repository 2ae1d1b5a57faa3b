"""The sections of the school's local act: each key with its type, limits, default and meaning.

Source: requirements, s. 4 (table of the five schools).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

from journal.attendance import WhenAbsent
from journal.works import WORK_TYPES

GRADES = range(1, 12)
_AUGUST = 8

Setter = Literal["teacher", "class_teacher"]
Week = Literal[5, 6]

Days = Annotated[int, msgspec.Meta(ge=0, le=60, description="целое число от 0 до 60")]
Yes = Annotated[bool, msgspec.Meta(description="true (да) или false (нет)")]
Grade = Annotated[int, msgspec.Meta(ge=1, le=11, description="число от 1 до 11")]
Subjects = Annotated[
    tuple[str, ...], msgspec.Meta(description='список предметов, например ["ОРКСЭ"]')
]
Thresholds = Annotated[
    tuple[Decimal, Decimal, Decimal],
    msgspec.Meta(description="три числа по убыванию, например [4.5, 3.5, 2.5]"),
]
MATHEMATICAL = (Decimal("4.5"), Decimal("3.5"), Decimal("2.5"))
Grades = Annotated[tuple[Grade, ...], msgspec.Meta(description="список классов, например [1]")]


def grades_of(band: str) -> range:
    """Return the grades of a band, "1" or "2-4"; an unreadable band has none."""
    first, _, last = band.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        return range(0)
    return range(int(first), int(last or first) + 1)


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """A time counted in school days of the grade."""

    school_days: Days


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A time counted in working days of the staff."""

    working_days: Days


@dataclass(frozen=True, slots=True)
class MinutesAfterLastLesson:
    """A time counted from the end of the class's last lesson of the day."""

    minutes_after_class_last_lesson: Annotated[
        int, msgspec.Meta(ge=0, le=900, description="целое число минут от 0 до 900")
    ]


@dataclass(frozen=True, slots=True)
class Time:
    """Section [time]: the clock and the weeks of the school.

    Attributes:
        zone: time zone in which every deadline of the school is counted (IANA name).
        staff_week: days of a week that count as working days of the staff.
        week_days: days of study a week by grades, each of 1-11 named once ("1", "2-4").
    """

    zone: Annotated[str, msgspec.Meta(description='часовой пояс, например "Europe/Moscow"')] = (
        "Europe/Moscow"
    )
    staff_week: Annotated[Week, msgspec.Meta(description="5 или 6")] = 5
    week_days: Annotated[
        Mapping[str, Week],
        msgspec.Meta(description='5 или 6 для групп классов, например "2-4" = 5'),
    ] = field(default_factory=lambda: {"1": 5, "2-4": 5, "5-9": 5, "10-11": 6})

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ValueError, KeyError, OSError) as fault:
            raise ValueError(f"часового пояса «{self.zone}» нет") from fault
        named = sorted(grade for band in self.week_days for grade in grades_of(band))
        if named != list(GRADES):
            raise ValueError("в week_days каждый класс от 1 до 11 должен быть назван один раз")


@dataclass(frozen=True, slots=True)
class Grading:
    """Section [grading]: grades and subjects without marks (MIC-1.2a, C-06).

    Attributes:
        unmarked_grades: no mark and no term mark is taken there.
        homework_off_grades: no homework is taken there.
        topic_optional_grades: a lesson without a topic is not an unkept one there (MIC-1.2a).
        unmarked_subjects: subjects in which no mark and no term mark is taken in any grade.
        works_required: whether a lesson without its kinds of work is not complete (TAL-4.3b).
    """

    unmarked_grades: Grades = (1,)
    homework_off_grades: Grades = (1,)
    topic_optional_grades: Grades = ()
    unmarked_subjects: Subjects = ("ОРКСЭ", "Основы религиозных культур и светской этики")
    works_required: Yes = False


@dataclass(frozen=True, slots=True)
class Marks:
    """Section [marks]: the scale and the mean.

    Attributes:
        allow_one: whether 1 is a current mark; it never is a term mark.
        weights: whether work types weigh differently; else the mean is arithmetic.
        thresholds: least means that suggest 5, 4 and 3.
        when_absent: whether an absent pupil may get a mark for the lesson (C-18).
        correction: whether a standing mark is changed freely until its lock, or by request only
            (ANC-P4.T.2b).
        typo_window_minutes: how long the author may still mend an own fresh mark even then.
        forecast: who sees what further marks would do to the mean (ANC-D.3).
    """

    allow_one: Yes = False
    weights: Yes = True
    thresholds: Thresholds = MATHEMATICAL
    when_absent: Annotated[
        WhenAbsent, msgspec.Meta(description='"allow", "allow_if_medical" или "forbid"')
    ] = "allow"
    correction: Annotated[
        Literal["until_lock", "by_request"],
        msgspec.Meta(description='"until_lock" или "by_request"'),
    ] = "until_lock"
    typo_window_minutes: Annotated[
        int, msgspec.Meta(ge=0, le=1440, description="минуты, от 0 до 1440")
    ] = 15
    forecast: Annotated[
        Literal["off", "staff", "families"],
        msgspec.Meta(description='"off", "staff" или "families"'),
    ] = "staff"

    def __post_init__(self) -> None:
        _check_order("thresholds", self.thresholds)


def _check_order(name: str, thresholds: tuple[Decimal, Decimal, Decimal]) -> None:
    five, four, three = thresholds
    if not 5 >= five > four > three >= 1:
        raise ValueError(f"пороги {name} должны идти по убыванию от 5 до 1: для «5», «4», «3»")


_BY_WORK: Mapping[str, SchoolDays] = {
    "ДЗ": SchoolDays(1),
    "ДИК": SchoolDays(1),
    "СР": SchoolDays(1),
    "ТСТ": SchoolDays(1),
    "ЗАЧ": SchoolDays(1),
    "ПРО": SchoolDays(5),
}


@dataclass(frozen=True, slots=True)
class MarkTimes:
    """Time for setting a mark, after the day of the work (TAL-2.6a, ANC-P4.T.5).

    Attributes:
        current: answers and other work in the lesson.
        written: written works.
        essay_10_11: essays and expositions in grades 10-11; below they are written works.
        by_work: work types with a time of their own; it goes before the three above.
    """

    current: SchoolDays = SchoolDays(0)
    written: SchoolDays = SchoolDays(3)
    essay_10_11: SchoolDays = SchoolDays(7)
    by_work: Mapping[str, SchoolDays] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code in self.by_work:
            if code not in WORK_TYPES:
                raise ValueError(f"вида работы «{code}» нет в справочнике")
        object.__setattr__(self, "by_work", {**_BY_WORK, **self.by_work})


@dataclass(frozen=True, slots=True)
class Deadline:
    """Section [deadline]: until when an entry is in time, and from when it needs a request (C-01).

    Attributes:
        mark: by kind of work.
        mark_lock_after: from the due day on; between the two an entry is taken as late.
        roll_call: after the day of the lesson (TAL-2.5).
        topic: after the day of the lesson.
        homework: end of the day of the lesson, or minutes after the class's last one (C-04).
        absence_reason: from the day a document is presented until reasons are corrected (TAL-2.9b).
    """

    mark: MarkTimes = MarkTimes()
    mark_lock_after: SchoolDays = SchoolDays(7)
    roll_call: SchoolDays = SchoolDays(0)
    topic: SchoolDays = SchoolDays(0)
    homework: Annotated[
        Literal["end_of_day"] | MinutesAfterLastLesson,
        msgspec.Meta(description='"end_of_day" или { minutes_after_class_last_lesson = 90 }'),
    ] = "end_of_day"
    absence_reason: WorkingDays = WorkingDays(2)


@dataclass(frozen=True, slots=True)
class TemporaryJournal:
    """Section [temporary_journal]: work without the centre (TAL-3.1, TAL-3.2).

    Attributes:
        transfer: from the day the connection is back until everything must be moved.
        form_act: the act that approved form F-11, printed on it; empty while there is none.
        form_act_required: whether that act must be named before F-11 is printed.
    """

    transfer: WorkingDays = WorkingDays(2)
    form_act: Annotated[str, msgspec.Meta(description="реквизиты акта в кавычках")] = ""
    form_act_required: Yes = False


@dataclass(frozen=True, slots=True)
class Finals:
    """Section [finals]: term and year marks (C-02, C-03).

    Attributes:
        setters: who sets them: the teacher of the page, the class teacher of the class.
        open_days_before: calendar days before the period's end from which they are asked for.
        due_days_after: calendar days after the period's end until which they are in time.
        year_thresholds: least means of the term marks that suggest 5, 4 and 3 for the year; at the
            half it is rounded in favour of the pupil (domain specification, s. 4).
    """

    setters: Annotated[
        tuple[Setter, ...],
        msgspec.Meta(min_length=1, description='список из "teacher" и "class_teacher"'),
    ] = ("teacher", "class_teacher")
    open_days_before: Days = 7
    due_days_after: Days = 0
    year_thresholds: Thresholds = MATHEMATICAL

    def __post_init__(self) -> None:
        _check_order("year_thresholds", self.year_thresholds)


@dataclass(frozen=True, slots=True)
class ClassTeacher:
    """Section [class_teacher].

    Attributes:
        edits_journal: whether the class teacher writes in all pages of the own class (C-02).
    """

    edits_journal: Yes = False


ParentField = Literal["surname", "name", "sex", "birth_date", "passport", "snils"]


@dataclass(frozen=True, slots=True)
class Cards:
    """Section [cards]: cards of pupils and parents (C-14, C-15).

    Attributes:
        edit: whether the class teacher changes them, or asks the deputy to.
        parent_required: what a parent's card must have.
        filled_by: day and month of the school year until which cards are filled (ANC-R.V.10).
    """

    edit: Annotated[
        Literal["direct", "change_request"],
        msgspec.Meta(description='"direct" или "change_request"'),
    ] = "direct"
    parent_required: Annotated[
        tuple[ParentField, ...],
        msgspec.Meta(
            description='список из "surname", "name", "sex", "birth_date", "passport", "snils"'
        ),
    ] = ("surname", "name", "sex", "birth_date")
    filled_by: Annotated[
        str, msgspec.Meta(description='день и месяц, например "15.09"', pattern=r"^\d\d\.\d\d$")
    ] = "15.09"

    def __post_init__(self) -> None:
        try:
            self.due(2000)
        except ValueError as fault:
            raise ValueError(f"дня «{self.filled_by}» нет в календаре") from fault

    def due(self, year: int) -> date:
        """Return the last day for filling cards in the school year that begins in ``year``."""
        day, month = map(int, self.filled_by.split("."))
        return date(year + (month < _AUGUST), month, day)


@dataclass(frozen=True, slots=True)
class Timetable:
    """Section [timetable].

    Attributes:
        teacher_adds_lessons: whether a teacher adds lessons to an own page herself (C-17).
    """

    teacher_adds_lessons: Yes = True


@dataclass(frozen=True, slots=True)
class Workplace:
    """Section [workplace].

    Attributes:
        lock_minutes: after how many minutes without keys and mouse a workplace locks; 0 - never.
    """

    lock_minutes: Annotated[
        int, msgspec.Meta(ge=0, le=240, description="целое число минут от 0 до 240")
    ] = 10
