"""The timetable of a week with what deviates from it, of a teacher or a class (NEM-2.8.1a)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from journal.queries.day_plan import lesson_title
from journal.queries.lesson_notes import lesson_note, room_words
from journal.reference import Lesson, Reference

Place = tuple[int, date]
"""Bell slot and day."""

_SCHOOL_DAYS = 6


@dataclass(frozen=True, slots=True)
class WeekCell:
    """A lesson in the week.

    Attributes:
        change: in what it deviates, "" when it does not.
        is_here: false where only the place is shown from which it was moved away.
    """

    title: str
    details: str
    change: str
    lesson: Lesson
    is_here: bool = True

    @property
    def words(self) -> str:
        """All of it, a line each."""
        return "\n".join(filter(None, (self.title, self.details, self.change)))


@dataclass(frozen=True)
class WeekPlan:
    """A week; ``bells`` gives the usual beginning of each slot."""

    days: tuple[date, ...]
    slots: tuple[int, ...]
    bells: Mapping[int, datetime]
    cells: Mapping[Place, tuple[WeekCell, ...]]


def read_week(
    _session: Session,
    reference: Reference,
    monday: date,
    user: str,
    class_id: str = "",
    least: int = 0,
) -> WeekPlan:
    """Return the week of a class, or without one what ``user`` teaches.

    ``least``: so many bell slots are there at least, to put a lesson into.
    """
    days = [monday + timedelta(days=n) for n in range(_SCHOOL_DAYS)]
    cells: dict[Place, list[WeekCell]] = defaultdict(list)
    bells: dict[int, datetime] = {}
    for place, lesson, change in _placed(reference, days, user, class_id):
        cells[place].append(_cell(reference, lesson, change, class_id, place))
        bells.setdefault(place[0], reference.times_of(lesson).begins)
    shown = [day for day in days if day.isoweekday() < 6 or any(place[1] == day for place in cells)]
    last = max((slot for slot, _ in cells), default=0)
    return WeekPlan(
        tuple(shown),
        tuple(range(1, max(last, least) + 1)),
        bells,
        {place: tuple(found) for place, found in cells.items()},
    )


def _placed(
    reference: Reference, days: list[date], user: str, class_id: str
) -> Iterator[tuple[Place, Lesson, str]]:
    def is_meant(lesson: Lesson) -> bool:
        if class_id:
            return reference.pages[lesson.page].class_id == class_id
        return user in (lesson.teacher, lesson.substitute)

    for day in days:
        for lesson in reference.lessons_on(day):
            if is_meant(lesson):
                parts = (lesson_note(reference, lesson), room_words(lesson), lesson.reason)
                yield (lesson.slot, day), lesson, ", ".join(filter(None, parts))
    for page, move in reference.moves:
        if page not in reference.pages or move.status != "moved":
            continue
        gone = reference.lessons(page).get(move.lesson)
        if gone is None or gone.planned is None or not gone.is_moved or not is_meant(gone):
            continue
        day, slot = gone.planned
        if day in days:
            where = f"{gone.day:%d.%m}" if gone.day != day else f"{gone.slot} урок"
            yield (slot, day), gone, f"перенесён на {where}"


def _cell(
    reference: Reference, lesson: Lesson, change: str, class_id: str, place: Place
) -> WeekCell:
    is_here = place == (lesson.slot, lesson.day)
    room = f"каб. {lesson.room}" if lesson.room else ""
    if not class_id:
        return WeekCell(lesson_title(reference, lesson), room, change, lesson, is_here)
    teacher = reference.staff.get(lesson.teacher)
    parts = (teacher.short if teacher else "", room)
    details = " · ".join(filter(None, parts))
    return WeekCell(reference.pages[lesson.page].title, details, change, lesson, is_here)
