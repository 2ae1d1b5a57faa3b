"""The school of the bench: full classes, and one teacher with plenty of lessons to keep."""

from collections.abc import Iterator
from datetime import date, datetime

from journal import values
from journal.ids import derived_id
from journal.kinds import MAIN_COLUMN, make_key
from journal.log import Draft
from journal.reference import Lesson, Reference
from tests.journal.desks import MOSCOW

PUPILS = 30
PERIOD = derived_id("period", "I")
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 29)
NOW = datetime(2026, 12, 29, 18, 0, tzinfo=MOSCOW)
"""The moment of the bench: the evening of the last lesson."""

TEACHER, COLLEAGUE, ADMINISTRATOR = (
    derived_id("staff", "bench", login) for login in ("teacher", "colleague", "administrator")
)
ACT = """
version = 2
title = "Неторопливый локальный акт"
[deadline]
mark.current = { school_days = 60 }
roll_call = { school_days = 60 }
topic = { school_days = 60 }
"""
_SUBJECTS = ("Русский язык", "Литература")
_TOPIC = "Причастный оборот. Запятые при причастном обороте, стоящем после определяемого слова"
_HOMEWORK = "§ 17, правила наизусть; упражнения 153 и 155 письменно, повторить словарные слова"


def class_id(number: int) -> str:
    """Return the id of a class; class 0 is the colleague's, all others are the teacher's."""
    return derived_id("class", "2026", f"bench {number}")


def page_id(number: int, subject: int = 0) -> str:
    """Return the id of a page of class ``number``."""
    return derived_id("page", class_id(number), _SUBJECTS[subject])


def pupil_ids(number: int) -> list[str]:
    """Return the pupils of class ``number``."""
    return [derived_id("pupil", class_id(number), str(place)) for place in range(PUPILS)]


def school_drafts(classes: int, start: date = FIRST) -> Iterator[Draft]:
    """Yield the school: class 0 of the colleague, and ``classes`` of the teacher.

    Each class has two pages with a lesson on every school day from ``start``. The local act lets
    two months pass before a mark is late, so that a plain acceptance is what all entries get.
    """
    yield _of_school("profile.set", (), values.Profile(2, ACT))
    yield _of_school("school.set", (), values.School("Школа № 7", "МБОУ «Школа № 7»"))
    for user, surname, post in (
        (TEACHER, "Петрова", "teacher"),
        (COLLEAGUE, "Орлова", "teacher"),
        (ADMINISTRATOR, "Громова", "administrator"),
    ):
        person = values.Staff(surname, "Анна", "Олеговна", (post,), "Учитель", surname)
        yield _of_school("staff.set", (user,), person)
    yield _of_school("period.set", (PERIOD,), values.Period("I полугодие", 1, 11, FIRST, LAST))
    for number in range(classes + 1):
        yield from _class_drafts(number, start)


def lessons_of(reference: Reference, numbers: range) -> list[Lesson]:
    """Return the lessons of these classes, the newest first; all of them were held."""
    held = [
        lesson
        for number in numbers
        for subject in range(len(_SUBJECTS))
        for lesson in reference.lessons(page_id(number, subject)).values()
    ]
    return sorted(held, key=lambda lesson: (lesson.day, lesson.page), reverse=True)


def lesson_drafts(lesson: Lesson, pupils: list[str]) -> Iterator[Draft]:
    """Yield what a teacher writes about one lesson: the roll, the topic, marks and absences."""

    def draft(kind: str, value: values.Value, *parts: str) -> Draft:
        key = make_key(kind, lesson.page, lesson.id, *parts)
        return Draft(kind, key, value, lesson_date=lesson.day)

    yield draft("lesson.rollcall", values.RollCall())
    yield draft("lesson.topic", values.Topic(_TOPIC))
    yield draft("lesson.homework", values.Homework(_HOMEWORK))
    for place, pupil in enumerate(pupils):
        if place % 10 == lesson.day.day % 10:
            yield draft("attendance.set", values.Attendance("н"), pupil)
        else:
            mark = values.Mark((str(2 + (place * lesson.day.day) % 4),))
            yield draft("mark.set", mark, pupil, MAIN_COLUMN)


def entries_of(reference: Reference, numbers: range, count: int) -> list[Draft]:
    """Return ``count`` drafts about the newest lessons of these classes.

    Raises:
        ValueError: they had not enough lessons.
    """
    pupils = {class_id(number): pupil_ids(number) for number in numbers}
    drafts: list[Draft] = []
    for lesson in lessons_of(reference, numbers):
        if len(drafts) >= count:
            return drafts[:count]
        drafts += lesson_drafts(lesson, pupils[reference.pages[lesson.page].class_id])
    if len(drafts) < count:
        raise ValueError(f"the school is too small for {count} entries")
    return drafts[:count]


def _class_drafts(number: int, start: date) -> Iterator[Draft]:
    teacher = TEACHER if number else COLLEAGUE
    grade, letter = 5 + number % 7, "АБВГДЕЖЗ"[number // 7]
    fact = values.SchoolClass(2026, grade, letter, teacher)
    yield _of_school("class.set", (class_id(number),), fact)
    for place, pupil in enumerate(pupil_ids(number)):
        key = make_key("pupil.set", class_id(number), pupil)
        name = values.Pupil(f"Вишневецкая-{place + 1:02}", "Александра")
        yield Draft("pupil.set", key, name)
    for order, subject in enumerate(_SUBJECTS):
        page = page_id(number, order)
        register = values.Page(class_id(number), subject, "", teacher, 5.0, order)
        yield _of_school("page.set", (page,), register)
        for weekday in range(1, 6):
            line = derived_id("timetable", page, str(weekday))
            lesson = values.Timetable(page, weekday, order + 1, teacher, "21", start, LAST)
            yield _of_school("timetable.set", (line,), lesson)


def _of_school(kind: str, parts: tuple[str, ...], value: values.Value) -> Draft:
    return Draft(kind, make_key(kind, "", *parts), value)
