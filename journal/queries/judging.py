"""Reading what the judge has to know besides the log of a key."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.bench import Bench, Interval
from journal.clock import from_ms
from journal.reference import Reference
from journal.tables import ColumnRow, IntervalRow, RestoredRow

_CHUNK = 400


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
        intervals=_intervals(session, reference.school, station) if station else [],
        station_user=station_user,
    )


def read_columns(
    session: Session, school: str, lessons: Iterable[str]
) -> dict[tuple[str, str], values.Column]:
    """Return the mark columns of ``lessons`` by (lesson, column)."""
    wanted = sorted(set(lessons))
    columns = {}
    for start in range(0, len(wanted), _CHUNK):
        query = select(ColumnRow).where(
            ColumnRow.school == school, ColumnRow.lesson.in_(wanted[start : start + _CHUNK])
        )
        for row in session.scalars(query):
            columns[row.lesson, row.column] = values.Column(
                row.work, row.title, row.work_date, row.removed
            )
    return columns


def _parts(key: str) -> dict[str, str]:
    try:
        return kinds.split_key(key)[1]
    except kinds.BadEntry:
        return {}


def _intervals(session: Session, school: str, station: str) -> list[Interval]:
    restored = {
        row.interval: row
        for row in session.scalars(
            select(RestoredRow).where(RestoredRow.school == school, RestoredRow.station == station)
        )
    }
    opened = session.scalars(
        select(IntervalRow).where(IntervalRow.school == school, IntervalRow.station == station)
    )
    return [
        Interval(
            row.first_seq,
            restored[row.interval].last_seq if row.interval in restored else None,
            from_ms(row.last_contact_ms) if row.last_contact_ms else None,
            from_ms(restored[row.interval].restored_ms) if row.interval in restored else None,
        )
        for row in opened
    ]
