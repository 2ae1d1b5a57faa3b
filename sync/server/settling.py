"""What was held for want of something that has come since, and is plain now.

A verdict never changes. So the centre writes a decision of its own, signed by its station, which
names the rule; it never chooses between people: only where all that is open in a key waited for
nothing else, and none of it is contested now. Everything else stays with the person responsible.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import literal_column, select
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.clock import Clock, Reading, from_ms, to_ms
from journal.entries import Entry, Receipt
from journal.folding import LogLine, fold, undecided
from journal.judgement import NEEDS_NEWER, WAITS_FOR_FACT, Judgement, judge
from journal.log import Draft
from journal.projection import KeyLog, line_of, load_keys, refold_understood
from journal.queries.judging import read_bench
from journal.queries.school import read_reference
from journal.reference import Reference
from journal.store import Store
from journal.tables import EntryRow
from sync.server.counting import find_schools
from sync.server.desk import write
from sync.server.epochs import is_window_open, latest_history
from sync.server.fencing import enter
from sync.server.receiving import value_fault
from sync.server.tables import EnrolledRow

BY_RULE = ""
"""Author of a decision that follows from a rule; no person took it."""

_WORDS = {
    NEEDS_NEWER: "сервер обновлён и понимает эту запись",
    WAITS_FOR_FACT: "пришла запись, на которую она опирается",
}


def settle_after_upgrade(store: Store, clock: Clock) -> int:
    """Fold and settle in every school what an older program did not understand.

    Called whenever the centre starts, and when a recovery window is closed; without anything to
    settle it costs a question a school. Returns how many keys were settled.
    """
    with store.reading() as session:
        schools = find_schools(session)
    settled = 0
    for school in schools:
        with store.writing() as session:
            enter(session, school)
            refold_understood(session, school)
            settled += settle(session, school, clock.read(), tuple(_WORDS))
    return settled


def may_settle(key: str) -> bool:
    """Tell whether another entry may have waited for the fact with this key."""
    try:
        kind, _ = kinds.split_key(key)
    except kinds.BadEntry:
        return False
    return kind.area in ("school", "class") or kind.name in ("lesson.change", "lesson.column")


def settle(
    session: Session, school: str, reading: Reading, reasons: Collection[str] = (WAITS_FOR_FACT,)
) -> int:
    """Decide over what was held for one of ``reasons`` and is plain now; return how many keys.

    In the caller's transaction. What is settled may be what another entry waits for, so it is
    looked again until nothing more is found. While a restored centre gets back what it lost, a
    person's decision over what was held before may be among it: that is left until the end.
    """
    settled = 0
    history = latest_history(session, school)
    is_open = is_window_open(session, school, to_ms(reading.wall))
    since = history.epoch if history is not None and is_open else ""
    while keys := _waiting(session, school, reasons):
        reference = read_reference(session, school)
        logs = load_keys(session, school, keys)
        court = _Court(session, reference, since)
        drafts = [draft for log in logs.values() if (draft := court.decide(log, reasons))]
        if not drafts:
            break
        write(session, school, BY_RULE, drafts, reading)
        settled += len(drafts)
    return settled


def _waiting(session: Session, school: str, reasons: Collection[str]) -> list[str]:
    query = (
        select(EntryRow.key)
        .where(
            EntryRow.school == school,
            literal_column("status = 'held'"),
            EntryRow.reason.in_(list(reasons)),
            EntryRow.value.is_not(None),
        )
        .order_by(EntryRow.number)
    )
    return list(dict.fromkeys(session.scalars(query)))


@dataclass(frozen=True, slots=True)
class _Court:
    """Judges anew what is open in a key, as if it had come now; lateness stays as it was.

    ``since``: the history before which nothing is decided yet; "" when all is.
    """

    session: Session
    reference: Reference
    since: str

    def decide(self, log: KeyLog, reasons: Collection[str]) -> Draft | None:
        """Return the decision over all that is open, or ``None``: a person has to."""
        opened = log.standing.open
        waiting = self._entries(opened)
        if any(row.verdict != "held" or row.reason not in reasons for row in waiting):
            return None
        if any((row.judged_epoch or row.epoch or "") < self.since for row in waiting):
            return None
        without = {*opened, *log.taken_back}
        lines = {id_: line for id_, line in log.lines.items() if id_ not in without}
        words: list[str] = []
        for row in waiting:
            judgement = self._judge(row, lines)
            if judgement.verdict in ("held", "contested"):
                return None
            entry = _entry(row)
            receipt = Receipt(
                epoch=row.epoch or "",
                number=row.number or 0,
                verdict="refused" if judgement.verdict == "refused" else "accepted",
                accepted_ms=row.accepted_ms or 0,
                judged_epoch=row.judged_epoch,
                judged_number=row.judged_number,
            )
            lines[row.id] = line_of(entry, receipt)
            said = _WORDS[row.reason]
            words.append(f"{said}: {judgement.reason}" if judgement.verdict == "refused" else said)
        stands = fold(lines.values()).current
        named = tuple(sorted(undecided(log.standing)))
        value = values.Decision(named, stands, "; ".join(dict.fromkeys(words)))
        return Draft(kinds.DECISION, log.key, value, lesson_date=waiting[-1].lesson_date)

    def _judge(self, row: EntryRow, lines: dict[str, LogLine]) -> Judgement:
        entry = _entry(row)
        fault = value_fault(entry)
        if fault:
            return Judgement("refused", fault)
        bench = read_bench(
            self.session,
            self.reference,
            from_ms(row.accepted_ms or 0),
            [entry.key],
            entry.station,
            self.session.scalar(
                select(EnrolledRow.user).where(
                    EnrolledRow.school == self.reference.school,
                    EnrolledRow.station == entry.station,
                )
            ),
        )
        return judge(entry, lines, fold(lines.values()), bench)

    def _entries(self, ids: Sequence[str]) -> list[EntryRow]:
        query = select(EntryRow).where(
            EntryRow.school == self.reference.school, EntryRow.id.in_(list(ids))
        )
        return list(self.session.scalars(query.order_by(EntryRow.number)))


def _entry(row: EntryRow) -> Entry:
    return Entry(**{name: getattr(row, name) for name in Entry.__struct_fields__})
