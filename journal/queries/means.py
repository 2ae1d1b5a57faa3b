"""Means of a period and the marks they propose."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from journal.terms import (
    NOTHING,
    Proposal,
    WeightedMark,
    counted_marks,
    propose_mark,
    weigh,
    weighted_mean,
)
from journal.works import DEFAULT_WORK, weight_of


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
    rows = session.execute(
        select(MarkRow.pupil, MarkRow.lesson, MarkRow.column, MarkRow.marks).where(
            MarkRow.school == reference.school, MarkRow.page == page
        )
    )
    marks = {(pupil, lesson, column): cell for pupil, lesson, column, cell in rows}
    return propose(marks, lessons, read_columns(session, reference.school, lessons), reference)


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
        return Proposal(mean, None, weighed, words)
    if not_attested:
        return Proposal(mean, None, weighed, f"Не аттестован(а): {not_attested}.")
    if mean is None:
        same = given[0] if len(set(given)) == 1 else None
        return Proposal(None, same, words=", ".join(given))
    proposed = propose_mark(mean, reference.profile.finals.year_thresholds)
    return Proposal(mean, proposed, weighed)


def propose(
    marks: Mapping[tuple[str, str, str], Sequence[str]],
    lessons: Sequence[str],
    columns: Mapping[tuple[str, str], values.Column],
    reference: Reference,
) -> dict[str, Proposal]:
    """Return the proposals of a period by pupil, for all who have a mark in it.

    ``marks`` by (pupil, lesson, column); ``lessons`` are those of the period, in their order.
    """
    weights, thresholds = reference.profile.marks.weights, reference.profile.marks.thresholds
    order = {lesson: place for place, lesson in enumerate(lessons)}
    pupils = {pupil for pupil, _, _ in marks}
    marked = {(lesson, column) for _, lesson, column in marks if lesson in order}
    known_works = {known.work for known in columns.values()} | {DEFAULT_WORK}
    by_work = {work: counted_marks(weight_of(work, weights=weights)) for work in known_works}
    found: dict[str, list[WeightedMark]] = defaultdict(list)
    # column by column: most are alike for a whole class, and the marks come in the order of time
    for lesson, column in sorted(marked, key=lambda place: (order[place[0]], place[1])):
        known = columns.get((lesson, column))
        counted = by_work[known.work if known else DEFAULT_WORK]
        for pupil in pupils:
            cell = marks.get((pupil, lesson, column))
            if cell:
                found[pupil] += [counted[mark] for mark in cell if mark in counted]
    proposals = {}
    for pupil, of_pupil in found.items():
        mean = weighted_mean(of_pupil)
        proposals[pupil] = Proposal(mean, propose_mark(mean, thresholds), tuple(of_pupil))
    return proposals
