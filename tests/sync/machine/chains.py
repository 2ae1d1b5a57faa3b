"""The laws of stations: their chains, and the times in which they had no centre.

Like ``laws``, nothing here asks the product's own rules.
"""

from journal.clock import from_ms
from tests.sync.machine.log_lines import Line
from tests.sync.machine.places import PLACE_OF_LESSON
from tests.sync.machine.school_now import moscow_day

_BRANCH = ("продолжен в двух местах", "принято на копии журнала")


class Chains:
    """The stations of a school, as far as their entries have come.

    Attributes:
        closings: the entry that closed an interval, by the interval's id.

    Of a centre that was restored, parts of a chain are missing until they have come back.
    """

    def __init__(self, centre: str, is_restored: bool) -> None:
        self._centre = centre
        self._is_restored = is_restored
        self.closings: dict[str, Line] = {}
        self._by_digest: dict[bytes, Line] = {}
        self._followed: set[bytes] = set()
        self._branches: set[bytes] = set()
        self._forked: set[str] = set()
        self._opened: list[tuple[str, int]] = []
        self._excused: list[Line] = []

    def take(self, line: Line) -> None:
        """Take the next line of the log as one of its station's."""
        assert line.digest not in self._by_digest, "an entry stands in the log twice"
        if line.seq > 1:
            before = self._by_digest.get(line.prev)
            assert before is not None or self._is_restored, (
                "an entry of the station is missing or out of order"
            )
            assert before is None or (before.station, before.seq + 1) == (
                line.station,
                line.seq,
            ), "a torn chain"
        if self._goes_on_elsewhere(line):
            self._branches.add(line.digest)
            self._forked.add(line.station)
        self._followed.add(line.prev)
        self._by_digest[line.digest] = line
        if line.kind == "interval.open":
            self._opened.append((line.said[0], line.said[3]))
        elif line.kind == "interval.close":
            self._close_interval(line)
        if not line.came_back:
            self._is_late_in_truth(line)

    def is_branch(self, line: Line) -> bool:
        """Tell whether the line was written where the journal went on in a second place."""
        return line.digest in self._branches

    def _goes_on_elsewhere(self, line: Line) -> bool:
        if line.station == self._centre:
            # what it wrote before a restore, and what it has written since
            return False
        if line.came_back:
            return any(words in line.reason for words in _BRANCH)
        return line.prev in self._followed or line.prev in self._branches

    def settle(self) -> None:
        """Hold lines that came after their day without being late against the intervals."""
        if self._is_restored:
            return
        for line in self._excused:
            assert any(
                line.station == station and line.seq >= first_seq
                for station, first_seq in self._opened
            ), "in time, although it came after its day and not from a temporary journal"

    def _is_late_in_truth(self, line: Line) -> None:
        if not line.fills_a_lesson or line.kind == "decision" or line.noun == "dream":
            return
        came_later = moscow_day(line.accepted_ms) > PLACE_OF_LESSON[line.lesson].day
        assert came_later or not line.late, "called late, but it came on its day"
        if came_later and not line.late and line.verdict in ("accepted", "merged", "contested"):
            self._excused.append(line)

    def _close_interval(self, line: Line) -> None:
        """Hold the end of an interval against the entries that have come of its station."""
        interval = line.key.split("/")[2]
        before = self.closings.setdefault(interval, line)
        if self._is_restored:
            return
        if before is not line:
            # a journal that went on in two places is closed in each of them, each once
            is_branch = self.is_branch(line)
            assert is_branch or before.station != line.station, "an interval was closed twice"
            expected = "held" if is_branch else "merged"
            assert line.verdict == expected, "an interval ended in two ways"
        station, restored_ms, first, last, digest, count = line.said
        assert from_ms(restored_ms) <= from_ms(line.accepted_ms or 0)
        if station in self._forked or station != line.station:
            # a journal continued in two places has two entries for one number
            return
        inside = {
            each.seq: each
            for each in self._by_digest.values()
            if each.station == station and first <= each.seq <= last
        }
        assert sorted(inside) == list(range(first, last + 1)), "entries of an interval are missing"
        assert inside[last].digest == digest, "the interval ends with another entry"
        people = [each for each in inside.values() if not each.kind.startswith("interval.")]
        assert len(people) == count, "the interval does not count its entries right"
