"""A dense page stays cheap: a class of 22 subjects is printed while the deputy waits."""

import pytest

from tests.printing.floor import measure


@pytest.mark.slow
def test_register_page_costs_at_most_twice_its_bare_texts() -> None:
    cost = measure()
    assert cost.texts > 900
    assert cost.ratio <= 2
