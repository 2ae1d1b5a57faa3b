"""Closing a term for a class: whether it is closed, who may change that, and doing it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.workspace import Workspace
from journal.changes import Changes
from journal.errors import UserError
from journal.rights import may_close_term
from journal.services.terms import CloseTerm, close_term


class TermDesk(QObject):
    """Knows one class and period at a time.

    Signals:
        changed: another class or period, or its term was closed or opened.
        refused: why it was not done, in words for people.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._class_id = self._period = ""
        workspace.committed.connect(self._follow)

    def choose(self, class_id: str, period: str) -> None:
        """Turn to a class and a period."""
        self._class_id, self._period = class_id, period
        self.changed.emit()

    @property
    def is_offered(self) -> bool:
        """Tell whether this user closes terms, and a class and period are chosen."""
        reference = self._workspace.reference
        person = reference.person(self._workspace.user)
        return (
            may_close_term(person) is None
            and self._class_id in reference.classes
            and self._period in reference.periods
        )

    @property
    def is_closed(self) -> bool:
        """Tell whether entries into the term of the class wait for the deputy."""
        return (self._period, self._class_id) in self._workspace.reference.closed

    @property
    def words(self) -> str:
        """Class and period as people say them: «5А, I четверть»."""
        reference = self._workspace.reference
        class_title = reference.classes[self._class_id].title
        return f"{class_title}, {reference.periods[self._period].name}"

    def turn(self) -> None:
        """Close the term for the class, or open it again."""
        closing = not self.is_closed
        done = "закрыта для записей" if closing else "снова открыта для записей"
        command = CloseTerm(self._period, (self._class_id,), closing)
        try:
            self._workspace.execute(close_term, command, f"{self.words} {done}")
        except UserError as refusal:
            self.refused.emit(str(refusal))

    def _follow(self, changes: Changes) -> None:
        if changes.touches_reference():
            self.changed.emit()
