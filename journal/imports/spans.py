"""Whether terms follow each other, and whether bells leave room between lessons."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from journal.calendar import school_year_of
from journal.imports import columns
from journal.imports.faults import Findings
from journal.imports.lines import BellLine, ClassLine, PeriodLine

LONGEST_HOLIDAYS = 31
"""Days between two terms of a school year; where there are more, a term is missing."""

_NO_ROOM = "исправьте время или впишите, для каких классов и дней эти звонки"


def check_periods(
    told: Sequence[PeriodLine],
    known: Iterable[PeriodLine],
    classes: Iterable[ClassLine],
    findings: Findings,
) -> None:
    """Note turned and overlapping terms, gaps between them, and classes that have none.

    ``known``: terms of the journal, which count where no table speaks of them.
    """
    names = {(line.name, line.grade_to) for line in told}
    periods = [*(line for line in known if (line.name, line.grade_to) not in names), *told]
    read = [line for line in periods if columns.UNREAD_DAY not in (line.start, line.end)]
    for line in told:
        if columns.UNREAD_DAY not in (line.start, line.end) and line.end < line.start:
            what = "последний день раньше первого"
            findings.add(line.where, columns.END.title, what, "исправьте один из них")
    for earlier, later in combinations(read, 2):
        if not (later.where.row and _same_grades(earlier, later)):
            continue  # other grades, or both of the journal
        if earlier.start <= later.end and later.start <= earlier.end:
            place = earlier.where.seen_from(later.where)
            what = f"период пересекается с «{earlier.name}» ({place})"
            findings.add(later.where, columns.START.title, what, "исправьте дни одного из них")
    for line in read:
        if line.where.row:
            _check_gap(line, read, findings)
    if not periods or any(line.grade_to == 0 for line in periods):
        return
    for group in classes:
        if group.class_name and not any(
            line.grade_from <= group.grade <= line.grade_to for line in periods
        ):
            what = f"для класса {group.class_name} в таблице «периоды» нет ни одного периода"
            findings.add(group.where, columns.CLASS.title, what, "добавьте его туда")


def _check_gap(line: PeriodLine, periods: Sequence[PeriodLine], findings: Findings) -> None:
    """Note a term that begins long after the one before it has ended."""
    before = [
        other
        for other in periods
        if other.start <= other.end
        and _same_grades(line, other)
        and school_year_of(other.start) == school_year_of(line.start)
        and other.start < line.start
    ]
    last = max((other.end for other in before), default=date.max)
    days = (line.start - last).days - 1 if before else 0
    if days > LONGEST_HOLIDAYS:
        what = f"перед этим периодом дней без учёбы: {days}"
        advice = "исправьте день или добавьте пропущенный период"
        findings.add(line.where, columns.START.title, what, advice)


def _same_grades(one: PeriodLine, other: PeriodLine) -> bool:
    return one.grade_from <= other.grade_to and other.grade_from <= one.grade_to != 0


def check_bells(bells: Sequence[BellLine], findings: Findings) -> None:
    """Note turned bells, a number that is there twice, and lessons that run into each other."""
    read = []
    for line in bells:
        if columns.UNREAD_TIME in (line.begin, line.end):
            continue
        if line.end <= line.begin:
            what = "урок кончается раньше, чем начинается"
            findings.add(line.where, columns.BELL_END.title, what, "исправьте время")
        elif line.lesson_number:
            read.append(line)
    for earlier, later in combinations(read, 2):
        if not _same_days(earlier, later):
            continue
        place = earlier.where.seen_from(later.where)
        if earlier.lesson_number == later.lesson_number:
            what = f"звонок этого урока уже есть ({place})"
            findings.add(later.where, columns.SLOT.title, what, _NO_ROOM)
        elif (earlier.begin < later.end and later.begin < earlier.end) or (
            (earlier.lesson_number < later.lesson_number) != (earlier.begin < later.begin)
        ):
            what = f"урок пересекается с уроком {earlier.lesson_number} ({place})"
            findings.add(later.where, columns.BELL_BEGIN.title, what, _NO_ROOM)


def _same_days(one: BellLine, other: BellLine) -> bool:
    """Say whether both ring for the same grades on the same days, none for closer ones only."""
    return (
        one.weekday == other.weekday
        and one.is_short == other.is_short
        and (one.grade_from, one.grade_to) == (other.grade_from, other.grade_to)
        and max(one.valid_from or date.min, other.valid_from or date.min)
        <= min(one.valid_to or date.max, other.valid_to or date.max)
    )
