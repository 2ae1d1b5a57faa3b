"""What further marks would do to a mean, and what the next better mark takes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.forecast import look_ahead
from journal.profile import shipped_profile
from journal.terms import WeightedMark, propose_mark, weighted_mean

ONE, THREE = Decimal(1), Decimal(3)
THRESHOLDS = (Decimal("4.5"), Decimal("3.5"), Decimal("2.5"))
_MARKS = st.lists(
    st.builds(WeightedMark, st.integers(2, 5), st.sampled_from([ONE, Decimal("1.5"), THREE])),
    min_size=1,
    max_size=12,
)


def marks(*values: int) -> list[WeightedMark]:
    return [WeightedMark(value, ONE) for value in values]


@pytest.mark.clause("ANC-D.3", "NEM-2.6h")
def test_one_more_mark_and_the_way_to_the_next_one() -> None:
    outlook = look_ahead(marks(4, 4, 4), THRESHOLDS, ONE)
    assert outlook is not None
    assert [(each.mark, str(each.mean), each.proposed) for each in outlook.after] == [
        (5, "4.25", "4"),
        (4, "4.00", "4"),
        (3, "3.75", "4"),
    ]
    assert (outlook.target, outlook.fives) == ("5", 3)
    heavy = look_ahead(marks(4, 4, 4), THRESHOLDS, THREE)
    assert heavy is not None
    assert heavy.fives == 1


def test_before_the_first_mark_nothing_is_foretold() -> None:
    assert look_ahead([], THRESHOLDS, ONE) is None


def test_who_has_the_best_needs_nothing_and_who_is_far_is_told_so() -> None:
    best, far = (look_ahead(each, THRESHOLDS, ONE) for each in (marks(5, 5), marks(*[3] * 40)))
    assert best is not None
    assert (best.target, best.fives) == ("", 0)
    assert far is not None
    assert (far.target, far.fives) == ("4", None)


@given(_MARKS, st.sampled_from([ONE, THREE]))
def test_what_is_said_to_be_needed_is_just_enough(had: list[WeightedMark], weight: Decimal) -> None:
    outlook = look_ahead(had, THRESHOLDS, weight)
    assert outlook is not None
    if outlook.fives:
        more = [WeightedMark(5, weight)] * outlook.fives
        assert str(propose_mark(weighted_mean([*had, *more]), THRESHOLDS)) >= outlook.target
        fewer = weighted_mean([*had, *more[1:]])
        assert str(propose_mark(fewer, THRESHOLDS)) < outlook.target


def test_acts_differ_in_who_sees_a_forecast() -> None:
    said = {name: shipped_profile(name).marks.forecast for name in ("general", "tal", "anc")}
    assert said == {"general": "staff", "tal": "off", "anc": "families"}
