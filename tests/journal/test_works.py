"""The reference book of work types."""

from decimal import Decimal

import pytest

from journal.errors import UserError
from journal.works import DEFAULT_WORK, WORK_TYPES, weight_of, work_fault, work_type


def test_an_answer_is_what_a_column_is_for_unless_said_otherwise() -> None:
    assert work_type(DEFAULT_WORK).name == "Ответ на уроке"
    assert work_type(DEFAULT_WORK).due_days == 0


@pytest.mark.clause("TAL-2.7b")
def test_column_needs_a_work_type_of_the_reference_book() -> None:
    assert work_fault("КР") is None
    assert "Не указан вид работы" in str(work_fault(""))
    assert "«КРР»" in str(work_fault("КРР"))
    with pytest.raises(UserError, match="«КРР»"):
        work_type("КРР")


def test_weights_are_those_of_the_table() -> None:
    assert weight_of("КР", weights=True) == 3
    assert weight_of("СР", weights=True) == Decimal("1.5")
    assert weight_of("ВПР", weights=True) == 0


def test_without_weights_every_counted_mark_weighs_the_same() -> None:
    weights = {weight_of(code, weights=False) for code in WORK_TYPES}
    assert weights == {Decimal(0), Decimal(1)}
    assert weight_of("ВПР", weights=False) == 0
