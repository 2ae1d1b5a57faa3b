"""Under which temporary journal an entry of any workplace was written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.facts_paper import IntervalRow, RestoredRow
from journal.queries.temporary_journals import journal_label
from journal.reference import Reference


@dataclass(frozen=True, slots=True)
class Span:
    """The entries of one time without the centre; ``last_seq`` is ``None`` while it goes on."""

    first_seq: int
    last_seq: int | None
    label: str

    def holds(self, seq: int) -> bool:
        """Tell whether an entry of that workplace stands in it."""
        return self.first_seq <= seq and (self.last_seq is None or seq <= self.last_seq)


@dataclass(frozen=True, slots=True)
class Covers:
    """The temporary journals of all workplaces, as far as they are known here."""

    spans: Mapping[str, Sequence[Span]] = field(default_factory=dict)

    def label(self, station: str, seq: int) -> str:
        """Return the label of the temporary journal of an entry; "" when it was made on line."""
        found = (span.label for span in self.spans.get(station, ()) if span.holds(seq))
        return next(found, "")


def read_covers(session: Session, reference: Reference) -> Covers:
    """Return which entries belong to which temporary journal."""
    restored = select(RestoredRow).where(RestoredRow.school == reference.school)
    last_seqs = {row.interval: row.last_seq for row in session.scalars(restored)}
    spans: dict[str, list[Span]] = defaultdict(list)
    for row in session.scalars(select(IntervalRow).where(IntervalRow.school == reference.school)):
        label = journal_label(reference, row.station, row.number, row.day)
        spans[row.station].append(Span(row.first_seq, last_seqs.get(row.interval), label))
    return Covers(spans)
