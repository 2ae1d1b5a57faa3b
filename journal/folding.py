"""The fold of a key: from the lines of the log to what stands, what shows and what is undecided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from journal import kinds, values


class LogLine(NamedTuple):
    """Of an entry with its receipt, what the fold and the judgement need."""

    id: str
    station: str
    seq: int
    kind: str
    version: int
    value: bytes | None
    base: str | None
    author: str
    number: int | None
    verdict: str | None
    target: str | None
    status: str
    wall_ms: int
    accepted_ms: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the lines of one key fold to; see ``tables.FactRow``."""

    current: str | None
    shown: str | None
    open: tuple[str, ...]
    statuses: dict[str, str] = field(default_factory=dict)


def decision_of(line: LogLine) -> values.Decision:
    """Return the decision that ``line`` carries; one that is not understood names nothing."""
    if line.value is None or not is_understood(line):
        return values.Decision((), None)
    return msgspec.msgpack.decode(line.value, type=values.Decision)


def is_understood(line: LogLine) -> bool:
    """Tell whether this program knows the version of a decision."""
    return line.version <= kinds.version_of(kinds.DECISION)


def in_order(lines: Iterable[LogLine]) -> list[LogLine]:
    """Return ``lines`` by the centre's number, then the own ones without a number by ``seq``."""
    return sorted(lines, key=lambda line: (line.number is None, line.number or 0, line.seq))


def fold(lines: Iterable[LogLine]) -> Standing:
    """Fold the lines of one key, given in any order.

    A station may hold a part of them only: an entry merged into one that is not here stands in its
    place, and a decision gives no status to entries that are not here.
    """
    lines = in_order(lines)
    if not lines:
        return Standing(None, None, ())
    known = {line.id for line in lines}
    current: str | None = None
    shown: str | None = None
    open_set: list[str] = []
    statuses: dict[str, str] = {}
    for line in lines:
        if line.kind == kinds.DECISION and line.verdict == "accepted" and not is_understood(line):
            # the centre counts it; here nothing is decided until this program is upgraded
            statuses[line.id] = "current"
        elif line.number is None:
            statuses[line.id] = "pending"
            shown = decision_of(line).stands if line.kind == kinds.DECISION else line.id
        elif line.verdict == "refused":
            statuses[line.id] = "refused"
        elif line.kind == kinds.DECISION and line.verdict != "accepted":
            # the first release let one of a newer program wait: it decides nothing
            statuses[line.id] = str(line.verdict)
        elif line.kind == kinds.DECISION:
            current = shown = _decide(decision_of(line), current, open_set, statuses)
            statuses[line.id] = "current"
        elif line.verdict == "accepted" or (line.verdict == "merged" and line.target not in known):
            if current is not None:
                statuses[current] = "superseded"
            current = shown = line.id
            statuses[line.id] = "current"
        elif line.verdict == "merged":
            statuses[line.id] = "merged"
        else:
            statuses[line.id] = str(line.verdict)
            open_set.append(line.id)
    here = {id_: status for id_, status in statuses.items() if id_ in known}
    return Standing(current, shown, tuple(open_set), here)


def _decide(
    decision: values.Decision,
    current: str | None,
    open_set: list[str],
    statuses: dict[str, str],
) -> str | None:
    for loser in {*open_set, current} - {decision.stands, None}:
        statuses[str(loser)] = "decided_against" if loser in open_set else "superseded"
    if decision.stands is not None:
        statuses[decision.stands] = "current"
    open_set.clear()
    return decision.stands


def undecided(standing: Standing) -> frozenset[str]:
    """Return the open set of the key: every undecided entry and the current one, if any is open."""
    if not standing.open:
        return frozenset()
    return frozenset(standing.open) | ({standing.current} if standing.current else set())


def resolve_base(base: str | None, lines: Mapping[str, LogLine], standing: Standing) -> str | None:
    """Return what a base counts as: merged ones as their target, lost ones as their own base."""
    seen: set[str] = set()
    while base is not None and base in lines and base not in seen:
        seen.add(base)
        line = lines[base]
        if line.verdict == "merged":
            base = line.target
        elif standing.statuses.get(base) in ("decided_against", "refused"):
            base = line.base
        else:
            break
    return base
