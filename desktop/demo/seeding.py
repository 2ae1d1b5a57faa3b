"""The weeks before the story: every teacher keeps the lessons of the demo school day by day."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.demo.cast import Cast
from desktop.demo.clock import StoryClock
from desktop.demo.habits import Habits
from journal.calendar import school_year_of
from journal.facts_page import PlanTopicRow
from journal.keys import PasswordCost
from journal.kinds import MAIN_COLUMN
from journal.log import Stamp
from journal.queries.means import read_proposals
from journal.reference import Lesson, Reference
from journal.services.lessons import (
    CallRoll,
    KeepLesson,
    SetCell,
    SetColumn,
    SetHomework,
    SetTopic,
    keep_lesson,
)
from journal.services.terms import SetTermMark, set_term_mark
from journal.services.work import Work
from sync.client import SyncClient
from sync.enrolment import OpenJournal, first_sign_in

_DAY = timedelta(days=1)
_NEXT_DAY, _NEVER = 0.1, 0.02
_AT_ONCE = 2  # teachers who write while the centre judges what another one has sent


@dataclass(frozen=True, slots=True)
class Past:
    """How much of the past a demo has.

    Attributes:
        span: the days before the story of which every teacher keeps the lessons; ``None`` for
            all of the school year.
        whole_term: of the page that will be printed, the lessons of the whole term are kept.
    """

    span: timedelta | None = timedelta(days=14)
    whole_term: bool = True


@dataclass(frozen=True, slots=True)
class Seat:
    """A teacher's journal on the shared classroom computer."""

    journal: OpenJournal
    client: SyncClient


class PastWeeks:
    """Fills the registers through the services, as the teachers would have."""

    def __init__(
        self,
        folder: Path,
        server: str,
        password: str,
        http: httpx.Client,
        clock: StoryClock,
        cost: PasswordCost | None = None,
    ) -> None:
        self._folder, self._server, self._password = folder, server, password
        self._http, self._clock, self._cost = http, clock, cost
        self._seats: dict[str, Seat] = {}

    def play(self, reference: Reference, cast: Cast, past: Past) -> int:
        """Keep the lessons before the story, and set the marks of the terms that are over.

        Returns:
            How many entries were written.
        """
        written = 0
        habits = Habits(reference)
        days = self._lessons_by_day(reference, cast, past)
        try:
            with ThreadPoolExecutor(_AT_ONCE) as teachers:
                delayed: dict[str, list[Lesson]] = {}
                for day in sorted(days):
                    self._clock.set(datetime.combine(day, time(15, 0), reference.zone))
                    today, delayed = _kept_on(days[day], delayed)
                    keep = partial(self._keep, reference, habits)
                    written += sum(teachers.map(keep, today, today.values()))
                    ended = [page for page in reference.pages if _ends_term(reference, page, day)]
                    if past.span is None and ended:
                        self._clock.wait(hours=1)
                        set_marks = partial(self._set_term_marks, reference, day)
                        written += sum(teachers.map(set_marks, *_by_teacher(reference, ended)))
            if past.span is not None:
                day = min(cast.term.end, cast.today - timedelta(days=1))
                self._clock.set(datetime.combine(day, time(16, 0), reference.zone))
                written += self._set_term_marks(
                    reference, cast.term.end, cast.colleague, [cast.work_page.id]
                )
        finally:
            for seat in self._seats.values():
                seat.journal.close()
        return written

    def _lessons_by_day(
        self, reference: Reference, cast: Cast, past: Past
    ) -> dict[date, dict[str, list[Lesson]]]:
        """Return whose lessons are kept on which day, by bell slot."""
        year = date(school_year_of(cast.today), 9, 1)
        first = year if past.span is None else cast.today - past.span
        days: dict[date, dict[str, list[Lesson]]] = defaultdict(lambda: defaultdict(list))
        for page in reference.pages:
            since = first
            if past.whole_term and page == cast.work_page.id:
                since = min(cast.term.start, first)
            for lesson in reference.lessons_between(page, since, cast.today - _DAY):
                days[lesson.day][lesson.substitute or lesson.teacher].append(lesson)
        for lessons in days.values():
            for own in lessons.values():
                own.sort(key=lambda lesson: lesson.slot)
        return days

    def _seat(self, user: str, reference: Reference) -> Seat:
        if user not in self._seats:
            journal = first_sign_in(
                self._folder,
                self._server,
                reference.staff[user].login,
                self._password,
                self._http,
                self._clock,
                name="каб. 21",
                cost=self._cost,
            )
            link = journal.link(self._http, self._clock)
            self._seats[user] = Seat(journal, SyncClient(journal.store, link, self._clock))
        return self._seats[user]

    def _keep(
        self, reference: Reference, habits: Habits, user: str, lessons: Sequence[Lesson]
    ) -> int:
        """Keep the lessons of one teacher's day, and send them."""
        seat = self._seat(user, reference)
        work = Work(reference, Stamp(user, self._clock.read(), reference.profile_number))
        written = 0
        with seat.journal.store.writing() as session:
            for lesson in lessons:
                command = _lesson_kept(session, reference, habits, lesson)
                written += len(keep_lesson(session, command, work).written)
        seat.client.push()
        return written

    def _set_term_marks(
        self, reference: Reference, day: date, user: str, pages: Sequence[str]
    ) -> int:
        """Let a teacher set the marks of the term that ``day`` belongs to, and send them."""
        seat = self._seat(user, reference)
        work = Work(reference, Stamp(user, self._clock.read(), reference.profile_number))
        written = 0
        with seat.journal.store.writing() as session:
            for page in pages:
                term = reference.period_on(page, day)
                assert term is not None
                for pupil, proposal in read_proposals(session, reference, page, term).items():
                    if proposal.mark is not None:
                        command = SetTermMark(page, term.id, pupil, proposal.mark)
                        written += len(set_term_mark(session, command, work).written)
        seat.client.push()
        return written


