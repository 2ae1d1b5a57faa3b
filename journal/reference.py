"""The school as its reference data say it: one frozen picture for rules, screens and the centre."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from journal.calendar import (
    CalendarDay,
    Period,
    SchoolCalendar,
    WorkCalendar,
    school_year_of,
    standard_breaks,
)
from journal.ids import derived_id
from journal.profile import Profile
from journal.rights import LessonFacts, Person

_ALPHABET = {letter: place for place, letter in enumerate("абвгдежзийклмнопрстуфхцчшщъыьэюя")}


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff; ``posts`` are role codes, ``post_title`` is the post in full.

    ``until``: the last day at this school; who has left is still named in what she wrote.
    """

    user: str
    surname: str
    name: str
    patronymic: str
    posts: frozenset[str]
    post_title: str
    login: str
    until: date | None = None

    def has_left(self, day: date) -> bool:
        """Tell whether ``day`` is after the last day at this school."""
        return self.until is not None and self.until < day

    @property
    def short(self) -> str:
        """Surname and initials, as lists show it: «Петрова А. А.»."""
        initials = " ".join(f"{part[0]}." for part in (self.name, self.patronymic) if part)
        return f"{self.surname} {initials}".strip()

    @property
    def signature(self) -> str:
        """Initials and surname, as a signature is decoded: «А.А. Петрова»."""
        initials = "".join(f"{part[0]}." for part in (self.name, self.patronymic) if part)
        return f"{initials} {self.surname}".strip()

    @property
    def full(self) -> str:
        """Surname, name and patronymic."""
        return " ".join(part for part in (self.surname, self.name, self.patronymic) if part)


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class of one school year; ``teacher`` is the class teacher's id."""

    id: str
    year: int
    grade: int
    letter: str
    teacher: str | None

    @property
    def title(self) -> str:
        """The class as people say it: «5А»."""
        return f"{self.grade}{self.letter}"


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register: a subject of a class, or of one group of it."""

    id: str
    class_id: str
    subject: str
    group: str
    teacher: str
    hours: float
    order: int

    @property
    def title(self) -> str:
        """The subject with its group: «Английский язык (группа 1)»."""
        return f"{self.subject} ({self.group})" if self.group else self.subject


@dataclass(frozen=True, slots=True)
class PupilName:
    """A pupil in a class list.

    Attributes:
        groups: "subject/group" pairs.
        apart: what tells a pupil from a namesake in the class: «А.»; "" for nearly all.
    """

    id: str
    class_id: str
    surname: str
    name: str
    patronymic: str
    arrived: date | None
    left: date | None
    groups: frozenset[str]
    apart: str = ""

    @property
    def listed(self) -> str:
        """Surname and name, as the register lists them: «Кузнецова Мария А.» of two of them."""
        return f"{self.surname} {self.name} {self.apart}".rstrip()

    def is_listed_on(self, day: date) -> bool:
        """Tell whether the pupil was in the class on ``day``."""
        return (self.arrived is None or self.arrived <= day) and (
            self.left is None or day < self.left
        )


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


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of a page, planned by the timetable or added; ``id`` outlives any move.

    Attributes:
        slot: the bell slot of the day.
        status: "planned", "cancelled", "moved" (``day`` and ``slot`` are the new ones) or "extra".
    """

    id: str
    page: str
    day: date
    slot: int
    teacher: str
    room: str
    status: str = "planned"
    substitute: str | None = None


@dataclass(frozen=True, slots=True)
class LessonMove:
    """What deviates from the timetable for one lesson."""

    lesson: str
    status: str
    day: date
    slot: int


@dataclass(frozen=True, slots=True)
class Workplace:
    """An enrolled station."""

    station: str
    number: int
    user: str
    name: str


