"""What a copy certifies of a page: the state of its facts in a period and of its scope."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.facts_paper import CopyRow
from journal.kinds import YEAR, BadEntry, split_key
from journal.paper import Witness
from journal.reference import Reference
from journal.tables import HAS_SIGN, DeskRow, EntryRow, FactRow, ScopeRow


@dataclass(frozen=True, slots=True)
class PageContent:
    """The state of one page in one period.

    Attributes:
        digest: SHA-256 (hex) over the sorted lines «key, space, digest of the entry that shows
            there, newline» of the page's facts in the period.
        epoch, ordinal, head: how far the page's scope is known here; the head is its running
            digest (hex), empty before the first pull.
    """

    page: str
    digest: str
    epoch: str = ""
    scope: str = ""
    ordinal: int = 0
    head: str = ""

    @property
    def witness(self) -> Witness:
        """What the QR code of the page says."""
        return Witness(self.epoch, self.scope, self.ordinal, self.digest)


def read_content(session: Session, reference: Reference, page: str, period: str) -> PageContent:
    """Return the state of a page in a period."""
    scope = f"page:{page}"
    facts = session.execute(
        select(FactRow.key, EntryRow.digest)
        .join(EntryRow, (EntryRow.school == FactRow.school) & (EntryRow.id == FactRow.shown))
        .where(FactRow.school == reference.school, FactRow.scope == scope)
    )
    in_period = PeriodKeys(reference, page, period)
    lines = ((key, digest) for key, digest in facts if key in in_period)
    known = session.get(ScopeRow, (reference.school, scope))
    desk = session.get(DeskRow, reference.school)
    return PageContent(
        page,
        content_digest(lines),
        desk.epoch if desk is not None else "",
        scope,
        known.ordinal if known is not None else 0,
        known.head.hex() if known is not None else "",
    )


def content_digest(lines: Iterable[tuple[str, bytes]]) -> str:
    """Return the digest of facts, given as (key, digest of the entry that shows there)."""
    whole = hashlib.sha256()
    for key, digest in sorted(lines):
        whole.update(f"{key} {digest.hex()}\n".encode())
    return whole.hexdigest()


class PeriodKeys:
    """The keys of a page that belong to a period: of its lessons and of its term marks.

    The marks of the year belong to its last term, beside which they are set and printed.
    Lines of the lesson plan belong to the year and to no period.
    """

    def __init__(self, reference: Reference, page: str, period: str) -> None:
        term = reference.periods[period]
        is_last = reference.periods_of(page)[-1:] == [term]
        self._periods = {period, YEAR} if is_last else {period}
        self._lessons = {
            lesson.id
            for lesson in reference.lessons(page).values()
            if term.start <= lesson.day <= term.end
        }

    def __contains__(self, key: str) -> bool:
        try:
            _, parts = split_key(key)
        except BadEntry:
            return False  # of a newer program: nobody has seen it on the page that was printed
        return parts.get("lesson") in self._lessons or parts.get("period") in self._periods


def is_contested(session: Session, reference: Reference, copy: str) -> bool:
    """Tell whether a contest is open on a page that a copy shows, in the copy's period."""
    copies = session.execute(
        select(CopyRow.pages, CopyRow.period).where(
            CopyRow.school == reference.school, CopyRow.copy == copy
        )
    ).all()
    for page in (page for row in copies for page in row.pages if page in reference.pages):
        in_period = PeriodKeys(reference, page, copies[0].period)
        contested = session.scalars(
            select(EntryRow.key).where(
                EntryRow.school == reference.school,
                EntryRow.key.between(f"page:{page}/", f"page:{page}0"),
                HAS_SIGN,
                EntryRow.status == "contested",
            )
        )
        if any(key in in_period for key in contested):
            return True
    return False
