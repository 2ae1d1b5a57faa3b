"""One lesson of a page of the register, as the models of the grid look at it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from desktop.models.register_page import RegisterPage
from desktop.workspace import Workspace
from journal.queries.register_cells import count_signs
from journal.queries.register_view import RegisterView


class LessonPage(RegisterPage):
    """Shows the mark columns of one lesson; means go over the whole period."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(workspace, parent)
        self.lesson = ""

    def open_lesson(self, page: str, lesson: str) -> None:
        """Show a lesson.

        Raises:
            LookupError: this journal knows no such lesson.
        """
        reference = self.workspace.reference
        known = reference.lessons(page)[lesson]
        period = reference.period_on(page, known.day)
        if period is None:
            raise LookupError(lesson)
        self.lesson = lesson
        self.open(page, period.id)

    def part_of(self, view: RegisterView) -> RegisterView:
        """Return the view with nothing but this lesson in it."""
        columns = tuple(column for column in view.columns if column.lesson == self.lesson)
        places = [(pupil.id, self.lesson, each.column) for each in columns for pupil in view.pupils]
        cells = {place: view.cells[place] for place in places if place in view.cells}
        drafts = {place: each for place, each in view.drafts.items() if place[1] == self.lesson}
        lines = tuple(line for line in view.lines if line.lesson == self.lesson)
        return replace(
            view,
            columns=columns,
            cells=cells,
            lines=lines,
            signs=count_signs((), cells.values(), lines),
            drafts=drafts,
            touched=None if view.touched is None else view.touched.intersection(places),
        )
