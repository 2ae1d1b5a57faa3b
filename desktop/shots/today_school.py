"""A teacher's week for the pictures of «Сегодня»: four classes, a substitution, a few gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop.shots.register_school import StillClock
from desktop.workspace import Workspace
from journal import values
from journal.clock import Reading, to_ms
from journal.entries import station_id
from journal.ids import derived_id
from journal.kinds import MAIN_COLUMN, make_key
from journal.log import Draft, Stamp, append
from journal.queries.school import read_reference
from journal.reference import Lesson, Reference, lesson_id
from journal.signing import new_seed, public_key
from journal.store import create_journal
from journal.tables import DeskRow

ZONE = ZoneInfo("Europe/Moscow")
SCHOOL = derived_id("school", "today")
TEACHER, OTHER, DEPUTY = (derived_id("staff", "today", who) for who in ("a", "b", "c"))
_START = date(2026, 11, 2)
_TODAY = date(2026, 11, 20)
_CLASSES = ((9, "А"), (7, "А"), (7, "Б"), (11, "А"))
# class, subject, slot, teacher, weekdays
_WEEK = (
    ("9А", "Русский язык", 1, TEACHER, (1, 3, 5)),
    ("9А", "Литература", 2, TEACHER, (2, 5)),
    ("7Б", "Русский язык", 3, TEACHER, (1, 2, 4, 5)),
    ("7А", "Русский язык", 4, OTHER, (1, 3, 5)),
    ("11А", "Литература", 6, TEACHER, (2, 4, 5)),
)
_TOPICS = {
    "9А Русский язык": "Придаточные обстоятельственные",
    "9А Литература": "Образ Чацкого",
    "7Б Русский язык": "Деепричастный оборот",
    "7А Русский язык": "Наречие как часть речи",
    "11А Литература": "Проза начала века",
}


def open_today(folder: Path, user: str, now: datetime, *, is_new: bool = False) -> Workspace:
    """Build the journal in ``folder``; ``is_new``: nothing but the staff has come yet."""
    store = create_journal(folder / "journal.db", bytes(range(32)))
    seed = new_seed()
    with store.writing() as session:
        session.add(
            DeskRow(
                school=SCHOOL,
                station=station_id(public_key(seed)),
                seed=seed,
                user=user,
                login="",
                server="",
                token="",
                centre_key=b"",
                recovery_key=b"",
            )
        )
        session.flush()
        began = datetime(2026, 9, 1, 8, 0, tzinfo=ZONE)
        stamp = Stamp(TEACHER, Reading(began, to_ms(began) % 10**9, "5h0t5h0t"), 0)
        append(session, stamp, list(_staff()) if is_new else [*_staff(), *_school()])
    if not is_new:
        with store.reading() as session:
            reference = read_reference(session, SCHOOL)
        with store.writing() as session:
            append(session, stamp, list(_kept(reference, now)))
    return Workspace(store, StillClock(now), SCHOOL, user)


def _fact(kind: str, parts: tuple[str, ...], value: values.Value) -> Draft:
    return Draft(kind, make_key(kind, "", *parts), value)


def _page(class_title: str, subject: str) -> str:
    return derived_id("page", "today", class_title, subject)


def _staff() -> Iterator[Draft]:
    yield _fact("school.set", (), values.School("Школа № 7", "МБОУ «Школа № 7»"))
    for user, surname, name, patronymic, post in (
        (TEACHER, "Петрова", "Алла", "Андреевна", "teacher"),
        (OTHER, "Орлова", "Тамара", "Викторовна", "teacher"),
        (DEPUTY, "Смирнова", "Елена", "Павловна", "deputy"),
    ):
        person = values.Staff(surname, name, patronymic, (post,), "Учитель", user)
        yield _fact("staff.set", (user,), person)


def _school() -> Iterator[Draft]:
    for grade, letter in _CLASSES:
        id_ = derived_id("class", "today", f"{grade}{letter}")
        yield _fact("class.set", (id_,), values.SchoolClass(2026, grade, letter, None))
        for number in range(25):
            pupil = derived_id("pupil", "today", id_, str(number))
            key = make_key("pupil.set", id_, pupil)
            yield Draft("pupil.set", key, values.Pupil("Белова", f"Арина{number}"))
    for name, grades, start, end in (
        ("II четверть", (1, 9), _START, date(2026, 12, 30)),
        ("I полугодие", (10, 11), date(2026, 9, 1), date(2026, 12, 30)),
    ):
        period = values.Period(name, *grades, start, end)
        yield _fact("period.set", (derived_id("period", "today", name),), period)
    for order, (class_title, subject, slot, teacher, weekdays) in enumerate(_WEEK):
        page = _page(class_title, subject)
        class_id = derived_id("class", "today", class_title)
        yield _fact("page.set", (page,), values.Page(class_id, subject, "", teacher, 3, order))
        if class_title != "11А":
            plan = values.PlanTopic("Тема", "упр. 118")
            yield Draft("plan.topic", make_key("plan.topic", page, "1"), plan)
        room = "14" if teacher == OTHER else "21"
        for weekday in weekdays:
            line = values.Timetable(page, weekday, slot, teacher, room, _START, date(2027, 5, 26))
            yield _fact("timetable.set", (derived_id("line", page, str(weekday)),), line)
    yield from _changes()


def _changes() -> Iterator[Draft]:
    foreign = _page("7А", "Русский язык")
    for day in (date(2026, 11, 18), _TODAY):
        id_ = lesson_id(foreign, day, 4)
        value = values.Substitution(foreign, day, 4, TEACHER, "болезнь")
        yield _fact("substitution.set", (id_,), value)
    for page, slot, change in (
        (
            _page("7Б", "Русский язык"),
            3,
            values.LessonChange("moved", date(2026, 11, 25), 5, "медосмотр"),
        ),
        (
            _page("11А", "Литература"),
            6,
            values.LessonChange("cancelled", date(2026, 11, 24), 6, "пробный экзамен"),
        ),
    ):
        lesson = lesson_id(page, date(2026, 11, 24), slot)
        yield Draft("lesson.change", make_key("lesson.change", page, lesson), change)


def _kept(reference: Reference, now: datetime) -> Iterator[Draft]:
    for page in reference.pages:
        for lesson in reference.lessons_between(page, _START, now.date()):
            if lesson.day == now.date() and reference.times_of(lesson).begins > now:
                continue
            yield from _lesson(reference, lesson, now)


def _lesson(reference: Reference, lesson: Lesson, now: datetime) -> Iterator[Draft]:
    def draft(kind: str, value: values.Value, *parts: str) -> Draft:
        key = make_key(kind, lesson.page, lesson.id, *parts)
        return Draft(kind, key, value, lesson.day, lesson.day)

    title = f"{reference.class_of(lesson.page).title} {reference.pages[lesson.page].subject}"
    is_running = lesson.day == now.date() and now < reference.times_of(lesson).ends
    yield draft("lesson.rollcall", values.RollCall(True, True))
    if is_running:
        return
    yield draft("lesson.topic", values.Topic(_TOPICS[title]))
    is_substituted = lesson.substitute is not None
    if not is_substituted and (lesson.day, lesson.slot) != (now.date(), 2):
        yield draft("lesson.homework", values.Homework("упр. 144"))
    marked = 5
    if (title, lesson.day) == ("9А Литература", date(2026, 11, 13)):
        yield draft("lesson.column", values.Column("СОЧ"), MAIN_COLUMN)
        marked = 22
    for pupil in reference.pupils_of(lesson.page)[:marked]:
        yield draft("mark.set", values.Mark(("4",)), pupil.id, MAIN_COLUMN)
