"""Means of a period and the marks they propose."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import values
from journal.calendar import Period
from journal.facts_page import MarkRow, TermMarkRow
from journal.marks import NOT_ATTESTED
from journal.queries.judging import read_columns
from journal.reference import Reference
from journal.terms import WeightedMark, explain_mean, propose_mark, weigh, weighted_mean
from journal.works import DEFAULT_WORK, weight_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the marks of a period amount to; ``explained`` shows the calculation in Russian.

    ``marks``: those that take part, in the order of time.
    """

    mean: Decimal | None
    mark: str | None
    explained: str
    count: int
    marks: tuple[WeightedMark, ...] = ()


NOTHING = Proposal(None, None, "Отметок за этот период ещё нет.", 0)


def read_proposal(
    session: Session, reference: Reference, page: str, period: Period, pupil: str
) -> Proposal:
    """Return the proposal for one pupil."""
    return read_proposals(session, reference, page, period).get(pupil, NOTHING)


def read_proposals(
    session: Session, reference: Reference, page: str, period: Period
) -> dict[str, Proposal]:
    """Return the proposals for all pupils of a page who have marks in the period."""
    lessons = [x.id for x in reference.lessons_between(page, period.start, period.end)]
    order = {lesson: place for place, lesson in enumerate(lessons)}
    rows = session.execute(
        select(MarkRow.lesson, MarkRow.pupil, MarkRow.column, MarkRow.marks).where(
            MarkRow.school == reference.school, MarkRow.page == page
        )
    )
    marks = sorted(
        ((row.lesson, row.pupil, row.column, row.marks) for row in rows if row.lesson in order),
        key=lambda mark: (order[mark[0]], mark[2]),
    )
    columns = read_columns(session, reference.school, lessons)
    return propose(marks, columns, reference)


def read_year_proposal(session: Session, reference: Reference, page: str, pupil: str) -> Proposal:
    """Return the proposal for the year mark of one pupil."""
    rows = session.execute(
        select(TermMarkRow.period, TermMarkRow.mark).where(
            TermMarkRow.school == reference.school,
            TermMarkRow.page == page,
            TermMarkRow.pupil == pupil,
        )
    )
    marks = {row.period: row.mark for row in rows}
    known = reference.pupils.get(pupil)
    return propose_year(reference, page, marks, known.arrived if known else None)


def propose_year(
    reference: Reference, page: str, marks: Mapping[str, str], arrived: date | None
) -> Proposal:
    """Return the proposal for the year from the term marks by period (domain, s. 4).

    Terms that ended before the pupil ``arrived`` are not asked for. Nothing is proposed while a
    term has no mark, or where one is «н/а».
    """
    terms = [
        (term.name, marks.get(term.id, ""))
        for term in reference.periods_of(page)
        if arrived is None or arrived <= term.end or marks.get(term.id)
    ]
    given = [mark for _, mark in terms if mark]
    weighed = weigh(given, Decimal(1))
    mean = weighted_mean(weighed)
    lacking = ", ".join(name for name, mark in terms if not mark)
    not_attested = ", ".join(name for name, mark in terms if mark == NOT_ATTESTED)
    if lacking or not terms:
        words = f"Нет отметки: {lacking}." if given else "Отметок за периоды ещё нет."
        return Proposal(mean, None, words, len(weighed), weighed)
    if not_attested:
        return Proposal(mean, None, f"Не аттестован(а): {not_attested}.", len(weighed), weighed)
    if mean is None:
        same = given[0] if len(set(given)) == 1 else None
        return Proposal(None, same, ", ".join(given), 0)
    proposed = propose_mark(mean, reference.profile.finals.year_thresholds)
    return Proposal(mean, proposed, explain_mean(weighed), len(weighed), weighed)


def propose(
    marks: Iterable[tuple[str, str, str, list[str]]],
    columns: Mapping[tuple[str, str], values.Column],
    reference: Reference,
) -> dict[str, Proposal]:
    """Return proposals by pupil from (lesson, pupil, column, marks) rows of one period.

    The explanation names the marks in the order of the rows: hand them in by lesson.
    """
    profile = reference.profile
    weighed: dict[str, list[WeightedMark]] = defaultdict(list)
    for lesson, pupil, column, cell in marks:
        known = columns.get((lesson, column))
        if known is not None and known.removed and not cell:
            continue
        work = known.work if known else DEFAULT_WORK
        weighed[pupil] += weigh(cell, weight_of(work, weights=profile.marks.weights))
    proposals = {}
    for pupil, pupil_marks in weighed.items():
        mean = weighted_mean(pupil_marks)
        proposals[pupil] = Proposal(
            mean,
            propose_mark(mean, profile.marks.thresholds),
            explain_mean(pupil_marks),
            len(pupil_marks),
            tuple(pupil_marks),
        )
    return proposals
