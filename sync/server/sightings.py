"""When each workplace was last heard of, for those who watch over the transfers."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from journal.store import Store
from sync.protocol import StationSeen
from sync.server.fencing import enter
from sync.server.tables import EnrolledRow, SessionRow

WRITTEN_EVERY_MS = 4 * 60_000
"""A pull stays a read: that somebody asked is written down no oftener."""


def find_asking(session: Session, opened: SessionRow, station: str) -> EnrolledRow | None:
    """Return the station that asks, if it is one of the session's user."""
    if not station:
        return None
    return session.scalars(
        select(EnrolledRow).where(
            EnrolledRow.school == opened.school,
            EnrolledRow.station == station,
            EnrolledRow.user == opened.user,
        )
    ).one_or_none()


def touch_station(store: Store, row: EnrolledRow, now_ms: int) -> None:
    """Keep that a station was heard of."""
    if row.seen_ms is None or now_ms - row.seen_ms >= WRITTEN_EVERY_MS:
        with store.writing() as session:
            enter(session, row.school)
            session.execute(
                update(EnrolledRow)
                .where(EnrolledRow.school == row.school, EnrolledRow.station == row.station)
                .values(seen_ms=now_ms)
            )


def read_seen(session: Session, school: str) -> list[StationSeen]:
    """Return what is known of the stations that have not been revoked, by number."""
    rows = session.scalars(
        select(EnrolledRow)
        .where(EnrolledRow.school == school, EnrolledRow.revoked_ms.is_(None))
        .order_by(EnrolledRow.number)
    )
    return [
        StationSeen(
            row.station,
            # entries may come by a parcel too, so the second is only for stations of old centres
            row.seen_ms if row.seen_ms is not None else row.pushed_ms,
            row.pushed_ms,
            row.last_seq,
        )
        for row in rows
    ]
