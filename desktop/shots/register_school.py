"""A class of 24 pupils, four weeks into a term, for the pictures of the register.

A real encrypted journal in a folder of its own; what the centre would have answered is written
through the projection, so that every sign a cell can have is there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from desktop.workspace import Workspace
from journal import values
from journal.clock import Reading, to_ms
from journal.entries import Receipt, station_id
from journal.ids import derived_id
from journal.kinds import MAIN_COLUMN, make_key
from journal.log import Draft, Stamp, append, make_entry, read_entries, tail_of
from journal.projection import insert_entries, line_of, load_keys, project, refold, set_receipts
from journal.queries.school import read_reference
from journal.reference import Lesson
from journal.signing import new_seed, public_key
from journal.store import Store, create_journal
from journal.tables import DeskRow, EntryRow

ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 27, 9, 5, 12, tzinfo=ZONE)
SCHOOL = derived_id("school", "shots")
CLASS_9A, CLASS_7B = derived_id("class", "9А"), derived_id("class", "7Б")
TERM = derived_id("period", "shots", "II")
_SPRING = date(2027, 3, 26)
TEACHER, OTHER, DEPUTY = (derived_id("staff", "shots", who) for who in ("a", "b", "c"))
RUSSIAN = derived_id("page", CLASS_9A, "Русский язык")
_PAGES = (
    (RUSSIAN, CLASS_9A, "Русский язык", TEACHER),
    (derived_id("page", CLASS_9A, "Литература"), CLASS_9A, "Литература", TEACHER),
    (derived_id("page", CLASS_7B, "Русский язык"), CLASS_7B, "Русский язык", TEACHER),
    (derived_id("page", CLASS_9A, "Алгебра"), CLASS_9A, "Алгебра", OTHER),
)
NAMES = (
    "Алексеева Софья",
    "Андреев Матвей",
    "Белова Арина",
    "Васильев Тимофей",
    "Григорьева Ева",
    "Данилов Кирилл",
    "Ёлкина Полина",
    "Ершов Лев",
    "Жуков Егор",
    "Зайцева Мария",
    "Иванов Артём",
    "Калинина Вероника",
    "Ковалёв Иван",
    "Крылова Анна",
    "Лебедев Марк",
    "Макарова Дарья",
    "Никитин Роман",
    "Орлова Алиса",
    "Павлов Степан",
    "Петрова Ксения",
    "Романов Глеб",
    "Семёнова Виктория",
    "Соколов Илья",
    "Тихонова Варвара",
)
PUPILS = tuple(derived_id("pupil", "shots", name) for name in NAMES)
_TOPICS = (
    ("Сложное предложение. Повторение", "упр. 118", "ОТВ"),
    ("Союзные и бессоюзные сложные предложения", "упр. 119", "ОТВ"),
    ("Знаки препинания в сложносочинённых предложениях", "упр. 121, правило", "ОТВ"),
    ("Самостоятельная работа по теме «ССП»", "не задано", "СР"),
    ("Анализ работы. СПП: строение", "§ 14, упр. 126", "ОТВ"),
    ("Место придаточного в предложении", "§ 14, упр. 129", "ОТВ"),
    ("Союзы и союзные слова", "§ 15, упр. 133", "ОТВ"),
    ("Контрольная работа № 2", "не задано", "КР"),
    ("Анализ контрольной работы", "карточки", "ОТВ"),
    ("Диктант с грамматическим заданием", "повторить § 12–15", "ДИК"),
    ("Придаточные определительные", "§ 16, упр. 140", "ОТВ"),
    ("Придаточные определительные: пунктуация", "упр. 144", "ТСТ"),
    ("СПП с придаточными изъяснительными", "§ 17, упр. 150", "ОТВ"),
    ("Косвенная речь", "§ 17, упр. 154", "ОТВ"),
    ("Сжатое изложение: приёмы сжатия", "не задано", "ИЗЛ"),
    ("Анализ изложения", "карточки", "ОТВ"),
    ("Виды придаточных. Обобщение", "§ 18, таблица", "ОТВ"),
    ("Придаточные места и времени", "§ 19, упр. 161", "ДЗ"),
    ("Придаточные обстоятельственные: времени и места", "§ 20, упр. 166", "ОТВ"),
    ("Придаточные сравнения", "§ 21, упр. 172", "ОТВ"),
)


class StillClock:
    """A clock that stands at one moment."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def read(self) -> Reading:
        """Return that moment."""
        return Reading(self.now, to_ms(self.now) % 10**9, "5h0t5h0t")


def open_register(folder: Path, user: str = TEACHER, now: datetime = NOW) -> Workspace:
    """Build the journal in ``folder`` and return it open, as ``user`` sees it at ``now``."""
    store = create_journal(folder / "journal.db", bytes(range(32)))
    desk, other = _desk(user), _desk(OTHER)
    with store.writing() as session:
        session.add(desk)
        session.flush()
        drafts = [*_school(), _place(desk, 3, "ноутбук"), _place(other, 5, "кабинет 21")]
        _write(session, date(2026, 9, 1), drafts)
    _keep_lessons(store, now, other)
    return Workspace(store, StillClock(now), SCHOOL, user)


