"""What stands in the way of a lesson at a time: the class, the teacher, the room, the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from journal.reference import Lesson, Reference


@dataclass(frozen=True, slots=True)
class LessonTime:
    """When, where and by whom a lesson of ``page`` would be held; ``apart`` is its own id."""

    page: str
    day: date
    slot: int
    teacher: str
    room: str = ""
    apart: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a lesson does not fit, as a sentence; one that does not ``block`` is only told."""

    words: str
    blocks: bool = True


def find_clashes(reference: Reference, wished: LessonTime) -> tuple[Clash, ...]:
    """Return what stands in the way, what blocks first.

    A room may be shared by two groups or by a joined lesson, so it only warns.
    """
    return tuple(sorted(_clashes(reference, wished), key=lambda clash: not clash.blocks))


def lessons_at(
    reference: Reference, day: date, slot: int, teacher: str, apart: str = ""
) -> list[Lesson]:
    """Return what ``teacher`` keeps at a time besides the lesson ``apart``."""
    return [
        lesson
        for lesson in reference.lessons_of_day(teacher, day)
        if lesson.slot == slot and lesson.id != apart
    ]


def _clashes(reference: Reference, wished: LessonTime) -> Iterator[Clash]:
    here, day, slot = reference.pages[wished.page], wished.day, wished.slot
    if not reference.calendar.is_school_day(day, reference.grade_of(wished.page)):
        yield Clash(f"{day:%d.%m} у этого класса нет занятий: выберите учебный день.")
    for lesson in reference.lessons_on(day):
        if lesson.slot != slot or lesson.status == "cancelled" or lesson.id == wished.apart:
            continue
        other, title = reference.pages[lesson.page], reference.class_of(lesson.page).title
        both_groups = bool(here.group and other.group) and here.group != other.group
        if other.class_id == here.class_id and not both_groups:
            yield Clash(
                f"{day:%d.%m} на {slot} уроке у {title} уже стоит "
                f"«{other.title}»: выберите другое время или сначала отмените тот урок."
            )
        elif lesson.keeper == wished.teacher:
            yield Clash(
                f"{day:%d.%m} на {slot} уроке учитель ведёт «{other.title}» в "
                f"{title}: выберите другое время."
            )
        elif wished.room and lesson.room == wished.room:
            yield Clash(
                f"Кабинет {wished.room} на {slot} уроке занят: {title}, «{other.title}».",
                blocks=False,
            )
