"""Entries that the centre acknowledged once and, restored from a copy, does not have any more."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.queries.temporary_journals import SEES_ALL
from journal.reference import Reference
from journal.tables import DeskRow, EntryRow, OfferedRow

_WORDS = {
    "waiting": "ждёт на сервере записей, о которых это решение: они ещё не вернулись",
    "orphan": "сервер восстановлен из копии и не подтвердил эту запись; в журнале она цела",
}


class OrphanRow(NamedTuple):
    """An entry that is here and not in the centre's log, and why, in words."""

    row: EntryRow
    words: str


def read_orphans(session: Session, reference: Reference, user: str) -> tuple[OrphanRow, ...]:
    """Return the user's own ones; deputy, director and administrator see all that are here."""
    query = (
        select(EntryRow, OfferedRow.state)
        .join(
            OfferedRow,
            (OfferedRow.school == EntryRow.school) & (OfferedRow.entry == EntryRow.id),
        )
        .join(DeskRow, DeskRow.school == EntryRow.school)
        .where(
            EntryRow.school == reference.school,
            EntryRow.number.is_not(None),
            EntryRow.epoch != DeskRow.epoch,
            OfferedRow.epoch == DeskRow.epoch,
        )
        .order_by(EntryRow.station, EntryRow.seq)
    )
    if not reference.person(user).posts & SEES_ALL:
        query = query.where(EntryRow.author == user)
    return tuple(OrphanRow(row, _WORDS[state]) for row, state in session.execute(query))
