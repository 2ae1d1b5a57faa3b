"""Due, late, locked; and the two working days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.calendar import (
    SchoolCalendar,
    WorkCalendar,
    seed_days,
    standard_breaks,
    standard_periods,
)
from journal.deadlines import (
    end_of_day,
    homework_due,
    is_in_time,
    mark_due,
    mark_lock,
    roll_call_due,
    term_mark_due,
    term_mark_opens,
    timeliness,
    topic_due,
    transfer_due,
)
from journal.errors import UserError
from journal.profile import Profile, Shipped, parse_profile, shipped_profile
from journal.works import WORK_TYPES

MOSCOW = ZoneInfo("Europe/Moscow")
GENERAL, TAL, ANC = shipped_profile("general"), shipped_profile("tal"), shipped_profile("anc")
DAYS = seed_days(date(2025, 9, 1), date(2027, 8, 31), 5)
SCHOOL = SchoolCalendar(standard_periods(2026), DAYS, GENERAL.week_by_grade, standard_breaks(2026))
WORK = WorkCalendar(DAYS, 5)
TUESDAY = date(2026, 9, 8)


def local(day: date, hour: int, minute: int, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize("code", WORK_TYPES)
def test_general_act_gives_each_work_its_usual_time(code: str) -> None:
    due = mark_due(GENERAL, code, TUESDAY, 7, SCHOOL)
    assert due == SCHOOL.school_days_after(TUESDAY, WORK_TYPES[code].due_days, 7)


@pytest.mark.parametrize(
    ("code", "grade", "due"),
    [
        ("ОТВ", 5, date(2026, 9, 8)),
        ("КР", 5, date(2026, 9, 11)),
        ("СОЧ", 9, date(2026, 9, 11)),
        ("СОЧ", 10, date(2026, 9, 16)),  # seven days of a six-day week
        ("ИЗЛ", 11, date(2026, 9, 16)),
        ("КР", 10, date(2026, 9, 11)),
        ("ПРО", 5, date(2026, 9, 15)),
    ],
)
def test_written_work_has_its_time_and_an_essay_of_seniors_a_longer_one(
    code: str, grade: int, due: date
) -> None:
    assert mark_due(GENERAL, code, TUESDAY, grade, SCHOOL) == due


def test_time_for_checking_skips_the_holidays_of_pupils() -> None:
    assert mark_due(GENERAL, "КР", date(2026, 10, 22), 5, SCHOOL) == date(2026, 11, 3)


def test_school_sets_its_own_times() -> None:
    act = parse_profile(
        'version = 1\ntitle = "Акт"\n[deadline]\nmark.written = { school_days = 0 }\n'
        "[deadline.mark.by_work]\n'ТСТ' = { school_days = 2 }\n"
    )
    assert mark_due(act, "КР", TUESDAY, 5, SCHOOL) == TUESDAY
    assert mark_due(act, "ТСТ", TUESDAY, 5, SCHOOL) == date(2026, 9, 10)


def test_unknown_work_type_is_named() -> None:
    with pytest.raises(UserError, match="«КРР»"):
        mark_due(GENERAL, "КРР", TUESDAY, 5, SCHOOL)


@pytest.mark.clause("ANC-P4.T.2b")
def test_next_day_is_locked_where_the_act_forbids_marks_set_backwards() -> None:
    due = mark_due(ANC, "ОТВ", TUESDAY, 5, SCHOOL)
    lock = mark_lock(ANC, due, 5, SCHOOL)
    zone = ZoneInfo(ANC.time_zone)
    assert timeliness(local(TUESDAY, 23, 59, zone), due, lock, zone) == "in_time"
    assert timeliness(local(TUESDAY + timedelta(days=1), 0, 0, zone), due, lock, zone) == "locked"


def test_elsewhere_a_late_mark_is_taken_until_the_lock() -> None:
    due = mark_due(GENERAL, "ОТВ", TUESDAY, 5, SCHOOL)
    lock = mark_lock(GENERAL, due, 5, SCHOOL)
    assert lock == date(2026, 9, 17)
    assert timeliness(local(date(2026, 9, 9), 0, 0), due, lock, MOSCOW) == "late"
    assert timeliness(local(lock, 23, 59), due, lock, MOSCOW) == "late"
    assert timeliness(local(date(2026, 9, 18), 0, 0), due, lock, MOSCOW) == "locked"


@pytest.mark.clause("ANC-P4.T.5")
def test_written_work_checked_in_time_is_no_mark_set_backwards_even_there() -> None:
    due = mark_due(ANC, "КР", TUESDAY, 5, SCHOOL)
    lock = mark_lock(ANC, due, 5, SCHOOL)
    assert due == lock == date(2026, 9, 11)


@given(
    st.sampled_from([GENERAL, TAL, ANC]),
    st.sampled_from(list(WORK_TYPES)),
    st.dates(date(2026, 9, 1), date(2027, 5, 26)),
    st.integers(2, 11),
    st.integers(0, 60 * 24 * 60),
)
def test_time_runs_from_in_time_over_late_to_locked(
    act: Profile, code: str, day: date, grade: int, minutes: int
) -> None:
    due = mark_due(act, code, day, grade, SCHOOL)
    lock = mark_lock(act, due, grade, SCHOOL)
    assert day <= due <= lock
    order = ["in_time", "late", "locked"]
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)
    earlier = timeliness(at, due, lock, MOSCOW)
    later = timeliness(at + timedelta(minutes=1), due, lock, MOSCOW)
    assert order.index(earlier) <= order.index(later)


def test_deadline_is_counted_by_the_clock_of_the_school() -> None:
    moment = datetime(2026, 9, 8, 18, 0, tzinfo=UTC)  # already the 9th in Krasnoyarsk
    zone = ZoneInfo(ANC.time_zone)
    assert timeliness(moment, TUESDAY, TUESDAY, MOSCOW) == "in_time"
    assert timeliness(moment, TUESDAY, TUESDAY, zone) == "locked"


def test_last_minute_of_the_day_is_in_time_to_its_last_second() -> None:
    due = end_of_day(TUESDAY, MOSCOW)
    assert due == local(TUESDAY, 23, 59)
    assert is_in_time(due + timedelta(seconds=59), due)
    assert not is_in_time(due + timedelta(seconds=60), due)


def test_homework_is_in_time_ninety_minutes_after_the_last_lesson() -> None:
    zone = ZoneInfo(TAL.time_zone)
    ends = local(TUESDAY, 14, 20, zone)
    due = homework_due(TAL, TUESDAY, ends, zone)
    assert is_in_time(ends + timedelta(minutes=89), due)
    assert not is_in_time(ends + timedelta(minutes=91), due)
    assert homework_due(TAL, TUESDAY, None, zone) == end_of_day(TUESDAY, zone)
    assert homework_due(GENERAL, TUESDAY, ends, MOSCOW) == end_of_day(TUESDAY, MOSCOW)


@pytest.mark.clause("TAL-2.5")
def test_roll_call_is_due_on_the_day_of_the_lesson() -> None:
    assert roll_call_due(TAL, TUESDAY, 5, SCHOOL) == TUESDAY
    assert topic_due(TAL, TUESDAY, 5, SCHOOL) == TUESDAY


def test_term_marks_are_asked_for_in_the_last_week() -> None:
    quarter = standard_periods(2026)[0]
    assert term_mark_opens(TAL, quarter) == date(2026, 10, 16)
    assert term_mark_due(ANC, quarter) == date(2026, 10, 23)


@pytest.mark.clause("TAL-3.2")
@pytest.mark.parametrize("name", ["general", "tal", "anc"])
@pytest.mark.parametrize(
    ("restored", "hour", "due"),
    [
        (date(2026, 11, 20), 15, date(2026, 11, 24)),  # Friday -> Tuesday
        (date(2026, 10, 26), 9, date(2026, 10, 28)),  # Monday -> Wednesday, in the autumn holidays
        (date(2026, 11, 5), 9, date(2026, 11, 9)),  # Thursday -> Monday
        (date(2026, 11, 3), 23, date(2026, 11, 6)),  # 4 November is a holiday
    ],
)
def test_temporary_journal_is_due_on_the_second_working_day(
    name: Shipped, restored: date, hour: int, due: date
) -> None:
    act = shipped_profile(name)
    zone = ZoneInfo(act.time_zone)
    assert transfer_due(local(restored, hour, 0, zone), act, WORK) == local(due, 23, 59, zone)


def test_day_of_the_restored_connection_is_the_schools_day() -> None:
    friday_in_utc = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)  # Saturday 01:30 in Krasnoyarsk
    due = transfer_due(friday_in_utc, ANC, WORK)
    assert due == local(date(2026, 11, 24), 23, 59, ZoneInfo(ANC.time_zone))
    monday_in_utc = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    assert transfer_due(monday_in_utc, ANC, WORK).date() == date(2026, 11, 26)


def test_school_may_give_itself_another_time() -> None:
    text = 'version = 1\ntitle = "Акт"\n[temporary_journal]\ntransfer = { working_days = 3 }\n'
    due = transfer_due(local(date(2026, 11, 20), 15, 0), parse_profile(text), WORK)
    assert due == local(date(2026, 11, 25), 23, 59)
