"""The ground on which the rules of the machine stand: a school, and wishes in it."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.errors import UserError
from journal.log import Draft
from journal.queries.transfers import OpenCell, read_open_cells
from journal.services.decisions import Choice, Decide, decide
from journal.services.lessons import SetCell, set_cell
from journal.services.work import Work, write
from tests.small_school import PUPILS
from tests.sync.machine.desk import Command, Desk
from tests.sync.machine.places import Place
from tests.sync.machine.school_house import SEATS, House, Template

COPY = "attic"
"""The place to which the journal of the classroom is copied, if it is."""

names = st.sampled_from([*sorted(SEATS), COPY])
teachers = st.sampled_from(["classroom", "guest", "notebook", COPY])
computers = st.sampled_from(["classroom", "notebook", "office"])
pupils = st.sampled_from([0, 1])
lessons = st.sampled_from([Place.TODAY, Place.YESTERDAY, Place.MATHS_TODAY])
russian_lessons = st.sampled_from([Place.TODAY, Place.YESTERDAY])
texts = st.sampled_from(["5", "4", "3", "н", "н 4", ""])
cells = st.tuples(lessons, pupils, texts)
choices = st.integers(0, 3)


class Ground(RuleBasedStateMachine):
    """A school and the people in it; rules come with the classes built on this one."""

    def __init__(self, template: Template) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.house: House = self.stack.enter_context(template.house())
        self.declared: set[str] = set()

    @property
    def office(self) -> Desk:
        """The deputy's journal."""
        return self.house.desks["office"]

    @property
    def guest(self) -> Desk:
        """The journal of a second teacher on the computer of the classroom."""
        return self.house.desks["guest"]

    def desk(self, name: str) -> Desk:
        """Return a journal by its name; the copied one is the first one until it is copied."""
        return self.house.desks.get(name) or self.house.desks["classroom"]

    def write(self, name: str, lesson: Place, pupil: int, text: str, reason: str = "") -> None:
        """Type into a cell of the grid."""
        command = SetCell(lesson.page, lesson.lesson, PUPILS[pupil], text, reason=reason)
        wish(self.desk(name), set_cell, command)


def wish(
    desk: Desk, service: Callable[[Session, Command, Work], Changes], command: Command
) -> bool:
    """Wish for something; tell whether the rulebook had nothing against it."""
    before = desk.count()
    try:
        desk.execute(service, command)
    except UserError:
        assert desk.count() == before, "refused, but written"
        return False
    return True


def write_drafts(session: Session, drafts: Sequence[Draft], work: Work) -> Changes:
    """Write what has no wish of its own yet; the rulebook is asked."""
    return write(session, work, drafts)


def decide_at(desk: Desk, cell: int, stands: int) -> None:
    """Decide over one of the cells that wait for the user of a journal."""
    waiting = open_cells(desk)
    if not waiting:
        return
    chosen = waiting[cell % len(waiting)]
    ids = [version.line.entry for version in chosen.versions]
    stand = ids[stands] if stands < len(ids) else None
    wish(desk, decide, Decide((Choice(chosen.key, chosen.entries, stand),)))


def open_cells(desk: Desk) -> list[OpenCell]:
    """Return the cells over which the user of a journal may decide, in an order of their own."""
    with desk.program, desk.journal.store.reading() as session:
        waiting = read_open_cells(session, desk.reference, desk.user, desk.clock.now)
    return sorted((cell for cell in waiting if not cell.refusal), key=lambda cell: cell.key)
