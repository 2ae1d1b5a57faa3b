"""What a journal has once said it may not take back."""

from collections import defaultdict
from collections.abc import Set
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.facts import ROW_OF_KIND
from journal.kinds import ERASABLE
from journal.projection import differences
from journal.queries.intervals import own_stations
from journal.queries.temporary_journals import read_temporary_journals
from journal.tables import EntryRow, FactRow
from sync.server.tables import CounterRow
from tests.sync.machine.desk import Desk
from tests.sync.machine.laws import History
from tests.sync.machine.log_lines import Line, read_lines
from tests.sync.machine.wire import CentreProcess

STATUSES = {
    "pending",
    "current",
    "superseded",
    "merged",
    "contested",
    "held",
    "refused",
    "decided_against",
}
Rows = dict[str, tuple[object, ...]]


class CentreWitness:
    """Walks the centre's log as it grows.

    Attributes:
        past: every receipt that was ever in the log, by the entry's id.
        closed: the intervals of which an end was ever in the log.
    """

    def __init__(self, centre: CentreProcess) -> None:
        self.past: defaultdict[str, set[tuple[object, ...]]] = defaultdict(set)
        self.closed: set[str] = set()
        self._erased: set[str] = set()
        self._centre = centre
        with centre.store.reading() as session:
            self._station = session.scalars(
                select(EntryRow.station).where(EntryRow.number == 1)
            ).one()
            epoch = session.scalars(select(CounterRow.epoch)).one()
        self.history = History(self._station, epoch)
        self.look()

    def look(self) -> None:
        """Hold what is new in the log against the laws."""
        known = len(self.history.lines)
        with self._centre.store.reading() as session:
            lines = read_lines(session, EntryRow.number > known)
            number = session.scalar(select(CounterRow.number))
        for line in sorted(lines, key=lambda line: line.number or 0):
            self.history.take(line)
            self.past[line.id].add(line.receipt)
        self.closed |= self.history.chains.closings.keys()
        self._erased |= self.history.erased
        for line in lines:
            is_named = line.id in self._erased
            assert line.value is not None or is_named, "a value is gone without an act"
        assert number == len(self.history.lines), "the school's number is not the log's"

    def begin_again(self) -> None:
        """Walk a restored log from its beginning; what was said before still counts."""
        with self._centre.store.reading() as session:
            epoch = session.scalars(select(CounterRow.epoch)).one()
        self.history = History(self._station, epoch, self.past)
        self.history.is_newer = self._centre.is_newer
        self.look()

    def look_closely(self) -> None:
        """Read everything again: nothing has changed, and rows are what the entries fold to."""
        with self._centre.program, self._centre.store.reading() as session:
            lines = {line.id: line for line in read_lines(session)}
            facts = {row.key: row for row in session.scalars(select(FactRow))}
            school = session.scalars(select(CounterRow.school)).one()
            assert differences(session, school) == []
        self.history.chains.settle()
        assert lines.keys() == self.history.lines.keys()
        for id_, line in lines.items():
            first = self.history.lines[id_]
            if id_ in self.history.erased and line.kind in ERASABLE:
                assert line.value is None, "an erased value is there again"
                first = first._replace(value=None)
            assert line._replace(status=first.status) == first, "a line of the log has changed"
        for key, cell in self.history.cells.items():
            assert facts[key].current == cell.current, f"another entry stands in {key}"
            assert facts[key].open == cell.open, f"something else is open in {key}"
            assert {id_: lines[id_].status for id_ in cell.statuses} == cell.statuses


