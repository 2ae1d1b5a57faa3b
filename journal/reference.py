"""The school as its reference data say it: one frozen picture for rules, screens and the centre."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from operator import itemgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from journal.bells import Bell, Bells, BellTimes
from journal.calendar import (
    CalendarDay,
    Period,
    SchoolCalendar,
    WorkCalendar,
    school_year_of,
    standard_breaks,
)
from journal.deadlines import homework_due
from journal.kinds import YEAR
from journal.lessons import (
    Lesson,
    LessonMove,
    WeekLesson,
    changed,
    in_time_order,
    lesson_id,
    planned_lesson,
)
from journal.profile import Profile
from journal.rights import LessonFacts, Person
from journal.school_lists import (
    PupilName,
    RegisterPage,
    SchoolClass,
    StaffMember,
    Workplace,
    in_list_order,
    listed_on,
    name_order,
)

# one door to all that the picture is made of
__all__ = (
    "Lesson",
    "LessonMove",
    "PupilName",
    "Reference",
    "RegisterPage",
    "SchoolClass",
    "StaffMember",
    "WeekLesson",
    "Workplace",
    "in_list_order",
    "lesson_id",
    "name_order",
)

KeyT = TypeVar("KeyT", bound=Hashable)
LineT = TypeVar("LineT")

_AUGUST = 8


@dataclass(frozen=True)
class Reference:
    """Everything about the school that is not a teacher's entry; read again when it changes.

    ``times``: due and locking days that the judgement has counted, by kind, work, day and grade;
    ``card_fields``: further fields of cards that the school's decisions have switched on.
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
    bell_lines: tuple[Bell, ...] = ()
    card_fields: frozenset[str] = frozenset()
    # counted for this very picture: a changed copy of it begins without them
    _lessons: dict[str, dict[str, Lesson]] = field(default_factory=dict, compare=False, init=False)
    _days: dict[date, tuple[Lesson, ...]] = field(default_factory=dict, compare=False, init=False)
    times: dict[tuple[str, str, date, int], tuple[date, date]] = field(
        default_factory=dict, compare=False, init=False
    )
    _lists: dict[str, tuple[PupilName, ...]] = field(
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
    def bells(self) -> Bells:
        """When the lessons begin and end."""
        return Bells(self.bell_lines, self.zone)

    @cached_property
    def _timetable_of(self) -> Mapping[str, tuple[WeekLesson, ...]]:
        return _grouped(self.timetable, lambda line: line.page)

    @cached_property
    def _timetable_on(self) -> Mapping[int, tuple[WeekLesson, ...]]:
        return _grouped(self.timetable, lambda line: line.weekday)

    @cached_property
    def _moves_of(self) -> Mapping[str, tuple[tuple[str, LessonMove], ...]]:
        return _grouped(self.moves, itemgetter(0))

    @cached_property
    def _moves_to(self) -> Mapping[date, tuple[tuple[str, LessonMove], ...]]:
        return _grouped(self.moves, lambda each: each[1].day)

    @cached_property
    def _changed(self) -> frozenset[str]:
        return frozenset(move.lesson for _, move in self.moves)

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

    def is_graded(self, page: str) -> bool:
        """Tell whether marks are taken on the page at all."""
        return self.profile.is_graded(self.grade_of(page), self.pages[page].subject)

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
        )

    def lessons_on(self, day: date) -> tuple[Lesson, ...]:
        """Return all lessons of the school on ``day`` by bell slot, cancelled ones included."""
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = tuple(self._work_out_day(day))
        return known

    def lessons_of_day(self, user: str, day: date) -> list[Lesson]:
        """Return what ``user`` teaches on ``day``, substitutions included, by bell slot."""
        return [
            lesson
            for lesson in self.lessons_on(day)
            if lesson.keeper == user and lesson.status != "cancelled"
        ]

    def pages_kept_by(self, user: str) -> list[str]:
        """Return the pages on which ``user`` has, had or will have a lesson to keep."""
        kept = {page.id for page in self.pages.values() if page.teacher == user}
        kept |= {line.page for line in self.timetable if line.teacher == user}
        kept |= {page for page, move in self.moves if move.teacher == user}
        kept |= {
            self.substituted_pages[lesson]
            for lesson, teacher in self.substitutions.items()
            if teacher == user
        }
        return [page for page in self.pages if page in kept]

    def is_short(self, day: date) -> bool:
        """Tell whether the lessons of ``day`` are shortened."""
        return day in self._short_days

    @cached_property
    def _short_days(self) -> frozenset[date]:
        return frozenset(day.day for day in self.days if day.kind == "short")

    def times_of(self, lesson: Lesson) -> BellTimes:
        """Return when a lesson begins and ends by the bells of its grade and day."""
        grade = self.grade_of(lesson.page)
        return self.bells.times(lesson.day, lesson.slot, grade, is_short=self.is_short(lesson.day))

    def lessons_end(self, class_id: str, day: date) -> datetime | None:
        """Return when the class's last lesson of ``day`` ends, changes of the timetable included.

        ``None``: the class has no lesson that day. Source: TAL-2.8b.
        """
        return max(
            (
                self.times_of(lesson).ends
                for lesson in self.lessons_on(day)
                if lesson.status != "cancelled" and self.pages[lesson.page].class_id == class_id
            ),
            default=None,
        )

    def homework_due(self, lesson: Lesson) -> datetime:
        """Return the last minute in which the homework of a lesson is in time (TAL-2.8b, C-04)."""
        is_after_lessons = self.profile.deadline.homework != "end_of_day"
        class_id = self.pages[lesson.page].class_id
        # a day of the whole school is worked out only where the act asks for it
        ends = self.lessons_end(class_id, lesson.day) if is_after_lessons else None
        return homework_due(self.profile, lesson.day, ends, self.zone)

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

    def marked_period(self, page: str, period: str) -> Period | None:
        """Return the period that a term mark of the page is for, the whole year for a year mark.

        ``None`` when it is not known here.
        """
        if period != YEAR:
            return self.periods.get(period)
        terms = self.periods_of(page)
        if not terms:
            return None
        grade = self.grade_of(page)
        return Period(YEAR, "Годовая", grade, grade, terms[0].start, terms[-1].end)

    def pupils_of(self, page: str) -> list[PupilName]:
        """Return who stands on a page, by surname and name (Ё as Е); arrived and left ones too."""
        known = self._lists.get(page)
        if known is None:
            known = self._lists[page] = listed_on(self.pages[page], self.pupils.values())
        return list(known)

    def is_closed(self, page: str, day: date) -> bool:
        """Tell whether the period of ``day`` is closed for entries on this page."""
        period = self.period_on(page, day)
        return period is not None and (period.id, self.class_of(page).id) in self.closed

    def is_certified(self, page: str, day: date) -> bool:
        """Tell whether a certified copy of this page covers ``day``."""
        period = self.period_on(page, day)
        return period is not None and (page, period.id) in self.certified

    def _work_out_lessons(self, page: str) -> dict[str, Lesson]:
        grade, periods = self.grade_of(page), self.periods_of(page)
        days = (
            (line, day)
            for line in self._timetable_of.get(page, ())
            for period in periods
            for day in line.days(period.start, period.end)
            if self.calendar.is_school_day(day, grade)
        )
        lessons = {lesson.id: lesson for lesson in (planned_lesson(*each) for each in days)}
        for _, move in self._moves_of.get(page, ()):
            self._change(lessons, page, move, lessons.get(move.lesson))
        in_time = map(self._with_substitute_of, in_time_order(lessons.values()))
        return {lesson.id: lesson for lesson in in_time}

    def _work_out_day(self, day: date) -> list[Lesson]:
        """Return the lessons of a day without working out the year of every page."""
        lessons: dict[str, Lesson] = {}
        for line in self._timetable_on.get(day.isoweekday(), ()):
            if not line.is_held(day) or line.page not in self.pages:
                continue
            if day.year - (day.month < _AUGUST) != self.class_of(line.page).year:
                continue
            if self.calendar.is_school_day(day, self.grade_of(line.page)):
                lesson = planned_lesson(line, day)
                if lesson.id not in self._changed:
                    lessons[lesson.id] = lesson
        for page, move in self._moves_to.get(day, ()):
            if page in self.pages and (found := self.lessons(page).get(move.lesson)) is not None:
                lessons[found.id] = found
        return [self._with_substitute_of(lesson) for lesson in in_time_order(lessons.values())]

    def _change(
        self, lessons: dict[str, Lesson], page: str, move: LessonMove, planned: Lesson | None
    ) -> None:
        lesson = changed(planned, page, self.pages[page].teacher, move)
        if lesson is not None:
            lessons[lesson.id] = lesson

    def _with_substitute_of(self, lesson: Lesson) -> Lesson:
        substitute = self.substitutions.get(lesson.id)
        return lesson if substitute is None else replace(lesson, substitute=substitute)


def _grouped(lines: Iterable[LineT], key: Callable[[LineT], KeyT]) -> dict[KeyT, tuple[LineT, ...]]:
    groups: dict[KeyT, list[LineT]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return {each: tuple(found) for each, found in groups.items()}
