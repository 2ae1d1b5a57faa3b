"""Means, proposals and their explanation."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.terms import (
    WeightedMark,
    deviates,
    explain_mean,
    minimum_marks,
    propose_mark,
    weigh,
    weighted_mean,
)

THRESHOLDS = (Decimal("4.5"), Decimal("3.5"), Decimal("2.5"))

weighted = st.builds(
    WeightedMark,
    st.integers(1, 5),
    st.decimals(min_value=0, max_value=10, places=1, allow_nan=False),
)


def marks(*pairs: tuple[int, str]) -> list[WeightedMark]:
    return [WeightedMark(value, Decimal(weight)) for value, weight in pairs]


@given(st.lists(weighted, max_size=30))
def test_mean_lies_between_the_least_and_the_best_counted_mark(
    given_marks: list[WeightedMark],
) -> None:
    mean = weighted_mean(given_marks)
    counted = [mark.value for mark in given_marks if mark.weight]
    if mean is None:
        assert not counted
    else:
        assert min(counted) <= mean <= max(counted)


@given(
    st.lists(weighted, max_size=12).flatmap(lambda xs: st.tuples(st.just(xs), st.permutations(xs)))
)
def test_order_of_marks_does_not_matter(
    pair: tuple[list[WeightedMark], list[WeightedMark]],
) -> None:
    assert weighted_mean(pair[0]) == weighted_mean(pair[1])


@given(st.lists(weighted, min_size=1, max_size=12), st.integers(1, 7))
def test_scale_of_weights_does_not_matter(given_marks: list[WeightedMark], factor: int) -> None:
    scaled = [WeightedMark(mark.value, mark.weight * factor) for mark in given_marks]
    assert weighted_mean(scaled) == weighted_mean(given_marks)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40))
def test_equal_weights_give_the_exact_mean_rounded_half_up(values: list[int]) -> None:
    mean = weighted_mean([WeightedMark(value, Decimal(3)) for value in values])
    assert mean == Decimal((200 * sum(values) + len(values)) // (2 * len(values))) / 100


@given(st.lists(st.integers(1, 5), max_size=5))
def test_nothing_that_carries_weight_gives_no_mean(values: list[int]) -> None:
    assert weighted_mean([WeightedMark(value, Decimal(0)) for value in values]) is None


def test_half_a_hundredth_rounds_up() -> None:
    assert weighted_mean(marks((5, "1"), *[(4, "1")] * 7)) == Decimal("4.13")  # 4.125


def test_passed_and_exempted_stay_out_of_the_mean() -> None:
    assert weigh(["зач", "5", "нз", "осв", "н/а"], Decimal(2)) == (WeightedMark(5, Decimal(2)),)


@pytest.mark.parametrize(
    ("mean", "mark"),
    [
        ("5", "5"),
        ("4.5", "5"),
        ("4.49", "4"),
        ("3.5", "4"),
        ("3.49", "3"),
        ("2.5", "3"),
        ("2.49", "2"),
        ("1", "2"),
    ],
)
def test_threshold_itself_gives_the_better_mark(mean: str, mark: str) -> None:
    assert propose_mark(Decimal(mean), THRESHOLDS) == mark


def test_no_mean_proposes_nothing() -> None:
    assert propose_mark(None, THRESHOLDS) is None


def test_own_thresholds_of_a_school_count() -> None:
    strict = (Decimal("4.65"), Decimal("3.65"), Decimal("2.65"))
    assert propose_mark(Decimal("4.6"), strict) == "4"


def test_deviation_by_a_point_needs_a_reason() -> None:
    assert deviates("4", "5")
    assert deviates("4", "2")
    assert not deviates("4", "4")
    assert not deviates(None, "4")
    assert not deviates("4", "осв")


@pytest.mark.parametrize(
    ("hours", "held", "total", "least"),
    [
        (1, 8, 8, 3),
        (2, 16, 16, 3),
        (3, 24, 24, 5),
        (5, 20, 40, 2),
        (2, 5, 16, 0),
        (2, 6, 16, 1),
        (1, 0, 0, 0),
    ],
)
def test_fewest_marks_of_a_quarter_go_by_hours_and_pro_rata(
    hours: float, held: int, total: int, least: int
) -> None:
    assert minimum_marks(hours, held, total) == least


def test_half_year_asks_for_more_marks() -> None:
    assert minimum_marks(3, 48, 48, half_year=True) == 7


def test_explanation_shows_the_whole_calculation() -> None:
    assert explain_mean(marks((5, "1"), (4, "3"))) == "(5×1 + 4×3) : (1 + 3) = 17 : 4 = 4,25"
    assert explain_mean(marks((5, "1"), (4, "1"), (4, "0"))) == "(5 + 4) : 2 = 9 : 2 = 4,5"
    assert explain_mean(marks((5, "1.5"))) == "(5×1,5) : (1,5) = 7,5 : 1,5 = 5"
    assert "пока нет" in explain_mean([])
