"""Who teaches whom: 41 teachers and the heads of the demo school. Source: domain, s. 6.2."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from desktop.demo.school.curriculum import PROJECT, SPORT, WORKSHOP, Course, all_courses
from desktop.demo.school.people import Person, Sex, login_of, new_adult

HALVES = ("1", "2")
WORKSHOP_HALVES = ("мальчики", "девочки")
_DEPUTY_HOURS = 6


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff: who, login, posts as the spreadsheet words them, title, room."""

    person: Person
    login: str
    posts: str
    room: str


@dataclass(frozen=True, slots=True)
class Load:
    """One page of the register: a course or a half of it, and its teacher."""

    course: Course
    group: str
    login: str


@dataclass(frozen=True, slots=True)
class Department:
    """Teachers of the same subjects.

    Attributes:
        known: people whom other places mention by name.
        room: the first of their rooms, 0 for the gym.
        projects: letter of the senior classes whose projects they lead.
    """

    title: str
    subjects: tuple[str, ...]
    count: int
    grades: range
    known: tuple[Person, ...] = ()
    sex: Sex | None = None
    room: int = 0
    projects: str = ""

    def teaches(self, course: Course) -> bool:
        """Tell whether a course belongs to this department."""
        if course.subject == PROJECT and course.letter != self.projects:
            return False
        return course.subject in self.subjects and course.grade in self.grades


@dataclass(slots=True)
class Teaching:
    """Everybody who works at the school, what they teach and whose class teachers they are."""

    staff: list[Member] = field(default_factory=list)
    load: list[Load] = field(default_factory=list)
    class_teachers: dict[str, str] = field(default_factory=dict)

    def hours(self) -> dict[str, float]:
        """Return the hours a week of each teacher."""
        hours: dict[str, float] = defaultdict(float)
        for each in self.load:
            hours[each.login] += each.course.hours
        return dict(hours)


_ALL, _MIDDLE_UP = range(1, 12), range(5, 12)
_DEPARTMENTS = (
    Department(
        "учитель русского языка и литературы",
        ("Русский язык", "Литература", "Русский язык: практикум", "Литература: анализ текста"),
        5,
        _MIDDLE_UP,
        (Person("Петрова", "Анна", "Андреевна", "f"),),
        room=21,
    ),
    Department(
        "учитель математики",
        (
            "Математика",
            "Алгебра",
            "Геометрия",
            "Вероятность и статистика",
            "Математика: практикум",
            "Математика: избранные задачи",
        ),
        5,
        _MIDDLE_UP,
        (Person("Лебедева", "Ирина", "Николаевна", "f"),),
        room=31,
    ),
    Department(
        "учитель английского языка",
        ("Английский язык", "Английский язык: практикум"),
        6,
        _ALL,
        (Person("Фролова", "Юлия", "Сергеевна", "f"),),
        room=41,
    ),
    Department(
        "учитель истории и обществознания",
        (
            "История",
            "Обществознание",
            "Духовно-нравственная культура России",
            "Краеведение",
            "Обществознание: практикум",
            PROJECT,
        ),
        3,
        _MIDDLE_UP,
        (Person("Орлова", "Татьяна", "Викторовна", "f"),),
        room=26,
        projects="Б",
    ),
    Department("учитель географии", ("География",), 1, _MIDDLE_UP, room=36),
    Department("учитель биологии", ("Биология",), 1, _MIDDLE_UP, room=37),
    Department("учитель химии", ("Химия", "Функциональная грамотность"), 1, _MIDDLE_UP, room=38),
    Department(
        "учитель физики",
        ("Физика", "Основы проектной деятельности", "Проектная деятельность", PROJECT),
        2,
        _MIDDLE_UP,
        room=39,
        projects="А",
    ),
    Department(
        "учитель информатики",
        ("Информатика",),
        1,
        _MIDDLE_UP,
        (Person("Степанов", "Игорь", "Юрьевич", "m"),),
        room=47,
    ),
    Department(
        "учитель физической культуры",
        (SPORT,),
        3,
        _ALL,
        (Person("Макаров", "Олег", "Константинович", "m"),),
        room=0,
    ),
    Department("учитель труда (технологии)", (WORKSHOP,), 1, _MIDDLE_UP, sex="m", room=51),
    Department("учитель труда (технологии)", (WORKSHOP,), 1, _MIDDLE_UP, sex="f", room=52),
    Department("учитель музыки", ("Музыка",), 1, _ALL, room=14),
    Department(
        "учитель изобразительного искусства и черчения",
        ("Изобразительное искусство", "Черчение"),
        1,
        _ALL,
        room=15,
    ),
    Department("преподаватель-организатор ОБЗР", ("ОБЗР",), 1, _MIDDLE_UP, sex="m", room=53),
)
_HEADS = (
    (Person("Новиков", "Виктор", "Михайлович", "m"), "директор"),
    (Person("Смирнова", "Елена", "Павловна", "f"), "заместитель директора по УВР"),
    (Person("Крылова", "Марина", "Олеговна", "f"), "заместитель директора по УВР"),
    (Person("Жукова", "Наталья", "Игоревна", "f"), "заместитель директора по ВР"),
    (Person("Соколов", "Павел", "Андреевич", "m"), "администратор электронного журнала"),
    (Person("Калинина", "Вера", "Романовна", "f"), "секретарь"),
)


