"""Reading the clocks around entries: what is odd about the times of each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from journal.any_of import any_of
from journal.clock import to_ms
from journal.clock_evidence import ClockMark, Stamped, clock_marks
from journal.queries.judging import read_intervals
from journal.tables import Base, EntryRow

Marks = Mapping[str, tuple[ClockMark, ...]]
"""What is odd about the times of an entry, by its id; an entry without a mark is left out."""

_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
_CLOCKS = select(
    *(_ENTRIES.c[name] for name in ("seq", "wall_ms", "boot_ms", "boot_id", "offset_ms"))
).where(
    _ENTRIES.c.school == bindparam("school"),
    _ENTRIES.c.station == bindparam("station"),
    any_of(_ENTRIES.c.seq, "seqs"),
)


def read_clock_marks(session: Session, school: str, rows: Iterable[EntryRow]) -> Marks:
    """Return what the clocks say about ``rows``, compared with the chain of each station.

    Where the entry before is not known here (a journal does not hold all of a station that is not
    its own), the entry is compared with its interval only.
    """
    by_station: dict[str, list[EntryRow]] = defaultdict(list)
    for row in rows:
        by_station[row.station].append(row)
    marks: dict[str, tuple[ClockMark, ...]] = {}
    for station, found in by_station.items():
        chain = _before(session, school, station, found)
        intervals = read_intervals(session, school, station)
        for row in found:
            contacts = (each.last_contact for each in intervals if each.holds(row.seq))
            contact = next(contacts, None)
            told = clock_marks(
                Stamped(row.wall_ms, row.boot_ms, row.boot_id, row.offset_ms),
                chain.get(row.seq - 1),
                to_ms(contact) if contact is not None else None,
                row.accepted_ms,
            )
            if told:
                marks[row.id] = told
    return marks


def _before(
    session: Session, school: str, station: str, rows: Iterable[EntryRow]
) -> dict[int, Stamped]:
    """Return the clocks of the entries before ``rows`` in the chain of their station, by seq."""
    asked = {"school": school, "station": station, "seqs": sorted({row.seq - 1 for row in rows})}
    return {seq: Stamped(*clocks) for seq, *clocks in session.execute(_CLOCKS, asked)}
