"""The weeks before the story: every teacher keeps the lessons of the demo school day by day."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.demo.cast import Cast
from desktop.demo.clock import StoryClock
from journal.keys import PasswordCost
from journal.kinds import MAIN_COLUMN
from journal.log import Stamp
from journal.queries.means import read_proposal
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
from journal.tables import PlanTopicRow
from journal.works import DEFAULT_WORK
from sync.client import SyncClient
from sync.enrolment import OpenJournal, first_sign_in

_MARKS = ("5", "5", "4", "4", "4", "3", "3", "5", "4", "2")
_WORKS = ("ОТВ", "ОТВ", "РУ", "СР", "ОТВ", "ДЗ", "КР")


@dataclass(frozen=True, slots=True)
class Past:
    """How much of the past a demo has: the days before, and the printed page's whole term."""

    span: timedelta = timedelta(days=14)
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
        """Keep the lessons before the story.

        Returns:
            How many entries were written.
        """
        written = 0
        try:
            for day in self._days(reference, cast, past):
                self._clock.set(datetime.combine(day, time(15, 0), reference.zone))
                for user in reference.staff:
                    lessons = [
                        lesson
                        for lesson in reference.lessons_of_day(user, day)
                        if day >= cast.today - past.span or lesson.page == cast.work_page.id
                    ]
                    if lessons:
                        written += self._keep(user, lessons, reference)
            written += self._set_term_marks(reference, cast)
        finally:
            for seat in self._seats.values():
                seat.journal.close()
        return written

    def _days(self, reference: Reference, cast: Cast, past: Past) -> list[date]:
        first = cast.today - past.span
        if past.whole_term:
            first = min(cast.term.start, first)
        days = {
            lesson.day
            for page in reference.pages
            for lesson in reference.lessons_between(page, first, cast.today - timedelta(days=1))
        }
        return sorted(days)

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

    def _keep(self, user: str, lessons: list[Lesson], reference: Reference) -> int:
        seat = self._seat(user, reference)
        work = Work(reference, Stamp(user, self._clock.read(), reference.profile_number))
        written = 0
        for lesson in lessons:
            written += self._keep_lesson(seat, work, lesson)
        seat.client.push()
        return written

    def _keep_lesson(self, seat: Seat, work: Work, lesson: Lesson) -> int:
        reference = work.reference
        place = f"{reference.class_of(lesson.page).title} {reference.pages[lesson.page].title}"
        chance = random.Random(f"{place} {lesson.day} {lesson.slot}")
        pupils = [
            pupil.id for pupil in reference.pupils_of(lesson.page) if pupil.is_listed_on(lesson.day)
        ]
        absent = [pupil for pupil in pupils if chance.random() < 0.05]
        kind = chance.choice(_WORKS)
        share = 0.9 if kind in ("СР", "КР") else 0.25
        marked = [pupil for pupil in pupils if pupil not in absent and chance.random() < share]
        cells = [(pupil, "н") for pupil in absent]
        cells += [(pupil, chance.choice(_MARKS)) for pupil in marked]
        number = list(reference.lessons(lesson.page)).index(lesson.id) + 1
        column = SetColumn(lesson.page, lesson.id, kind, MAIN_COLUMN)
        with seat.journal.store.writing() as session:
            plan = _planned(session, reference, lesson.page, number)
            command = KeepLesson(
                topic=SetTopic(lesson.page, lesson.id, plan.topic, plan.number),
                homework=SetHomework(
                    lesson.page, lesson.id, plan.homework, unassigned=not plan.homework
                ),
                roll=CallRoll(lesson.page, lesson.id, all_present=not absent),
                cells=tuple(SetCell(lesson.page, lesson.id, *cell) for cell in cells),
                column=column if kind != DEFAULT_WORK else None,
            )
            return len(keep_lesson(session, command, work).written)

    def _set_term_marks(self, reference: Reference, cast: Cast) -> int:
        """Let the colleague set the term marks of the page that will be certified."""
        day = min(cast.term.end, cast.today - timedelta(days=1))
        self._clock.set(datetime.combine(day, time(16, 0), reference.zone))
        seat = self._seat(cast.colleague, reference)
        work = Work(reference, Stamp(cast.colleague, self._clock.read(), reference.profile_number))
        written = 0
        with seat.journal.store.writing() as session:
            for pupil in reference.pupils_of(cast.work_page.id):
                proposal = read_proposal(session, reference, cast.work_page.id, cast.term, pupil.id)
                if proposal.mark is not None:
                    command = SetTermMark(cast.work_page.id, cast.term.id, pupil.id, proposal.mark)
                    written += len(set_term_mark(session, command, work).written)
        seat.client.push()
        return written


@dataclass(frozen=True, slots=True)
class _Planned:
    topic: str
    homework: str
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
        return _Planned(f"Урок {number}. Повторение и закрепление", "повторить конспект", None)
    homework = "" if row.homework == "не задано" else row.homework
    return _Planned(row.topic, homework, number)
