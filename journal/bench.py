"""What a judge sits on: the school now, the place that a key names, times without the centre."""

from dataclasses import dataclass, field
from datetime import date, datetime

from journal import kinds, values
from journal.clock import from_ms
from journal.entries import Entry
from journal.reference import Lesson, Reference


@dataclass(frozen=True, slots=True)
class Wish:
    """A fact somebody wants to write."""

    author: str
    kind: str
    key: str
    value: values.Value
    recorded_ms: int


@dataclass(frozen=True, slots=True)
class Interval:
    """A time without the centre: entries ``first_seq``-``last_seq`` of one station."""

    first_seq: int
    last_seq: int | None
    last_contact: datetime | None
    restored: datetime | None

    def holds(self, seq: int) -> bool:
        """Tell whether the entry with this seq was made in the interval."""
        return self.first_seq <= seq and (self.last_seq is None or seq <= self.last_seq)


Range = tuple[int, int]
"""The first and the last seq of the entries of a time without the centre."""


@dataclass
class Bench:
    """What the judge knows besides the log of the key.

    Attributes:
        now: receipt time; on a station the moment of writing.
        columns: mark columns by (lesson, column).
        intervals: of the entry's station.
        contested_copies: copies of pages on which a contest is open.
        depended_on: imports on which something rests by now, each with what it is.
        erased: why an entry is to be erased, by its id: an act came before it.
        station_user: whose station the entry comes from; ``None`` on a station itself.
        received: how many entries people made in the ranges that the station closes, by what has
            come; empty on a station itself.
    """

    reference: Reference
    now: datetime
    columns: dict[tuple[str, str], values.Column] = field(default_factory=dict)
    intervals: list[Interval] = field(default_factory=list)
    contested_copies: frozenset[str] = frozenset()
    depended_on: dict[str, str] = field(default_factory=dict)
    erased: dict[str, str] = field(default_factory=dict)
    station_user: str | None = None
    received: dict[Range, int] = field(default_factory=dict)

    def learn(self, entry: Entry, value: values.Value) -> None:
        """Take an entry of the same batch into account for those after it."""
        if isinstance(value, values.Column):
            _, parts = kinds.split_key(entry.key)
            self.columns[parts["lesson"], parts["column"]] = value
        elif isinstance(value, values.IntervalOpened):
            contact = from_ms(value.last_contact_ms) if value.last_contact_ms else None
            self.intervals.append(Interval(value.first_seq, None, contact, None))

    def miscounted(self, closed: values.IntervalClosed) -> str:
        """Return by how much a station's announcement differs from what has come, or ""."""
        received = self.received.get((closed.first_seq, closed.last_seq), closed.count)
        if received == closed.count:
            return ""
        return f"объявлено записей: {closed.count}, получено: {received}"

    def measured_at(self, entry: Entry) -> datetime:
        """Return the moment by which lateness is measured (C-01).

        Receipt time; for an entry of a temporary journal the moment it was recorded, believed
        between that interval's last contact and the restoration.
        """
        for interval in self.intervals:
            if interval.holds(entry.seq):
                recorded = from_ms(entry.wall_ms + (entry.offset_ms or 0))
                latest = min(interval.restored or self.now, self.now)
                return max(min(recorded, latest), interval.last_contact or recorded)
        return self.now


@dataclass(frozen=True, slots=True)
class Place:
    """The page, lesson, pupil and period that a key names, as far as they are known."""

    page: str | None = None
    lesson: Lesson | None = None
    day: date | None = None
    column: str = kinds.MAIN_COLUMN
    pupil: str | None = None
    missing: bool = False


def place_of(key: str, bench: Bench) -> Place:
    """Return what a key names; ``missing`` when something of it is not known here."""
    kind, parts = kinds.split_key(key)
    reference = bench.reference
    if kind.name in ("absence.day", "absence.document"):
        pupil = parts.get("pupil")
        return Place(
            pupil=pupil,
            missing=kinds.owner_of(key) not in reference.classes
            or (pupil is not None and pupil not in reference.pupils),
        )
    if kind.area != "page":
        return Place()
    page = kinds.owner_of(key)
    if page not in reference.pages:
        return Place(missing=True)
    pupil = parts.get("pupil")
    lost = pupil is not None and pupil not in reference.pupils
    if "period" in parts:
        period = reference.marked_period(page, parts["period"])
        return Place(
            page, day=period.end if period else None, pupil=pupil, missing=lost or period is None
        )
    if "lesson" not in parts:
        return Place(page)
    lesson = reference.lessons(page).get(parts["lesson"])
    lost = lost or (lesson is None and kind.name != "lesson.change")
    column = parts.get("column", kinds.MAIN_COLUMN)
    if kind.name == "mark.set" and column != kinds.MAIN_COLUMN:
        lost = lost or (parts["lesson"], column) not in bench.columns
    return Place(page, lesson, lesson.day if lesson else None, column, pupil, lost)
