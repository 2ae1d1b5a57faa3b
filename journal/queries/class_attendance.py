"""The page «Посещаемость» of a class: day by pupil, a live sum of the roll calls of its lessons.

The roll call of a lesson goes before what was said of the whole day; where the two disagree the
difference is shown (C-05). Source: MIC-3.3.7, ANC-P4.C.2.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from journal.absences import effective_code
from journal.attendance import ABSENT, ILLNESS, INVALID, LATE, VALID, counts_as_absence
from journal.queries.absence_reasons import Reasons, read_reasons
from journal.queries.roll_calls import Answer, read_answers, read_called, read_whole_days
from journal.reference import Lesson, PupilName, Reference, in_list_order

CODES = (ABSENT, ILLNESS, VALID, INVALID)
_LEAST_EXPLAINED = (ABSENT, INVALID, VALID, ILLNESS)


@dataclass(frozen=True, slots=True)
class PupilLesson:
    """What a roll call says of a pupil, with the reason that is confirmed or proposed."""

    lesson: Lesson
    called: bool
    code: str
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class PupilDay:
    """A day of a pupil.

    Attributes:
        lessons: of the pupil, by bell slot.
        day_absence: the class teacher said that the pupil is absent the whole day.
    """

    lessons: tuple[PupilLesson, ...]
    day_absence: bool = False

    @property
    def missed(self) -> int:
        """Lessons missed by the roll calls."""
        return sum(counts_as_absence(each.code) for each in self.lessons)

    @property
    def drafts(self) -> int:
        """Lessons not yet called for which the whole day counts as a draft «н»."""
        return sum(not each.called and not each.code for each in self.lessons if self.day_absence)

    @property
    def differs(self) -> bool:
        """Whether a roll call found a pupil present who is said to be absent all day."""
        present = (
            each for each in self.lessons if each.called and not counts_as_absence(each.code)
        )
        return self.day_absence and any(present)

    @property
    def unexplained(self) -> tuple[PupilLesson, ...]:
        """Lessons missed without a confirmed reason."""
        return tuple(each for each in self.lessons if each.code == ABSENT)

    @property
    def is_missed(self) -> bool:
        """Whether every lesson of the day was missed: a day missed, not only lessons."""
        return bool(self.lessons) and self.missed == len(self.lessons)

    @property
    def late(self) -> int:
        """Lessons to which the pupil came late."""
        return sum(each.code == LATE for each in self.lessons)

    @property
    def short(self) -> str:
        """The cell in a narrow column, as form F-02 has it: «6б», «1н», «4н» of three б and one н.

        Of several reasons the least explained stands for all.
        """
        counts = Counter(each.code for each in self.lessons if counts_as_absence(each.code))
        code = next((code for code in _LEAST_EXPLAINED if counts[code]), "")
        if code:
            return f"{self.missed}{code}"
        return f"{ABSENT}?" if self.drafts else LATE if self.late else ""

    @property
    def text(self) -> str:
        """The cell: «6 б», «2 н», «3 б 1 н»; «н?» for a draft; "" for present."""
        counts = Counter(each.code for each in self.lessons if counts_as_absence(each.code))
        told = " ".join(f"{counts[code]} {code}" for code in CODES if counts[code])
        if not told and self.drafts:
            told = "н?"
        if not told and self.late:
            told = LATE
        return f"{told} ≠" if self.differs else told

    @property
    def words(self) -> str:
        """The cell in a sentence."""
        said = [
            f"урок {each.lesson.slot}: {each.code}"
            + (f", предложено «{each.proposed}»" if each.proposed and each.code == ABSENT else "")
            for each in self.lessons
            if each.code
        ]
        if self.drafts:
            said.append(f"отмечен весь день, перекличек ещё нет: {self.drafts}")
        if self.differs:
            said.append("отмечен весь день, но на перекличке присутствовал")
        return "; ".join(said)


@dataclass(frozen=True, slots=True)
class ClassAttendance:
    """Days and pupils of a class, and what stands where they meet."""

    class_id: str
    days: tuple[date, ...]
    pupils: tuple[PupilName, ...]
    cells: Mapping[tuple[str, date], PupilDay] = field(default_factory=dict)

    def cell(self, pupil: str, day: date) -> PupilDay:
        """Return the day of a pupil; one without lessons is empty."""
        return self.cells.get((pupil, day), PupilDay(()))

    def missed_by_code(self, pupil: str) -> Counter[str]:
        """Return how many lessons the pupil missed, by code."""
        return Counter(
            each.code
            for day in self.days
            for each in self.cell(pupil, day).lessons
            if counts_as_absence(each.code)
        )

    def days_missed(self, pupil: str) -> int:
        """Return how many whole days the pupil missed."""
        return sum(self.cell(pupil, day).is_missed for day in self.days)

    def late(self, pupil: str) -> int:
        """Return how often the pupil came late."""
        return sum(self.cell(pupil, day).late for day in self.days)

    @property
    def proposed(self) -> tuple[tuple[str, PupilLesson], ...]:
        """What waits for the class teacher: pupil and lesson with a proposed reason."""
        return tuple(
            (pupil.id, each)
            for pupil in self.pupils
            for day in self.days
            for each in self.cell(pupil.id, day).unexplained
            if each.proposed
        )


def read_class_attendance(
    session: Session, reference: Reference, class_id: str, first: date, last: date
) -> ClassAttendance:
    """Return the attendance of a class on its school days ``first``-``last``."""
    pages = [page for page, each in reference.pages.items() if each.class_id == class_id]
    lessons = {page: reference.lessons_between(page, first, last) for page in pages}
    every = [lesson for found in lessons.values() for lesson in found]
    answers = read_answers(session, reference, every)
    called = read_called(session, reference, every)
    absent = read_whole_days(session, reference, [class_id], first, last)
    reasons = read_reasons(session, reference, pages)
    days = sorted({lesson.day for lesson in every})
    met: dict[tuple[str, date], list[PupilLesson]] = defaultdict(list)
    for page, found in lessons.items():
        pupils = reference.pupils_of(page)
        for lesson in found:
            for pupil in pupils:
                if pupil.is_listed_on(lesson.day):
                    answer = answers.get((lesson.id, pupil.id), Answer())
                    met[pupil.id, lesson.day].append(
                        _lesson_of(reasons, lesson, pupil, answer, called=lesson.id in called)
                    )
    listed = in_list_order(
        pupil
        for pupil in reference.pupils.values()
        if pupil.class_id == class_id and any(map(pupil.is_listed_on, days))
    )
    return ClassAttendance(
        class_id,
        tuple(days),
        tuple(listed),
        {
            (pupil, day): PupilDay(
                tuple(sorted(told, key=lambda each: each.lesson.slot)), (pupil, day) in absent
            )
            for (pupil, day), told in met.items()
        },
    )


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of ``day``."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week of ``day``."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _lesson_of(
    reasons: Reasons, lesson: Lesson, pupil: PupilName, answer: Answer, *, called: bool
) -> PupilLesson:
    reason = reasons.at(lesson, pupil.id) if answer.code == ABSENT else ""
    return PupilLesson(lesson, called, effective_code(answer.code, reason), answer.proposed)
