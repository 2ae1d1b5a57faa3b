"""The centre's answers for tests that need no centre: receipts for what waits on a station."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal import kinds
from journal.clock import to_ms
from journal.entries import SCOPE_START, Receipt, running_head
from journal.projection import refold, set_receipts
from journal.store import Store
from journal.tables import DeskRow, EntryRow, ScopeRow

EPOCH = "e" * 32


def answer_all(store: Store, at: datetime, verdicts: Mapping[str, str] | None = None) -> None:
    """Give every waiting entry a number; accepted unless ``verdicts`` say otherwise by entry id.

    The moment is that of the answer: the station had contact then, and its scopes are complete.
    """
    with store.writing() as session:
        desk = session.scalars(select(DeskRow)).one()
        waiting = session.scalars(
            select(EntryRow)
            .where(EntryRow.school == desk.school, EntryRow.number.is_(None))
            .order_by(EntryRow.seq)
        ).all()
        last = session.scalar(select(func.max(EntryRow.number))) or 0
        receipts = {
            row.id: Receipt(
                epoch=EPOCH,
                number=number,
                verdict=(verdicts or {}).get(row.id, "accepted"),
                accepted_ms=to_ms(at),
            )
            for number, row in enumerate(waiting, start=last + 1)
        }
        set_receipts(session, desk.school, receipts)
        session.expire_all()
        refold(session, desk.school, {row.key for row in waiting})
        _extend_scopes(list(waiting), receipts, desk, session)
        desk.epoch = EPOCH
        desk.seen_number = last + len(waiting)
        desk.last_contact_ms = to_ms(at)


def _extend_scopes(
    rows: list[EntryRow], receipts: Mapping[str, Receipt], desk: DeskRow, session: Session
) -> None:
    lines: dict[str, list[EntryRow]] = defaultdict(list)
    for row in rows:
        lines[kinds.scope_of(row.key)].append(row)
    for scope, found in lines.items():
        known = session.get(ScopeRow, (desk.school, scope))
        if known is None:
            known = ScopeRow(school=desk.school, scope=scope, ordinal=0, number=0, head=SCOPE_START)
            session.add(known)
        for row in found:
            receipt = receipts[row.id]
            known.ordinal += 1
            known.number = receipt.number
            known.head = running_head(
                known.head, receipt.number, row.digest, receipt.verdict, receipt.reason
            )
