"""Since when the centre answered others while one workplace had no contact with it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.clock import from_ms, to_ms
from journal.facts_paper import RestoredRow
from journal.queries.outage_intervals import OutageInterval
from journal.queries.temporary_journals import TemporaryJournal
from journal.reference import Reference
from journal.tables import EntryRow


def reachable_in_words(session: Session, reference: Reference, interval: OutageInterval) -> str:
    """Return what the other workplaces prove about the centre during an interval, or "".

    The restored connection of another workplace tells when the centre was back; where no other one
    had lost it, the first entry that the centre took from others tells that it was there all along.
    """
    if interval.restored is None:
        return ""
    within = to_ms(interval.noticed), to_ms(interval.restored)
    back = session.scalar(
        select(func.min(RestoredRow.restored_ms)).where(
            RestoredRow.school == reference.school,
            RestoredRow.station != interval.station,
            RestoredRow.restored_ms > within[0],
            RestoredRow.restored_ms < within[1],
        )
    )
    if back is not None:
        return f"для других рабочих мест сервер доступен с {_moment(back, interval, reference)}"
    taken = session.scalar(
        select(func.min(EntryRow.accepted_ms)).where(
            EntryRow.school == reference.school,
            EntryRow.station.in_(set(reference.workplaces) - {interval.station}),
            EntryRow.accepted_ms > within[0],
            EntryRow.accepted_ms < within[1],
        )
    )
    if taken is None:
        return ""
    first = _moment(taken, interval, reference)
    return f"сервер в это время принимал записи других рабочих мест, первую – {first}"


def restored_in_words(session: Session, reference: Reference, journal: TemporaryJournal) -> str:
    """Return when the connection was back, what others prove, and the counts; "" before that."""
    if journal.restored is None:
        return ""
    reachable = reachable_in_words(session, reference, journal.intervals[-1])
    counts = journal.counts
    parts = [f"связь вернулась {journal.restored:%d.%m %H:%M}"]
    if reachable:
        parts.append(reachable)
    parts.append(f"записей объявлено: {counts.total}, получено: {counts.received}")
    said = " · ".join(parts)
    return said[:1].upper() + said[1:]


def _moment(milliseconds: int, interval: OutageInterval, reference: Reference) -> str:
    moment: datetime = from_ms(milliseconds).astimezone(reference.zone)
    return (
        f"{moment:%H:%M}" if moment.date() == interval.noticed.date() else f"{moment:%d.%m %H:%M}"
    )
