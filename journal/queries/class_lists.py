"""The class list as paper has it: who stands on a page in a period, and in which order."""

from datetime import date

from journal.calendar import Period, school_year_of
from journal.reference import PupilName, Reference, in_list_order


def printed_list(reference: Reference, page: str, period: Period) -> list[PupilName]:
    """Return the pupils of a page who were in the class in the period.

    Those who were there when the school year began stand in the order of the alphabet (Ё as Е),
    those who came later at the end, in the order of their arrival, as on paper (forms.md, s. 0.1).
    """
    periods = reference.periods_of(page)
    year_start = periods[0].start if periods else period.start
    listed = [pupil for pupil in reference.pupils_of(page) if _was_there(pupil, period)]
    return sorted(listed, key=lambda pupil: _later_than(pupil, year_start))


def _was_there(pupil: PupilName, period: Period) -> bool:
    came = pupil.arrived is None or pupil.arrived <= period.end
    return came and (pupil.left is None or pupil.left > period.start)


def _later_than(pupil: PupilName, year_start: date) -> date:
    """Return the sort key that leaves the beginning of the list as it is."""
    return max(pupil.arrived or year_start, year_start)


def class_list(reference: Reference, class_id: str, day: date) -> list[PupilName]:
    """Return the pupils of a class on one day, in the order of ``printed_list``."""
    periods = reference.periods.values()
    starts = [period.start for period in periods if _is_of(reference, class_id, period)]
    year_start = min(starts, default=day)
    listed = in_list_order(
        pupil
        for pupil in reference.pupils.values()
        if pupil.class_id == class_id and pupil.is_listed_on(day)
    )
    return sorted(listed, key=lambda pupil: _later_than(pupil, year_start))


def _is_of(reference: Reference, class_id: str, period: Period) -> bool:
    school_class = reference.classes[class_id]
    return (
        period.grade_from <= school_class.grade <= period.grade_to
        and school_year_of(period.start) == school_class.year
    )
