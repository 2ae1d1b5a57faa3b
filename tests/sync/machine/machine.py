"""The state machine: a school in which everything goes wrong that can, and nothing may be lost.

Source: sync description, s. 8(a).
"""

import sys

from hypothesis.stateful import invariant, rule

from journal.services.lessons import SetCell, set_cell
from journal.services.outages import EndOutage, end_outage
from tests.small_school import PUPILS
from tests.sync.machine.ground import names, wish
from tests.sync.machine.parcels import ParcelRules
from tests.sync.machine.places import AFTERWARDS, Place
from tests.sync.machine.stories import StoryRules


class SchoolMachine(StoryRules, ParcelRules):
    """All rules, what has to hold after each of them, and how every history ends."""

    @rule(name=names)
    def look_closely(self, name: str) -> None:
        self.house.look_closely(name if name in self.house.desks else "classroom")

    @invariant()
    def nothing_is_lost_and_answers_are_true(self) -> None:
        self.house.look()

    def teardown(self) -> None:
        """Let all faults end: then everything arrives, and a plain mark is accepted."""
        with self.stack:
            # after a failure the school is not in a state to say anything more
            if sys.exc_info()[0] is None:
                self.end_well()

    def end_well(self) -> None:
        """Heal what is broken and check everything."""
        house = self.house
        for wire in house.wires.values():
            wire.heal()
        house.wait(AFTERWARDS - house.clock.now)
        house.set_clocks_right()
        for desk in house.desks.values():
            wish(desk, end_outage, EndOutage())
        self._let_everybody_exchange()
        # a computer that goes on in two places learns it from what the other one has sent
        self._let_everybody_exchange()
        petrova, fresh = house.desks["classroom"], Place.AFTERWARDS
        petrova.execute(set_cell, SetCell(fresh.page, fresh.lesson, PUPILS[0], "5"))
        (plain, *_) = petrova.written
        self._let_everybody_exchange()
        history = house.witness.history
        assert history.lines[plain].verdict == "accepted", "a plain mark is not accepted"
        house.witness.look_closely()
        self._everything_is_back()
        for name, desk in house.desks.items():
            assert desk.unsent == 0, f"the outbox of {name} does not empty"
            assert house.witnesses[name].is_up_to_date(history), f"{name} does not know all"
            house.look_closely(name)

    def _everything_is_back(self) -> None:
        """See that nothing acknowledged is lost, as long as somebody holds all that it names."""
        history = self.house.witness.history
        held = {
            id_
            for witness in self.house.witnesses.values()
            for id_ in (*witness.lost(history), *history.lines)
        }
        for name, witness in self.house.witnesses.items():
            for line in witness.lost(history).values():
                names = set(line.said[0]) if line.kind == "decision" else set()
                assert not names <= held, f"{name} holds an entry that is not in the log again"

    def _let_everybody_exchange(self) -> None:
        for desk in self.house.desks.values():
            assert desk.exchange()
        self.house.look()
