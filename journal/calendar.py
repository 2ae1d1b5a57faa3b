"""Working days of the staff, school days of the grades, terms of the year.

Two different things: working days come from the production calendar and know nothing of the pupils'
holidays; school days are those of a grade inside a term. Source: domain specification, s. 5.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from journal.errors import UserError
from journal.ids import derived_id

_DAY = timedelta(days=1)
_SATURDAY = 6
_SEPTEMBER = 9
_WEEKS = (5, 6)
_MOVED_FROM = re.compile(r"перенесено с (\d\d)\.(\d\d)\.(\d{4})")
_OBSERVED = " (выходной)"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that deviates from the ordinary week.

    Attributes:
        kind: "working" (a Saturday worked instead of another day), "off" (a day off moved here),
            "holiday", or "short" (a working day, one hour shorter).
        note: shown to people as it stands.
        moved_from: the weekend day that an "off" came from. One that came from a Saturday gives
            nothing to those who work six days; ``None`` counts for everybody.
    """

    day: date
    kind: str
    note: str = ""
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter or half-year of the grades ``grade_from``-``grade_to``, both ends included."""

    id: str
    name: str
    grade_from: int
    grade_to: int
    start: date
    end: date

    def covers(self, day: date, grade: int) -> bool:
        """Tell whether ``day`` of ``grade`` belongs to the period."""
        return self.grade_from <= grade <= self.grade_to and self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Break:
    """Holidays of some grades inside a term, as grade 1 has them in February."""

    name: str
    grade_from: int
    grade_to: int
    start: date
    end: date

    def covers(self, day: date, grade: int) -> bool:
        """Tell whether ``grade`` has no lessons on ``day``."""
        return self.grade_from <= grade <= self.grade_to and self.start <= day <= self.end


class WorkCalendar:
    """Working days of the staff; holidays of pupils are working days here."""

    def __init__(self, days: Iterable[CalendarDay], week: int) -> None:
        """Take the days that deviate and the length of the working week, 5 or 6 days."""
        if week not in _WEEKS:
            raise ValueError(f"a week of {week} days")
        self._days = {day.day: day for day in days}
        self._week = week

    def is_working(self, day: date) -> bool:
        """Tell whether the staff work on ``day``."""
        return _is_worked(day, self._week, self._days.get(day))

    def add_working_days(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``; ``day`` itself is number 0."""
        if count < 0:
            raise ValueError("deadlines lie ahead")
        while count:
            day += _DAY
            count -= self.is_working(day)
        return day

    def knows(self, year: int) -> bool:
        """Tell whether the year's moved days off are entered.

        The holidays themselves stand in the law; which days are moved the Government says anew each
        year, so a year without a single moved day has not been entered yet.
        """
        return any(
            day.year == year and row.kind in ("off", "working") for day, row in self._days.items()
        )

    def warning(self, day: date) -> str | None:
        """Return what to tell people about a deadline that falls on ``day``, or ``None``."""
        if self.knows(day.year):
            return None
        return (
            f"Переносы выходных дней {day.year} года не внесены: сроки посчитаны без них. "
            "Внесите их в календаре школы."
        )


class SchoolCalendar:
    """School days of each grade: inside a term, not on a day off, by the grade's own week."""

    def __init__(
        self,
        periods: Iterable[Period],
        days: Iterable[CalendarDay],
        week_by_grade: Mapping[int, int],
        breaks: Iterable[Break] = (),
    ) -> None:
        """Take terms, deviating days, days of study a week by grade (5 unless said) and breaks."""
        self._periods = tuple(sorted(periods, key=lambda period: period.start))
        self._days = {day.day: day for day in days}
        self._week_by_grade = dict(week_by_grade)
        self._breaks = tuple(breaks)
        self._holidays = _holidays_between(self._periods)
        self._counted: dict[tuple[date, int, int], date] = {}

    def period_on(self, day: date, grade: int) -> Period | None:
        """Return the term of ``grade`` that ``day`` belongs to, ``None`` in the holidays."""
        return next((period for period in self._periods if period.covers(day, grade)), None)

    def is_school_day(self, day: date, grade: int) -> bool:
        """Tell whether ``grade`` has lessons on ``day``.

        The holidays between two quarters are those of the whole school: a half-year of grades
        10-11 goes on around them.
        """
        return (
            self.period_on(day, grade) is not None
            and not any(start < day < end for start, end in self._holidays)
            and self._is_studied(day, grade)
            and not any(pause.covers(day, grade) for pause in self._breaks)
        )

    def school_days_after(self, day: date, count: int, grade: int) -> date:
        """Return the ``count``-th school day of ``grade`` after ``day``; ``day`` is number 0.

        After the last term of the school year the days of the grade's week count, so that works of
        the last days of May are not due in September.
        """
        if count < 0:
            raise ValueError("deadlines lie ahead")
        found = self._counted.get((day, count, grade))
        if found is None:
            found = self._counted[day, count, grade] = self._count(day, count, grade)
        return found

    def _count(self, day: date, count: int, grade: int) -> date:
        year_end = self._end_of_year(school_year_of(day), grade)
        while count:
            day += _DAY
            over = year_end is None or day > year_end
            count -= self._is_studied(day, grade) if over else self.is_school_day(day, grade)
        return day

    def _is_studied(self, day: date, grade: int) -> bool:
        return _is_worked(day, self._week_by_grade.get(grade, 5), self._days.get(day))

    def _end_of_year(self, year: int, grade: int) -> date | None:
        ends = (
            period.end
            for period in self._periods
            if school_year_of(period.end) == year and period.covers(period.end, grade)
        )
        return max(ends, default=None)


