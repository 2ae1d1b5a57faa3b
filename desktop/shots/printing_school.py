"""Class 5А of the demo school at the end of its first quarter, for the pictures of «Печать»."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.shots.register_school import ZONE, StillClock
from desktop.workspace import Workspace
from journal import values
from journal.clock import to_ms
from journal.entries import Receipt, station_id
from journal.ids import derived_id, staff_id
from journal.imports.drafting import SchoolDrafts
from journal.imports.folder import read_school_folder
from journal.kinds import MAIN_COLUMN, make_key
from journal.log import Draft, Stamp, append
from journal.projection import refold, set_receipts
from journal.queries.class_lists import printed_list
from journal.queries.school import read_reference
from journal.reference import Lesson, Reference, RegisterPage
from journal.signing import new_seed, public_key
from journal.store import create_journal
from journal.tables import DeskRow, EntryRow

SCHOOL = derived_id("school", "shots", "printing")
NOW = datetime(2026, 10, 26, 11, 40, tzinfo=ZONE)
DEPUTY, DIRECTOR, TEACHER = (
    staff_id(SCHOOL, login) for login in ("smirnova.ep", "novikov.vm", "petrova.aa")
)
_EPOCH = "5d" * 16
_GENERAL = tuple(
    values.PlanTopic(topic, homework)
    for topic, homework in (
        ("Введение в новую тему. Повторение изученного", "§ 1, вопросы 1–3"),
        ("Изучение нового материала, работа с учебником", "§ 2, пересказ"),
        ("Практикум: решение задач и упражнений", "задания 4 и 6"),
        ("Закрепление изученного. Работа в группах", ""),
        ("Обобщение. Подготовка к проверочной работе", "повторить § 1–4"),
        ("Проверочная работа и разбор ошибок", ""),
    )
)
_SKIPPED = {"Биология": 3, "География": 1}
"""In these subjects the last lessons lack topic and homework."""
_WITHOUT_TERM_MARKS = ("Информатика",)
_WORKS = {6: "СР", 13: "КР", 20: "ДИК", 27: "КР", 33: "СР"}


def open_quarter(folder: Path, user: str = DEPUTY, *, is_complete: bool = False) -> Workspace:
    """Build the journal in ``folder`` and return it open as ``user`` sees it in the holidays.

    Unless ``is_complete``, some topics and term marks are missing in three subjects.
    """
    store = create_journal(folder / "journal.db", bytes(range(32)))
    school = SchoolDrafts(
        read_school_folder(Path(str(files("resources") / "demo_school"))), SCHOOL, NOW.date()
    ).drafts()
    with store.writing() as session:
        station = _add_desk(session, user)
        _append(session, DEPUTY, date(2026, 9, 1), school)
        place = values.Station(3, user, b"", "кабинет завуча")
        key = make_key("station.set", "", station)
        _append(session, DEPUTY, date(2026, 9, 1), [Draft("station.set", key, place)])
        reference = read_reference(session, SCHOOL)
        _keep(session, reference, school, is_complete=is_complete)
        answer(session, NOW)
    return Workspace(store, StillClock(NOW), SCHOOL, user)


def class_5a(reference: Reference) -> str:
    """Return the id of the class whose quarter is kept."""
    return next(each.id for each in reference.classes.values() if each.title == "5А")


def change_a_mark(workspace: Workspace, page: str) -> None:
    """Write another mark into the page: what was printed of it is out of date from now on."""
    with workspace.store.writing() as session:
        row = session.scalars(
            select(EntryRow).where(
                EntryRow.kind == "mark.set", EntryRow.key.startswith(f"page:{page}/")
            )
        ).first()
        assert row is not None
        draft = Draft("mark.set", row.key, values.Mark(("2",)), row.lesson_date, row.work_date)
        changes = append(session, Stamp(TEACHER, StillClock(NOW).read(), 0), [draft])
    workspace.announce(changes)


def answer(session: Session, at: datetime) -> None:
    """Accept everything that waits, as the centre would have at that moment."""
    desk = session.scalars(select(DeskRow)).one()
    waiting = session.scalars(
        select(EntryRow).where(EntryRow.number.is_(None)).order_by(EntryRow.seq)
    ).all()
    receipts = {
        row.id: Receipt(epoch=_EPOCH, number=row.seq, verdict="accepted", accepted_ms=to_ms(at))
        for row in waiting
    }
    set_receipts(session, SCHOOL, receipts)
    keys = {row.key for row in waiting}
    session.expire_all()
    refold(session, SCHOOL, keys)
    desk.epoch, desk.last_contact_ms = _EPOCH, to_ms(at)


def _add_desk(session: Session, user: str) -> str:
    seed = new_seed()
    desk = DeskRow(
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
    session.add(desk)
    session.flush()
    return desk.station


def _append(session: Session, author: str, day: date, drafts: list[Draft]) -> None:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)
    append(session, Stamp(author, StillClock(moment).read(), 0), drafts)


def _keep(
    session: Session, reference: Reference, school: list[Draft], *, is_complete: bool
) -> None:
    plans = _plans(school)
    class_id = class_5a(reference)
    period = next(each for each in reference.periods.values() if each.covers(date(2026, 9, 1), 5))
    chance = random.Random(5)
    pages = sorted(
        (page for page in reference.pages.values() if page.class_id == class_id),
        key=lambda page: page.order,
    )
    for page in pages:
        lessons = reference.lessons_between(page.id, period.start, period.end)
        listed = [pupil.id for pupil in printed_list(reference, page.id, period)]
        skill = {pupil: chance.choice((3.3, 3.8, 4.2, 4.6, 4.9)) for pupil in listed}
        silent = 0 if is_complete else _SKIPPED.get(page.subject, 0)
        for place, lesson in enumerate(lessons):
            told = place < len(lessons) - silent
            plan = plans[page.id][place] if place < len(plans[page.id]) else _GENERAL[place % 6]
            drafts = list(_lesson(lesson, place, plan if told else None, skill, chance))
            _append(session, page.teacher, lesson.day, drafts)
        if is_complete or page.subject not in _WITHOUT_TERM_MARKS:
            _append(session, page.teacher, period.end, list(_marks(page, period.id, skill)))
    close = make_key("period.close", "", period.id, class_id)
    _append(session, DEPUTY, period.end, [Draft("period.close", close, values.Closing(True))])
    _correct(session, reference, pages[0], period.end)


def _plans(school: list[Draft]) -> dict[str, list[values.PlanTopic]]:
    plans: dict[str, list[tuple[int, values.PlanTopic]]] = defaultdict(list)
    for draft in school:
        if isinstance(draft.value, values.PlanTopic):
            scope, _, number = draft.key.split("/")
            plans[scope.removeprefix("page:")].append((int(number), draft.value))
    ordered = {
        page: [plan for _, plan in sorted(lines, key=lambda line: line[0])]
        for page, lines in plans.items()
    }
    return defaultdict(list, ordered)


def _lesson(
    lesson: Lesson,
    place: int,
    plan: values.PlanTopic | None,
    skill: dict[str, float],
    chance: random.Random,
) -> Iterator[Draft]:
    def draft(kind: str, value: values.Value, *parts: str) -> Draft:
        key = make_key(kind, lesson.page, lesson.id, *parts)
        return Draft(kind, key, value, lesson.day, lesson.day)

    work = (plan.work if plan is not None and plan.work else None) or _WORKS.get(place, "")
    if work:
        yield draft("lesson.column", values.Column(work), MAIN_COLUMN)
    yield draft("lesson.rollcall", values.RollCall())
    if plan is not None:
        yield draft("lesson.topic", values.Topic(plan.topic))
        yield draft("lesson.homework", values.Homework(plan.homework, not plan.homework))
    for pupil, level in skill.items():
        if chance.random() < 0.05:
            yield draft("attendance.set", values.Attendance("н"), pupil)
        elif chance.random() < (0.9 if work else 0.22):
            marks = [_mark(level, chance) for _ in range(2 if work == "ДИК" else 1)]
            yield draft("mark.set", values.Mark(tuple(marks)), pupil, MAIN_COLUMN)


def _marks(page: RegisterPage, period: str, skill: dict[str, float]) -> Iterator[Draft]:
    for pupil, level in skill.items():
        key = make_key("term.mark", page.id, period, pupil)
        yield Draft("term.mark", key, values.TermMark(str(min(5, round(level)))))


def _mark(level: float, chance: random.Random) -> str:
    return str(max(2, min(5, round(chance.gauss(level, 0.6)))))


def _correct(session: Session, reference: Reference, page: RegisterPage, end: date) -> None:
    """Change two marks after they were accepted: the print tells of it under the table."""
    answer(session, datetime(end.year, end.month, end.day, 13, tzinfo=ZONE))
    rows = session.scalars(
        select(EntryRow)
        .where(EntryRow.kind == "mark.set", EntryRow.key.startswith(f"page:{page.id}/"))
        .order_by(EntryRow.seq)
    ).all()
    for row in (rows[8], rows[31]):
        after = "4" if row.value != b"\x92\x91\xa14\xa0" else "5"
        draft = Draft("mark.set", row.key, values.Mark((after,)), row.lesson_date, row.work_date)
        _append(session, page.teacher, end - timedelta(days=1), [draft])
