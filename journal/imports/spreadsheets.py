"""The tables of a school: file name, columns, and the line that a row becomes."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from journal.imports import columns, line_readers
from journal.imports import person_columns as persons
from journal.imports.cells import Cell, folded, plain_text
from journal.imports.lines import Line
from journal.imports.rows import Column, Row

L = TypeVar("L", covariant=True)

_TELLING = 5


def key_of(title: Cell) -> str:
    """Return a title for comparing: letters and digits only, so «№ урока» is «урока»."""
    return "".join(filter(str.isalnum, folded(plain_text(title))))


@dataclass(frozen=True)
class Spreadsheet(Generic[L]):
    """A kind of file.

    Attributes:
        stem: the template's name without suffix; «планы 5А» is a further file of «планы».
        purpose: a sentence that opens the guide of the template.
        needed: whether a school cannot come in without it.
        invented: the template's example would become a person or a bell that does not exist.
        shows_example: whether the template can hold its example row without being wrong.
        joined: columns that may stand for several others.
    """

    stem: str
    purpose: str
    columns: tuple[Column[Any], ...]
    line: Callable[[Row], L]
    needed: bool = True
    invented: bool = False
    shows_example: bool = True
    joined: tuple[Column[Any], ...] = ()

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return the fields by the words under which schools keep them, as keys."""
        named = [(column.title, column.title) for column in (*self.columns, *self.joined)]
        known = [(word, column.title) for column in self.joined for word in column.also]
        known += [(word, column.title) for column in self.columns for word in column.also]
        return {key_of(word): title for word, title in (*known, *named)}

    def still_missing(self, fields: Collection[str]) -> dict[str, str]:
        """Return words and fields that are not among ``fields``, joined ones counted for parts."""
        covered = set(fields)
        for column in self.joined:
            if column.title in covered:
                covered.update(column.parts)
            elif covered.intersection(column.parts):
                covered.add(column.title)
        return {word: title for word, title in self.words.items() if title not in covered}


SCHOOL = Spreadsheet(
    "школа",
    "Как школа называет себя на экранах и на бумаге: одна строка.",
    (columns.SHORT_NAME, columns.FULL_NAME, columns.MUNICIPALITY, columns.PROFILE),
    line_readers.school_line,
    needed=False,
)
CLASSES = Spreadsheet(
    "классы",
    "Классы учебного года и их классные руководители.",
    (columns.CLASS, columns.CLASS_TEACHER),
    line_readers.class_line,
)
STAFF = Spreadsheet(
    "сотрудники",
    "Все, кто входит в программу. Пароль каждый задаёт себе сам.",
    (persons.SURNAME, persons.NAME, persons.PATRONYMIC, persons.POST, persons.LOGIN),
    line_readers.staff_line,
    invented=True,
    joined=(persons.STAFF_NAME,),
)
PUPILS = Spreadsheet(
    "ученики",
    "Списки классов. Тёзки в одном классе различаются датой рождения.",
    (
        columns.CLASS,
        persons.PUPIL_SURNAME,
        persons.PUPIL_NAME,
        persons.PUPIL_PATRONYMIC,
        persons.SEX,
        persons.BIRTH_DATE,
        persons.ARRIVED,
        columns.GROUPS,
    ),
    line_readers.pupil_line,
    invented=True,
    joined=(persons.PUPIL_FULL_NAME,),
)
PARENTS = Spreadsheet(
    "родители",
    "Родители и законные представители: у каждого ребёнка свои строки.",
    (
        columns.CLASS,
        persons.OF_SURNAME,
        persons.OF_NAME,
        persons.OF_PATRONYMIC,
        persons.OF_BORN,
        persons.RELATION,
        persons.PARENT_SURNAME,
        persons.PARENT_NAME,
        persons.PARENT_PATRONYMIC,
        persons.PARENT_SEX,
        persons.PARENT_BORN,
    ),
    line_readers.parent_line,
    needed=False,
    invented=True,
    joined=(persons.OF_FULL_NAME, persons.PARENT_FULL_NAME),
)
GROUPS = Spreadsheet(
    "подгруппы",
    "Кто в какой подгруппе, если это не записано в списке класса.",
    (
        columns.CLASS,
        persons.OF_SURNAME,
        persons.OF_NAME,
        persons.OF_PATRONYMIC,
        columns.SUBJECT,
        columns.OWN_GROUP,
    ),
    line_readers.group_line,
    needed=False,
    shows_example=False,
    joined=(persons.OF_FULL_NAME,),
)
LOAD = Spreadsheet(
    "нагрузка",
    "Кто что ведёт: каждая строка становится страницей классного журнала.",
    (columns.CLASS, columns.SUBJECT, columns.GROUP, columns.TEACHER, columns.HOURS),
    line_readers.load_line,
)
BELLS = Spreadsheet(
    "звонки",
    "Когда начинается и кончается урок. Пусто — обычные звонки с 8:30.",
    (
        columns.SLOT,
        columns.BELL_BEGIN,
        columns.BELL_END,
        columns.BELL_WEEKDAY,
        columns.BELL_GRADES,
        columns.BELL_DAY_KIND,
        columns.VALID_FROM,
        columns.VALID_TO,
    ),
    line_readers.bell_line,
    needed=False,
    invented=True,
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
    line_readers.timetable_line,
)
PERIODS = Spreadsheet(
    "периоды",
    "Четверти и полугодия, можно нескольких учебных лет.",
    (columns.PERIOD, columns.GRADES, columns.START, columns.END),
    line_readers.period_line,
)
CALENDAR_DAYS = Spreadsheet(
    "календарь",
    "Дни, которые отличаются от обычной недели: праздники, переносы, сокращённые дни.",
    (columns.DAY, columns.DAY_KIND, columns.NOTE),
    line_readers.calendar_day_line,
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
    line_readers.plan_line,
    needed=False,
)

AnySpreadsheet = Spreadsheet[Line]

ALL: tuple[AnySpreadsheet, ...] = (
    SCHOOL,
    CLASSES,
    STAFF,
    PUPILS,
    PARENTS,
    GROUPS,
    LOAD,
    BELLS,
    TIMETABLE,
    PERIODS,
    CALENDAR_DAYS,
    PLANS,
)
BY_STEM: Mapping[str, AnySpreadsheet] = {kind.stem: kind for kind in ALL}
# short words stand in any text, however wrongly it is decoded
TITLES: tuple[str, ...] = tuple(
    sorted(
        {
            folded(word)
            for kind in ALL
            for column in (*kind.columns, *kind.joined)
            for word in (column.title, *column.also)
            if len(word) >= _TELLING
        }
    )
)