def school_year_of(day: date) -> int:
    """Return the year in which the school year of ``day`` began: 2026 for 2026/27."""
    return day.year if day.month >= _SEPTEMBER else day.year - 1


def year_title(year: int) -> str:
    """Return the school year as people write it: «2026/2027»."""
    return f"{year}/{year + 1}"


def seed_days(first: date, last: date, week: int) -> list[CalendarDay]:
    """Return holidays and moved days of Russia from ``first`` to ``last``, to be edited by people.

    For a week of six days the transfers born on a Saturday are left out: Saturday was no day off.
    A year whose transfers the library does not know gets its holidays only.
    Source: Labour Code, art. 112; package ``holidays``.
    """
    import holidays  # costs 0.4 s, and only a new calendar needs it

    years = range(first.year, last.year + 1)
    russian = holidays.country_holidays("RU", years=years, language="ru")
    days = [_seed_day(day, name, russian) for day, name in russian.items()]
    days += [CalendarDay(day, "working", "Рабочая суббота") for day in russian.weekend_workdays]
    wanted = (row for row in days if first <= row.day <= last and not (week == 6 and _of_five(row)))
    return sorted(wanted, key=lambda row: row.day)


def standard_periods(year: int) -> tuple[Period, ...]:
    """Return quarters of grades 1-9 and half-years of grades 10-11, to be edited by people.

    Raises:
        UserError: the program ships no terms for that school year.
    """
    if year not in _QUARTERS:
        raise UserError(
            f"Четвертей {year_title(year)} учебного года в программе нет: "
            "внесите их в календаре школы."
        )
    quarters = _QUARTERS[year]
    halves = ((quarters[0][0], quarters[1][1]), (quarters[2][0], quarters[3][1]))
    return tuple(
        Period(derived_id("period", str(year), name), name, *grades, start, end)
        for kind, grades, spans in (("четверть", (1, 9), quarters), ("полугодие", (10, 11), halves))
        for name, (start, end) in zip(
            (f"{roman} {kind}" for roman in ("I", "II", "III", "IV")[: len(spans)]),
            spans,
            strict=True,
        )
    )


def standard_breaks(year: int) -> tuple[Break, ...]:
    """Return the further holidays of grade 1, where the program knows them."""
    return _BREAKS.get(year, ())


_QUARTERS: Mapping[int, tuple[tuple[date, date], ...]] = {
    2025: (
        (date(2025, 9, 1), date(2025, 10, 24)),
        (date(2025, 11, 5), date(2025, 12, 30)),
        (date(2026, 1, 12), date(2026, 3, 27)),
        (date(2026, 4, 6), date(2026, 5, 26)),
    ),
    2026: (
        (date(2026, 9, 1), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 12, 30)),
        (date(2027, 1, 11), date(2027, 3, 26)),
        (date(2027, 4, 5), date(2027, 5, 26)),
    ),
}

_FIRST_GRADE_BREAK = "Дополнительные каникулы 1 классов"
_BREAKS: Mapping[int, tuple[Break, ...]] = {
    2025: (Break(_FIRST_GRADE_BREAK, 1, 1, date(2026, 2, 16), date(2026, 2, 22)),),
    2026: (Break(_FIRST_GRADE_BREAK, 1, 1, date(2027, 2, 13), date(2027, 2, 21)),),
}


def _is_worked(day: date, week: int, deviation: CalendarDay | None) -> bool:
    if deviation is not None and not (week == 6 and _of_five(deviation)):
        return deviation.kind in ("working", "short")
    return day.isoweekday() <= week


def _of_five(row: CalendarDay) -> bool:
    """Tell whether the row means something in a week of five days only."""
    came_from = row.moved_from if row.kind == "off" else row.day if row.kind == "working" else None
    return came_from is not None and came_from.isoweekday() == _SATURDAY


def _seed_day(day: date, name: str, russian: Mapping[date, str]) -> CalendarDay:
    moved = _MOVED_FROM.search(name)
    if moved is not None:
        number, month, year = (int(part) for part in moved.groups())
        return CalendarDay(day, "off", name, date(year, month, number))
    if name.endswith(_OBSERVED):
        holiday = name.removesuffix(_OBSERVED)
        origin = max(other for other, title in russian.items() if title == holiday and other < day)
        return CalendarDay(day, "off", name, origin)
    return CalendarDay(day, "holiday", name)


def _holidays_between(periods: Sequence[Period]) -> list[tuple[date, date]]:
    """Return the last and first day of study around each pause between terms of one grade."""
    found = set()
    for grade in {period.grade_from for period in periods}:
        terms = [period for period in periods if period.grade_from <= grade <= period.grade_to]
        for before, after in pairwise(terms):
            if school_year_of(before.end) == school_year_of(after.start):
                found.add((before.end, after.start))
    return sorted(found)
