"""The page of the register on show; both halves of the spread look at it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from desktop.workspace import Workspace
from journal.changes import Changes
from journal.queries.foreign_hands import read_by_class_teacher
from journal.queries.register import read_register, reread_register
from journal.queries.register_view import RegisterView

Days = tuple[date, date]
_OF_MARKS = "mark/"


class RegisterPage(QObject):
    """Holds the view of one page in one period and keeps it up to date.

    Signals:
        opened: another page or period, or other pupils and lessons on it.
        changed: the same rows and columns with other contents; carries the ``RegisterView`` before.
    """

    opened = Signal()
    changed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.view: RegisterView | None = None
        self._whole: RegisterView | None = None
        # asked for one cell at a time, and mostly in vain
        self._by_class_teacher: dict[str, frozenset[str]] = {}
        workspace.committed.connect(self._refresh)

    def open(self, page: str, period: str, days: Days | None = None) -> None:
        """Show a page in a period, or on other days (first and last) around it.

        Raises:
            LookupError: this journal knows no such page or period.
        """
        self._whole = self.workspace.read(
            read_register, self.workspace.user, page, period, self.workspace.now, days
        )
        self.view = self.part_of(self._whole)
        self._by_class_teacher.clear()
        self.opened.emit()

    def part_of(self, view: RegisterView) -> RegisterView:
        """Return what of the page is shown: all of it."""
        return view

    def reload(self) -> None:
        """Read the page anew, as after midnight, when nothing was written and locks moved."""
        if self.view is not None:
            self._by_class_teacher.clear()
            self._take(
                self.workspace.read(
                    read_register,
                    self.workspace.user,
                    self.view.page,
                    self.view.period.id,
                    self.workspace.now,
                    self.view.days,
                )
            )

    def by_class_teacher(self, lesson: str) -> frozenset[str]:
        """Return whose cells of a lesson the class teacher filled, though another keeps it."""
        if self.view is None:
            return frozenset()
        if lesson not in self._by_class_teacher:
            self._by_class_teacher[lesson] = self.workspace.read(
                read_by_class_teacher, self.view.page, lesson
            )
        return self._by_class_teacher[lesson]

    def is_of_today(self) -> bool:
        """Tell whether the view was read on the school's day of now."""
        return self.view is None or self.view.today == self.workspace.now.date()

    def _refresh(self, changes: Changes) -> None:
        view = self._whole
        if view is None or not changes.touches_page(view.page):
            return
        reference = self.workspace.reference
        if view.page not in reference.pages or view.period.id not in reference.periods:
            self.view = self._whole = None
            self.opened.emit()
            return
        if not all(key.partition("/")[2].startswith(_OF_MARKS) for key in changes.keys):
            self._by_class_teacher.clear()
        self._take(
            self.workspace.read(
                reread_register, view, changes.keys, self.workspace.user, self.workspace.now
            )
        )

    def _take(self, whole: RegisterView) -> None:
        if whole is self._whole:
            return
        before, view = self.view, self.part_of(whole)
        self._whole, self.view = whole, view
        if before is None or _frame(before) != _frame(view):
            self.opened.emit()
        elif before is not view:
            self.changed.emit(before)


def _frame(view: RegisterView) -> tuple[object, ...]:
    """Return what rows and columns there are."""
    return (
        view.page,
        view.period.id,
        view.days,
        view.graded,
        [(term.period.id, term.after) for term in view.terms],
        view.year is not None,
        [pupil.id for pupil in view.pupils],
        [(column.lesson, column.column) for column in view.columns],
    )
