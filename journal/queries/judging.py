"""Reading what the judge has to know besides the log of a key."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.any_of import any_of
from journal.bench import Bench, Interval
from journal.clock import from_ms
from journal.facts_page import ColumnRow
from journal.facts_paper import IntervalRow, RestoredRow
from journal.reference import Reference
from journal.tables import Base

_COLUMNS = Base.metadata.tables[ColumnRow.__tablename__]
_COLUMNS_OF_LESSONS = select(
    *(_COLUMNS.c[name] for name in ("lesson", "column", "work", "title", "work_date", "removed"))
).where(
    _COLUMNS.c.school == bindparam("school"),
    any_of(_COLUMNS.c.lesson, "lessons"),
)

_OPENED = Base.metadata.tables[IntervalRow.__tablename__]
_RESTORED = Base.metadata.tables[RestoredRow.__tablename__]
# one question for both: it is asked with every batch
_INTERVALS = (
    select(
        _OPENED.c.first_seq,
        _OPENED.c.last_contact_ms,
        _RESTORED.c.last_seq,
        _RESTORED.c.restored_ms,
    )
    .join_from(
        _OPENED,
        _RESTORED,
        and_(
            _RESTORED.c.school == _OPENED.c.school,
            _RESTORED.c.station == _OPENED.c.station,
            _RESTORED.c.interval == _OPENED.c.interval,
        ),
        isouter=True,
    )
    .where(_OPENED.c.school == bindparam("school"), _OPENED.c.station == bindparam("station"))
)


def read_bench(
    session: Session,
    reference: Reference,
    now: datetime,
    keys: Iterable[str],
    station: str | None = None,
    station_user: str | None = None,
) -> Bench:
    """Return the bench for entries with these ``keys``; ``station`` when they come from afar."""
    lessons = {parts["lesson"] for parts in map(_parts, keys) if "lesson" in parts}
    return Bench(
        reference=reference,
        now=now,
        columns=read_columns(session, reference.school, lessons),
        intervals=read_intervals(session, reference.school, station) if station else [],
        station_user=station_user,
    )


def read_columns(
    session: Session, school: str, lessons: Iterable[str]
) -> dict[tuple[str, str], values.Column]:
    """Return the mark columns of ``lessons`` by (lesson, column)."""
    rows = session.execute(_COLUMNS_OF_LESSONS, {"school": school, "lessons": set(lessons)})
    return {(lesson, column): values.Column(*said) for lesson, column, *said in rows}


def read_intervals(session: Session, school: str, station: str) -> list[Interval]:
    """Return the times without the centre of one station."""
    found = session.execute(_INTERVALS, {"school": school, "station": station})
    return [
        Interval(
            row.first_seq,
            row.last_seq,
            from_ms(row.last_contact_ms) if row.last_contact_ms else None,
            from_ms(row.restored_ms) if row.restored_ms is not None else None,
        )
        for row in found
    ]


def _parts(key: str) -> dict[str, str]:
    try:
        return kinds.split_key(key)[1]
    except kinds.BadEntry:
        return {}
