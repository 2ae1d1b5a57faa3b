"""The nine spreadsheets of a school: file name, columns, and the line that a row becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from journal.imports import columns, lines
from journal.imports.rows import Column, Row

L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Spreadsheet(Generic[L]):
    """A kind of file.

    Attributes:
        stem: the file's name without suffix; «планы 5А» is a further file of «планы».
        purpose: a sentence that opens the guide of the template.
        needed: whether a school cannot come in without it.
        invented: the template's example would become a person who does not exist.
    """

    stem: str
    purpose: str
    columns: tuple[Column[Any], ...]
    line: Callable[[Row], L]
    needed: bool = True
    invented: bool = False


def _school_line(row: Row) -> lines.SchoolLine:
    return lines.SchoolLine(
        row.file,
        row.number,
        short_name=row.take(columns.SHORT_NAME),
        full_name=row.take(columns.FULL_NAME),
        municipality=row.take(columns.MUNICIPALITY),
        profile=row.take(columns.PROFILE),
    )


def _class_line(row: Row) -> lines.ClassLine:
    return lines.ClassLine(
        row.file,
        row.number,
        class_name=row.take(columns.CLASS),
        class_teacher=row.take(columns.CLASS_TEACHER),
    )


def _staff_line(row: Row) -> lines.StaffLine:
    return lines.StaffLine(
        row.file,
        row.number,
        surname=row.take(columns.SURNAME),
        name=row.take(columns.NAME),
        patronymic=row.take(columns.PATRONYMIC),
        posts=row.take(columns.POST),
        post_title=row.text(columns.POST),
        login=row.take(columns.LOGIN),
    )


def _pupil_line(row: Row) -> lines.PupilLine:
    return lines.PupilLine(
        row.file,
        row.number,
        class_name=row.take(columns.CLASS),
        surname=row.take(columns.PUPIL_SURNAME),
        name=row.take(columns.PUPIL_NAME),
        patronymic=row.take(columns.PUPIL_PATRONYMIC),
        sex=row.take(columns.SEX),
        birth_date=row.take(columns.BIRTH_DATE),
        arrived=row.take(columns.ARRIVED),
        groups=row.take(columns.GROUPS),
    )


def _load_line(row: Row) -> lines.LoadLine:
    return lines.LoadLine(
        row.file,
        row.number,
        class_name=row.take(columns.CLASS),
        subject=row.take(columns.SUBJECT),
        group=row.take(columns.GROUP),
        teacher=row.take(columns.TEACHER),
        hours=row.take(columns.HOURS),
    )


def _timetable_line(row: Row) -> lines.TimetableLine:
    return lines.TimetableLine(
        row.file,
        row.number,
        weekday=row.take(columns.WEEKDAY),
        lesson_number=row.take(columns.SLOT),
        class_name=row.take(columns.CLASS),
        subject=row.take(columns.SUBJECT),
        group=row.take(columns.GROUP),
        teacher=row.take(columns.LESSON_TEACHER),
        room=row.take(columns.ROOM),
        valid_from=row.take(columns.VALID_FROM),
        valid_to=row.take(columns.VALID_TO),
    )


def _period_line(row: Row) -> lines.PeriodLine:
    grade_from, grade_to = row.take(columns.GRADES)
    return lines.PeriodLine(
        row.file,
        row.number,
        name=row.take(columns.PERIOD),
        grade_from=grade_from,
        grade_to=grade_to,
        start=row.take(columns.START),
        end=row.take(columns.END),
    )


def _calendar_day_line(row: Row) -> lines.CalendarDayLine:
    return lines.CalendarDayLine(
        row.file,
        row.number,
        day=row.take(columns.DAY),
        kind=row.take(columns.DAY_KIND),
        note=row.take(columns.NOTE),
    )


def _plan_line(row: Row) -> lines.PlanLine:
    return lines.PlanLine(
        row.file,
        row.number,
        class_name=row.take(columns.CLASS),
        subject=row.take(columns.SUBJECT),
        group=row.take(columns.GROUP),
        number=row.take(columns.PLAN_NUMBER),
        topic=row.take(columns.TOPIC),
        homework=row.take(columns.HOMEWORK),
        work_type=row.take(columns.WORK_TYPE),
    )


SCHOOL = Spreadsheet(
    "школа",
    "Как школа называет себя на экранах и на бумаге: одна строка.",
    (columns.SHORT_NAME, columns.FULL_NAME, columns.MUNICIPALITY, columns.PROFILE),
    _school_line,
    needed=False,
)
CLASSES = Spreadsheet(
    "классы",
    "Классы учебного года и их классные руководители.",
    (columns.CLASS, columns.CLASS_TEACHER),
    _class_line,
)
STAFF = Spreadsheet(
    "сотрудники",
    "Все, кто входит в программу. Пароль каждый задаёт себе сам.",
    (columns.SURNAME, columns.NAME, columns.PATRONYMIC, columns.POST, columns.LOGIN),
    _staff_line,
    invented=True,
)
PUPILS = Spreadsheet(
    "ученики",
    "Списки классов. Тёзки в одном классе различаются датой рождения.",
    (
        columns.CLASS,
        columns.PUPIL_SURNAME,
        columns.PUPIL_NAME,
        columns.PUPIL_PATRONYMIC,
        columns.SEX,
        columns.BIRTH_DATE,
        columns.ARRIVED,
        columns.GROUPS,
    ),
    _pupil_line,
    invented=True,
)
LOAD = Spreadsheet(
    "нагрузка",
    "Кто что ведёт: каждая строка становится страницей классного журнала.",
    (columns.CLASS, columns.SUBJECT, columns.GROUP, columns.TEACHER, columns.HOURS),
    _load_line,
)
TIMETABLE = Spreadsheet(
    "расписание",
    "Уроки недели. Изменение среди года — строки с датами «С» и «По».",
    (
        columns.WEEKDAY,
        columns.SLOT,
        columns.CLASS,
        columns.SUBJECT,
        columns.GROUP,
        columns.LESSON_TEACHER,
        columns.ROOM,
        columns.VALID_FROM,
        columns.VALID_TO,
    ),
    _timetable_line,
)
PERIODS = Spreadsheet(
    "периоды",
    "Четверти и полугодия, можно нескольких учебных лет.",
    (columns.PERIOD, columns.GRADES, columns.START, columns.END),
    _period_line,
)
CALENDAR_DAYS = Spreadsheet(
    "календарь",
    "Дни, которые отличаются от обычной недели: праздники, переносы, сокращённые дни.",
    (columns.DAY, columns.DAY_KIND, columns.NOTE),
    _calendar_day_line,
    needed=False,
)
PLANS = Spreadsheet(
    "планы",
    "Календарно-тематическое планирование: что проходят на каждом уроке года.",
    (
        columns.CLASS,
        columns.SUBJECT,
        columns.GROUP,
        columns.PLAN_NUMBER,
        columns.TOPIC,
        columns.WORK_TYPE,
        columns.HOMEWORK,
    ),
    _plan_line,
    needed=False,
)

ALL: tuple[Spreadsheet[Any], ...] = (
    SCHOOL,
    CLASSES,
    STAFF,
    PUPILS,
    LOAD,
    TIMETABLE,
    PERIODS,
    CALENDAR_DAYS,
    PLANS,
)
