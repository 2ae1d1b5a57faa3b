"""How many entries were made in a time without the centre, and what became of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from journal.facts_paper import IntervalRow, RestoredRow
from journal.kinds import make_key
from journal.queries.intervals import BOOKKEEPING
from journal.tables import EntryRow

_UNDECIDED = ("contested", "held")
_ENDLESS = 2**62


@dataclass(frozen=True, slots=True)
class Counts:
    """Entries of a temporary journal; what is contested, held or refused has been received too.

    ``settled``: was contested or held, and a person has decided.
    """

    total: int = 0
    received: int = 0
    contested: int = 0
    held: int = 0
    refused: int = 0
    settled: int = 0

    @property
    def undecided(self) -> int:
        """How many wait for a person."""
        return self.contested + self.held

    def plus(self, other: "Counts") -> "Counts":
        """Return the sum with the entries of another interval."""
        return Counts(
            self.total + other.total,
            self.received + other.received,
            self.contested + other.contested,
            self.held + other.held,
            self.refused + other.refused,
            self.settled + other.settled,
        )


class Group(NamedTuple):
    """Entries of an interval that share their fate.

    ``is_kept``: they keep the temporary journal itself and are not counted as its entries;
    ``arrived`` of the ``size`` have been received, the last at ``last_ms``.
    """

    is_kept: bool
    status: str
    verdict: str | None
    size: int
    arrived: int
    last_ms: int | None


def count_groups(groups: Sequence[Group], end: RestoredRow | None, *, is_known: bool) -> Counts:
    """Count entries; where not all of them are known here, what the closing entry says counts."""
    written = [group for group in groups if not group.is_kept]
    total = sum(group.size for group in written)
    received = sum(group.arrived for group in written)
    if end is not None:
        total = end.count
        received = received if is_known else end.count

    def of(status: str) -> int:
        return sum(group.size for group in written if group.status == status)

    return Counts(
        total=total,
        received=received,
        contested=of("contested"),
        held=of("held"),
        refused=of("refused"),
        settled=sum(
            group.size
            for group in written
            if group.verdict in _UNDECIDED and group.status not in _UNDECIDED
        ),
    )


def read_groups(session: Session, school: str) -> dict[str, list[Group]]:
    """Return the entries of all intervals in groups, by the id of the interval, in one query."""
    is_kept = EntryRow.kind.in_(BOOKKEEPING)
    fate = (IntervalRow.interval, is_kept, EntryRow.status, EntryRow.verdict)
    # by the key, which is indexed
    closing_key = literal(make_key("interval.close", "", "")) + IntervalRow.interval
    query = (
        select(
            *fate, func.count(), func.count(EntryRow.accepted_ms), func.max(EntryRow.accepted_ms)
        )
        .join(
            RestoredRow,
            (RestoredRow.school == IntervalRow.school) & (RestoredRow.key == closing_key),
            isouter=True,
        )
        .join(
            EntryRow,
            (EntryRow.school == IntervalRow.school)
            & (EntryRow.station == IntervalRow.station)
            & EntryRow.seq.between(
                # a bound on both sides: without the upper one the rest of the station is read
                IntervalRow.first_seq,
                func.coalesce(RestoredRow.last_seq, _ENDLESS),
            ),
        )
        .where(IntervalRow.school == school)
        .group_by(*fate)
    )
    groups: dict[str, list[Group]] = defaultdict(list)
    for row in session.execute(query):
        interval, *found = row
        groups[str(interval)].append(Group._make(found))
    return groups
