"""A short soak: the machinery itself works, and it is not blind."""

import pytest

from tests.soak.__main__ import running_world, soak
from tests.soak.audit import audit


@pytest.mark.slow
def test_whatever_goes_wrong_for_some_seconds_nothing_is_lost() -> None:
    with running_world("sqlite", seed=7) as world:
        soak(world, seconds=6)
        findings = audit(world)
    assert findings.faults == {}
    assert findings.acknowledged > 0
    assert findings.agreeing == findings.stations
    assert sum(world.faults.values()) > 0
