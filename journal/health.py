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
        rows = list(session.scalars(select(EntryRow)))
        return Health(
            broken_pages=0,
            broken_chain=tuple(_broken_chain(rows, _kept_whole(session))),
            differing_rows=tuple(differences(session, school)),
            entries=len(rows),
        )


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


def _broken_chain(rows: list[EntryRow], whole: list[str]) -> list[str]:
    """Return what is wrong with the entries, and with the chains of those ``whole`` stations."""
    faults = [
        f"запись № {row.seq} не равна своему отпечатку" for row in rows if not _is_as_written(row)
    ]
    known = {(row.station, row.seq, row.digest) for row in rows}
    for row in rows:
        if row.station not in whole:
            continue
        start = row.seq == 1 and row.prev == chain_start(row.station)
        if not start and (row.station, row.seq - 1, row.prev) not in known:
            faults.append(f"перед записью № {row.seq} нет той, за которой она сделана")
    return faults


def _is_as_written(row: EntryRow) -> bool:
    # an erased value has left its hash only
    is_value = row.value is None or row.salt is None
    is_value = is_value or hash_value(row.salt or b"", row.value or b"") == row.value_hash
    entry = Entry(**{name: getattr(row, name) for name in _FIELDS})
    return is_value and entry.digest() == row.digest
