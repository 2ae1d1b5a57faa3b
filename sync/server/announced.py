"""What a station announces when it closes a time without the centre, and what has come of it."""

from collections.abc import Iterable, Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.bench import Range
from journal.entries import Entry
from journal.queries.intervals import BOOKKEEPING
from journal.tables import EntryRow


def count_announced(
    session: Session, school: str, station: str, batch: Iterable[Entry]
) -> dict[Range, int]:
    """Return how many entries people made in each range that the batch closes.

    What lies in the log already and what comes in this very batch count alike; called before the
    batch is stored.
    """
    entries = {entry.seq: entry for entry in batch}
    counts: dict[Range, int] = {}
    for closed in _closings(entries.values()):
        within = range(closed.first_seq, closed.last_seq + 1)
        came = [entry for seq, entry in entries.items() if seq in within]
        stored = session.scalar(
            select(func.count())
            .select_from(EntryRow)
            .where(
                EntryRow.school == school,
                EntryRow.station == station,
                EntryRow.seq.between(closed.first_seq, closed.last_seq),
                EntryRow.kind.not_in(BOOKKEEPING),
                EntryRow.seq.not_in([entry.seq for entry in came]),
            )
        )
        people = sum(entry.kind not in BOOKKEEPING for entry in came)
        counts[closed.first_seq, closed.last_seq] = people + (stored or 0)
    return counts


def _closings(entries: Iterable[Entry]) -> Iterator[values.IntervalClosed]:
    for entry in entries:
        if entry.kind != "interval.close" or entry.value is None:
            continue
        try:
            value = kinds.decode(entry.kind, entry.version, entry.key, entry.value)
        except (kinds.BadEntry, kinds.NewerVersion):
            continue  # the judge will say so
        if (
            isinstance(value, values.IntervalClosed)
            and value.station == entry.station
            # a faulty station may name any numbers: only those before the closing can be counted
            and 0 < value.first_seq <= value.last_seq < entry.seq
        ):
            yield value
