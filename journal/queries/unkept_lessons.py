"""Lessons of the timetable that nobody has written anything about yet."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from journal.any_of import any_of
from journal.facts_page import RollCallRow, TopicRow
from journal.kinds import make_key
from journal.reference import Lesson, Reference
from journal.tables import Base

_ROLL_CALLS = Base.metadata.tables[RollCallRow.__tablename__]
_TOPICS = Base.metadata.tables[TopicRow.__tablename__]


@dataclass(frozen=True, slots=True)
class UnkeptLesson:
    """A lesson without a roll call, without a topic, or without both."""

    day: date
    slot: int
    class_title: str
    subject: str
    lacks_roll_call: bool
    lacks_topic: bool

    @property
    def words(self) -> str:
        """Return «20.11, урок 3: 5А, русский язык — нет переклички и темы»."""
        lacks = [
            word
            for word, is_so in (("переклички", self.lacks_roll_call), ("темы", self.lacks_topic))
            if is_so
        ]
        where = f"{self.day:%d.%m}, урок {self.slot}: {self.class_title}, {self.subject}"
        return f"{where} — нет {' и '.join(lacks)}"


def read_unkept_lessons(
    session: Session, reference: Reference, since: Mapping[str, datetime], now: datetime
) -> dict[str, list[UnkeptLesson]]:
    """Return what each user should have kept from a moment of her own until ``now``, by day.

    The substitute of a lesson keeps it, not its teacher; a cancelled lesson nobody.
    """
    lessons = _lessons(reference, since, now)
    ids = [(lesson.page, lesson.id) for kept in lessons.values() for lesson in kept]
    called = _known(session, reference, "lesson.rollcall", ids)
    told = _known(session, reference, "lesson.topic", ids) | {
        lesson.id
        for kept in lessons.values()
        for lesson in kept
        if not reference.profile.needs_topic(reference.grade_of(lesson.page))
    }
    return {
        user: [
            _unkept(reference, lesson, called, told)
            for lesson in sorted(kept, key=lambda lesson: (lesson.day, lesson.slot))
            if lesson.id not in called or lesson.id not in told
        ]
        for user, kept in lessons.items()
    }


def _lessons(
    reference: Reference, since: Mapping[str, datetime], now: datetime
) -> Mapping[str, list[Lesson]]:
    lessons: dict[str, list[Lesson]] = defaultdict(list)
    if not since:
        return lessons
    zone = reference.zone
    first, today = min(since.values()).astimezone(zone).date(), now.astimezone(zone).date()
    for page in reference.pages:
        for lesson in reference.lessons_between(page, first, today):
            keeper = lesson.keeper
            if keeper in since and since[keeper] <= reference.times_of(lesson).begins <= now:
                lessons[keeper].append(lesson)
    return lessons


def _known(
    session: Session, reference: Reference, kind: str, lessons: list[tuple[str, str]]
) -> set[str]:
    table = _ROLL_CALLS if kind == "lesson.rollcall" else _TOPICS
    said = table.c.done if kind == "lesson.rollcall" else table.c.text != ""
    query = select(table.c.lesson).where(
        table.c.school == bindparam("school"), any_of(table.c.key, "keys"), said
    )
    keys = [make_key(kind, page, lesson) for page, lesson in lessons]
    return set(session.scalars(query, {"school": reference.school, "keys": keys}))


def _unkept(reference: Reference, lesson: Lesson, called: set[str], told: set[str]) -> UnkeptLesson:
    title = reference.pages[lesson.page].title
    subject = title if title[:2].isupper() else title[:1].lower() + title[1:]
    return UnkeptLesson(
        lesson.day,
        lesson.slot,
        reference.class_of(lesson.page).title,
        subject,
        lesson.id not in called,
        lesson.id not in told,
    )
