"""The fold of a key: from the lines of the log to what stands, what shows and what is undecided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
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
    epoch: str | None = None
    judged_epoch: str | None = None
    judged_number: int | None = None

    @property
    def judged(self) -> tuple[str, int]:
        """Where the verdict was given; see ``entries.Receipt.judged``. Epochs sort by their age."""
        return self.judged_epoch or self.epoch or "", self.judged_number or self.number or 0


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
    """Return ``lines`` as they were judged, then the own ones without a number by ``seq``.

    What a restored centre got back late has a late number, but stands where it was judged.
    """
    return sorted(lines, key=lambda line: (line.number is None, line.judged, line.seq))


def fold(lines: Iterable[LogLine], aside: Mapping[str, str] = MappingProxyType({})) -> Standing:
    """Fold the lines of one key, given in any order.

    ``aside``: lines that are here and do not count, by id, each with its status.

    A station may hold a part of them only: an entry merged into one that is not here stands in its
    place, and a decision gives no status to entries that are not here.

    After a restore the centre may judge an entry while it lacks older ones, which come back later.
    Whatever was judged without knowing them does not displace them: then a person decides.
    """
    ordered = in_order(line for line in lines if line.id not in aside)
    if not ordered:
        return Standing(None, None, (), dict(aside))
    state = _State({line.id: line for line in ordered})
    for line in ordered:
        if line.kind == kinds.DECISION and line.verdict == "accepted" and not is_understood(line):
            # the centre counts it; here nothing is decided until this program is upgraded
            state.statuses[line.id] = "current"
        elif line.number is None:
            state.statuses[line.id] = "pending"
            state.shown = decision_of(line).stands if line.kind == kinds.DECISION else line.id
        elif line.verdict == "refused":
            state.statuses[line.id] = "refused"
        elif line.kind == kinds.DECISION and line.verdict != "accepted":
            # the first release let one of a newer program wait: it decides nothing
            state.statuses[line.id] = str(line.verdict)
        elif line.kind == kinds.DECISION:
            state.decide(line)
        elif line.verdict == "accepted" or (line.verdict == "merged" and state.stands_apart(line)):
            state.accept(line)
        elif line.verdict == "merged":
            state.statuses[line.id] = "merged"
        else:
            state.statuses[line.id] = str(line.verdict)
            state.open.append(line.id)
    here = {id_: status for id_, status in state.statuses.items() if id_ in state.known}
    return Standing(state.current, state.shown, tuple(state.open), {**here, **aside})


@dataclass(slots=True)
class _State:
    """What the lines so far fold to; ``known`` are all lines that are here."""

    known: Mapping[str, LogLine]
    current: str | None = None
    shown: str | None = None
    open: list[str] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)

    def stands_apart(self, line: LogLine) -> bool:
        """Tell whether a merged entry stands for itself: its target is not here, or stands no more.

        The second happens only when something older has come back between the two.
        """
        return line.target not in self.known or (
            line.target != self.current and self._is_older(self.current, line)
        )

    def accept(self, line: LogLine) -> None:
        """Let an entry stand, over the one that stood before."""
        if self.current is not None and self._is_blind(line, self.current):
            self._reopen(self.current)
        elif self.current is not None:
            self.statuses[self.current] = "superseded"
        self.current = self.shown = line.id
        self.statuses[line.id] = "current"

    def decide(self, line: LogLine) -> None:
        """Let a decision settle what it names, and nothing that it could not know of."""
        decision = decision_of(line)
        named = {*decision.entries, decision.stands}
        left = [id_ for id_ in self.open if id_ not in named and self._is_older(id_, line)]
        for loser in {*self.open, self.current} - {decision.stands, None, *left}:
            self.statuses[str(loser)] = "decided_against" if loser in self.open else "superseded"
        before, is_whole = self.current, self.known.keys() >= set(decision.entries)
        self.open = left
        if is_whole and before not in named and self._is_older(before, line):
            self._reopen(str(before))
        if decision.stands is not None:
            self.statuses[decision.stands] = "current"
        self.current = self.shown = decision.stands
        self.statuses[line.id] = "current"

    def _reopen(self, id_: str) -> None:
        self.statuses[id_] = "contested"
        self.open.append(id_)

    def _is_blind(self, line: LogLine, current: str) -> bool:
        """Tell whether ``line`` was judged while the centre lacked what stands here."""
        if not self._is_older(current, line):
            return False
        stood = self.known[current]
        if stood.value is None or line.value is None:
            return False  # erased by act: there is nothing left to decide over
        if (stood.kind, stood.version, stood.value) == (line.kind, line.version, line.value):
            return False
        base = _resolve(line.base, self.known, self.statuses)
        # a base that is not here may have led to it
        return base != current and (base is None or base in self.known)

    def _is_older(self, id_: str | None, line: LogLine) -> bool:
        """Tell whether an entry was judged in an older history than ``line``."""
        other = self.known.get(id_ or "")
        return other is not None and other.judged[0] < line.judged[0]


def undecided(standing: Standing) -> frozenset[str]:
    """Return the open set of the key: every undecided entry and the current one, if any is open."""
    if not standing.open:
        return frozenset()
    return frozenset(standing.open) | ({standing.current} if standing.current else set())


def resolve_base(base: str | None, lines: Mapping[str, LogLine], standing: Standing) -> str | None:
    """Return what a base counts as.

    A merged one counts as its target, a decision as what it let stand; one that lost or was refused
    as its own base, be it that it stood itself until a decision let another one stand.
    """
    return _resolve(base, lines, standing.statuses)


def _resolve(
    base: str | None, lines: Mapping[str, LogLine], statuses: Mapping[str, str]
) -> str | None:
    seen: set[str] = set()
    while base is not None and base in lines and base not in seen:
        seen.add(base)
        line = lines[base]
        if line.verdict == "merged":
            base = line.target
        elif line.kind == kinds.DECISION and statuses.get(base) == "current":
            base = decision_of(line).stands
        elif statuses.get(base) in ("decided_against", "refused") or _lost(base, lines, statuses):
            base = line.base
        else:
            break
    return base


def _lost(entry: str, lines: Mapping[str, LogLine], statuses: Mapping[str, str]) -> bool:
    """Tell whether ``entry`` stood until a decision let another one stand, or none."""
    if statuses.get(entry) != "superseded":
        return False
    decisions = (
        decision_of(line)
        for line in lines.values()
        if line.kind == kinds.DECISION and statuses.get(line.id) == "current"
    )
    return any(entry in each.entries and entry != each.stands for each in decisions)
