"""On which day of school something can be shown."""

from datetime import date, timedelta

from journal.reference import Reference

_DAY = timedelta(days=1)
_FAR = 120


def school_day_near(reference: Reference, day: date) -> date:
    """Return ``day`` if lessons are held on it, else the last such day before it, or the next."""
    for step in (*(-_DAY * n for n in range(_FAR)), *(_DAY * n for n in range(_FAR))):
        if any(lesson.status != "cancelled" for lesson in reference.lessons_on(day + step)):
            return day + step
    return day
