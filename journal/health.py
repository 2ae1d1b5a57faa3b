"""Is a journal sound: its file, the chains of its own stations, its rows. Nothing is changed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import kinds
from journal.changes import Changes
from journal.entries import Entry, chain_start, hash_value
from journal.projection import differences, refold
from journal.queries.intervals import own_stations
from journal.store import Store
from journal.tables import DeskRow, EntryRow, ScopeRow

_FIELDS = Entry.__struct_fields__


@dataclass(frozen=True, slots=True)
class Health:
    """What was found.

    Attributes:
        broken_pages: parts of the file that are not as they were written.
        broken_chain: own entries that are not as they were written, or that are missing, in words.
        differing_rows: keys whose rows are not what their entries fold to; ``mend_rows`` helps.
        entries: how many entries the journal holds.
    """

    broken_pages: int
    broken_chain: tuple[str, ...]
    differing_rows: tuple[str, ...]
    entries: int

    @property
    def is_whole(self) -> bool:
        """Tell whether every entry is there and as it was written; rows can be made anew."""
        return not self.broken_pages and not self.broken_chain


def examine(store: Store) -> Health:
    """Look at all of an open journal.

    Raises:
        UserError: the file cannot be read at all.
    """
    pages = store.broken_pages()
    if pages:
        return Health(len(pages), (), (), 0)
    with store.reading() as session:
        school = session.scalars(select(DeskRow.school)).one()
        entries, faults = _look_at_entries(session, _kept_whole(session))
        return Health(0, tuple(faults), tuple(differences(session, school)), entries)


def mend_rows(session: Session) -> Changes:
    """Fold those rows anew that are not what their entries say; no entry is touched."""
    school = session.scalars(select(DeskRow.school)).one()
    return refold(session, school, differences(session, school))


def _kept_whole(session: Session) -> list[str]:
    """Return the own stations; none where the user has left and old entries are dropped."""
    desk = session.scalars(select(DeskRow)).one()
    scopes = set(session.scalars(select(ScopeRow.scope)))
    is_held = not scopes or kinds.person_scope(desk.user) in scopes
    return own_stations(session) if is_held else []


def _look_at_entries(session: Session, whole: list[str]) -> tuple[int, list[str]]:
    """Return how many entries there are, and what is wrong with them, by seq.

    Each has to be as it was written; those of the ``whole`` stations have to follow each other.
    """
    faults: list[str] = []
    count = 0
    # a journal that went on in two places has two entries of one seq: both have to follow
    known = {(station, 0, chain_start(station)) for station in whole}
    rows = session.execute(
        select(*(getattr(EntryRow, name) for name in _FIELDS), EntryRow.digest)
        .order_by(EntryRow.station, EntryRow.seq)
        .execution_options(yield_per=1000)
    )
    for *values, digest in rows:
        count += 1
        entry = Entry(**dict(zip(_FIELDS, values, strict=True)))
        if not _is_as_written(entry, digest):
            faults.append(f"запись № {entry.seq} не равна своему отпечатку")
        if entry.station in whole:
            if (entry.station, entry.seq - 1, entry.prev) not in known:
                faults.append(f"перед записью № {entry.seq} нет той, за которой она сделана")
            known.add((entry.station, entry.seq, digest))
    return count, faults


def _is_as_written(entry: Entry, digest: bytes) -> bool:
    # an erased value has left its hash only
    is_erased = entry.value is None or entry.salt is None
    is_value = is_erased or hash_value(entry.salt or b"", entry.value or b"") == entry.value_hash
    return is_value and entry.digest() == digest
