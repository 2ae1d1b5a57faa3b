"""Means of a period and the marks they propose."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import values
from journal.calendar import Period
from journal.facts_page import MarkRow
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
