"""Redaction: values that an act has erased, here and in every copy that comes in later.

An act is an entry of the log, so it reaches every station and outlives every restore; what it names
is remembered in ``ErasedRow``. Digests cover the hash of a value, so chains, heads and certificates
still verify. Source: sync description, s. 6.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from journal.any_of import any_of
from journal.bulk import RowWriter
from journal.entries import Entry
from journal.errors import UserError
from journal.facts_paper import RedactionRow
from journal.kinds import ERASABLE
from journal.store import Store
from journal.tables import Base, EntryRow, ErasedRow

_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
_ERASED = Base.metadata.tables[ErasedRow.__tablename__]
_ACTS = Base.metadata.tables[RedactionRow.__tablename__]
_ERASED_WRITER, _ENTRY_WRITER = RowWriter(_ERASED), RowWriter(_ENTRIES)
_NUMBERS = (
    select(_ERASED.c.entry, _ACTS.c.number)
    .join_from(
        _ERASED,
        _ACTS,
        and_(_ACTS.c.school == _ERASED.c.school, _ACTS.c.act == _ERASED.c.act),
        isouter=True,
    )
    .where(_ERASED.c.school == bindparam("school"), any_of(_ERASED.c.entry, "ids"))
)


def erased_among(session: Session, school: str, ids: Iterable[str]) -> dict[str, str]:
    """Return those of ``ids`` that an act names, with the number of the act."""
    rows = session.execute(_NUMBERS, {"school": school, "ids": list(ids)})
    return {entry: number or "" for entry, number in rows}


def read_erased(session: Session, school: str) -> frozenset[str]:
    """Return all entries that acts name."""
    return frozenset(session.scalars(select(_ERASED.c.entry).where(_ERASED.c.school == school)))


def erased_by(number: str) -> str:
    """Return the words that stand where an erased value stood."""
    return f"стёрто по акту № {number}" if number else "стёрто по акту"


def without_value(entry: Entry) -> Entry:
    """Return the entry as it is held after an act; its digest is the same."""
    return msgspec.structs.replace(entry, value=None, salt=None)


def erase(session: Session, school: str, act: str, ids: Sequence[str]) -> Mapping[str, str]:
    """Remember what an act names and erase of it what is held here.

    Returns:
        The keys of the entries whose values are gone now, by entry; the caller folds them anew.
    """
    known = erased_among(session, school, ids)
    fresh = [
        {"school": school, "entry": id_, "act": act, "is_swept": False}
        for id_ in dict.fromkeys(ids)
        if id_ not in known
    ]
    _ERASED_WRITER.insert(session, fresh)
    held = session.execute(
        select(_ENTRIES.c.id, _ENTRIES.c.key).where(
            _ENTRIES.c.school == school,
            any_of(_ENTRIES.c.id, "ids"),
            _ENTRIES.c.kind.in_(sorted(ERASABLE)),
            _ENTRIES.c.value.is_not(None),
        ),
        {"ids": list(ids)},
    ).all()
    _ENTRY_WRITER.update(
        session,
        [{"school": school, "id": row.id, "value": None, "salt": None} for row in held],
    )
    return {row.id: row.key for row in held}


def sweep_erased(store: Store) -> bool:
    """Let nothing of erased values be left in the file; tell whether something was done.

    A database keeps what was deleted in its free pages. On PostgreSQL that is the work of its own
    VACUUM, as the operator's documentation says. What fails here, on a full disk or a busy file,
    keeps nobody from work: it is tried again at the next opening.
    """
    with store.reading() as session:
        due = select(_ERASED.c.entry).where(_ERASED.c.is_swept.is_(False)).limit(1)
        if session.scalar(due) is None:
            return False
    try:
        file = store.rewrite()
    except (UserError, DBAPIError):
        return False
    if file is not None:
        # a copy that was made before an upgrade holds the old values too
        for copy in (file.with_suffix(".before-upgrade"), Path(f"{file}.before-upgrade")):
            with suppress(OSError):
                copy.unlink(missing_ok=True)
    with store.writing() as session:
        session.execute(update(_ERASED).values(is_swept=True))
    return True
