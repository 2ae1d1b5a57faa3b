"""The same histories against the real server: a process, sockets, and wires that are cut.

On SQLite and on PostgreSQL. The short form is a few histories; ``HYPOTHESIS_PROFILE=search`` plays
as many as one has patience for. Source: sync description, s. 8(b).
"""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from tests.sync.databases import Databases
from tests.sync.machine.faults import CENTRE_STEPS, times
from tests.sync.machine.ground import names
from tests.sync.machine.machine import SchoolMachine
from tests.sync.machine.school_house import Template
from tests.sync.machine.served import ServedCentre, served_template

SUITE = settings(max_examples=2, stateful_step_count=20)
SEARCH = settings(stateful_step_count=50)


class MachineOverHttp(SchoolMachine):
    """What is done to the program of the centre itself needs it in this process."""

    def upgrade_the_centre(self) -> None:
        """Happens in the machine of one process only."""

    def back_up_the_centre(self) -> None:
        """Happens in the machine of one process only; without a copy nothing is restored."""

    def restore_the_centre_twice(self, first: str, others: list[str]) -> None:
        """Happens in the machine of one process only."""

    @precondition(lambda self: self.house.is_something_unsent)
    @rule(name=names, step=st.sampled_from(CENTRE_STEPS), time=times)
    def kill_the_centre_in_a_push(self, name: str, step: str, time: int) -> None:
        centre = self.house.centre
        assert isinstance(centre, ServedCentre)
        with centre.dying(step, time):
            self.desk(name).push()


@pytest.fixture(scope="module")
def served(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """Yield the school of the machine, with a centre that is a process."""
    with served_template(databases, tmp_path_factory.mktemp("served")) as template:
        yield template


@pytest.mark.slow
def test_whatever_is_cut_or_killed_nothing_is_lost(served: Template) -> None:
    class Histories(MachineOverHttp):
        def __init__(self) -> None:
            super().__init__(served)

    wide = settings.get_current_profile_name() == "search"
    run_state_machine_as_test(Histories, settings=SEARCH if wide else SUITE)
