"""How long a journal keeps its owner's entries when nothing more is granted to her.

Own entries outlive the scope they stand in: they are in the owner's own scope too. When that one is
taken away as well - she is no longer on the staff - they stay until they are settled and 60 days
old, so that she can see what became of each, and the centre can ask for them again after a restore.
Source: sync description, s. 2 and 3.
"""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.entries import SCOPE_START
from journal.kinds import person_scope
from journal.projection import forget, refold
from journal.tables import DeskRow, EntryRow, ScopeRow
from sync.protocol import MAX_ENTRIES

KEPT_DAYS = 60
_DAY_MS = 86_400_000
_UNSETTLED = ("pending", "contested", "held")


def is_own_scope(session: Session, scope: str) -> bool:
    """Tell whether ``scope`` is the one of the owner of this journal."""
    return scope == person_scope(session.scalars(select(DeskRow.user)).one())


def drop_settled(session: Session, scope: str, now_ms: int) -> tuple[Changes, bool]:
    """Take out of the journal what its owner wrote and need not keep any more, or a part of it.

    ``scope``: her own, not granted any more; it stands at its beginning, so that it is fetched
    whole if she comes back, and is forgotten with the last entry. ``now_ms``: the centre's time.

    Returns:
        What changed, and whether there is more to take out now.
    """
    desk = session.scalars(select(DeskRow)).one()
    own = (EntryRow.school == desk.school, EntryRow.author == desk.user)
    too_young = now_ms - KEPT_DAYS * _DAY_MS
    kept = select(EntryRow.key).where(
        *own,
        or_(
            EntryRow.status.in_(_UNSETTLED),
            EntryRow.accepted_ms.is_(None),
            EntryRow.accepted_ms > too_young,
        ),
    )
    keys = session.scalars(
        select(EntryRow.key).where(*own, EntryRow.key.not_in(kept)).distinct().limit(MAX_ENTRIES)
    ).all()
    ids = session.scalars(
        select(EntryRow.id).where(EntryRow.school == desk.school, EntryRow.key.in_(keys))
    ).all()
    forget(session, desk.school, ids)
    is_empty = not session.scalar(select(func.count()).select_from(EntryRow).where(*own))
    row = session.get_one(ScopeRow, (desk.school, scope))
    row.ordinal, row.number, row.head = 0, 0, SCOPE_START
    if is_empty:
        session.delete(row)
    session.flush()
    return refold(session, desk.school, keys), len(keys) == MAX_ENTRIES and not is_empty
