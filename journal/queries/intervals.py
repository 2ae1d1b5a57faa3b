"""Which stations this journal is, and the time without the centre that is going on in it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.facts_paper import IntervalRow, RestoredRow
from journal.kinds import make_key
from journal.tables import DeskRow, EntryRow, RetiredStationRow
from journal.values import IntervalOpened

BOOKKEEPING = ("interval.open", "interval.close")
"""Kinds by which a temporary journal is kept; they are not counted as its entries."""


@dataclass(frozen=True, slots=True)
class OpenInterval:
    """The interval that is going on."""

    id: str
    station: str
    value: IntervalOpened

    @property
    def held(self) -> bool:
        """Tell whether a person's declaration keeps it open, so that a contact does not end it."""
        return self.value.declared and self.value.ended_ms is None


def open_interval(session: Session) -> OpenInterval | None:
    """Return the interval that is going on at the present station of this journal, if any."""
    station = session.scalars(select(DeskRow.station)).one()
    return next(iter(_open_intervals(session, [station])), None)


def inherited_intervals(session: Session) -> list[OpenInterval]:
    """Return the intervals that stations which this journal was have left open."""
    *before, _ = own_stations(session)
    return _open_intervals(session, before)


def _open_intervals(session: Session, stations: list[str]) -> list[OpenInterval]:
    rows = session.scalars(
        select(IntervalRow)
        .join(
            RestoredRow,
            (RestoredRow.school == IntervalRow.school)
            & (RestoredRow.interval == IntervalRow.interval),
            isouter=True,
        )
        .where(IntervalRow.station.in_(stations), RestoredRow.interval.is_(None))
        .order_by(IntervalRow.noticed_ms.desc())
    )
    names = IntervalOpened.__struct_fields__
    desk = session.scalars(select(DeskRow)).one()
    return [
        OpenInterval(
            row.interval,
            row.station,
            IntervalOpened(**{name: getattr(row, name) for name in names}),
        )
        for row in rows
        if not _has_closed(session, desk, row.interval)
    ]


def _has_closed(session: Session, desk: DeskRow, interval: str) -> bool:
    """Tell whether this station has said already that the interval is over.

    While that entry waits for a person the interval has no end; it is not said again.
    """
    closings = select(EntryRow.station).where(
        EntryRow.school == desk.school, EntryRow.key == make_key("interval.close", "", interval)
    )
    return desk.station in session.scalars(closings).all()


def own_stations(session: Session) -> list[str]:
    """Return the stations that this journal is and was; the present one comes last."""
    desk = session.scalars(select(DeskRow)).one()
    retired = session.scalars(select(RetiredStationRow.station).order_by(RetiredStationRow.station))
    return [*retired, desk.station]
