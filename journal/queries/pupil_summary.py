"""One pupil on one page in one period: marks by work type, the mean explained, absences."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import attendance
from journal.facts_page import AttendanceRow, MarkRow
from journal.forecast import Outlook, look_ahead
from journal.marks import show_cell
from journal.queries.absence_reasons import read_reasons
from journal.queries.judging import read_columns
from journal.queries.means import read_proposal
from journal.reference import Reference
from journal.terms import Proposal
from journal.works import DEFAULT_WORK, WORK_TYPES, weight_of

_TEST = "КР"


@dataclass(frozen=True, slots=True)
class DatedText:
    """What stands in one lesson."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class WorkMarks:
    """The marks of one work type, in the order of time."""

    code: str
    name: str
    weight: Decimal
    marks: tuple[DatedText, ...]


@dataclass(frozen=True, slots=True)
class WorkOutlook:
    """What one more mark for a work of this type would do."""

    name: str
    weight: Decimal
    outlook: Outlook


@dataclass(frozen=True, slots=True)
class PupilSummary:
    """What a click on a name tells.

    Attributes:
        mean: rounded half up to 0.01; ``None`` without a mark that counts.
        explained: the calculation in Russian.
        outlooks: what further marks would do, by work types; none where the act wants no forecast.
        absences: lessons missed; ``lates``: lessons begun late; both in the order of time.
    """

    full_name: str
    mean: Decimal | None
    proposed: str | None
    explained: str
    works: tuple[WorkMarks, ...]
    absences: tuple[DatedText, ...]
    lates: tuple[DatedText, ...]
    outlooks: tuple[WorkOutlook, ...] = ()


def read_pupil_summary(
    session: Session, reference: Reference, page: str, period: str, pupil: str
) -> PupilSummary:
    """Return what a page says of one pupil in a period."""
    term = reference.periods[period]
    name = reference.pupils[pupil]
    days = {each.id: each.day for each in reference.lessons_between(page, term.start, term.end)}
    columns = read_columns(session, reference.school, days)
    weights = reference.profile.marks.weights
    by_work: dict[str, list[DatedText]] = defaultdict(list)
    for row in session.execute(
        select(MarkRow.lesson, MarkRow.column, MarkRow.marks).where(
            MarkRow.school == reference.school, MarkRow.page == page, MarkRow.pupil == pupil
        )
    ):
        if row.lesson in days and row.marks:
            known = columns.get((row.lesson, row.column))
            text = show_cell(row.marks, "")
            by_work[known.work if known else DEFAULT_WORK].append(DatedText(days[row.lesson], text))
    reasons = read_reasons(session, reference, [page])

    def reason_of(lesson: str, code: str) -> str:
        return reasons.of(page, lesson, pupil) if code == attendance.ABSENT else ""

    seen = [
        (
            DatedText(
                days[row.lesson],
                show_cell((), row.code, row.proposed, reason_of(row.lesson, row.code)),
            ),
            row.code,
        )
        for row in session.execute(
            select(AttendanceRow.lesson, AttendanceRow.code, AttendanceRow.proposed).where(
                AttendanceRow.school == reference.school,
                AttendanceRow.page == page,
                AttendanceRow.pupil == pupil,
            )
        )
        if row.lesson in days
    ]
    proposal = read_proposal(session, reference, page, term, pupil)
    return PupilSummary(
        " ".join(part for part in (name.surname, name.name, name.patronymic) if part),
        proposal.mean,
        proposal.mark,
        proposal.explained,
        tuple(
            WorkMarks(
                code,
                WORK_TYPES[code].name,
                weight_of(code, weights=weights),
                _in_time(by_work[code]),
            )
            for code in WORK_TYPES
            if code in by_work
        ),
        _in_time([each for each, code in seen if attendance.counts_as_absence(code)]),
        _in_time([each for each, code in seen if code == attendance.LATE]),
        _outlooks(reference, proposal),
    )


def _outlooks(reference: Reference, proposal: Proposal) -> tuple[WorkOutlook, ...]:
    """Return the forecast for an answer, and for a test where that weighs more."""
    rules = reference.profile.marks
    if rules.forecast == "off":
        return ()
    found = []
    for code in (DEFAULT_WORK, _TEST) if rules.weights else (DEFAULT_WORK,):
        weight = weight_of(code, weights=rules.weights)
        outlook = look_ahead(proposal.marks, rules.thresholds, weight)
        if outlook is not None:
            found.append(WorkOutlook(WORK_TYPES[code].name, weight, outlook))
    return tuple(found)


def _in_time(found: list[DatedText]) -> tuple[DatedText, ...]:
    return tuple(sorted(found, key=lambda each: each.day))
