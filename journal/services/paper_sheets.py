"""Typing a paper sheet in: as in the register, with the day of the sheet on every entry (TAL-3.1).

What a teacher wrote by hand on a day without electricity is judged by the same rules as all else
(C-01): between due and lock it is late, after the lock it becomes a request with its reason.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.errors import UserError
from journal.services.lessons import CallRoll, SetCell, call_roll, set_cell
from journal.services.work import Work


@dataclass(frozen=True, slots=True)
class KeyInCell:
    """Put what stands in a cell of the paper sheet into the cell of the register."""

    cell: SetCell


@dataclass(frozen=True, slots=True)
class EndLesson:
    """Everything of a lesson is typed in; ``all_present``: nobody is marked absent on the sheet."""

    page: str
    lesson: str
    all_present: bool


def key_in_cell(session: Session, command: KeyInCell, work: Work) -> Changes:
    """Write a cell; where its time has passed, the sheet itself is the reason of a request.

    Raises:
        UserError: the text is not a mark, or the cell may not be written even by request.
    """
    try:
        return set_cell(session, command.cell, work)
    except UserError:
        return set_cell(session, replace(command.cell, reason=_reason(work)), work)


def end_lesson(session: Session, command: EndLesson, work: Work) -> Changes:
    """Write that the roll was called at the lesson, as the sheet shows it.

    Raises:
        UserError: the lesson may not be written now.
    """
    return call_roll(session, CallRoll(command.page, command.lesson, command.all_present), work)


def _reason(work: Work) -> str:
    assert work.paper_date is not None
    return f"временный журнал на бумаге, лист от {work.paper_date:%d.%m.%Y}"
