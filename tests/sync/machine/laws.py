"""The laws of the log, written down a second time: nothing here asks the product's own rules.

The centre's log is walked in the order of its numbers, and each verdict is held against what was
true at that number. Source: sync description, s. 2, 4 and 8(a).
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from tests.small_school import PUPILS_5A
from tests.sync.machine.cells import Cell, cell_of
from tests.sync.machine.chains import Chains
from tests.sync.machine.log_lines import Line, reaches
from tests.sync.machine.places import CLASS_OF, CLASS_TEACHERS, PLACE_OF_LESSON, TEACHERS
from tests.sync.machine.school_now import SchoolNow, moscow_day, school_days_after

NONSENSE = "9"
_LOCK_AFTER = 7
"""School days after the lesson, by the general local act."""


class History:
    """The centre's log so far; ``take`` fails on a line that breaks a law.

    Attributes:
        is_newer: the centre runs the next release from here on.
        erased: entries that an act names.
        past: of a restored centre, the receipts it has ever given, by the entry's id.
    """

    def __init__(
        self, centre: str, epoch: str, past: Mapping[str, set[tuple[object, ...]]] | None = None
    ) -> None:
        self.is_newer = False
        self.erased: set[str] = set()
        self.epoch = epoch
        self.lines: dict[str, Line] = {}
        self.cells: defaultdict[str, Cell] = defaultdict(Cell)
        self.scopes: dict[str, frozenset[str]] = {}
        self.school = SchoolNow()
        self.chains = Chains(centre, is_restored=past is not None)
        self._centre = centre
        self._past = past or {}
        self._by_key: defaultdict[str, list[Line]] = defaultdict(list)

    def take(self, line: Line) -> None:
        """Take the next line of the log."""
        assert line.number == len(self.lines) + 1, f"number {line.number} leaves a gap"
        assert line.id not in self.lines, "an entry stands in the log twice"
        self.chains.take(line)
        cell = self.cells[line.key]
        if line.came_back or line.receipt in self._past.get(line.id, ()):
            self._comes_back(line)
        elif line.kind == "decision":
            self._decide(line, cell)
        else:
            self._judge(line, cell)
        self.lines[line.id] = line
        self.scopes[line.id] = self._scopes_of(line)
        self._by_key[line.key].append(line)
        self._look_at(line.key)
        current = self.lines.get(self.cells[line.key].current or "")
        if line.noun == "redaction" and current is not None:
            self.erased |= set(current.said[2])
            for erased in self.erased & self.lines.keys():
                self._look_at(self.lines[erased].key)
        self.school.learn(line.key, current.said if current and current.value else None)

    def _look_at(self, key: str) -> None:
        self.cells[key] = cell_of(self._by_key[key], self.lines, self.erased)

    def held_by(self, user: str) -> frozenset[str]:
        """Return the scopes that ``user`` may hold now."""
        pages = {
            page
            for page, class_id in CLASS_OF.items()
            if user in (TEACHERS[page], CLASS_TEACHERS[class_id])
            or user in self.school.deputies()
            or user in self.school.substitutes_on(page)
        }
        classes = {f"class:{class_id}" for class_id in CLASS_TEACHERS}
        return frozenset(
            {"school", f"person:{user}", *classes, *(f"page:{page}" for page in pages)}
        )

    def lines_of(self, user: str) -> dict[str, Line]:
        """Return every line that the stations of ``user`` have to hold."""
        held = self.held_by(user)
        return {id_: self.lines[id_] for id_, scopes in self.scopes.items() if scopes & held}

    def _comes_back(self, line: Line) -> None:
        """Hold a line that the centre had lost against what it had said."""
        assert line.receipt in self._past.get(line.id, ()), "came back with another receipt"
        if line.kind == "decision" and line.verdict == "accepted":
            assert set(line.said[0]) <= self.lines.keys(), "a decision is there without its entries"

    def _decide(self, line: Line, cell: Cell) -> None:
        named, stands = set(line.said[0]), line.said[1]
        by_rule = line.station == self._centre and not line.author
        has_right = by_rule or self._may_decide(line, cell)
        fits = bool(cell.open) and named == cell.undecided and (stands is None or stands in named)
        if line.verdict == "refused":
            if not self.chains.is_branch(line):
                self._is_true_refusal(line, cell, has_right=has_right, fits=fits)
            return
        assert line.verdict == "accepted", f"a decision is never {line.verdict}"
        assert not self.chains.is_branch(line), "a decision on a copy of the journal counts"
        assert has_right, "somebody decided who had no right to"
        assert fits, "a decision did not name what was open"
        if by_rule:
            self._follows_from_a_rule(stands, cell)

    def _is_true_refusal(self, line: Line, cell: Cell, *, has_right: bool, fits: bool) -> None:
        if line.reason.startswith("нет права"):
            assert not has_right, "the right to decide was denied to one who had it"
        elif "более новой программой" in line.reason:
            assert line.is_newer or line.noun == "dream", "this program understands it"
            assert not self.is_newer, "the centre is upgraded"
        elif "уже решено" in line.reason:
            assert set(line.said[0]) & self._decided(line.key), "already decided, but it was not"
        else:
            assert "набор записей изменился" in line.reason, line.reason
            assert not fits, "the set is said to have changed, but it had not"

    def _follows_from_a_rule(self, stands: str | None, cell: Cell) -> None:
        """Hold a decision of the centre against what only it may settle without a person."""
        opened = [self.lines[id_] for id_ in cell.open]
        assert all("более новой программой" in line.reason for line in opened), "no rule says so"
        assert stands in cell.open, "the centre took a value away"
        line, current = self.lines[str(stands)], self.lines.get(cell.current or "")
        assert not self._grounds_to_hold(line), "the centre decided in place of a person"
        knew = current is None or reaches(line, current, self.lines)
        assert knew, "the centre chose between people"

    def _decided(self, key: str) -> set[str]:
        return {
            named
            for line in self.lines.values()
            if line.key == key and line.kind == "decision" and line.verdict == "accepted"
            for named in line.said[0]
        }

    def _may_decide(self, line: Line, cell: Cell) -> bool:
        lines = [self.lines[id_] for id_ in cell.open]
        if not line.fills_a_lesson or any(each.verdict == "held" for each in lines):
            return line.author in self.school.deputies()
        opened = min((each.accepted_ms or 0 for each in lines), default=line.accepted_ms)
        waited = school_days_after(moscow_day(opened), moscow_day(line.accepted_ms))
        is_patient = line.author in self.school.deputies() and waited >= 1
        return line.author in self.school.keepers(line.lesson) or is_patient

    def _judge(self, line: Line, cell: Cell) -> None:
        current = self.lines.get(cell.current or "")
        grounds = self._grounds_to_hold(line)
        if line.verdict == "refused":
            if line.id in self.erased:
                assert "стёрто по акту" in line.reason, f"refused without need: {line.reason}"
            else:
                # it may be erased by now: then nobody can tell any more
                is_nonsense = not line.said or line.said[0] == [NONSENSE]
                assert is_nonsense, f"refused without need: {line.reason}"
            return
        is_branch = self.chains.is_branch(line)
        assert line.id not in self.erased or is_branch, "an act named it, and it was judged"
        if line.is_newer and not self.is_newer:
            assert line.verdict == "held", f"{line.verdict}, although it is not understood"
            assert is_branch or "более новой программой" in line.reason, line.reason
            return
        if line.verdict == "held":
            assert line.reason, "held without a reason in words"
            assert grounds or self._may_be_locked(line), f"held without need: {line.reason}"
        else:
            assert not grounds, f"{line.verdict}, although {grounds}"
        if line.verdict == "merged":
            assert current is not None, "merged into nothing"
            assert line.target == current.id, "merged into what does not stand"
            assert self._is_equal(line, current) is not False, "merged, but another value"
        elif line.verdict == "contested":
            is_equal = current is not None and self._is_equal(line, current)
            assert is_equal is not True, "equal values are contested"
            assert self._base_of(line, cell) != cell.current, "contested by one who knew"
        elif line.verdict == "accepted" and current is not None:
            assert reaches(line, current, self.lines), (
                "a silent loser: displaced without knowing it"
            )

    def _is_equal(self, line: Line, current: Line) -> bool | None:
        """Tell whether a line says what stands; ``None`` when it is not known any more.

        What was erased before is equal to nothing.
        """
        if current.id in self.erased:
            return False
        if line.value is None or current.value is None:
            return None
        return line.fact == current.fact

    def _base_of(self, line: Line, cell: Cell) -> str | None:
        """Return what the base counts as: an equal one as its target, a loser as its own base."""
        base = line.base
        while base is not None and base in self.lines:
            known = self.lines[base]
            if known.verdict == "merged":
                base = known.target
            elif cell.statuses[base] in ("decided_against", "refused") or base in cell.lost:
                base = known.base
            else:
                break
        return base

    def _grounds_to_hold(self, line: Line) -> list[str]:
        if self.chains.is_branch(line):
            return ["the journal was continued in two places"]
        if line.noun == "copystate" and line.key.endswith("/certified"):
            return ["a contest is open"] if self._is_contested(line.key.split("/")[2]) else []
        is_change = line.kind == "lesson.change"
        if line.station == self._centre or not (line.fills_a_lesson or is_change):
            return []
        place = PLACE_OF_LESSON[line.lesson]
        grounds = []
        if self.school.is_closed(place.page, place.day):
            grounds.append("the term is closed")
        if self.school.is_certified(place.page, place.day):
            grounds.append("a copy is certified")
        if is_change:
            return grounds
        if line.author not in self.school.keepers(line.lesson):
            grounds.append("the author does not keep the lesson")
        if self.school.is_cancelled(line.lesson):
            grounds.append("the lesson is cancelled")
        pupil = line.key.split("/")[3] if line.noun in ("mark", "attendance") else None
        if pupil in PUPILS_5A and self.school.has_left(str(pupil), place.day):
            grounds.append("the pupil has left")
        return grounds

    def _is_contested(self, copy: str) -> bool:
        """Tell whether something on the pages of a copy waits for a decision between people."""
        pages = self.school.pages_of(copy)
        return any(
            cell.statuses[id_] == "contested"
            and self.lines[id_].fills_a_lesson
            and self.school.is_of_first_term(PLACE_OF_LESSON[self.lines[id_].lesson].day)
            for key, cell in self.cells.items()
            if key.split("/")[0].removeprefix("page:") in pages
            for id_ in cell.open
        )

    def _may_be_locked(self, line: Line) -> bool:
        if line.noun not in ("mark", "attendance"):
            return False
        day = PLACE_OF_LESSON[line.lesson].day
        before = moscow_day(line.accepted_ms) - timedelta(days=1)
        return school_days_after(day, before) >= _LOCK_AFTER

    def _scopes_of(self, line: Line) -> frozenset[str]:
        people = {line.author}
        if line.kind == "decision":
            people |= {self.lines[id_].author for id_ in line.said[0] if id_ in self.lines}
        named = (f"person:{user}" for user in people if user)
        return frozenset({line.key.split("/")[0], *named})
