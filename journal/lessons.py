"""Which lessons there are: the timetable, the calendar, and what deviates from both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from journal.ids import derived_id

STATUSES = ("planned", "cancelled", "moved", "extra")
LAST_SLOT = 12


@dataclass(frozen=True, slots=True)
class WeekLesson:
    """A line of the timetable."""

    page: str
    weekday: int
    slot: int
    teacher: str
    room: str
    start: date
    end: date

    def is_held(self, day: date) -> bool:
        """Tell whether the line speaks of ``day``, holidays aside."""
        return self.weekday == day.isoweekday() and self.start <= day <= self.end

    def days(self, start: date, end: date) -> Iterator[date]:
        """Yield the days of the line within ``start``-``end``, holidays included."""
        first, last = max(self.start, start), min(self.end, end)
        day = first + timedelta(days=(self.weekday - first.isoweekday()) % 7)
        while day <= last:
            yield day
            day += timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of a page, planned by the timetable or added; ``id`` outlives any move.

    Attributes:
        slot: the bell slot of the day.
        status: "planned", "cancelled", "moved" (``day`` and ``slot`` are the new ones) or "extra".
        planned: day and slot by the timetable; ``None`` for an extra lesson.
        joined: page together with whose lesson of the same slot this one is held; "" alone.
        is_distance: held over the network.
        reason: why it deviates, in words for people.
    """

    id: str
    page: str
    day: date
    slot: int
    teacher: str
    room: str
    status: str = "planned"
    substitute: str | None = None
    planned: tuple[date, int] | None = None
    joined: str = ""
    is_distance: bool = False
    reason: str = ""

    @property
    def keeper(self) -> str:
        """Who keeps this lesson: its substitute, else its teacher."""
        return self.substitute or self.teacher

    @property
    def is_moved(self) -> bool:
        """Tell whether it is held at another time than planned."""
        return self.status == "moved" and self.planned not in (None, (self.day, self.slot))


@dataclass(frozen=True, slots=True)
class LessonMove:
    """What deviates from the timetable for one lesson; see ``values.LessonChange``."""

    lesson: str
    status: str
    day: date
    slot: int
    reason: str = ""
    teacher: str = ""
    room: str = ""
    joined: str = ""
    is_distance: bool = False


def lesson_id(page: str, day: date, slot: int) -> str:
    """Return the id of the lesson planned for ``day`` and bell ``slot``; moves do not change it."""
    return derived_id("lesson", page, day.isoformat(), str(slot))


def planned_lesson(line: WeekLesson, day: date) -> Lesson:
    """Return the lesson of a line of the timetable on ``day``."""
    id_ = lesson_id(line.page, day, line.slot)
    planned = (day, line.slot)
    return Lesson(id_, line.page, day, line.slot, line.teacher, line.room, planned=planned)


def changed(planned: Lesson | None, page: str, teacher: str, move: LessonMove) -> Lesson | None:
    """Return a lesson after its change; ``None`` when there is nothing to change.

    ``teacher``: of the page, for an extra lesson that names nobody. An extra lesson that was
    cancelled names its teacher; without one the timetable plans the cancelled lesson no more.
    """
    if planned is None:
        if move.status != "extra" and not (move.status == "cancelled" and move.teacher):
            return None
        planned = Lesson(move.lesson, page, move.day, move.slot, teacher, "")
    return replace(
        planned,
        day=move.day,
        slot=move.slot,
        teacher=move.teacher or planned.teacher,
        room=move.room or planned.room,
        status=move.status,
        joined=move.joined,
        is_distance=move.is_distance,
        reason=move.reason,
    )


def change_fault(status: str, slot: int) -> str | None:
    """Return why a lesson cannot deviate so, or ``None``."""
    if status not in STATUSES:
        return "такого изменения урока программа не знает"
    return None if 1 <= slot <= LAST_SLOT else f"номер урока - от 1 до {LAST_SLOT}"


def in_time_order(lessons: Iterable[Lesson]) -> list[Lesson]:
    """Return lessons by day and bell slot."""
    return sorted(lessons, key=lambda lesson: (lesson.day, lesson.slot))