class _Staffing:
    """Hires people and shares the courses out."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._logins: set[str] = set()
        self.teaching = Teaching()

    def hire(self, person: Person, posts: str, room: str) -> Member:
        """Take a person on; two with one login are told apart by a number."""
        login, number = login_of(person), 2
        while login in self._logins:
            login, number = f"{login_of(person)}{number}", number + 1
        self._logins.add(login)
        member = Member(person, login, posts, room)
        self.teaching.staff.append(member)
        return member

    def hire_department(self, department: Department) -> list[Member]:
        """Take on the teachers of a department."""
        people = list(department.known)
        while len(people) < department.count:
            sex = department.sex or ("f" if self.chance.random() < 0.88 else "m")
            people.append(new_adult(self.chance, sex))
        return [
            self.hire(person, department.title, self._room(department, place))
            for place, person in enumerate(people)
        ]

    def share(self, courses: Iterable[Course], members: Sequence[Member]) -> None:
        """Give all courses of a class to one teacher where possible, whole classes in turn."""
        hours = {member.login: 0.0 for member in members}
        bundles = [
            list(bundle) for _, bundle in groupby(courses, key=lambda course: course.class_name)
        ]
        for bundle in sorted(bundles, key=lambda each: -sum(course.hours for course in each)):
            for part in _parts(bundle):
                least = sorted(hours, key=lambda login: (hours[login], login))
                groups = HALVES if part[0].split else ("",)
                for place, group in enumerate(groups):
                    login = least[place if part[0].split == "language" else 0]
                    for course in part:
                        self.teaching.load.append(Load(course, group, login))
                        hours[login] += course.hours

    @staticmethod
    def _room(department: Department, place: int) -> str:
        return f"{department.room + place}" if department.room else "спортзал"


def staff_school(chance: random.Random) -> Teaching:
    """Return the staff of the school with the load of each."""
    staffing = _Staffing(chance)
    teaching = staffing.teaching
    heads = [staffing.hire(person, posts, "") for person, posts in _HEADS]
    courses = all_courses()
    _primary(staffing, courses)
    deputy = heads[1]
    for department in _DEPARTMENTS:
        members = staffing.hire_department(department)
        mine = [course for course in courses if department.teaches(course)]
        if WORKSHOP in department.subjects:
            half = WORKSHOP_HALVES[department.sex == "f"]
            teaching.load += [Load(course, half, members[0].login) for course in mine]
            continue
        if "История" in department.subjects:
            own = [course for course in mine if (course.subject, course.grade) == ("История", 7)]
            teaching.load += [Load(course, "", deputy.login) for course in own]
            mine = [course for course in mine if course not in own]
        staffing.share(mine, members)
    _appoint_class_teachers(teaching)
    order = {(course.class_name, course.subject): n for n, course in enumerate(courses)}
    teaching.load.sort(
        key=lambda each: (order[each.course.class_name, each.course.subject], each.group)
    )
    return teaching


def _primary(staffing: _Staffing, courses: Sequence[Course]) -> None:
    """Give each primary class its own teacher for all but four subjects."""
    others = {"Английский язык", "Музыка", "Изобразительное искусство", SPORT}
    primary = [course for course in courses if course.grade < 5 and course.subject not in others]
    for name, own in groupby(primary, key=lambda course: course.class_name):
        room = str(len(staffing.teaching.class_teachers) + 1)
        person = new_adult(staffing.chance, "f")
        member = staffing.hire(person, "учитель начальных классов", room)
        staffing.teaching.class_teachers[name] = member.login
        staffing.teaching.load += [Load(course, "", member.login) for course in own]


def _appoint_class_teachers(teaching: Teaching) -> None:
    """Let each older class have a class teacher of its own who teaches it much."""
    by_class: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for each in teaching.load:
        if each.course.grade > 4 and not each.group:
            by_class[each.course.class_name][each.login] += each.course.hours
    heads = {member.login for member in teaching.staff[: len(_HEADS)]}
    taken: set[str] = set()
    for name, hours in by_class.items():
        free = [login for login in hours if login not in taken | heads]
        teaching.class_teachers[name] = max(free, key=lambda login: (hours[login], login))
        taken.add(teaching.class_teachers[name])


def _parts(bundle: list[Course]) -> list[list[Course]]:
    """Keep what is taught undivided together; a divided course goes its own way."""
    whole = [course for course in bundle if not course.split]
    divided = [[course] for course in bundle if course.split]
    return [whole, *divided] if whole else divided
