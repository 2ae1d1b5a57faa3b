"""Who is absent on a day, class by class, as the roll calls say: what form F-27 is made of.

The list is drawn up after the first lesson, again after the third, or for the day so far. Lessons
are counted class by class: the first lesson of a class may be the second by the bell.
Source: forms, F-27; MIC-3.3.7, ANC-P4.C.2.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.absences import effective_code
from journal.attendance import ABSENT, ILLNESS, INVALID, VALID, counts_as_absence
from journal.queries.absence_reasons import read_reasons
from journal.queries.roll_calls import read_answers, read_called, read_whole_days
from journal.reference import (
    Lesson,
    PupilName,
    Reference,
    RegisterPage,
    SchoolClass,
    in_list_order,
)

WHOLE_DAY = 0
"""Count every lesson of the day."""

# of several reasons on one day the least explained counts
_BY_WEIGHT = (ABSENT, INVALID, VALID, ILLNESS)


@dataclass(frozen=True, slots=True)
class AbsentWish:
    """Which classes on which day, and after how many lessons: 1, 3, or ``WHOLE_DAY``."""

    classes: tuple[str, ...]
    day: date
    lessons: int = 1


@dataclass(frozen=True, slots=True)
class AbsentPupil:
    """A pupil who missed a lesson.

    Attributes:
        code: "н", "б", "уп" or "нп": the least explained of the day.
        slots: bell slots of the missed lessons.
        is_part: she was there at another lesson that was called.
    """

    pupil: PupilName
    code: str
    slots: tuple[int, ...]
    is_part: bool

    @property
    def words(self) -> str:
        """Return «Иванов Иван (н)» or «Иванов Иван (н, урок 2)»."""
        slots = ", ".join(map(str, self.slots))
        part = f", урок {slots}" if self.is_part else ""
        return f"{self.pupil.listed} ({self.code}{part})"


@dataclass(frozen=True, slots=True)
class AbsentClass:
    """A class on the list.

    Attributes:
        listed: how many pupils it has that day.
        called: whether the roll of any of the lessons was called.
        absent: who missed one of them, in the order of the list.
        uncalled: lessons that have begun and were not called.
        expected: who is said to be absent all day and was not called yet.
    """

    school_class: SchoolClass
    listed: int
    called: bool
    absent: tuple[AbsentPupil, ...]
    uncalled: tuple[Lesson, ...]
    expected: tuple[PupilName, ...]

    def count(self, *codes: str) -> int:
        """Return how many are absent with one of the codes; without codes, how many in all."""
        return sum(not codes or each.code in codes for each in self.absent)

    @property
    def summary(self) -> str:
        """The class in a few words: «нет 3 из 27: б 1, уп 1, нп и н 1»; "" while not called."""
        if not self.called:
            return ""
        reasons = f": б {self.ill}, уп {self.valid}, нп и н {self.rest}" if self.absent else ""
        return f"нет {self.count()} из {self.listed}{reasons}"

    @property
    def ill(self) -> int:
        """How many are ill."""
        return self.count(ILLNESS)

    @property
    def valid(self) -> int:
        """How many have another valid reason."""
        return self.count(VALID)

    @property
    def rest(self) -> int:
        """How many have no valid reason, or none that is known."""
        return self.count(INVALID, ABSENT)


def read_absent(
    session: Session, reference: Reference, wish: AbsentWish, now: datetime
) -> tuple[AbsentClass, ...]:
    """Return the classes that have lessons on the day, by grade and letter."""
    lessons = _lessons(reference, wish)
    of_day = [lesson for found in lessons.values() for lesson in found]
    called, codes = read_called(session, reference, of_day), _codes(session, reference, of_day)
    whole = read_whole_days(session, reference, wish.classes, wish.day, wish.day)
    known = _Day(reference, wish.day, called, codes, frozenset(pupil for pupil, _ in whole))
    classes = sorted(
        (reference.classes[each] for each in lessons), key=lambda each: (each.grade, each.letter)
    )
    return tuple(
        _class(
            known,
            each,
            [
                lesson
                for lesson in lessons[each.id]
                if lesson.id in called or reference.times_of(lesson).begins <= now
            ],
        )
        for each in classes
    )


@dataclass(frozen=True)
class _Day:
    """What the roll calls of a day say.

    Attributes:
        codes: with confirmed reasons by (lesson, pupil).
        all_day: whom the class teachers said to be absent the whole day.
    """

    reference: Reference
    day: date
    called: frozenset[str]
    codes: Mapping[tuple[str, str], str]
    all_day: frozenset[str]


def _lessons(reference: Reference, wish: AbsentWish) -> dict[str, list[Lesson]]:
    """Return the lessons that count by class; those of a class by bell slot."""
    found: dict[str, list[Lesson]] = defaultdict(list)
    for lesson in reference.lessons_on(wish.day):
        class_id = reference.pages[lesson.page].class_id
        if class_id in wish.classes and lesson.status != "cancelled":
            found[class_id].append(lesson)
    for class_id, of_class in found.items():
        slots = sorted({lesson.slot for lesson in of_class})[: wish.lessons or None]
        found[class_id] = [lesson for lesson in of_class if lesson.slot in slots]
    return found


def _codes(
    session: Session, reference: Reference, lessons: Sequence[Lesson]
) -> Mapping[tuple[str, str], str]:
    """Return the code with its confirmed reason by (lesson, pupil) of those who were not there."""
    of_day = {lesson.id: lesson for lesson in lessons}
    missed = {
        place: answer.code
        for place, answer in read_answers(session, reference, lessons).items()
        if counts_as_absence(answer.code)
    }
    pages = sorted({of_day[lesson].page for lesson, _ in missed})
    reasons = read_reasons(session, reference, pages)
    return {
        (lesson, pupil): effective_code(code, reasons.at(of_day[lesson], pupil))
        for (lesson, pupil), code in missed.items()
    }


def _class(known: _Day, school_class: SchoolClass, lessons: Sequence[Lesson]) -> AbsentClass:
    listed = in_list_order(
        pupil
        for pupil in known.reference.pupils.values()
        if pupil.class_id == school_class.id and pupil.is_listed_on(known.day)
    )
    called = [lesson for lesson in lessons if lesson.id in known.called]
    own = {lesson.id: _whose(known.reference.pages[lesson.page], listed) for lesson in called}
    absent = tuple(_absent(known, listed, lessons, own))
    seen = {each.pupil.id for each in absent}.union(*own.values())
    return AbsentClass(
        school_class,
        len(listed),
        bool(called),
        absent,
        tuple(lesson for lesson in lessons if lesson.id not in known.called),
        tuple(pupil for pupil in listed if pupil.id in known.all_day and pupil.id not in seen),
    )


def _whose(page: RegisterPage, listed: Sequence[PupilName]) -> frozenset[str]:
    """Return who of a class stands on a page: all, or a group."""
    mark = f"{page.subject}/{page.group}"
    return frozenset(each.id for each in listed if not page.group or mark in each.groups)


def _absent(
    known: _Day,
    listed: Sequence[PupilName],
    lessons: Sequence[Lesson],
    own: Mapping[str, frozenset[str]],
) -> Iterator[AbsentPupil]:
    """Yield who missed a lesson; ``own``: whose lessons those are that were called."""
    for pupil in listed:
        missed = {
            lesson.slot: known.codes[lesson.id, pupil.id]
            for lesson in lessons
            if (lesson.id, pupil.id) in known.codes
        }
        if missed:
            code = next((each for each in _BY_WEIGHT if each in missed.values()), ABSENT)
            there = any(
                pupil.id in own.get(lesson.id, ()) and lesson.slot not in missed
                for lesson in lessons
            )
            yield AbsentPupil(pupil, code, tuple(sorted(missed)), there)
