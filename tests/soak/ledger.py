"""The centre's log against what was said on the wire and at the screens; see ``audit``.

Nothing here asks the product what it counted: lines of logs are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from tests.soak.tap import Acknowledged
from tests.sync.machine.cells import Cell, cell_of
from tests.sync.machine.log_lines import Line, reaches

GAP = "numbers with a gap"
LOST = "acknowledged and lost"
CHANGED = "acknowledged and changed"
UNSENT = "saved and not at the centre"
TORN = "torn chains"
SILENT = "values gone without a decision"


class Ledger:
    """The log by number, and each key of it in the order in which it was judged.

    Attributes:
        lines: by id.
        current: what stands in each key, by what the log says.
        faults: what breaks a law, by the name of the law.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: dict[str, Line] = {}
        self.current: dict[str, str | None] = {}
        self.faults: dict[str, list[str]] = {}
        ordered = sorted(lines, key=lambda line: line.number or 0)
        # what a restored centre gets back comes in any order
        came_back = any(line.came_back for line in ordered)
        digests = {line.digest for line in ordered if came_back}
        keys: defaultdict[str, list[Line]] = defaultdict(list)
        for number, line in enumerate(ordered, 1):
            if line.number != number:
                self._note(GAP, f"{line.number} instead of {number}")
            if line.seq > 1 and line.prev not in digests:
                self._note(TORN, f"{line.station[:8]} at {line.seq}")
            digests.add(line.digest)
            keys[line.key].append(line)
            self.lines[line.id] = line
        for key, here in keys.items():
            self.current[key] = self._walk(sorted(here, key=lambda line: line.judged))

    def hold_against_wire(
        self,
        acknowledged: Iterable[Acknowledged],
        contents: Mapping[str, str],
        lasting: Set[tuple[str, str, int]] | None,
    ) -> None:
        """See that everything acknowledged is here as it was sent, with the receipt it got.

        Args:
            contents: fingerprints of the entries of the log as they were sent, by id.
            lasting: when the centre was restored from a copy, the receipts that a disk holds; one
                that reached none is given anew. ``None``: all of them.
        """
        for receipt in acknowledged:
            line = self.lines.get(receipt.entry)
            is_lasting = lasting is None or (
                (receipt.entry, receipt.epoch, receipt.number) in lasting
            )
            if line is None:
                self._note(LOST, receipt.entry)
            elif contents[receipt.entry] != receipt.content:
                self._note(CHANGED, receipt.entry)
            elif is_lasting and not _is_same_receipt(line, receipt):
                self._note(
                    CHANGED,
                    f"{receipt.entry}: {receipt.verdict} and {line.verdict} {line.reason}",
                )

    def hold_against_screens(self, saved: Iterable[str], excused: set[str]) -> None:
        """See that what a user was told is saved has come; ``excused``: gone with a disk."""
        for entry in saved:
            if entry not in self.lines and entry not in excused:
                self._note(UNSENT, entry)

    def _walk(self, here: list[Line]) -> str | None:
        """Follow what stands in one key; return what stands in the end."""
        before = Cell()
        for turn, line in enumerate(here, 1):
            after = cell_of(here[:turn], self.lines, frozenset())
            if before.current not in (None, after.current):
                self._see_off(self.lines[str(before.current)], line, after)
            before = after
        return before.current

    def _see_off(self, gone: Line, line: Line, after: Cell) -> None:
        """See that ``line`` may take the place of what stood there."""
        if after.statuses[gone.id] == "contested":
            return  # it came back after a restore and waits for a person
        if line.kind == "decision":
            if gone.id not in line.said[0]:
                self._note(SILENT, f"{gone.id}: decision {line.id} does not name it")
        elif not reaches(line, gone, self.lines):
            self._note(SILENT, f"{gone.id}: displaced by {line.id}")

    def _note(self, law: str, what: str) -> None:
        self.faults.setdefault(law, []).append(what)


def _is_same_receipt(line: Line, receipt: Acknowledged) -> bool:
    return (*line.judged, line.verdict, line.reason, line.late, line.accepted_ms) == (
        receipt.epoch,
        receipt.number,
        receipt.verdict,
        receipt.reason,
        receipt.late,
        receipt.accepted_ms,
    )
