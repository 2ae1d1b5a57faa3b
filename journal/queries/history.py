"""The history of a cell: every entry ever made in it, with its times and its fate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import kinds
from journal.clock import from_ms
from journal.clock_evidence import ClockMark
from journal.erasing import erased_among, erased_by
from journal.queries.clock_lines import Marks, read_clock_marks
from journal.reference import Reference
from journal.tables import EntryRow
from journal.wording import OF_NEWER_PROGRAM, STATUS_WORDS, show_value


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of a cell.

    ``recorded_at`` is the station's clock, ``accepted_at`` the centre's (``None`` while pending);
    ``erasable``: an act may erase what it says; ``paper_date`` is the day on the paper sheet it was
    typed in from; ``clock`` says what is odd about its times.
    """

    entry: str
    shows: str
    author: str
    workplace: str
    recorded_at: datetime
    accepted_at: datetime | None
    status: str
    status_words: str
    reason: str
    erasable: bool = False
    paper_date: date | None = None
    clock: tuple[ClockMark, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be said about its times: «с бумажного листа 14.10», a clock that was wrong."""
        paper = (f"с бумажного листа {self.paper_date:%d.%m}",) if self.paper_date else ()
        return (*paper, *(mark.words for mark in self.clock))


def read_history(
    session: Session, reference: Reference, keys: Iterable[str]
) -> tuple[HistoryLine, ...]:
    """Return the history of the facts of one cell, the newest first."""
    rows = session.scalars(
        select(EntryRow).where(EntryRow.school == reference.school, EntryRow.key.in_(list(keys)))
    )
    ordered = sorted(rows, key=lambda row: (row.number is None, row.judged, row.seq))
    erased = erased_among(session, reference.school, [row.id for row in ordered])
    clocks = read_clock_marks(session, reference.school, ordered)
    return tuple(history_line(row, reference, erased, clocks) for row in reversed(ordered))


def history_line(
    row: EntryRow,
    reference: Reference,
    erased: Mapping[str, str] = MappingProxyType({}),
    clocks: Marks = MappingProxyType({}),
) -> HistoryLine:
    """Return one entry as lists of entries show it.

    ``erased``: numbers of the acts that erased values, by entry; ``clocks``: what is odd about the
    times of an entry.
    """
    author = reference.staff.get(row.author)
    place = reference.workplaces.get(row.station)
    return HistoryLine(
        row.id,
        _shows(row, erased),
        author.short if author else "",
        f"место {place.number}" if place else "сервер",
        from_ms(row.wall_ms).astimezone(reference.zone),
        from_ms(row.accepted_ms).astimezone(reference.zone) if row.accepted_ms else None,
        row.status,
        STATUS_WORDS[row.status],
        row.reason,
        row.value is not None and row.number is not None and row.kind in kinds.ERASABLE,
        row.paper_date,
        clocks.get(row.id, ()),
    )


def _shows(row: EntryRow, erased: Mapping[str, str]) -> str:
    if row.value is None:
        return erased_by(erased.get(row.id, ""))
    if row.kind == kinds.DECISION:
        return "решение"
    try:
        return show_value(kinds.decode(row.kind, row.version, row.key, row.value))
    except kinds.NewerVersion:
        return OF_NEWER_PROGRAM
    except kinds.BadEntry:
        return "не читается"