def _kept_on(
    lessons: Mapping[str, Sequence[Lesson]], delayed: Mapping[str, Sequence[Lesson]]
) -> tuple[dict[str, list[Lesson]], dict[str, list[Lesson]]]:
    """Return what each teacher writes today, and what is left for the next day of school."""
    today = {user: list(own) for user, own in delayed.items()}
    tomorrow: dict[str, list[Lesson]] = {}
    for user, own in lessons.items():
        for lesson in own:
            drawn = random.Random(f"{user} {lesson.day} {lesson.slot}").random()
            if drawn < _NEXT_DAY:
                tomorrow.setdefault(user, []).append(lesson)
            elif drawn < 1 - _NEVER:
                today.setdefault(user, []).append(lesson)
    return today, tomorrow


def _ends_term(reference: Reference, page: str, day: date) -> bool:
    term = reference.period_on(page, day)
    return term is not None and term.end == day


def _by_teacher(reference: Reference, pages: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    teachers: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        teachers[reference.pages[page].teacher].append(page)
    return list(teachers), list(teachers.values())


def _lesson_kept(
    session: Session, reference: Reference, habits: Habits, lesson: Lesson
) -> KeepLesson:
    """Return what the teacher writes about a lesson."""
    number = list(reference.lessons(lesson.page)).index(lesson.id) + 1
    plan = _planned(session, reference, lesson.page, number)
    pupils = [
        pupil.id for pupil in reference.pupils_of(lesson.page) if pupil.is_listed_on(lesson.day)
    ]
    cells = {pupil: "н" for pupil in pupils if habits.is_away(pupil, lesson)}
    late = [pupil for pupil in pupils if pupil not in cells and habits.is_late(pupil, lesson)]
    here = [pupil for pupil in pupils if pupil not in cells]
    cells |= dict(habits.marks(lesson, here, is_work=bool(plan.work)))
    absent = [pupil for pupil in pupils if cells.get(pupil) == "н"]
    cells |= {pupil: f"о {cells.get(pupil, '')}".strip() for pupil in late}
    topic = SetTopic(lesson.page, lesson.id, plan.topic, plan.number)
    has_homework = reference.profile.homework_fault(reference.grade_of(lesson.page)) is None
    homework = SetHomework(lesson.page, lesson.id, plan.homework, unassigned=not plan.homework)
    column = SetColumn(lesson.page, lesson.id, plan.work, MAIN_COLUMN) if plan.work else None
    return KeepLesson(
        topic=topic,
        homework=homework if has_homework else None,
        roll=CallRoll(lesson.page, lesson.id, all_present=not absent and not late),
        cells=tuple(SetCell(lesson.page, lesson.id, *cell) for cell in cells.items()),
        column=column,
    )


@dataclass(frozen=True, slots=True)
class _Planned:
    topic: str
    homework: str
    work: str
    number: int | None


def _planned(session: Session, reference: Reference, page: str, number: int) -> _Planned:
    """Return what the lesson plan says for the lesson of this number, or ordinary words."""
    row = session.scalars(
        select(PlanTopicRow).where(
            PlanTopicRow.school == reference.school,
            PlanTopicRow.page == page,
            PlanTopicRow.number == str(number),
        )
    ).first()
    if row is None:
        return _Planned(f"Урок {number}. Повторение и закрепление", "повторить конспект", "", None)
    homework = "" if row.homework == "не задано" else row.homework
    return _Planned(row.topic, homework, row.work, number)