class DeskWitness:
    """Remembers what one journal has said.

    ``has_unsent``: at the last look something waited in the outbox.
    """

    def __init__(self, desk: Desk) -> None:
        self.has_unsent = False
        self._desk = desk
        self._written: dict[str, bytes] = {}
        self._receipts: dict[str, tuple[object, ...]] = {}
        self._transferred: dict[str, datetime] = {}

    def look(self, history: History, judged_anew: Set[str] = frozenset()) -> None:
        """Hold the journal's own entries and all its receipts against memory and the log.

        ``judged_anew``: of which the centre may have forgotten its first verdict, because somebody
        held them without a receipt when it was restored.
        """
        with self._desk.journal.store.reading() as session:
            lines = {line.id: line for line in read_lines(session)}
            stations = own_stations(session)
        self._keeps_what_was_written(lines, stations)
        self._keeps_erased_what_was_erased(lines)
        self.has_unsent = any(line.number is None for line in lines.values())
        for id_, line in lines.items():
            assert line.status in STATUSES
            assert (line.status == "pending") == (line.number is None)
            if line.number is None:
                assert id_ not in self._receipts, "a receipt was taken back"
                assert line.author == self._desk.user, "an entry of others without a number"
                continue
            first = self._receipts.setdefault(id_, line.receipt)
            assert line.receipt == first or id_ in judged_anew, "a receipt has changed"
            self._receipts[id_] = line.receipt
            central = history.lines.get(id_)
            if line.epoch == history.epoch:
                assert central is not None, "acknowledged, but not in the centre's log"
                assert line.receipt == central.receipt, "the receipt is not what the log says"
                assert line.number == central.number, "the entry has another place in the log"
            if central is not None:
                assert line.digest == central.digest, "the entry is not the one in the log"

    def look_closely(self, closed: Set[str]) -> None:
        """Check the rows, what screens were told, and the temporary journals."""
        desk = self._desk
        untold = desk.untold()
        assert not untold, f"no screen was told of {untold}"
        assert desk.reference == desk.read_reference(), "screens show an old picture of the school"
        with desk.program, desk.journal.store.reading() as session:
            assert differences(session, desk.journal.school) == []
            self._keeps_what_was_transferred(session, closed)

    def agrees(self, centre: CentreProcess, history: History) -> None:
        """Hold a journal that is up to date against the centre: entries, verdicts and rows."""
        expected = history.lines_of(self._desk.user)
        with self._desk.journal.store.reading() as session:
            lines = {line.id: line for line in read_lines(session)}
            rows = _rows(session)
        lost = {id_ for id_, line in lines.items() if line.epoch != history.epoch}
        kept = lines.keys() - lost
        assert kept == expected.keys(), "the journal holds other entries than it should"
        with centre.store.reading() as session:
            central = {line.id: line for line in read_lines(session)}
            central_rows = _rows(session)
        scopes = history.held_by(self._desk.user)
        # what the centre has lost stands here, and has not come back there
        torn = {lines[id_].key for id_ in lost}
        for id_ in kept:
            line = lines[id_]
            if line.key.split("/")[0] in scopes and line.key not in torn:
                assert line.as_judged == central[id_].as_judged, "a line differs from the centre's"
        held = {key for key in central_rows if key.split("/")[0] in scopes} - torn
        if self._desk.is_newer != centre.is_newer:
            # what only one of them understands has a row only there
            held -= {line.key for line in history.lines.values() if line.is_newer}
        for key in held:
            assert rows.get(key) == central_rows[key], f"the row of {key} differs"

    def is_up_to_date(self, history: History) -> bool:
        """Tell whether the journal says that it knows all and has sent all."""
        row = self._desk.row
        is_seen = (row.epoch, row.seen_number) == (history.epoch, len(history.lines))
        return is_seen and not self._desk.unsent

    def lost(self, history: History) -> dict[str, Line]:
        """Return what the centre has once acknowledged and does not have any more."""
        with self._desk.journal.store.reading() as session:
            lines = read_lines(session, EntryRow.number.is_not(None))
        return {line.id: line for line in lines if line.id not in history.lines}

    def pending(self) -> set[str]:
        """Return what the journal holds without a receipt."""
        with self._desk.journal.store.reading() as session:
            return set(session.scalars(select(EntryRow.id).where(EntryRow.number.is_(None))))

    def _keeps_what_was_written(self, lines: dict[str, Line], stations: list[str]) -> None:
        own = [line for line in lines.values() if line.station in stations]
        digests = {line.digest for line in own}
        assert all(line.seq == 1 or line.prev in digests for line in own), "own entries are gone"
        for id_, digest in self._written.items():
            assert id_ in lines, "an entry that was written is gone"
            assert lines[id_].digest == digest, "an entry that was written has changed"
        self._written.update({line.id: line.digest for line in own})

    def _keeps_erased_what_was_erased(self, lines: dict[str, Line]) -> None:
        acts = [line for line in lines.values() if line.noun == "redaction"]
        for act in acts:
            if act.status != "current" or act.kind == "decision":
                continue
            for id_ in act.said[2]:
                line = lines.get(id_)
                is_gone = line is None or line.value is None or line.kind not in ERASABLE
                assert is_gone, "an erased value is there again"

    def _keeps_what_was_transferred(self, session: Session, closed: Set[str]) -> None:
        desk = self._desk
        now: dict[str, datetime] = {}
        for journal in read_temporary_journals(session, desk.reference, desk.user, desk.clock.now):
            for interval in journal.intervals:
                if interval.transferred is not None:
                    assert interval.id in closed, "transferred, but not closed"
                    now[interval.id] = interval.transferred
        assert self._transferred.items() <= now.items(), "a transfer was taken back"
        self._transferred = now


def _rows(session: Session) -> Rows:
    """Return the rows of all facts by key."""
    rows: Rows = {}
    for table in (FactRow.__table__, *(row.__table__ for row in ROW_OF_KIND.values())):
        for row in session.execute(select(table)):
            rows[row.key] = (*rows.get(row.key, ()), *row)
    return rows
