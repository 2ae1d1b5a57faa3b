"""The open journal as windows see it: wishes go down, news of what changed comes up."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal
from sqlalchemy.orm import Session

from desktop.undoing import Done, UndoStack
from journal.changes import Changes
from journal.clock import Clock
from journal.kinds import make_key
from journal.log import Stamp
from journal.queries.school import read_reference
from journal.reference import Reference, StaffMember
from journal.services.decisions import Undo, read_brought_back, undo
from journal.services.work import Work
from journal.steps import reached
from journal.store import Store

P = ParamSpec("P")
Result = TypeVar("Result")
Command = TypeVar("Command")


class Workspace(QObject):
    """A journal that is open in this program, and the one who opened it.

    Signals:
        committed: what a transaction touched (``Changes``), own or brought by the link; the only
            way a screen learns of anything.
        saved: an own action was written (``Done``).
        undo_changed: another action is the one that ``undo`` or ``redo`` would take.
    """

    committed = Signal(object)
    saved = Signal(object)
    undo_changed = Signal()

    def __init__(
        self, store: Store, clock: Clock, school: str, user: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.clock = clock
        self.school = school
        self.user = user
        self._undoing = UndoStack()
        self._reference: Reference | None = None
        self._standing_in: dict[str, str] = {}

    @property
    def reference(self) -> Reference:
        """The school as this journal knows it now, with the lessons at which the user stands in."""
        if self._reference is None:
            with self.store.reading() as session:
                known = read_reference(session, self.school)
            for lesson, page in self._standing_in.items():
                known = known.with_substitute(lesson, page, self.user)
            self._reference = known
        return self._reference

    def stand_in(self, page: str, lesson: str) -> None:
        """Keep a lesson of somebody else before anybody was appointed to it (ANC-P4.T.3).

        Only this program takes it for so, until it is closed: the centre holds what is written
        there until the deputy appoints the user, or decides otherwise.
        """
        self._standing_in[lesson] = page
        self.announce(Changes(frozenset({make_key("substitution.set", "", lesson)})))

    @property
    def member(self) -> StaffMember | None:
        """Who is signed in; ``None`` until the first lists have come."""
        return self.reference.staff.get(self.user)

    @property
    def now(self) -> datetime:
        """This computer's clock, in the school's zone."""
        return self.clock.read().wall.astimezone(self.reference.zone)

    def execute(
        self,
        service: Callable[[Session, Command, Work], Changes],
        command: Command,
        words: str = "",
        paper_date: date | None = None,
    ) -> Changes:
        """Carry out one wish in one transaction and announce what it touched.

        ``words`` name the action for undo; without them it cannot be taken back. ``paper_date`` is
        the day on the paper sheet that is being typed in.

        Raises:
            UserError: the wish cannot be fulfilled; nothing was written.
        """
        work = self._work(paper_date)
        with self.store.writing() as session:
            changes = service(session, command, work)
        reached("write.committed")
        if changes.written and words:
            done = Done(changes.written, words)
            self._undoing.push(done)
            self.saved.emit(done)
            self.undo_changed.emit()
        self.announce(changes)
        return changes

    def read(
        self,
        query: Callable[Concatenate[Session, Reference, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Result:
        """Answer a question in one short session; the answer is frozen."""
        reference = self.reference
        with self.store.reading() as session:
            return query(session, reference, *args, **kwargs)

    def weigh(
        self, question: Callable[[Session, Command, Work], Result], command: Command
    ) -> Result:
        """Ask what would become of a wish; nothing is written."""
        work = self._work()
        with self.store.reading() as session:
            return question(session, command, work)

    def _work(self, paper_date: date | None = None) -> Work:
        reference = self.reference
        stamp = Stamp(self.user, self.clock.read(), reference.profile_number)
        return Work(reference, stamp, paper_date)

    def announce(self, changes: Changes) -> None:
        """Tell every screen what was touched; background work reports here, on the UI thread."""
        if not changes:
            return
        if changes.touches_reference():
            self._reference = None
        self.committed.emit(changes)

    @property
    def last_done(self) -> Done | None:
        """The action that ``undo`` would take back."""
        return self._undoing.last_done

    @property
    def last_undone(self) -> Done | None:
        """The action that ``redo`` would do again."""
        return self._undoing.last_undone

    def undo(self) -> str:
        """Take back the last own action, whatever screen it was made on, and return its words.

        Raises:
            UserError: nothing to take back, or somebody wrote over it since.
        """
        return self._step(self._undoing.take_done(), self._undoing.push_undone)

    def redo(self) -> str:
        """Do again what was taken back last and return its words.

        Raises:
            UserError: nothing was taken back, or somebody wrote over it since.
        """
        return self._step(self._undoing.take_undone(), self._undoing.push_done_again)

    def _step(self, taken: Done, put: Callable[[Done], None]) -> str:
        """Take an action back; taking back is one more action, so this is how it is done again."""
        try:
            changes = self.execute(undo, Undo(taken.entries, self._undoing.same))
            brought = self.read(read_brought_back, taken.entries, changes.written)
            self._undoing.learn(brought)
            put(Done(changes.written, taken.words))
        finally:
            self.undo_changed.emit()
        return taken.words
