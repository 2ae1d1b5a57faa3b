"""How far a folder speaks: what is not in it is gone from the lists only within that."""

from collections.abc import Iterable
from datetime import date

from journal import kinds, values
from journal.calendar import school_year_of
from journal.log import Draft
from journal.reference import Reference


class Within:
    """What a folder speaks of: its school year, its classes, the pages that it has plans for."""

    def __init__(self, wished: Iterable[Draft], reference: Reference, today: date) -> None:
        self._today = today
        self._classes: set[str] = set()
        self._years: set[int] = set()
        self._pages: set[str] = set()
        self._planned: set[str] = set()
        for draft in wished:
            parts = kinds.split_key(draft.key)[1]
            if isinstance(draft.value, values.SchoolClass):
                self._classes.add(parts["class_id"])
                self._years.add(draft.value.year)
            elif isinstance(draft.value, values.Page):
                self._pages.add(parts["page"])
                self._classes.add(draft.value.class_id)
            elif isinstance(draft.value, values.Pupil):
                self._classes.add(kinds.owner_of(draft.key))
            elif isinstance(draft.value, values.Timetable):
                self._pages.add(draft.value.page)
            elif isinstance(draft.value, values.Period):
                self._years.add(school_year_of(draft.value.start))
            elif isinstance(draft.value, values.PlanTopic):
                self._planned.add(kinds.owner_of(draft.key))
        # a class comes with the timetable of all its pages
        pages = reference.pages
        taught = {pages[page].class_id for page in self._pages if page in pages}
        self._pages |= {page.id for page in pages.values() if page.class_id in taught}

    def holds(self, key: str, value: values.Value) -> bool:
        """Tell whether a folder without this fact says that it is gone."""
        if isinstance(value, values.Staff):
            return value.until is None
        if isinstance(value, values.SchoolClass):
            return value.year in self._years
        if isinstance(value, values.Page):
            return value.class_id in self._classes
        if isinstance(value, values.Timetable):
            is_ahead = value.end >= max(value.start, self._today)
            return is_ahead and value.page in self._pages
        if isinstance(value, values.Pupil):
            return value.left is None and kinds.owner_of(key) in self._classes
        if isinstance(value, values.PlanTopic):
            return kinds.owner_of(key) in self._planned
        if isinstance(value, values.Bell):
            return True
        if isinstance(value, values.Period):
            return self._is_of_year(value.start)
        if isinstance(value, values.CalendarDay):
            return self._is_of_year(date.fromisoformat(kinds.split_key(key)[1]["day"]))
        return False

    def _is_of_year(self, day: date) -> bool:
        return any(date(year, 9, 1) <= day < date(year + 1, 9, 1) for year in self._years)
