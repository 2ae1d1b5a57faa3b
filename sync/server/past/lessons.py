"""What the teachers of a demonstration write: lesson by lesson, and the marks of the terms."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.facts_page import PlanTopicRow
from journal.kinds import MAIN_COLUMN
from journal.log import Draft
from journal.queries.means import read_proposals
from journal.reference import Lesson, Reference
from journal.services.lessons import (
    CallRoll,
    KeepLesson,
    SetCell,
    SetColumn,
    SetHomework,
    SetTopic,
    lesson_drafts,
)
from journal.services.terms import SetTermMark, final_draft
from sync.server.past.habits import Habits
from sync.server.past.staff_room import StaffRoom

_DAY = timedelta(days=1)
_NEXT_DAY, _NEVER = 0.1, 0.02
_KEPT_AT, _TERM_MARKS_AT = time(15, 0), time(16, 0)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What the plan says for a lesson, or ordinary words where it says nothing."""

    topic: str
    homework: str
    work: str = ""
    number: int | None = None


class PastLessons:
    """Keeps the lessons of the past, day by day."""

    def __init__(self, room: StaffRoom, reference: Reference, habits: Habits) -> None:
        self._room, self._reference, self._habits = room, reference, habits
        with room.store.reading() as session:
            self._plans = dict(_plans(session, reference.school))
        self._numbers = {
            lesson: number
            for page in reference.pages
            for number, lesson in enumerate(reference.lessons(page), start=1)
        }
        self._delayed: dict[str, list[Lesson]] = {}

    def keep_day(self, day: date) -> bool:
        """Let every teacher keep the lessons of a day; some are left for the next one.

        Returns:
            Whether there were any.
        """
        lessons = self._lessons_of(day)
        self._room.clock.now = datetime.combine(day, _KEPT_AT, self._reference.zone)
        for user, own in lessons.items():
            work = self._room.work(user, self._reference)
            with self._room.store.reading() as session:
                drafts = [
                    draft
                    for lesson in own
                    for draft in lesson_drafts(session, self._kept(lesson), work)
                ]
            self._room.hand_in(work, drafts)
        return bool(lessons)

    def set_term_marks(self, day: date, until: date) -> None:
        """Let the teachers set, on ``day``, the marks of the terms that end on it or by ``until``.

        Each takes what the marks amount to.
        """
        reference = self._reference
        self._room.clock.now = datetime.combine(day, _TERM_MARKS_AT, reference.zone)
        pages: dict[str, list[str]] = defaultdict(list)
        for page in reference.pages.values():
            term = reference.period_on(page.id, day)
            if term is not None and day <= term.end <= until:
                pages[page.teacher].append(page.id)
        for user, own in pages.items():
            work = self._room.work(user, reference)
            with self._room.store.reading() as session:
                drafts = [
                    draft for page in own for draft in self._term_drafts(session, page, day, user)
                ]
            self._room.hand_in(work, drafts)

    def _term_drafts(self, session: Session, page: str, day: date, user: str) -> Iterator[Draft]:
        term = self._reference.period_on(page, day)
        assert term is not None
        work = self._room.work(user, self._reference)
        proposals = read_proposals(session, self._reference, page, term)
        for pupil, proposal in proposals.items():
            if proposal.mark is not None:
                command = SetTermMark(page, term.id, pupil, proposal.mark)
                yield final_draft(session, command, work, proposals)

    def _lessons_of(self, day: date) -> Mapping[str, Sequence[Lesson]]:
        """Return what each teacher writes on ``day``, what was left the day before first."""
        reference = self._reference
        held = [lesson for lesson in reference.lessons_on(day) if lesson.status != "cancelled"]
        if not held:
            return {}
        today, self._delayed = self._delayed, {}
        for lesson in sorted(held, key=lambda each: each.slot):
            user = lesson.keeper
            login = reference.staff[user].login
            drawn = random.Random(f"{login} {lesson.day} {lesson.slot}").random()
            if drawn < _NEXT_DAY:
                self._delayed.setdefault(user, []).append(lesson)
            elif drawn < 1 - _NEVER:
                today.setdefault(user, []).append(lesson)
        return today

    def _kept(self, lesson: Lesson) -> KeepLesson:
        """Return what the teacher writes about a lesson."""
        reference, habits, page = self._reference, self._habits, lesson.page
        plan = self._plan(lesson)
        pupils = [pupil.id for pupil in reference.pupils_of(page) if pupil.is_listed_on(lesson.day)]
        absent = habits.missing(lesson, pupils)
        here = [pupil for pupil in pupils if pupil not in absent]
        late = habits.late(lesson, here)
        cells = dict.fromkeys((pupil for pupil in pupils if pupil in absent), "н")
        cells |= dict(habits.marks(lesson, here, is_work=bool(plan.work)))
        cells |= {pupil: f"о {cells.get(pupil, '')}".strip() for pupil in here if pupil in late}
        has_homework = reference.profile.homework_fault(reference.grade_of(page)) is None
        homework = SetHomework(page, lesson.id, plan.homework, unassigned=not plan.homework)
        return KeepLesson(
            topic=SetTopic(page, lesson.id, plan.topic, plan.number),
            homework=homework if has_homework else None,
            roll=CallRoll(page, lesson.id, all_present=not absent and not late),
            cells=tuple(SetCell(page, lesson.id, *cell) for cell in cells.items()),
            column=SetColumn(page, lesson.id, plan.work, MAIN_COLUMN) if plan.work else None,
        )

    def _plan(self, lesson: Lesson) -> PlanLine:
        number = self._numbers[lesson.id]
        known = self._plans.get((lesson.page, str(number)))
        return known or PlanLine(f"Урок {number}. Повторение и закрепление", "повторить конспект")


def _plans(session: Session, school: str) -> Iterator[tuple[tuple[str, str], PlanLine]]:
    """Yield the lines of all lesson plans by page and number."""
    names = ("page", "number", "topic", "homework", "work")
    query = select(*(getattr(PlanTopicRow, name) for name in names))
    for row in session.execute(query.where(PlanTopicRow.school == school)):
        homework = "" if row.homework == "не задано" else row.homework
        line = PlanLine(row.topic, homework, row.work, int(row.number))
        yield (row.page, row.number), line