@dataclass(frozen=True)
class Reference:
    """Everything about the school that is not a teacher's entry; read again when it changes.

    ``times``: due and locking days that the judgement has counted, by kind, work, day and grade.
    """

    school: str
    short_name: str
    full_name: str
    municipality: str
    system_name: str
    profile: Profile
    profile_number: int
    staff: Mapping[str, StaffMember]
    classes: Mapping[str, SchoolClass]
    pages: Mapping[str, RegisterPage]
    pupils: Mapping[str, PupilName]
    periods: Mapping[str, Period]
    closed: frozenset[tuple[str, str]]
    days: tuple[CalendarDay, ...]
    timetable: tuple[WeekLesson, ...]
    substitutions: Mapping[str, str]
    substituted_pages: Mapping[str, str]
    moves: tuple[tuple[str, LessonMove], ...]
    workplaces: Mapping[str, Workplace]
    certified: frozenset[tuple[str, str]]
    _lessons: dict[str, dict[str, Lesson]] = field(default_factory=dict, compare=False)
    # counted for this very picture: a changed copy of it begins without them
    times: dict[tuple[str, str, date, int], tuple[date, date]] = field(
        default_factory=dict, compare=False, init=False
    )
    _periods: dict[tuple[date, int], Period | None] = field(
        default_factory=dict, compare=False, init=False
    )

    @property
    def years(self) -> list[int]:
        """The school years that have periods, the oldest first."""
        return sorted({school_year_of(period.start) for period in self.periods.values()})

    @cached_property
    def calendar(self) -> SchoolCalendar:
        """School days and periods."""
        return SchoolCalendar(
            self.periods.values(),
            self.days,
            self.profile.week_by_grade,
            [pause for year in self.years for pause in standard_breaks(year)],
        )

    @cached_property
    def work_calendar(self) -> WorkCalendar:
        """Working days of the staff."""
        return WorkCalendar(self.days, self.profile.staff_week)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The school's time zone."""
        return ZoneInfo(self.profile.time_zone)

    @cached_property
    def _timetable_of(self) -> Mapping[str, tuple[WeekLesson, ...]]:
        lines: dict[str, list[WeekLesson]] = defaultdict(list)
        for line in self.timetable:
            lines[line.page].append(line)
        return {page: tuple(page_lines) for page, page_lines in lines.items()}

    @cached_property
    def _moves_of(self) -> Mapping[str, tuple[LessonMove, ...]]:
        moves: dict[str, list[LessonMove]] = defaultdict(list)
        for page, move in self.moves:
            moves[page].append(move)
        return {page: tuple(page_moves) for page, page_moves in moves.items()}

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {
            user: Person(user, member.posts, self._classes_led_by(user))
            for user, member in self.staff.items()
        }

    def _classes_led_by(self, user: str) -> frozenset[str]:
        return frozenset(c.id for c in self.classes.values() if c.teacher == user)

    def grade_of(self, page: str) -> int:
        """Return the grade of the page's class."""
        return self.classes[self.pages[page].class_id].grade

    def class_of(self, page: str) -> SchoolClass:
        """Return the class of the page."""
        return self.classes[self.pages[page].class_id]

    def person(self, user: str) -> Person:
        """Return ``user`` as the rules of rights see people; unknown ones have no rights."""
        return self._people.get(user) or Person(user, frozenset(), self._classes_led_by(user))

    def lessons(self, page: str) -> Mapping[str, Lesson]:
        """Return all lessons of a page in its school year, by id, in the order of time."""
        known = self._lessons.get(page)
        if known is None:
            known = self._lessons[page] = self._work_out_lessons(page)
        return known

    def lessons_between(self, page: str, start: date, end: date) -> list[Lesson]:
        """Return the lessons of a page on the days ``start``-``end``, cancelled ones excluded."""
        return [
            lesson
            for lesson in self.lessons(page).values()
            if start <= lesson.day <= end and lesson.status != "cancelled"
        ]

    def with_substitute(self, lesson: str, page: str, user: str) -> "Reference":
        """Return the school as it is for ``user`` who stands in before anybody was appointed.

        Where somebody is appointed already, that stands.
        """
        if lesson in self.substitutions or page not in self.pages:
            return self
        return replace(
            self,
            substitutions={**self.substitutions, lesson: user},
            substituted_pages={**self.substituted_pages, lesson: page},
            _lessons={},
        )

    def lessons_of_day(self, user: str, day: date) -> list[Lesson]:
        """Return what ``user`` teaches on ``day``, substitutions included, by bell slot."""
        lessons = [
            lesson
            for page in self.pages
            for lesson in self.lessons_between(page, day, day)
            if (lesson.substitute or lesson.teacher) == user
        ]
        return sorted(lessons, key=lambda lesson: lesson.slot)

    def facts_of(self, lesson: Lesson) -> LessonFacts:
        """Return a lesson as the rules of rights see it."""
        page = self.pages[lesson.page]
        return LessonFacts(
            page.id,
            page.class_id,
            frozenset({page.teacher, lesson.teacher} - {""}),
            lesson.substitute,
        )

    def page_facts(self, page: str) -> LessonFacts:
        """Return a page as the rules of rights see it, when no lesson is meant."""
        register_page = self.pages[page]
        teachers = {register_page.teacher} | {
            line.teacher for line in self._timetable_of.get(page, ())
        }
        return LessonFacts(page, register_page.class_id, frozenset(teachers - {""}), None)

    def period_on(self, page: str, day: date) -> Period | None:
        """Return the period of the page's grade that ``day`` belongs to."""
        grade = self.grade_of(page)
        if (day, grade) not in self._periods:
            self._periods[day, grade] = self.calendar.period_on(day, grade)
        return self._periods[day, grade]

    def periods_of(self, page: str) -> list[Period]:
        """Return the periods of the page's grade and school year, in order."""
        school_class = self.class_of(page)
        first, last = date(school_class.year, 8, 1), date(school_class.year + 1, 7, 31)
        return sorted(
            (
                period
                for period in self.periods.values()
                if period.grade_from <= school_class.grade <= period.grade_to
                and first <= period.start <= last
            ),
            key=lambda period: period.start,
        )

    def pupils_of(self, page: str) -> list[PupilName]:
        """Return who stands on a page, by surname and name (Ё as Е); arrived and left ones too."""
        register_page = self.pages[page]
        mark = f"{register_page.subject}/{register_page.group}"
        return in_list_order(
            pupil
            for pupil in self.pupils.values()
            if pupil.class_id == register_page.class_id
            and (not register_page.group or mark in pupil.groups)
        )

    def is_closed(self, page: str, day: date) -> bool:
        """Tell whether the period of ``day`` is closed for entries on this page."""
        period = self.period_on(page, day)
        return period is not None and (period.id, self.class_of(page).id) in self.closed

    def is_certified(self, page: str, day: date) -> bool:
        """Tell whether a certified copy of this page covers ``day``."""
        period = self.period_on(page, day)
        return period is not None and (page, period.id) in self.certified

    def _work_out_lessons(self, page: str) -> dict[str, Lesson]:
        lessons: dict[str, Lesson] = {}
        grade = self.grade_of(page)
        periods = self.periods_of(page)
        for line in self._timetable_of.get(page, ()):
            for period in periods:
                start, end = max(line.start, period.start), min(line.end, period.end)
                day = start + timedelta(days=(line.weekday - start.isoweekday()) % 7)
                while day <= end:
                    if self.calendar.is_school_day(day, grade):
                        id_ = lesson_id(page, day, line.slot)
                        lessons[id_] = Lesson(
                            id_,
                            page,
                            day,
                            line.slot,
                            line.teacher,
                            line.room,
                            substitute=self.substitutions.get(id_),
                        )
                    day += timedelta(days=7)
        for move in self._moves_of.get(page, ()):
            planned = lessons.get(move.lesson)
            if planned is None and move.status != "extra":
                continue
            lessons[move.lesson] = Lesson(
                move.lesson,
                page,
                move.day,
                move.slot,
                planned.teacher if planned else self.pages[page].teacher,
                planned.room if planned else "",
                move.status,
                self.substitutions.get(move.lesson),
            )
        in_time = sorted(lessons.values(), key=lambda lesson: (lesson.day, lesson.slot))
        return {lesson.id: lesson for lesson in in_time}


def lesson_id(page: str, day: date, slot: int) -> str:
    """Return the id of the lesson planned for ``day`` and bell ``slot``; moves do not change it."""
    return derived_id("lesson", page, day.isoformat(), str(slot))


def in_list_order(pupils: Iterable[PupilName]) -> list[PupilName]:
    """Return pupils as Russian lists order them: Ё as Е, surname, name, patronymic."""
    return sorted(pupils, key=lambda pupil: name_order(pupil.surname, pupil.name, pupil.patronymic))


def name_order(*parts: str) -> tuple[tuple[int, ...], ...]:
    """Return the sort key of a Russian name; no locale of the computer is asked."""
    return tuple(
        tuple(_ALPHABET.get(letter, -1) for letter in part.casefold().replace("ё", "е"))
        for part in parts
    )
