"""The demo school as a folder of spreadsheets, as a school would hand it over.

Everything is drawn from one seed: the same seed gives the same folder on every computer.
"""

import random
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from desktop.demo.school.curriculum import all_courses
from desktop.demo.school.plans import plan_of
from desktop.demo.school.roster import Pupil, Roster
from desktop.demo.school.teaching import Teaching, staff_school
from desktop.demo.school.timetable import Hour, half_year, make_timetable

_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота")
_MADE = datetime(2026, 9, 1)
_FIRST_HALF_ENDS, _SECOND_HALF_STARTS = (12, 31), (1, 1)

Rows = Iterable[Sequence[object]]


@dataclass(frozen=True, slots=True)
class School:
    """The made-up school: who works, what is taught when, who learns."""

    year: int
    teaching: Teaching
    hours: Sequence[Hour]
    pupils: Sequence[Pupil]


def invent_school(seed: str, year: int) -> School:
    """Return the school of a seed in the school year that begins in ``year``."""
    teaching = staff_school(random.Random(f"{seed} staff"))
    hours = make_timetable(teaching.load, random.Random(f"{seed} week"))
    pupils = Roster(random.Random(f"{seed} pupils"), year).pupils()
    return School(year, teaching, hours, pupils)


def write_folder(school: School, folder: Path, shared: Path) -> None:
    """Write the spreadsheets; name, terms and calendar are those of the school in ``shared``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("школа.xlsx", "периоды.xlsx", "календарь.csv"):
        shutil.copy(shared / name, folder / name)
    teachers = school.teaching.class_teachers
    _write(folder, "классы", ("Класс", "Классный руководитель"), sorted(teachers.items()))
    _write(
        folder,
        "сотрудники",
        ("Фамилия", "Имя", "Отчество", "Должность", "Логин"),
        (
            (
                member.person.surname,
                member.person.name,
                member.person.patronymic,
                member.posts,
                member.login,
            )
            for member in school.teaching.staff
        ),
    )
    _write(
        folder,
        "ученики",
        ("Класс", "Фамилия", "Имя", "Отчество", "Пол", "Дата рождения", "Прибыл", "Подгруппы"),
        map(_pupil_row, school.pupils),
    )
    _write(
        folder,
        "нагрузка",
        ("Класс", "Предмет", "Подгруппа", "Учитель", "Часов в неделю"),
        (
            (
                load.course.class_name,
                load.course.subject,
                load.group,
                load.login,
                load.course.hours,
            )
            for load in school.teaching.load
        ),
    )
    _write(
        folder,
        "расписание",
        ("День недели", "Урок", "Класс", "Предмет", "Подгруппа", "Учитель", "Кабинет", "С", "По"),
        _timetable_rows(school),
    )
    _write(
        folder,
        "планы",
        ("Класс", "Предмет", "Номер урока", "Тема", "Домашнее задание", "Вид работы"),
        _plan_rows(),
    )


def _pupil_row(pupil: Pupil) -> tuple[object, ...]:
    return (
        pupil.class_name,
        pupil.person.surname,
        pupil.person.name,
        pupil.person.patronymic,
        "м" if pupil.person.sex == "m" else "ж",
        pupil.birth_date,
        pupil.arrived or "",
        "; ".join(f"{subject}: {half}" for subject, half in pupil.halves),
    )


def _timetable_rows(school: School) -> Rows:
    rooms = {member.login: member.room for member in school.teaching.staff}
    for hour in school.hours:
        for load in hour.meeting.load:
            half = half_year(load)
            yield (
                _WEEKDAYS[hour.weekday - 1],
                hour.slot,
                load.course.class_name,
                load.course.subject,
                load.group,
                load.login,
                rooms[load.login],
                date(school.year + 1, *_SECOND_HALF_STARTS) if half == 2 else "",
                date(school.year, *_FIRST_HALF_ENDS) if half == 1 else "",
            )


def _plan_rows() -> Rows:
    for course in all_courses():
        for line in plan_of(course.subject, course.grade, course.hours):
            homework = "" if course.grade == 1 else line.homework
            yield (
                course.class_name,
                course.subject,
                line.number,
                line.topic,
                homework,
                line.work if course.grade > 1 else "",
            )


def _write(folder: Path, stem: str, titles: Sequence[str], rows: Rows) -> None:
    options = {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}
    with xlsxwriter.Workbook(folder / f"{stem}.xlsx", options) as workbook:
        workbook.set_properties({"title": stem, "created": _MADE})
        sheet = workbook.add_worksheet(stem)
        for number, row in enumerate([titles, *rows]):
            for place, cell in enumerate(row):
                if cell != "":
                    sheet.write(number, place, cell)
