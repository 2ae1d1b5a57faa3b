"""From a typed text to the command that writes it, with the words undo shows."""

from __future__ import annotations

from desktop.models.register_page import RegisterPage
from journal.calendar import Period
from journal.errors import UserError
from journal.marks import read_cell, read_term_mark, show_cell
from journal.queries.register_view import GridColumn, GridPupil, RegisterView
from journal.services.lessons import SetCell, set_cell
from journal.services.terms import SetTermMark, set_term_mark
from journal.terms import deviates


class CellWriter:
    """Writes marks of lessons and of the period on the open page."""

    def __init__(self, page: RegisterPage) -> None:
        self._page = page

    def fault(self, view: RegisterView, column: GridColumn | None, text: str) -> str:
        """Return why a text is no mark, "" when it is one; ``None`` is the term column."""
        allow_one = self._page.workspace.reference.profile.marks.allow_one
        try:
            if column is None:
                read_term_mark(text, graded=view.graded)
            else:
                read_cell(text, allow_one=allow_one, graded=view.graded)
        except UserError as refusal:
            return str(refusal)
        return ""

    def wish(
        self,
        view: RegisterView,
        pupil: GridPupil,
        column: GridColumn | None,
        text: str,
        period: Period | None = None,
    ) -> SetCell | SetTermMark:
        """Return the command that puts a text into a cell; ``None`` is the column of a term.

        ``period``: its period, if not the one at hand.
        """
        if column is None:
            return SetTermMark(view.page, (period or view.period).id, pupil.id, text)
        return SetCell(view.page, column.lesson, pupil.id, text, column.column)

    def write_mark(
        self, view: RegisterView, pupil: GridPupil, column: GridColumn, text: str, reason: str
    ) -> None:
        """Write a cell of a lesson.

        Raises:
            UserError: it may not be written now, or not without a reason.
        """
        typed = read_cell(text, allow_one=True, graded=view.graded)
        shown = show_cell(typed.marks, typed.absence, typed.proposed, minutes=typed.minutes)
        words = f"{pupil.name}, {column.day:%d.%m}, {f'«{shown}»' if shown else 'очищено'}"
        command = SetCell(view.page, column.lesson, pupil.id, text, column.column, reason)
        self._page.workspace.execute(set_cell, command, words)

    def write_final(
        self,
        view: RegisterView,
        pupil: GridPupil,
        text: str,
        reason: str,
        period: Period | None = None,
    ) -> None:
        """Write a term mark; ``period`` if it is not the one at hand.

        Raises:
            UserError: it may not be written now, or not without a reason.
        """
        mark = read_term_mark(text)
        term = period or view.period
        words = f"{pupil.name}, {term.name}, {f'«{mark}»' if mark else 'очищено'}"
        command = SetTermMark(view.page, term.id, pupil.id, text, reason)
        self._page.workspace.execute(set_term_mark, command, words)

    def wants_reason(self, proposed: str | None, text: str) -> bool:
        """Tell whether a term mark is far enough from the proposal to need a reason."""
        return deviates(proposed, read_term_mark(text))
