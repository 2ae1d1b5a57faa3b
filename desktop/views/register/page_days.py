"""Which days of a page are in sight: those of a period, of the whole year, or chosen ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.models.register_page import Days, RegisterPage
from desktop.views.register.days_question import DaysQuestion
from desktop.views.register.page_bar import YEAR
from journal.calendar import Period
from journal.queries.pages import period_for

Open = Callable[[str, str, Days | None], None]


class PageDays:
    """Opens the page at hand on other days; ``open_page`` does it."""

    def __init__(self, page: RegisterPage, host: QWidget, open_page: Open) -> None:
        self._page = page
        self._host = host
        self._open = open_page

    def open_year(self) -> None:
        """Show all lessons of the school year on the page at hand."""
        view, periods = self._page.view, self._periods()
        if view is not None and periods:
            self._open(view.page, "", (periods[0].start, periods[-1].end))

    def open_days(self, first: date, last: date) -> None:
        """Show the lessons between two days; the mean stays that of the period at their end."""
        view = self._page.view
        if view is not None:
            period = period_for(self._periods(), min(last, max(first, view.today)))
            self._open(view.page, period.id if period else "", (first, last))

    def ask(self) -> None:
        """Ask between which days."""
        view = self._page.view
        if view is not None:
            days = view.days or (view.period.start, view.period.end)
            question = DaysQuestion(*days, self._host)
            question.chosen.connect(self.open_days)
            question.open()

    def words(self) -> str:
        """Return how the bar names the days in sight, "" when they are those of a period."""
        view, periods = self._page.view, self._periods()
        if view is None or view.days is None:
            return ""
        first, last = view.days
        is_year = bool(periods) and view.days == (periods[0].start, periods[-1].end)
        return YEAR if is_year else f"{first:%d.%m} — {last:%d.%m}"

    def _periods(self) -> tuple[Period, ...]:
        view = self._page.view
        reference = self._page.workspace.reference
        return tuple(reference.periods_of(view.page)) if view is not None else ()
