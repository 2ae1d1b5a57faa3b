"""Histories of the centre: a restore begins a new one, with a window in which lost entries return.

Epochs sort by their age, so that a verdict of an older history stands before one of a newer.
"""

import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from journal.ids import new_id
from journal.tables import DeskRow
from sync.server.auditing import note
from sync.server.counting import come_home, lock_counter
from sync.server.tables import CounterRow, EpochRow

WINDOW_DAYS = 7
_DAY_MS = 24 * 3600 * 1000
_DIGITS = 32
_APART = 2**64


def begin_history(session: Session, school: str, now_ms: int, days: int = WINDOW_DAYS) -> EpochRow:
    """Begin a new history over what the database holds; return it.

    ``days``: how long the school's workplaces are given to bring back what they have.
    """
    counter = lock_counter(session, school, is_put_back=True)
    come_home(session, school)
    row = EpochRow(
        school=school,
        epoch=_younger_than(counter.epoch),
        after_number=counter.number,
        began_ms=now_ms,
        until_ms=now_ms + days * _DAY_MS,
    )
    session.add(row)
    session.execute(update(CounterRow).where(CounterRow.school == school).values(epoch=row.epoch))
    session.execute(update(DeskRow).where(DeskRow.school == school).values(epoch=row.epoch))
    detail = f"{counter.epoch} -> {row.epoch}, {counter.number}"
    note(session, school, now_ms, "history_begun", detail=detail)
    session.flush()
    return row


def close_window(session: Session, school: str, now_ms: int) -> bool:
    """End the recovery window now; tell whether one was open."""
    row = latest_history(session, school)
    if row is None or row.until_ms <= now_ms:
        return False
    row.until_ms = now_ms
    note(session, school, now_ms, "recovery_closed", detail=row.epoch)
    session.flush()
    return True


def is_window_open(session: Session, school: str, now_ms: int) -> bool:
    """Tell whether lost entries are still waited for."""
    row = latest_history(session, school)
    return row is not None and now_ms < row.until_ms


def latest_history(session: Session, school: str) -> EpochRow | None:
    """Return the history that the last restore began; ``None`` when there was none."""
    return session.scalars(
        select(EpochRow).where(EpochRow.school == school).order_by(EpochRow.epoch.desc()).limit(1)
    ).first()


def _younger_than(epoch: str) -> str:
    """Return a new epoch that sorts behind ``epoch``, whatever the clock says.

    Also with a wrong clock no two are the same: two restores of one copy are two histories.
    """
    fresh = new_id()
    if fresh > epoch:
        return fresh
    return f"{int(epoch, 16) + 1 + secrets.randbelow(_APART):0{_DIGITS}x}"
