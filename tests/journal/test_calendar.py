"""Working days, school days and terms."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.calendar import (
    CalendarDay,
    SchoolCalendar,
    WorkCalendar,
    school_year_of,
    seed_days,
    standard_breaks,
    standard_periods,
    year_title,
)
from journal.errors import UserError

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
SEEDED = seed_days(FIRST, LAST, 5)
FIVE = WorkCalendar(SEEDED, 5)
SIX = WorkCalendar(SEEDED, 6)

known_days = st.dates(FIRST, LAST - timedelta(days=60))


def school(year: int) -> SchoolCalendar:
    weeks = dict.fromkeys(range(1, 10), 5) | {10: 6, 11: 6}
    return SchoolCalendar(standard_periods(year), SEEDED, weeks, standard_breaks(year))


def days_of(calendar: SchoolCalendar, start: date, end: date, grade: int) -> int:
    days = (start + timedelta(days=shift) for shift in range((end - start).days + 1))
    return sum(calendar.is_school_day(day, grade) for day in days)


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 4, 29),
        date(2024, 4, 30),
        date(2024, 5, 10),
        date(2024, 12, 30),
        date(2024, 12, 31),
        date(2025, 5, 2),
        date(2025, 5, 8),
        date(2025, 6, 13),
        date(2025, 11, 3),
        date(2025, 12, 31),
        date(2026, 1, 9),
        date(2026, 3, 9),
        date(2026, 5, 11),
        date(2026, 11, 4),
        date(2026, 12, 31),
        date(2027, 2, 22),
        date(2027, 5, 3),
        date(2027, 5, 10),
        date(2027, 6, 14),
        date(2027, 11, 5),
        date(2027, 12, 31),
    ],
)
def test_nobody_works_on_this_weekday(day: date) -> None:
    assert day.isoweekday() <= 5
    assert not FIVE.is_working(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 4, 27),
        date(2024, 11, 2),
        date(2024, 12, 28),
        date(2025, 11, 1),
        date(2027, 2, 20),
    ],
)
def test_everybody_works_on_this_saturday(day: date) -> None:
    assert FIVE.is_working(day)
    assert SIX.is_working(day)


def test_year_2026_has_its_247_working_days() -> None:
    year = [date(2026, 1, 1) + timedelta(days=shift) for shift in range(365)]
    assert sum(FIVE.is_working(day) for day in year) == 247


def test_six_days_gain_nothing_from_a_transfer_born_on_a_saturday() -> None:
    assert SIX.is_working(date(2026, 1, 9))  # moved from Saturday 3 January
    assert SIX.is_working(date(2026, 5, 11))  # Victory Day was a Saturday
    assert not SIX.is_working(date(2026, 3, 9))  # 8 March was a Sunday
    assert not SIX.is_working(date(2026, 12, 31))  # moved from Sunday 4 January


def test_seed_for_six_days_gives_the_same_calendar() -> None:
    own = WorkCalendar(seed_days(FIRST, LAST, 6), 6)
    for shift in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=shift)
        assert own.is_working(day) == SIX.is_working(day), day


@pytest.mark.clause("TAL-3.2")
@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 20), date(2026, 11, 24)),  # Friday -> Tuesday
        (date(2026, 10, 26), date(2026, 10, 28)),  # pupils' holidays are working days
        (date(2026, 11, 5), date(2026, 11, 9)),
        (date(2026, 11, 3), date(2026, 11, 6)),  # over the holiday of 4 November
        (date(2026, 12, 30), date(2027, 1, 12)),  # over New Year
    ],
)
def test_second_working_day_after(day: date, due: date) -> None:
    assert FIVE.add_working_days(day, 2) == due


@given(known_days, st.integers(0, 15), st.sampled_from([FIVE, SIX]))
def test_counted_days_are_working_days_strictly_after(
    day: date, count: int, calendar: WorkCalendar
) -> None:
    due = calendar.add_working_days(day, count)
    between = (day + timedelta(days=shift) for shift in range(1, (due - day).days + 1))
    assert sum(calendar.is_working(passed) for passed in between) == count
    assert due == day if count == 0 else calendar.is_working(due)


@given(known_days, st.integers(0, 7), st.integers(0, 7))
def test_two_steps_lead_where_one_leads(day: date, first: int, second: int) -> None:
    stepped = FIVE.add_working_days(FIVE.add_working_days(day, first), second)
    assert stepped == FIVE.add_working_days(day, first + second)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 20))
def test_unknown_years_are_counted_too(day: date, count: int) -> None:
    assert WorkCalendar([], 5).add_working_days(day, count) >= day


def test_deadlines_never_lie_behind() -> None:
    with pytest.raises(ValueError, match="ahead"):
        FIVE.add_working_days(FIRST, -1)


def test_school_may_change_any_day() -> None:
    day_off = CalendarDay(date(2026, 9, 2), "off", "Городской праздник")
    worked = CalendarDay(date(2026, 9, 5), "working")
    short = CalendarDay(date(2026, 11, 3), "short")
    calendar = WorkCalendar([day_off, worked, short], 5)
    assert not calendar.is_working(day_off.day)
    assert calendar.is_working(worked.day)
    assert calendar.is_working(short.day)
    assert not WorkCalendar([day_off], 6).is_working(day_off.day)


def test_year_without_its_transfers_warns() -> None:
    calendar = WorkCalendar(seed_days(FIRST, date(2028, 12, 31), 5), 5)
    assert calendar.warning(date(2027, 12, 30)) is None
    assert "2028" in str(calendar.warning(date(2028, 1, 10)))
    assert not calendar.is_working(date(2028, 5, 9))  # the holidays of the law are there


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
@pytest.mark.parametrize("week", [5, 6])
def test_seeded_years_are_known(year: int, week: int) -> None:
    seed = seed_days(date(year, 1, 1), date(year, 12, 31), week)
    assert WorkCalendar(seed, week).knows(year)


@pytest.mark.parametrize(
    ("year", "five", "six"),
    [(2025, [40, 40, 53, 35], None), (2026, [39, 42, 53, 36], [46, 50, 63, 43])],
)
def test_quarters_have_their_school_days(year: int, five: list[int], six: list[int] | None) -> None:
    calendar = school(year)
    quarters = standard_periods(year)[:4]
    assert [days_of(calendar, q.start, q.end, 5) for q in quarters] == five
    if six is not None:
        assert [days_of(calendar, q.start, q.end, 10) for q in quarters] == six


def test_quarters_are_for_nine_grades_and_half_years_for_two() -> None:
    calendar = school(2026)
    names = [period.name for period in standard_periods(2026)]
    assert names[:4] == ["I четверть", "II четверть", "III четверть", "IV четверть"]
    assert names[4:] == ["I полугодие", "II полугодие"]
    in_october, in_autumn_break = date(2026, 10, 20), date(2026, 10, 27)
    assert calendar.period_on(in_october, 9) == standard_periods(2026)[0]
    assert calendar.period_on(in_october, 10) == standard_periods(2026)[4]
    assert calendar.period_on(in_autumn_break, 9) is None


def test_every_period_has_an_id_of_its_own() -> None:
    ids = {period.id for year in (2025, 2026) for period in standard_periods(year)}
    assert len(ids) == 12


def test_first_grade_rests_in_february() -> None:
    calendar = school(2026)
    assert not calendar.is_school_day(date(2027, 2, 17), 1)
    assert calendar.is_school_day(date(2027, 2, 17), 2)
    assert calendar.is_school_day(date(2027, 2, 24), 1)


def test_school_days_skip_the_holidays_of_pupils() -> None:
    assert school(2026).school_days_after(date(2026, 10, 22), 3, 5) == date(2026, 11, 3)


def test_works_of_may_are_not_due_in_september() -> None:
    both = SchoolCalendar(standard_periods(2025) + standard_periods(2026), SEEDED, {5: 5})
    assert both.school_days_after(date(2026, 5, 25), 3, 5) == date(2026, 5, 28)


def test_school_without_terms_counts_the_days_of_its_week() -> None:
    bare = SchoolCalendar([], [], {})
    assert bare.school_days_after(date(2026, 9, 4), 1, 5) == date(2026, 9, 7)
    assert not bare.is_school_day(date(2026, 9, 4), 5)


def test_year_without_terms_says_what_to_do() -> None:
    with pytest.raises(UserError, match="2031/2032"):
        standard_periods(2031)
    assert standard_breaks(2031) == ()


def test_school_year_begins_in_september() -> None:
    assert school_year_of(date(2026, 9, 1)) == 2026
    assert school_year_of(date(2027, 8, 31)) == 2026
    assert year_title(2026) == "2026/2027"


def test_seniors_rest_in_the_holidays_of_the_school_too() -> None:
    calendar = SchoolCalendar(standard_periods(2026), (), {10: 6})
    assert calendar.is_school_day(date(2026, 10, 23), 10)
    assert not calendar.is_school_day(date(2026, 10, 26), 10)  # autumn holidays of the quarters
    assert not calendar.is_school_day(date(2027, 3, 30), 11)
    assert calendar.is_school_day(date(2026, 11, 2), 10)
    assert calendar.period_on(date(2026, 10, 26), 10) is not None
