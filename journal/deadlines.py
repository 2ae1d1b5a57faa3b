"""Until when an entry is in time, from when it is locked, when a temporary journal must be moved.

Due and locked are two different days (contradiction C-01): between them an entry is taken and
called late, after the lock it is a request. Source: requirements, s. 3, 4 and 7.
"""

from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from journal.act_sections import MinutesAfterLastLesson, SchoolDays
from journal.calendar import Period, SchoolCalendar, WorkCalendar
from journal.profile import Profile
from journal.works import work_type

Timeliness = Literal["in_time", "late", "locked"]

_FIRST_SENIOR_GRADE = 10
_LAST_MINUTE = time(23, 59)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return 23:59 of ``day`` in the school's time zone; the whole of that minute is in time."""
    return datetime.combine(day, _LAST_MINUTE, zone)


def is_in_time(at: datetime, due: datetime) -> bool:
    """Tell whether ``at`` is not later than the minute of ``due``."""
    return at < due + timedelta(minutes=1)


def mark_due(
    profile: Profile, work_code: str, work_date: date, grade: int, calendar: SchoolCalendar
) -> date:
    """Return the last day on which a mark for the work is in time.

    Args:
        work_date: the day of the work; for a written work its mark stands in that day's column
            however late it is checked.

    Raises:
        UserError: no such work type.

    Source: TAL-2.6a, ANC-P4.T.5.
    """
    times = profile.deadline.mark
    work = work_type(work_code)
    allowed = times.by_work.get(work.code)
    if allowed is None:
        is_senior_essay = work.group == "essay" and grade >= _FIRST_SENIOR_GRADE
        written = times.essay_10_11 if is_senior_essay else times.written
        allowed = times.current if work.group == "current" else written
    return _after(work_date, allowed, grade, calendar)


def mark_lock(profile: Profile, due: date, grade: int, calendar: SchoolCalendar) -> date:
    """Return the last day on which a mark is taken without a request, ``due`` or later.

    Source: ANC-P4.T.2b.
    """
    return _after(due, profile.deadline.mark_lock_after, grade, calendar)


def timeliness(at: datetime, due: date, lock: date, zone: ZoneInfo) -> Timeliness:
    """Tell whether an entry made ``at`` is in time, late, or locked out."""
    if is_in_time(at, end_of_day(due, zone)):
        return "in_time"
    return "late" if is_in_time(at, end_of_day(lock, zone)) else "locked"


def roll_call_due(
    profile: Profile, lesson_date: date, grade: int, calendar: SchoolCalendar
) -> date:
    """Return the last day on which the roll call of a lesson is in time (TAL-2.5)."""
    return _after(lesson_date, profile.deadline.roll_call, grade, calendar)


def topic_due(profile: Profile, lesson_date: date, grade: int, calendar: SchoolCalendar) -> date:
    """Return the last day on which the topic of a lesson is in time."""
    return _after(lesson_date, profile.deadline.topic, grade, calendar)


def homework_due(
    profile: Profile, lesson_date: date, last_lesson_ends: datetime | None, zone: ZoneInfo
) -> datetime:
    """Return the last minute in which the homework of a lesson is in time (TAL-2.8b, C-04).

    Args:
        last_lesson_ends: end of the class's last lesson of that day; when it is not known the end
            of the day counts.
    """
    rule = profile.deadline.homework
    if isinstance(rule, MinutesAfterLastLesson) and last_lesson_ends is not None:
        return last_lesson_ends + timedelta(minutes=rule.minutes_after_class_last_lesson)
    return end_of_day(lesson_date, zone)


def term_mark_opens(profile: Profile, period: Period) -> date:
    """Return the day from which term marks of the period are asked for (TAL-2.6b)."""
    return period.end - timedelta(days=profile.finals.open_days_before)


def term_mark_due(profile: Profile, period: Period) -> date:
    """Return the last day on which a term mark of the period is in time (ANC-R.VIII.8)."""
    return period.end + timedelta(days=profile.finals.due_days_after)


def plan_due(school_year: int) -> date:
    """Return the last day for the lesson plans (КТП) of all subjects (ANC-R.VI.6)."""
    return date(school_year, 10, 15)


def transfer_due(restored: datetime, profile: Profile, calendar: WorkCalendar) -> datetime:
    """Return the last minute for moving what was written before ``restored`` (TAL-3.2).

    Day 0 is the day of ``restored`` in the school's time zone, whatever the hour.
    """
    zone = ZoneInfo(profile.time_zone)
    day = restored.astimezone(zone).date()
    days = profile.temporary_journal.transfer.working_days
    return end_of_day(calendar.add_working_days(day, days), zone)


def absence_reason_due(presented: date, profile: Profile, calendar: WorkCalendar) -> date:
    """Return the last day for correcting reasons after a document came (TAL-2.9b, ANC-R.VIII.5).

    Day 0 is the day on which it was presented.
    """
    return calendar.add_working_days(presented, profile.deadline.absence_reason.working_days)


def _after(day: date, allowed: SchoolDays, grade: int, calendar: SchoolCalendar) -> date:
    return calendar.school_days_after(day, allowed.school_days, grade)
