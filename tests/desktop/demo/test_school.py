"""The made-up school is one that could be: nobody is in two places, nothing is left untaught."""

import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from desktop.demo.preparing import DEMO_SCHOOL
from desktop.demo.school.curriculum import SIZES, SPORT, all_courses
from desktop.demo.school.folder import School, invent_school, write_folder
from desktop.demo.school.people import patronymic_of, surname_of
from desktop.demo.school.timetable import SLOTS_A_DAY
from journal.imports.folder import read_folder


@pytest.fixture(scope="module")
def school() -> School:
    return invent_school("2026", 2026)


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Дмитрий", "Дмитриевич", "Дмитриевна"),
        ("Юрий", "Юрьевич", "Юрьевна"),
        ("Геннадий", "Геннадьевич", "Геннадьевна"),
        ("Илья", "Ильич", "Ильинична"),
        ("Павел", "Павлович", "Павловна"),
        ("Андрей", "Андреевич", "Андреевна"),
        ("Игорь", "Игоревич", "Игоревна"),
        ("Лев", "Львович", "Львовна"),
        ("Никита", "Никитич", "Никитична"),
    ],
)
def test_a_child_is_called_after_the_father(father: str, son: str, daughter: str) -> None:
    assert (patronymic_of(father, "m"), patronymic_of(father, "f")) == (son, daughter)


@pytest.mark.parametrize(
    ("his", "hers"),
    [
        ("Иванов", "Иванова"),
        ("Вишневский", "Вишневская"),
        ("Толстой", "Толстая"),
        ("Белый", "Белая"),
        ("Черных", "Черных"),
        ("Шевченко", "Шевченко"),
        ("Саркисян", "Саркисян"),
    ],
)
def test_a_surname_has_the_form_of_its_bearer(his: str, hers: str) -> None:
    assert (surname_of(his, "m"), surname_of(his, "f")) == (his, hers)


def test_the_plan_and_the_staff_are_those_of_the_description(school: School) -> None:
    hours = school.teaching.hours()
    assert sum(course.hours for course in all_courses()) == 630
    assert sum(hours.values()) == 696
    assert len(hours) == 41 + 1  # a deputy has six hours
    assert max(hours.values()) <= 28
    assert len(set(school.teaching.class_teachers.values())) == 22


def test_nobody_is_in_two_places_at_once(school: School) -> None:
    busy: Counter[tuple[str, int, int]] = Counter()
    gym: Counter[tuple[int, int]] = Counter()
    for hour in school.hours:
        for login in {load.login for load in hour.meeting.load}:
            busy[login, hour.weekday, hour.slot] += 1
        gym[hour.weekday, hour.slot] += hour.meeting.load[0].course.subject == SPORT
    assert max(busy.values()) == 1
    assert max(gym.values()) <= 2


def test_no_class_waits_between_lessons(school: School) -> None:
    slots: dict[tuple[str, int], list[int]] = defaultdict(list)
    for hour in school.hours:
        slots[hour.meeting.class_name, hour.weekday].append(hour.slot)
    for (_, weekday), taken in slots.items():
        first = 2 if weekday == 1 else 1
        assert taken == list(range(first, first + len(taken)))
        assert taken[-1] <= SLOTS_A_DAY


def test_every_half_of_a_class_has_all_its_hours(school: School) -> None:
    planned = {
        (load.course.class_name, load.course.subject, load.group): load.course.hours
        for load in school.teaching.load
        if load.course.hours >= 1
    }
    taught: Counter[tuple[str, str, str]] = Counter()
    for hour in school.hours:
        for load in hour.meeting.load:
            if not hour.meeting.halves:
                taught[load.course.class_name, load.course.subject, load.group] += 1
    assert taught == planned


def test_classes_have_their_sizes_and_one_pair_of_namesakes(school: School) -> None:
    names = Counter(
        (pupil.class_name, pupil.person.surname, pupil.person.name) for pupil in school.pupils
    )
    assert len(school.pupils) == sum(map(sum, SIZES.values())) == 550
    assert [name[0] for name, count in names.items() if count > 1] == ["9А"]
    assert sum(pupil.arrived is not None for pupil in school.pupils) == 9


@pytest.mark.slow
def test_its_spreadsheets_come_in_without_a_fault(school: School, tmp_path: Path) -> None:
    write_folder(school, tmp_path, DEMO_SCHOOL)
    reading = read_folder(tmp_path)
    read = reading.school
    assert read is not None
    assert (len(read.classes), len(read.staff), len(read.pupils)) == (22, 47, 550)
    assert reading.findings == ()


def test_the_same_seed_gives_the_same_school(school: School) -> None:
    assert invent_school("2026", 2026) == school
    assert invent_school(str(random.random()), 2026).pupils != school.pupils
