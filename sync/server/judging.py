"""A batch before the judge: each new entry after the ones before it, then all of them stored."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal import kinds, values
from journal.bench import Bench, Interval
from journal.clock import from_ms, to_ms
from journal.entries import Entry, Receipt
from journal.judgement import Judgement, judge
from journal.projection import KeyLog, line_of, project
from journal.queries.import_dependents import rests_on
from journal.queries.page_content import is_contested
from journal.reference import Reference
from journal.scopes import scopes_of_entry
from journal.steps import reached
from sync.server.chain import Fresh
from sync.server.counting import Counter
from sync.server.failures import describe_failure
from sync.server.receiving import value_fault
from sync.server.references import BrokenPicture, Staleness, read_anew
from sync.server.storing import Judged, named_authors, store

DOUBTFUL = "сервер не смог применить эту запись: ждёт решения администратора"
FOREIGN_DECISION = "решение принято на чужом рабочем месте: решите на своём"

_log = logging.getLogger(__name__)


class DoubtfulEntry(Exception):
    """With this entry the school has no picture any more; it has to be held."""

    def __init__(self, entry: str) -> None:
        super().__init__(entry)
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Doubts:
    """What an earlier attempt at the same batch has taught.

    ``entries``: ids to be held, because with them there was no picture of the school any more;
    ``careful``: look at the picture after each entry that changes it, to find out which it is.
    """

    entries: frozenset[str] = frozenset()
    careful: bool = False


class Sitting:
    """Judges the entries of one batch under the lock of the school's counter."""

    def __init__(
        self,
        session: Session,
        counter: Counter,
        bench: Bench,
        logs: dict[str, KeyLog],
        doubts: Doubts,
    ) -> None:
        self._session = session
        self._counter = counter
        self._bench = bench
        self._logs = logs
        self._doubts = doubts
        self._number = counter.number
        self._reference_number = counter.reference_number
        self._stale = Staleness()
        self._unsaved: list[Judged] = []
        self._touched: dict[str, KeyLog] = {}

    @property
    def reference(self) -> Reference:
        """The picture of the school after the entries that were heard."""
        return self._bench.reference

    def hear(self, fresh: Fresh) -> Receipt:
        """Judge one more entry; it gets the next number."""
        entry = fresh.entry
        if self._stale.matters_to(entry):
            self._save()
            self._refresh()
        if entry.kind == "copy.state":
            self._look_at_copy(entry)
        if entry.kind == kinds.IMPORT_UNDO:
            self._look_at_import(entry)
        log = self._logs[entry.key]
        judgement = fresh.forced or self._judge(entry, log)
        before = log.standing.current
        self._number += 1
        receipt = Receipt(
            epoch=self._counter.epoch,
            number=self._number,
            verdict=judgement.verdict,
            reason=judgement.reason,
            target=judgement.target,
            late=judgement.late,
            accepted_ms=to_ms(self._bench.now),
        )
        log.add(line_of(entry, receipt))
        self._touched[log.key] = log
        self._unsaved.append(
            Judged(entry, fresh.digest, receipt, scopes_of_entry(entry, named_authors(entry, log)))
        )
        if log.standing.current != before:
            self._learn(entry, log)
        return receipt

    def finish(self) -> Counter:
        """Write everything that was heard; return the counter after it.

        Raises:
            BrokenPicture: what was accepted cannot be read back as a school.
        """
        reached("judge.judged")
        self._save(reached)
        if self._stale:
            self._refresh()
        return Counter(
            self._counter.school, self._counter.epoch, self._number, self._reference_number
        )

    def _judge(self, entry: Entry, log: KeyLog) -> Judgement:
        is_decision = entry.kind == kinds.DECISION
        if entry.id in self._doubts.entries:
            return Judgement("refused" if is_decision else "held", DOUBTFUL)
        if is_decision and entry.author != self._bench.station_user:
            return Judgement("refused", FOREIGN_DECISION)
        fault = value_fault(entry)
        if fault:
            return Judgement("refused", fault)
        try:
            return judge(entry, log.lines, log.judged, self._bench)
        except Exception as failure:
            # a bug in a rule costs one entry a person's look, never the entries behind it
            _log.error("judging %s failed: %s", entry.id[:8], describe_failure(failure))
            return Judgement("refused" if is_decision else "held", DOUBTFUL)

    def _look_at_copy(self, entry: Entry) -> None:
        """See whether what the copy shows is contested, the entries just heard included."""
        self._save()
        try:
            copy = kinds.split_key(entry.key)[1]["copy"]
        except (kinds.BadEntry, KeyError):
            return  # the judge will say so
        if is_contested(self._session, self._bench.reference, copy):
            self._bench.contested_copies |= {copy}

    def _look_at_import(self, entry: Entry) -> None:
        """See whether something rests on the import, the entries just heard included."""
        self._save()
        try:
            import_id = kinds.split_key(entry.key)[1]["import_id"]
        except (kinds.BadEntry, KeyError):
            return  # the judge will say so
        reason = rests_on(self._session, self._bench.reference, import_id)
        if reason:
            self._bench.depended_on[import_id] = reason

    def _learn(self, entry: Entry, log: KeyLog) -> None:
        """Let the entries after this one see what stands in the key now."""
        line = log.lines.get(log.standing.current or "")
        if line is not None and line.kind == "lesson.column" and line.value is not None:
            self._bench.learn(entry, kinds.decode(line.kind, line.version, log.key, line.value))
        if self._stale.note(entry.key):
            self._reference_number = self._number
            if self._doubts.careful:
                self._save()
                try:
                    self._refresh()
                except BrokenPicture as fault:
                    raise DoubtfulEntry(entry.id) from fault

    def _refresh(self) -> None:
        self._bench.reference = read_anew(self._session, self._counter.school)
        self._stale = Staleness()

    def _save(self, pass_step: Callable[[str], None] = lambda _: None) -> None:
        school = self._counter.school
        store(self._session, school, self._unsaved, self._logs)
        pass_step("judge.stored")
        project(self._session, school, self._touched.values(), self._logs)
        pass_step("judge.projected")
        self._unsaved, self._touched = [], {}


def intervals_in(entries: Iterable[Entry], known: Iterable[Interval]) -> list[Interval]:
    """Return the times without the centre that a station names in a batch, before those ``known``.

    The entry that closes an interval comes after the entries made in it, so all of the batch is
    looked at before the first of it is judged. A station speaks for itself only.
    """
    intervals = {interval.first_seq: interval for interval in known}
    for entry in entries:
        if entry.kind not in ("interval.open", "interval.close") or entry.value is None:
            continue
        try:
            value = kinds.decode(entry.kind, entry.version, entry.key, entry.value)
            if getattr(value, "station", None) == entry.station:
                _take_in(value, intervals)
        except (kinds.BadEntry, kinds.NewerVersion, OverflowError, OSError, ValueError):
            continue  # the judge will say so
    return list(intervals.values())


def _take_in(value: values.Value, intervals: dict[int, Interval]) -> None:
    if isinstance(value, values.IntervalOpened):
        contact = from_ms(value.last_contact_ms) if value.last_contact_ms else None
        intervals.setdefault(value.first_seq, Interval(value.first_seq, None, contact, None))
    elif isinstance(value, values.IntervalClosed):
        opened = intervals.get(value.first_seq)
        intervals[value.first_seq] = Interval(
            value.first_seq,
            value.last_seq,
            opened.last_contact if opened else None,
            from_ms(value.restored_ms),
        )