def _desk(user: str) -> DeskRow:
    seed = new_seed()
    return DeskRow(
        school=SCHOOL,
        station=station_id(public_key(seed)),
        seed=seed,
        user=user,
        login="",
        server="",
        token="",
        centre_key=b"",
        recovery_key=b"",
        epoch="e1",
        seen_number=0,
        offset_ms=None,
    )


def _place(desk: DeskRow, number: int, name: str) -> Draft:
    key = make_key("station.set", "", desk.station)
    return Draft("station.set", key, values.Station(number, desk.user, b"", name))


def _school() -> Iterator[Draft]:
    def draft(kind: str, parts: tuple[str, ...], value: values.Value) -> Draft:
        return Draft(kind, make_key(kind, "", *parts), value)

    yield draft("school.set", (), values.School("Школа № 7", "МБОУ «Школа № 7»"))
    for user, surname, name, patronymic, post in (
        (TEACHER, "Петрова", "Алла", "Андреевна", "teacher"),
        (OTHER, "Орлова", "Тамара", "Викторовна", "teacher"),
        (DEPUTY, "Смирнова", "Елена", "Павловна", "deputy"),
    ):
        person = values.Staff(surname, name, patronymic, (post,), "Учитель", user)
        yield draft("staff.set", (user,), person)
    for class_id, grade, letter in ((CLASS_9A, 9, "А"), (CLASS_7B, 7, "Б")):
        yield draft("class.set", (class_id,), values.SchoolClass(2026, grade, letter, TEACHER))
    for slot, (page, class_id, subject, teacher) in enumerate(_PAGES, start=1):
        yield draft("page.set", (page,), values.Page(class_id, subject, "", teacher, 5.0, slot))
        for weekday in range(1, 6):
            line = derived_id("timetable", page, str(weekday))
            lesson = values.Timetable(
                page, weekday, slot, teacher, "21", date(2026, 9, 1), date(2027, 5, 26)
            )
            yield draft("timetable.set", (line,), lesson)
    for id_, name, start, end in (
        (derived_id("period", "shots", "I"), "I четверть", date(2026, 9, 1), date(2026, 10, 23)),
        (TERM, "II четверть", date(2026, 11, 2), date(2026, 12, 30)),
        (derived_id("period", "shots", "III"), "III четверть", date(2027, 1, 11), _SPRING),
        (derived_id("period", "shots", "IV"), "IV четверть", date(2027, 4, 5), date(2027, 5, 26)),
    ):
        yield draft("period.set", (id_,), values.Period(name, 1, 9, start, end))
    yield draft("calendar.day", ("2026-11-04",), values.CalendarDay("holiday", "День единства"))
    for pupil, full in zip(PUPILS, NAMES, strict=True):
        surname, name = full.split()
        arrived = date(2026, 11, 10) if surname == "Орлова" else None
        left = date(2026, 11, 23) if surname == "Никитин" else None
        value = values.Pupil(
            surname,
            name,
            arrived=arrived,
            left=left,
            arrival_order="114-у" if arrived else "",
            arrival_order_day=date(2026, 11, 9) if arrived else None,
            leaving_order="121-у" if left else "",
            leaving_order_day=date(2026, 11, 20) if left else None,
        )
        yield Draft("pupil.set", make_key("pupil.set", CLASS_9A, pupil), value)
    for number, (topic, homework, work) in enumerate(_TOPICS, start=29):
        plan = values.PlanTopic(topic, "" if homework == "не задано" else homework, work)
        yield Draft("plan.topic", make_key("plan.topic", RUSSIAN, str(number)), plan)


def _keep_lessons(store: Store, now: datetime, other: DeskRow) -> None:
    with store.reading() as session:
        reference = read_reference(session, SCHOOL)
    term = reference.periods[TERM]
    held = [
        lesson
        for lesson in reference.lessons_between(RUSSIAN, term.start, term.end)
        if lesson.day <= now.astimezone(ZONE).date()
    ]
    chance = random.Random(9)
    skill = {pupil: chance.choice((3.2, 3.7, 4.1, 4.4, 4.8)) for pupil in PUPILS}
    with store.writing() as session:
        for place, lesson in enumerate(held[:-1]):
            listed = [p.id for p in reference.pupils_of(RUSSIAN) if p.is_listed_on(lesson.day)]
            _write(session, lesson.day, list(_lesson(lesson, place, listed, skill, chance)))
        _answer(session)
        _disagree(session, held, other)
        _write(session, held[-1].day, list(_just_now(held[-1])))


