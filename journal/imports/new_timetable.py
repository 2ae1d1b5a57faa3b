"""A timetable that follows another: lessons that go on, begin on a day, or end the day before it.

A table without dates says how the week is from now on. What was held until now was held: no line
of the past is bent by it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import msgspec

from journal import values
from journal.ids import derived_id
from journal.kinds import make_key
from journal.log import Draft

_DAY = timedelta(days=1)
_Lesson = tuple[str, int, int]
"""Page, weekday and bell slot."""


@dataclass(frozen=True, slots=True)
class TimetableChange:
    """From when a table of lessons of the week holds.

    Attributes:
        since: the first day of what is new in it; what is gone from it ends the day before.
        ends_gone: whether lessons that are not in the table end; otherwise they go on beside it.
    """

    since: date
    ends_gone: bool = True


def follow(
    drafts: Iterable[Draft],
    known: Mapping[str, values.Timetable],
    class_of: Mapping[str, str],
    begin: date,
    change: TimetableChange,
) -> tuple[list[Draft], frozenset[str]]:
    """Return ``drafts`` as they follow the lines that are ``known``, and the keys of what ends.

    Args:
        drafts: among others, lines of a timetable; those without dates begin on ``begin``.
        known: lines of the timetable by their keys.
        class_of: the class of a page.
        begin: the first day of the school year.
    """
    wished = list(drafts)
    lessons = [draft.value for draft in wished if isinstance(draft.value, values.Timetable)]
    if not lessons or not known:
        return wished, frozenset()
    follower = _Follower(known, class_of, begin, max(change.since, begin))
    followed = [each for draft in wished for each in follower.follow(draft)]
    if change.ends_gone:
        whole = {class_of.get(v.page, "") for v in lessons if v.start == begin}
        followed += follower.endings(whole)
    return followed, frozenset(follower.ended)


class _Follower:
    def __init__(
        self,
        known: Mapping[str, values.Timetable],
        class_of: Mapping[str, str],
        begin: date,
        since: date,
    ) -> None:
        self._known, self._class_of = known, class_of
        self._begin, self._since = begin, since
        self._told: set[str] = set()
        self.ended: set[str] = set()
        self._going_on: dict[_Lesson, list[str]] = defaultdict(list)
        for key, value in known.items():
            if value.end >= max(since, value.start):
                self._going_on[value.page, value.weekday, value.slot].append(key)
        self._taught = {class_of.get(value.page, "") for value in known.values()}

    def follow(self, draft: Draft) -> list[Draft]:
        """Return what a line of the table makes of the lines that are known."""
        value = draft.value
        if not isinstance(value, values.Timetable):
            return [draft]
        if value.start != self._begin:
            self._told.add(draft.key)  # its own dates say all
            return [draft]
        going_on = self._going_on[value.page, value.weekday, value.slot]
        if going_on:
            return self._go_on(draft, value, min(going_on, key=lambda key: self._known[key].start))
        if self._class_of.get(value.page, "") in self._taught:
            return [self._begun(draft, value)]
        return [draft]

    def endings(self, classes: Iterable[str]) -> list[Draft]:
        """Return the ends of lessons of ``classes`` that no line of the table speaks of."""
        wanted = set(classes)
        return [
            self._ended(key)
            for keys in self._going_on.values()
            for key in keys
            if key not in self._told and self._class_of.get(self._known[key].page, "") in wanted
        ]

    def _go_on(self, draft: Draft, value: values.Timetable, key: str) -> list[Draft]:
        known = self._known[key]
        self._told.add(key)
        if value.teacher != known.teacher and known.start < self._since:
            # who has taught until now has taught it
            return [self._ended(key), self._begun(draft, value)]
        return [replace(draft, key=key, value=_from(value, known.start))]

    def _begun(self, draft: Draft, value: values.Timetable) -> Draft:
        if self._since == self._begin:
            return draft
        # named as a line that says this day itself
        parts = (str(value.weekday), str(value.slot), self._since.isoformat())
        key = make_key("timetable.set", "", derived_id("timetable", value.page, *parts))
        return replace(draft, key=key, value=_from(value, self._since))

    def _ended(self, key: str) -> Draft:
        known = self._known[key]
        self.ended.add(key)
        # a line that has not begun becomes one without a day
        end = max(self._since, known.start) - _DAY
        return Draft("timetable.set", key, msgspec.structs.replace(known, end=end))


def _from(value: values.Timetable, start: date) -> values.Timetable:
    return msgspec.structs.replace(value, start=start)
