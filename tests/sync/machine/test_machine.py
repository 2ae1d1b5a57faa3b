"""Random histories of a school keep every law: nothing lost, nothing twice, nothing in silence."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.machine.machine import SchoolMachine
from tests.sync.machine.school_house import Template

SUITE = settings(max_examples=5, stateful_step_count=30)
SEARCH = settings(stateful_step_count=50)


@pytest.mark.slow
def test_whatever_happens_nothing_is_lost(template: Template) -> None:
    class Histories(SchoolMachine):
        def __init__(self) -> None:
            super().__init__(template)

    wide = settings.get_current_profile_name() == "search"
    run_state_machine_as_test(Histories, settings=SEARCH if wide else SUITE)