def _lesson(
    lesson: Lesson,
    place: int,
    listed: Sequence[str],
    skill: dict[str, float],
    chance: random.Random,
) -> Iterator[Draft]:
    topic, homework, work = _TOPICS[place]
    is_written = work in ("СР", "КР", "ДИК", "ИЗЛ", "ТСТ")

    def draft(kind: str, value: values.Value, *parts: str) -> Draft:
        key = make_key(kind, RUSSIAN, lesson.id, *parts)
        return Draft(kind, key, value, lesson.day, lesson.day)

    if work != "ОТВ":
        yield draft("lesson.column", values.Column(work), MAIN_COLUMN)
    if place != 14:
        yield draft("lesson.rollcall", values.RollCall(True, True))
    yield draft("lesson.topic", values.Topic(topic, 29 + place))
    is_none = homework == "не задано"
    yield draft("lesson.homework", values.Homework("" if is_none else homework, is_none))
    for pupil in listed:
        if pupil == PUPILS[13] and place == 16:
            yield draft("mark.set", values.Mark(("4",)), pupil, MAIN_COLUMN)
            continue
        if chance.random() < 0.07:
            proposed = chance.choice(("", "", "б", "уп"))
            yield draft("attendance.set", values.Attendance("н", proposed), pupil)
            continue
        if chance.random() < (0.97 if is_written else 0.22):
            marks = [_mark(skill[pupil], chance)]
            if work == "ДИК":
                marks.append(_mark(skill[pupil], chance))
            yield draft("mark.set", values.Mark(tuple(marks)), pupil, MAIN_COLUMN)
    if work == "ИЗЛ":
        yield draft("lesson.column", values.Column("СР", "грамотность"), "1" * 32)
        for pupil in listed[::2]:
            yield draft("mark.set", values.Mark((_mark(skill[pupil], chance),)), pupil, "1" * 32)


def _mark(skill: float, chance: random.Random) -> str:
    return str(max(2, min(5, round(chance.gauss(skill, 0.55)))))


def _just_now(lesson: Lesson) -> Iterator[Draft]:
    for place, text in ((1, "5"), (3, "4"), (4, "н"), (6, "5"), (10, "3")):
        kind = "attendance.set" if text == "н" else "mark.set"
        parts = (PUPILS[place],) if text == "н" else (PUPILS[place], MAIN_COLUMN)
        value = values.Attendance("н") if text == "н" else values.Mark((text,))
        yield Draft(kind, make_key(kind, RUSSIAN, lesson.id, *parts), value, lesson.day, lesson.day)


def _disagree(session: Session, held: Sequence[Lesson], desk: DeskRow) -> None:
    """Let another workplace send what the centre did not simply accept."""
    number = _known(session)
    for pupil, lesson, mark, verdict, reason in (
        (13, -3, "3", "contested", "в ячейке уже другая запись: решает человек"),
        (8, -6, "5", "held", "ждёт назначения замены"),
        (18, -4, "14", "refused", "Отметки «14» нет: можно 2–5, зач, нз"),
        (5, -8, "4", "accepted", ""),
        (11, -2, "5", "accepted", ""),
    ):
        at = held[lesson]
        key = make_key("mark.set", RUSSIAN, at.id, PUPILS[pupil], MAIN_COLUMN)
        log = load_keys(session, SCHOOL, [key])[key]
        number += 1
        day = at.day + timedelta(days=1)
        entry = make_entry(
            desk,
            tail_of(session, SCHOOL, desk.station),
            Stamp(OTHER, _reading(day), 0),
            Draft("mark.set", key, values.Mark((mark,)), at.day, at.day),
            log.standing.current if verdict == "accepted" else None,
        )
        receipt = _receipt(number, verdict, reason, day, late=verdict == "accepted")
        log.add(line_of(entry, receipt))
        insert_entries(session, SCHOOL, [(entry, entry.digest(), receipt)], {key: log})
        project(session, SCHOOL, [log])


def _write(session: Session, day: date, drafts: Sequence[Draft]) -> None:
    append(session, Stamp(TEACHER, _reading(day), 0), drafts)


def _answer(session: Session) -> None:
    """Let the centre accept all that waits."""
    entries = read_entries(session, EntryRow.school == SCHOOL, limit=10**6)
    receipts = {
        entry.id: _receipt(number, "accepted", "", entry.recorded_at.date())
        for number, entry in enumerate(entries, 1)
    }
    set_receipts(session, SCHOOL, receipts)
    refold(session, SCHOOL, [entry.key for entry in entries])


def _receipt(number: int, verdict: str, reason: str, day: date, *, late: bool = False) -> Receipt:
    return Receipt(
        epoch="e1",
        number=number,
        verdict=verdict,
        reason=reason,
        late=late,
        accepted_ms=to_ms(_reading(day).wall + timedelta(minutes=2)),
    )


def _known(session: Session) -> int:
    return len(read_entries(session, EntryRow.school == SCHOOL, limit=10**6))


def _reading(day: date) -> Reading:
    moment = datetime(day.year, day.month, day.day, 8, 40, tzinfo=ZONE)
    return Reading(moment, to_ms(moment) % 10**9, "5h0t5h0t")
