"""What stands in a cell, told from its lines alone: the fold, written down a second time."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from tests.sync.machine.log_lines import Line, reaches


@dataclass
class Cell:
    """What stands in a key, what is open, the status of every line, and who lost in a decision."""

    current: str | None = None
    open: list[str] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    @property
    def undecided(self) -> set[str]:
        """The open set: undecided entries with the current one, when there are any."""
        return {*self.open, *filter(None, [self.current])} if self.open else set()


def cell_of(lines: Iterable[Line], known: Mapping[str, Line], erased: Set[str]) -> Cell:
    """Return what the lines of a key come to, in the order in which they were judged.

    After a restore something older may come back later than what was judged without it. That did
    not know of it, so the older one waits for a person, if its value was not erased.
    ``known``: all lines of the log.
    """
    cell = Cell()
    for line in sorted(lines, key=lambda line: line.judged):
        if line.kind == "decision" and line.verdict == "accepted":
            _decide(cell, line, known)
        elif line.verdict == "accepted" or _stands_apart(cell, line, known):
            _accept(cell, line, known, erased)
        else:
            cell.statuses[line.id] = str(line.verdict)
            if line.verdict in ("contested", "held") and line.kind != "decision":
                cell.open.append(line.id)
    return cell


def _accept(cell: Cell, line: Line, known: Mapping[str, Line], erased: Set[str]) -> None:
    current = known.get(cell.current or "")
    if current is not None:
        is_told = line.base is None or line.base in known
        is_stranger = (
            _is_older(current, line)
            and is_told
            and not {line.id, current.id} & erased
            and not reaches(line, current, known)
        )
        cell.statuses[current.id] = "contested" if is_stranger else "superseded"
        if is_stranger:
            cell.open.append(current.id)
    cell.current = line.id
    cell.statuses[line.id] = "current"


def _stands_apart(cell: Cell, line: Line, known: Mapping[str, Line]) -> bool:
    """Tell whether an equal value is said anew, over something older that has come back since."""
    current = known.get(cell.current or "")
    is_late = current is not None and line.target != current.id and _is_older(current, line)
    return line.verdict == "merged" and (line.target not in known or is_late)


def _decide(cell: Cell, line: Line, known: Mapping[str, Line]) -> None:
    named, stands = {*line.said[0], line.said[1]}, line.said[1]
    strangers = [
        id_
        for id_ in (*cell.open, cell.current)
        if id_ is not None and id_ not in named and _is_older(known[id_], line)
    ]
    for loser in {*cell.open, *filter(None, [cell.current])} - {stands, *strangers}:
        cell.statuses[loser] = "decided_against" if loser in cell.open else "superseded"
    cell.lost |= named - {stands, None}
    for stranger in strangers:
        if stranger not in cell.open:
            cell.statuses[stranger] = "contested"
    if stands is not None:
        cell.statuses[stands] = "current"
    cell.current, cell.open = stands, strangers
    cell.statuses[line.id] = "current"


def _is_older(one: Line, other: Line) -> bool:
    """Tell whether a line was judged in an older history of the centre."""
    return one.judged[0] < other.judged[0]
