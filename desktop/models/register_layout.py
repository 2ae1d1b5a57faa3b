"""Which column of the grid is what: mark columns, other terms among them, mean and term mark."""

from __future__ import annotations

from journal.calendar import Period
from journal.kinds import MAIN_COLUMN
from journal.queries.register_view import GridColumn, GridTerm, RegisterView

Place = tuple[str, str, str]
"""Pupil, lesson and mark column of a cell."""


class RegisterLayout:
    """The columns of one view, in the order of time; ``ends`` is where «Средний» stands.

    ``terms``: where the other terms stand, each with its place in ``RegisterView.terms``.
    """

    def __init__(self, view: RegisterView | None) -> None:
        self._period = view.period if view else None
        self._year = view.year.period if view and view.year else None
        self.places = _in_time(view) if view else ()
        self.ends = len(self.places)
        terms = [at for at, each in enumerate(self.places) if isinstance(each, GridTerm)]
        self.terms = {column: place for place, column in enumerate(terms)}

    def lesson_column(self, column: int) -> GridColumn | None:
        """Return the mark column of a column, ``None`` for mean and term marks."""
        if not 0 <= column < self.ends:
            return None
        place = self.places[column]
        return place if isinstance(place, GridColumn) else None

    def period_of(self, column: int) -> Period | None:
        """Return the period of a term column, ``None`` for any other."""
        if column == self.ends + 1:
            return self._period
        if column == self.ends + 2:
            return self._year
        place = self.places[column] if 0 <= column < self.ends else None
        return place.period if isinstance(place, GridTerm) else None

    def place_of(self, lesson: str, column: str | None = None) -> int | None:
        """Return where a mark column of a lesson stands, without ``column`` the first of it."""
        return next(
            (
                at
                for at, each in enumerate(self.places)
                if isinstance(each, GridColumn)
                and each.lesson == lesson
                and column in (None, each.column)
            ),
            None,
        )

    def columns(self) -> dict[tuple[str, str], int]:
        """Return where each mark column stands, by lesson and column."""
        return {
            (each.lesson, each.column): at
            for at, each in enumerate(self.places)
            if isinstance(each, GridColumn)
        }


def _in_time(view: RegisterView) -> tuple[GridColumn | GridTerm, ...]:
    """Return the mark columns with the other terms among them, each after its last lesson."""
    places: list[GridColumn | GridTerm] = list(view.columns)
    for term in reversed(view.terms):
        places.insert(term.after, term)
    return tuple(places)


def changed_places(before: RegisterView, now: RegisterView) -> list[Place]:
    """Return the cells that show something else; nearly all of them are the very same objects."""
    seen, shown = before.cells.get, now.cells.get
    places = {*before.cells, *now.cells} if now.touched is None else now.touched
    others = [place for place in places if seen(place) is not shown(place)]
    changed = [place for place in others if seen(place) != shown(place)]
    if before.drafts != now.drafts:
        changed += [
            (*place, MAIN_COLUMN) for place in dict(before.drafts.items() ^ now.drafts.items())
        ]
    return changed


def shut_words(view: RegisterView | None) -> str:
    """Return why nothing at all can be written on a page; "" when something can."""
    held = [column for column in view.columns if not column.future] if view else []
    if held and all(column.locked and not column.request for column in held):
        return held[-1].locked
    return ""
