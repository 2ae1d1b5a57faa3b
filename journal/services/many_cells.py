"""Many cells at once: a column filled down, a block pasted from a spreadsheet, a block cleared."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal.bench import Bench
from journal.changes import Changes
from journal.errors import UserError
from journal.log import Draft
from journal.projection import load_keys
from journal.queries.judging import read_bench
from journal.services.lessons import SetCell, cell_drafts, mark_key
from journal.services.terms import SetTermMark, final_draft
from journal.services.work import Work, check, says_the_same, write

AnyCell = SetCell | SetTermMark


@dataclass(frozen=True, slots=True)
class SetCells:
    """Put texts into cells of the register as one action: all of them, or none."""

    cells: tuple[AnyCell, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What would become of one cell.

    Attributes:
        fault: why it would not be written, as a sentence; "" when it would.
        changes: whether anything would be written at all.
    """

    fault: str = ""
    changes: bool = False


def set_cells(session: Session, command: SetCells, work: Work) -> Changes:
    """Write all cells in one transaction, so that one undo takes them back.

    Raises:
        UserError: one of them may not be written; then none is.
    """
    bench = _bench(session, command.cells, work)
    drafts = [draft for cell in command.cells for draft in _drafts(session, cell, work, bench)]
    return write(session, work, drafts, bench)


def weigh_cells(session: Session, command: SetCells, work: Work) -> tuple[Weighed, ...]:
    """Return for each cell what ``set_cells`` would say of it alone; nothing is written."""
    bench = _bench(session, command.cells, work)
    drafted: list[list[Draft] | str] = []
    for cell in command.cells:
        try:
            drafted.append(_drafts(session, cell, work, bench))
        except UserError as refusal:
            drafted.append(str(refusal))
    keys = [draft.key for each in drafted if not isinstance(each, str) for draft in each]
    logs = load_keys(session, work.reference.school, keys)

    def weigh(drafts: list[Draft]) -> Weighed:
        try:
            fresh = [draft for draft in drafts if not says_the_same(logs[draft.key], draft)]
            for draft in fresh:
                check(work, draft, logs[draft.key], bench)
        except UserError as refusal:
            return Weighed(str(refusal))
        return Weighed(changes=bool(fresh))

    return tuple(Weighed(each) if isinstance(each, str) else weigh(each) for each in drafted)


def _bench(session: Session, cells: Sequence[AnyCell], work: Work) -> Bench:
    keys = [mark_key(cell) for cell in cells if isinstance(cell, SetCell)]
    return read_bench(session, work.reference, work.now, keys)


def _drafts(session: Session, cell: AnyCell, work: Work, bench: Bench) -> list[Draft]:
    if isinstance(cell, SetTermMark):
        return [final_draft(session, cell, work)]
    return cell_drafts(session, cell, work, bench)
