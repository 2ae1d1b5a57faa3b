"""Which pages of the register a person may open, and which period is meant when none is named."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal.calendar import Period
from journal.reference import Reference
from journal.scopes import granted_scopes


@dataclass(frozen=True, slots=True)
class PageChoice:
    """A page as switchers list it.

    Attributes:
        teacher: surname and initials.
        nearness: 0 - the person teaches it, 1 - of the person's own class, 2 - any other.
        periods: of its grade, in order.
        now: the period of today, or the last one begun; ``None`` where the calendar has none.
    """

    page: str
    class_title: str
    subject: str
    teacher: str
    nearness: int
    periods: tuple[Period, ...]
    now: Period | None

    @property
    def title(self) -> str:
        """The page as switchers name it: «9А · Русский язык»."""
        return f"{self.class_title} · {self.subject}"


def read_pages(
    session: Session, reference: Reference, user: str, today: date
) -> tuple[PageChoice, ...]:
    """Return the pages ``user`` may read this school year: own ones, the own class, the rest."""
    granted = granted_scopes(reference, user, today)
    newest = max((each.year for each in reference.classes.values()), default=0)
    readable = [
        page
        for page in reference.pages.values()
        if f"page:{page.id}" in granted and reference.class_of(page.id).year == newest
    ]

    def place(page_id: str) -> tuple[int, int, str, int, str]:
        school_class, page = reference.class_of(page_id), reference.pages[page_id]
        return (
            _nearness(reference, user, page_id),
            school_class.grade,
            school_class.letter,
            page.order,
            page.title,
        )

    choices = []
    for page in sorted(readable, key=lambda page: place(page.id)):
        periods = tuple(reference.periods_of(page.id))
        teacher = reference.staff.get(page.teacher)
        choices.append(
            PageChoice(
                page.id,
                reference.class_of(page.id).title,
                page.title,
                teacher.short if teacher else "",
                _nearness(reference, user, page.id),
                periods,
                period_for(periods, today),
            )
        )
    return tuple(choices)


def period_for(periods: tuple[Period, ...], today: date) -> Period | None:
    """Return the period of ``today``; in the holidays the one before, ahead of all the first."""
    begun = [period for period in periods if period.start <= today]
    return begun[-1] if begun else next(iter(periods), None)


def _nearness(reference: Reference, user: str, page: str) -> int:
    if user in reference.page_facts(page).teachers:
        return 0
    return 1 if reference.class_of(page).teacher == user else 2
