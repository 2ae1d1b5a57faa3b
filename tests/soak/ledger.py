"""The centre's log against what was said on the wire and at the screens; see ``audit``.

Nothing here asks the product what it counted: lines of logs are compared.
"""

from collections.abc import Iterable, Mapping

from tests.soak.tap import Acknowledged
from tests.sync.machine.log_lines import Line, reaches

GAP = "numbers with a gap"
LOST = "acknowledged and lost"
CHANGED = "acknowledged and changed"
UNSENT = "saved and not at the centre"
TORN = "torn chains"
SILENT = "values gone without a decision"


class Ledger:
    """The log by number, walked once.

    Attributes:
        lines: by id.
        current: what stands in each key, by what the log says.
        faults: what breaks a law, by the name of the law.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: dict[str, Line] = {}
        self.current: dict[str, str | None] = {}
        self.faults: dict[str, list[str]] = {}
        digests: set[bytes] = set()
        for number, line in enumerate(sorted(lines, key=lambda line: line.number or 0), 1):
            if line.number != number:
                self._note(GAP, f"{line.number} instead of {number}")
            if line.seq > 1 and line.prev not in digests:
                self._note(TORN, f"{line.station[:8]} at {line.seq}")
            digests.add(line.digest)
            self._stand(line)
            self.lines[line.id] = line

    def hold_against_wire(
        self,
        acknowledged: Iterable[Acknowledged],
        contents: Mapping[str, str],
        restored: bool,
        judged_anew: set[str],
    ) -> None:
        """See that everything acknowledged is here as it was sent, with the receipt it got.

        Args:
            contents: fingerprints of the entries of the log as they were sent, by id.
            restored: the centre was restored from a copy, so an old acceptance may have become
                contested.
            judged_anew: entries whose receipt was on no disk but the one that was restored.
        """
        for receipt in acknowledged:
            line = self.lines.get(receipt.entry)
            if line is None:
                self._note(LOST, receipt.entry)
            elif contents[receipt.entry] != receipt.content:
                self._note(CHANGED, receipt.entry)
            elif receipt.entry not in judged_anew and not _is_same_receipt(
                line, receipt, restored=restored
            ):
                self._note(
                    CHANGED,
                    f"{receipt.entry}: {receipt.verdict} and {line.verdict} {line.reason}",
                )

    def hold_against_screens(self, saved: Iterable[str], excused: set[str]) -> None:
        """See that what a user was told is saved has come; ``excused``: gone with a disk."""
        for entry in saved:
            if entry not in self.lines and entry not in excused:
                self._note(UNSENT, entry)

    def _stand(self, line: Line) -> None:
        before = self.current.get(line.key)
        if line.verdict != "accepted":
            return
        if line.kind == "decision":
            named, stands = line.said[0], line.said[1]
            if before is not None and not self._is_named(before, named):
                self._note(SILENT, f"{before}: decision {line.id} does not name it")
            self.current[line.key] = stands
            return
        if before is not None and not reaches(line, self.lines[before], self.lines):
            self._note(SILENT, f"{before}: displaced by {line.id}")
        self.current[line.key] = line.id

    def _is_named(self, before: str, named: list[str]) -> bool:
        """Tell whether a decision names an entry, or one that says the same."""
        fact = self.lines[before].fact
        return any(id_ in self.lines and self.lines[id_].fact == fact for id_ in named)

    def _note(self, law: str, what: str) -> None:
        self.faults.setdefault(law, []).append(what)


def _is_same_receipt(line: Line, receipt: Acknowledged, *, restored: bool) -> bool:
    same = (line.late, line.accepted_ms) == (receipt.late, receipt.accepted_ms)
    if restored and (receipt.verdict, line.verdict) == ("accepted", "contested"):
        return same
    same = same and line.judged == (receipt.epoch, receipt.number)
    return same and (line.verdict, line.reason) == (receipt.verdict, receipt.reason)
