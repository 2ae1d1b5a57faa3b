"""Appending: the one way in which a person's wish becomes entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.changes import Changes
from journal.clock import Reading, to_ms
from journal.entries import (
    MAX_VALUE_BYTES,
    Entry,
    Receipt,
    chain_start,
    hash_value,
    new_salt,
)
from journal.errors import UserError
from journal.ids import new_id
from journal.projection import KeyLog, insert_entries, line_of, load_keys, project
from journal.steps import reached
from journal.tables import Base, DeskRow, EntryRow

_FIELDS = Entry.__struct_fields__


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, when by the computer's clocks, and under which version of the local act."""

    author: str
    reading: Reading
    profile_version: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is wished for: the fact's key and its new value."""

    kind: str
    key: str
    value: values.Value
    lesson_date: date | None = None
    work_date: date | None = None
    paper_date: date | None = None


@dataclass(frozen=True, slots=True)
class Tail:
    """The last entry of a station's chain."""

    seq: int
    digest: bytes


class WritingDesk(NamedTuple):
    """Of the desk, what stands in every entry written at it; see ``tables.DeskRow``."""

    school: str
    station: str
    epoch: str
    seen_number: int
    offset_ms: int | None


_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
_DESKS = Base.metadata.tables[DeskRow.__tablename__]
_TAIL = (
    select(_ENTRIES.c.seq, _ENTRIES.c.digest)
    .where(_ENTRIES.c.school == bindparam("school"), _ENTRIES.c.station == bindparam("station"))
    .order_by(_ENTRIES.c.seq.desc())
    .limit(1)
)
_EARLIER = _ENTRIES.alias("earlier")
# in one go: a mark is written while its author waits
_DESK_AND_TAIL = select(
    *(_DESKS.c[name] for name in WritingDesk._fields), _ENTRIES.c.seq, _ENTRIES.c.digest
).join_from(
    _DESKS,
    _ENTRIES,
    and_(
        _ENTRIES.c.school == _DESKS.c.school,
        _ENTRIES.c.station == _DESKS.c.station,
        _ENTRIES.c.seq
        == select(func.max(_EARLIER.c.seq))
        .where(_EARLIER.c.school == _DESKS.c.school, _EARLIER.c.station == _DESKS.c.station)
        .scalar_subquery(),
    ),
    isouter=True,
)


def tail_of(session: Session, school: str, station: str) -> Tail:
    """Return the end of a station's chain; seq 0 before its first entry."""
    found = session.execute(_TAIL, {"school": school, "station": station}).first()
    return Tail(found.seq, found.digest) if found else Tail(0, chain_start(station))


def append(
    session: Session,
    stamp: Stamp,
    drafts: Sequence[Draft],
    logs: Mapping[str, KeyLog] | None = None,
) -> Changes:
    """Write entries of this journal's own station and project them, in the caller's transaction.

    ``logs``: of exactly the keys of ``drafts``, when this transaction has read them already.

    Raises:
        UserError: a value is longer than an entry may be; nothing is written.
    """
    reached("write.begun")
    *words, seq, digest = session.execute(_DESK_AND_TAIL).one()
    desk = WritingDesk(*words)
    tail = Tail(seq, digest) if seq else Tail(0, chain_start(desk.station))
    if logs is None:
        logs = load_keys(session, desk.school, [draft.key for draft in drafts])
    stored: list[tuple[Entry, bytes, Receipt | None]] = []
    for draft in drafts:
        log = logs[draft.key]
        entry = make_entry(desk, tail, stamp, draft, base=log.standing.shown)
        tail = Tail(entry.seq, entry.digest())
        log.add(line_of(entry, None))
        stored.append((entry, tail.digest, None))
    insert_entries(session, desk.school, stored, logs)
    reached("write.appended")
    changes = project(session, desk.school, logs.values())
    reached("write.projected")
    return replace(changes, written=tuple(entry.id for entry, _, _ in stored))


def make_entry(
    desk: DeskRow | WritingDesk, tail: Tail, stamp: Stamp, draft: Draft, base: str | None
) -> Entry:
    """Return the next entry of the desk's station.

    Raises:
        UserError: the value is longer than an entry may be.
    """
    value = kinds.encode(draft.value)
    if len(value) > MAX_VALUE_BYTES:
        raise UserError(
            "Текст слишком длинный: в одной записи помещается около 15 000 знаков. Сократите его."
        )
    salt = new_salt()
    reading = stamp.reading
    offset = reading.wall.utcoffset()
    return Entry(
        id=new_id(),
        station=desk.station,
        seq=tail.seq + 1,
        prev=tail.digest,
        kind=draft.kind,
        version=kinds.version_of(draft.kind),
        key=draft.key,
        value=value,
        salt=salt,
        value_hash=hash_value(salt, value),
        base=base,
        seen_epoch=desk.epoch,
        seen_number=desk.seen_number,
        author=stamp.author,
        profile_version=stamp.profile_version,
        lesson_date=draft.lesson_date,
        work_date=draft.work_date,
        paper_date=draft.paper_date,
        wall_ms=to_ms(reading.wall),
        zone_min=int(offset.total_seconds() // 60) if offset else 0,
        boot_ms=reading.boot_ms,
        boot_id=reading.boot_id,
        offset_ms=desk.offset_ms,
    )


def read_entries(session: Session, *where: ColumnElement[bool], limit: int) -> list[Entry]:
    """Return entries of the log that satisfy ``where``, by station and seq."""
    query = (
        select(*(getattr(EntryRow, name) for name in _FIELDS))
        .where(*where)
        .order_by(EntryRow.station, EntryRow.seq)
        .limit(limit)
    )
    return [Entry(**row._mapping) for row in session.execute(query)]


def count_unsent(session: Session) -> int:
    """Return how many own entries have no number in the centre's current history."""
    desk = session.scalars(select(DeskRow)).one()
    return (
        session.scalar(
            select(func.count())
            .select_from(EntryRow)
            .where(EntryRow.school == desk.school, EntryRow.number.is_(None))
        )
        or 0
    )
