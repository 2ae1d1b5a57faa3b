"""Term marks, and closing a term for entries."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal import values
from journal.changes import Changes
from journal.errors import UserError
from journal.kinds import YEAR, make_key
from journal.log import Draft
from journal.marks import read_term_mark
from journal.queries.means import read_proposals, read_year_proposal
from journal.services.work import Work, write
from journal.terms import NOTHING, Proposal, deviates


@dataclass(frozen=True, slots=True)
class SetTermMark:
    """Put a pupil's mark for a period (``YEAR`` for the whole year).

    ``reason``: when it differs from the proposal by a point.
    """

    page: str
    period: str
    pupil: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CloseTerm:
    """Close a period for entries of these classes, or open it again."""

    period: str
    classes: tuple[str, ...]
    closed: bool = True
    reason: str = ""


def set_term_mark(session: Session, command: SetTermMark, work: Work) -> Changes:
    """Write the teacher's decision; the computed mean only proposes.

    Raises:
        UserError: not a term mark; a point away from the proposal without a reason.
    """
    return write(session, work, [final_draft(session, command, work)])


def final_draft(
    session: Session,
    command: SetTermMark,
    work: Work,
    proposals: Mapping[str, Proposal] | None = None,
) -> Draft:
    """Return what a typed term mark says.

    ``proposals``: of the page and period by pupil, where they have been read already.

    Raises:
        UserError: not a term mark; a point away from the proposal without a reason.
    """
    reference, page, pupil = work.reference, command.page, command.pupil
    known = page in reference.pages
    period = reference.marked_period(page, command.period) if known else None
    if period is None:
        raise UserError("Такой четверти нет в календаре школы. Обновите данные и повторите.")
    mark = read_term_mark(command.text, graded=reference.is_graded(page))
    is_year = command.period == YEAR
    if is_year:
        proposed = read_year_proposal(session, reference, page, pupil).mark
    else:
        if proposals is None:
            proposals = read_proposals(session, reference, page, period)
        proposed = proposals.get(pupil, NOTHING).mark
    if mark and deviates(proposed, mark) and not command.reason:
        by = "отметкам за периоды" if is_year else "текущим отметкам"
        raise UserError(
            f"По {by} выходит «{proposed}», а выставляется «{mark}»: "
            "укажите причину, она останется в журнале."
        )
    key = make_key("term.mark", page, command.period, pupil)
    value = values.TermMark(mark, command.reason if mark else "")
    return Draft("term.mark", key, value, lesson_date=period.end)


def close_term(session: Session, command: CloseTerm, work: Work) -> Changes:
    """Close a period: what comes later waits for the deputy, and nothing is lost."""
    if command.period not in work.reference.periods:
        raise UserError("Такой четверти нет в календаре школы. Обновите данные и повторите.")
    value = values.Closing(command.closed, command.reason)
    drafts = [
        Draft("period.close", make_key("period.close", "", command.period, class_id), value)
        for class_id in command.classes
    ]
    return write(session, work, drafts)
