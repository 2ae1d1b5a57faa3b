"""How far each lesson is filled in, and until when what is missing is in time.

Nothing is kept twice: the state follows from the entries, the timetable, the bells and the local
act. Source: requirements, s. 7; AMU-2.2, TAL-2.5, TAL-2.8b, ANC-R.VIII.6.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from journal import facts_page, kinds, tables, values
from journal.any_of import any_of
from journal.attendance import counts_as_absence
from journal.deadlines import end_of_day, is_in_time, mark_due, roll_call_due, topic_due
from journal.queries.judging import read_columns
from journal.reference import Lesson, Reference
from journal.works import WORK_TYPES

State = Literal["done", "open", "overdue", "none"]


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing a lesson needs.

    Attributes:
        state: "done", "open" (needed, still in time), "overdue", or "none" (not needed here).
        due: the last minute in time of what is missing; else ``None``.
        missing: what is missing, for a sentence: «темы», «22 из 25 отметок».
    """

    state: State
    due: datetime | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class LessonState:
    """A lesson with its four ticks; ``work`` names the written work that is to be marked."""

    lesson: Lesson
    roll_call: Tick
    marks: Tick
    topic: Tick
    homework: Tick
    topic_text: str = ""
    work: str = ""

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The four in the order of the screen."""
        return self.roll_call, self.marks, self.topic, self.homework

    @property
    def is_filled(self) -> bool:
        """Tell whether nothing is missing."""
        return all(tick.state in ("done", "none") for tick in self.ticks)

    @property
    def overdue(self) -> tuple[Tick, ...]:
        """What should have been there already."""
        return tuple(tick for tick in self.ticks if tick.state == "overdue")


@dataclass
class _Rows:
    """What is written about some lessons."""

    called: set[str] = field(default_factory=set)
    topics: dict[str, str] = field(default_factory=dict)
    homework: set[str] = field(default_factory=set)
    columns: dict[str, dict[str, values.Column]] = field(default_factory=lambda: defaultdict(dict))
    with_marks: set[str] = field(default_factory=set)
    marked: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    absent: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def read_lesson_states(
    session: Session, reference: Reference, lessons: Sequence[Lesson], now: datetime
) -> tuple[LessonState, ...]:
    """Return the state of each lesson at ``now``, in the order given."""
    rows = _read(session, reference.school, lessons)
    return tuple(_state(reference, lesson, rows, now) for lesson in lessons)


def read_unfilled(
    session: Session, reference: Reference, user: str, now: datetime
) -> tuple[LessonState, ...]:
    """Return the lessons ``user`` keeps in which something is overdue, the oldest first.

    Those of a closed period are not asked for: nothing can be written there without the deputy.
    """
    today = now.astimezone(reference.zone).date()
    lessons = sorted(
        (
            lesson
            for page in reference.pages_kept_by(user)
            for lesson in reference.lessons(page).values()
            if lesson.keeper == user and lesson.status != "cancelled" and lesson.day <= today
            if not reference.is_closed(page, lesson.day)
        ),
        key=lambda lesson: (lesson.day, lesson.slot),
    )
    states = read_lesson_states(session, reference, lessons, now)
    return tuple(state for state in states if state.overdue)


def unfilled_in_words(state: LessonState) -> str:
    """Return «нет переклички и темы: срок был 18.11» or «22 из 25 отметок: срок был 18.11»."""
    overdue = state.overdue
    lacks = [tick.missing for tick in overdue if not tick.missing[:1].isdigit()]
    counted = [tick.missing for tick in overdue if tick.missing[:1].isdigit()]
    listed = " и ".join(filter(None, (", ".join(lacks[:-1]), *lacks[-1:])))
    words = "; ".join(filter(None, (f"нет {listed}" if lacks else "", *counted)))
    due = min((tick.due for tick in overdue if tick.due is not None), default=None)
    if due is None:
        return words
    at = "" if (due.hour, due.minute) == (23, 59) else f" в {due:%H:%M}"
    return f"{words}: срок был {due:%d.%m}{at}"


def _table(row: type[tables.Base]) -> Any:
    return tables.Base.metadata.tables[row.__tablename__]


_CALLED, _TOPICS = _table(facts_page.RollCallRow), _table(facts_page.TopicRow)
_HOMEWORK = _table(facts_page.HomeworkRow)
_MARKS, _SEEN = _table(facts_page.MarkRow), _table(facts_page.AttendanceRow)


def _read(session: Session, school: str, lessons: Sequence[Lesson]) -> _Rows:
    rows = _Rows()
    pages = {lesson.page for lesson in lessons}
    ids = {lesson.id for lesson in lessons}

    def ask(table: Any, kind: str, *columns: str) -> Iterable[Any]:
        keys = [kinds.make_key(kind, lesson.page, lesson.id) for lesson in lessons]
        query = select(*(table.c[name] for name in ("lesson", *columns))).where(
            table.c.school == bindparam("school"), any_of(table.c.key, "keys")
        )
        return session.execute(query, {"school": school, "keys": keys})

    def ask_pages(table: Any, *columns: str) -> Iterable[Any]:
        query = select(*(table.c[name] for name in ("lesson", *columns))).where(
            table.c.school == bindparam("school"),
            any_of(table.c.page, "pages"),
            any_of(table.c.lesson, "lessons"),
        )
        return session.execute(query, {"school": school, "pages": pages, "lessons": ids})

    rows.called = {lesson for lesson, done in ask(_CALLED, "lesson.rollcall", "done") if done}
    rows.topics = {lesson: text for lesson, text in ask(_TOPICS, "lesson.topic", "text") if text}
    told = ask(_HOMEWORK, "lesson.homework", "text", "unassigned")
    rows.homework = {lesson for lesson, text, unassigned in told if text or unassigned}
    for (lesson, column), known in read_columns(session, school, ids).items():
        rows.columns[lesson][column] = known
    for lesson, column, pupil, marks in ask_pages(_MARKS, "column", "pupil", "marks"):
        if marks:
            rows.marked[lesson, column].add(pupil)
            rows.with_marks.add(lesson)
    for lesson, pupil, code in ask_pages(_SEEN, "pupil", "code"):
        if counts_as_absence(code):
            rows.absent[lesson].add(pupil)
    return rows


def _state(reference: Reference, lesson: Lesson, rows: _Rows, now: datetime) -> LessonState:
    profile, calendar = reference.profile, reference.calendar
    grade, zone = reference.grade_of(lesson.page), reference.zone

    def tick(
        what: str, due: Callable[[], datetime], *, is_done: bool, is_needed: bool = True
    ) -> Tick:
        if is_done or not is_needed:
            return Tick("done" if is_done else "none")
        last = due()
        return Tick("open" if is_in_time(now, last) else "overdue", last, what)

    text = rows.topics.get(lesson.id, "")
    marks, work = _marks(reference, lesson, rows, now)
    return LessonState(
        lesson,
        tick(
            "переклички",
            lambda: end_of_day(roll_call_due(profile, lesson.day, grade, calendar), zone),
            is_done=lesson.id in rows.called,
        ),
        marks,
        tick(
            "темы",
            lambda: end_of_day(topic_due(profile, lesson.day, grade, calendar), zone),
            is_done=bool(text),
            is_needed=profile.needs_topic(grade),
        ),
        tick(
            "домашнего задания",
            lambda: reference.homework_due(lesson),
            is_done=lesson.id in rows.homework,
            is_needed=profile.homework_fault(grade) is None,
        ),
        text,
        work,
    )


def _marks(reference: Reference, lesson: Lesson, rows: _Rows, now: datetime) -> tuple[Tick, str]:
    """Return the tick of the marks, and the written work for which everybody gets one.

    An ordinary lesson needs no mark: whoever is asked gets one. An absent pupil gets none.
    """
    grade, profile = reference.grade_of(lesson.page), reference.profile
    if not profile.is_graded(grade):
        return Tick("none"), ""
    found = Tick("done" if lesson.id in rows.with_marks else "none")
    name = ""
    for column, known in rows.columns.get(lesson.id, {}).items():
        work = WORK_TYPES.get(known.work)
        if known.removed or work is None or work.group == "current" or not work.weight:
            continue
        wanted = {
            pupil.id
            for pupil in reference.pupils_of(lesson.page)
            if pupil.is_listed_on(lesson.day) and pupil.id not in rows.absent[lesson.id]
        }
        day = mark_due(
            profile, known.work, known.work_date or lesson.day, grade, reference.calendar
        )
        due = end_of_day(day, reference.zone)
        have = len(wanted & rows.marked[lesson.id, column])
        name = work.name.lower()
        if have < len(wanted):
            words = f"{have} из {len(wanted)} отметок" if have else "отметок"
            found = Tick("open" if is_in_time(now, due) else "overdue", due, words)
            if found.state == "overdue":
                break
        elif found.state == "none":
            found = Tick("done", due)
    return found, name
