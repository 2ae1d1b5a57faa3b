"""What has to be true after a death: at once, and when everything has been finished."""

from typing import Any

from sqlalchemy import ColumnElement, Select, select

from journal.facts_paper import IntervalRow, RestoredRow
from journal.log import Draft, append
from journal.queries.intervals import BOOKKEEPING
from journal.store import Store
from journal.tables import DeskRow, EntryRow, FactRow, ScopeRow
from tests.sync.centre import Centre
from tests.sync.workplaces import Workplace


def ids(store: Store, *where: ColumnElement[bool]) -> list[str]:
    """Return ids of the log, by number."""
    with store.reading() as session:
        return list(session.scalars(select(EntryRow.id).where(*where).order_by(EntryRow.number)))


def write(place: Workplace, *drafts: Draft) -> list[str]:
    """Write at a workplace without asking the rules, which have tests of their own."""
    with place.journal.store.writing() as session:
        return list(append(session, place.stamp, drafts).written)


def typed(place: Workplace, *where: ColumnElement[bool]) -> list[str]:
    """Return what the user of a workplace wrote at it, in the order of writing."""
    with place.journal.store.reading() as session:
        query = (
            select(EntryRow.id)
            .join(DeskRow, DeskRow.station == EntryRow.station)
            .where(EntryRow.kind.not_in(BOOKKEEPING), *where)
            .order_by(EntryRow.seq)
        )
        return list(session.scalars(query))


def receipts(store: Store) -> dict[str, Any]:
    """Return the receipts by entry."""
    query = select(EntryRow.id, EntryRow.number, EntryRow.digest, EntryRow.verdict, EntryRow.reason)
    return _rows(store, query.where(EntryRow.number.is_not(None)))


def assert_sound(place: Workplace) -> None:
    """See that a journal holds together, whatever it has told the centre."""
    assert place.differences() == []
    with place.journal.store.reading() as session:
        query = select(EntryRow.seq).join(DeskRow, DeskRow.station == EntryRow.station)
        seqs = list(session.scalars(query.order_by(EntryRow.seq)))
    assert seqs == list(range(1, len(seqs) + 1))


def assert_whole(centre: Centre, place: Workplace) -> None:
    """See that nothing is lost, nothing is there twice, and both sides agree."""
    assert centre.faults() == []
    log = ids(centre.store)
    assert len(set(log)) == len(log)
    assert_sound(place)
    here, there = place.journal.store, centre.store
    assert ids(here, EntryRow.number.is_(None)) == []
    for query in _SAME_ON_BOTH_SIDES:
        known = _rows(there, query)
        assert [row for row in _rows(here, query).items() if known.get(row[0]) != row[1]] == []


def assert_closed(place: Workplace) -> None:
    """See that every time without the centre was closed, and closed once."""
    with place.journal.store.reading() as session:
        opened = session.scalars(select(IntervalRow.interval)).all()
        assert sorted(opened) == sorted(session.scalars(select(RestoredRow.interval)))


_SAME_ON_BOTH_SIDES: tuple[Select[*tuple[Any, ...]], ...] = (
    select(EntryRow.id, EntryRow.number, EntryRow.digest, EntryRow.verdict, EntryRow.status),
    select(FactRow.key, FactRow.current, FactRow.shown, FactRow.open),
    # a scope in which nothing was ever written has no row at the centre
    select(ScopeRow.scope, ScopeRow.ordinal, ScopeRow.head).where(ScopeRow.ordinal > 0),
)


def _rows(store: Store, query: Select[*tuple[Any, ...]]) -> dict[str, Any]:
    """Return rows by their first column."""
    with store.reading() as session:
        return {row[0]: row[1:] for row in session.execute(query)}
