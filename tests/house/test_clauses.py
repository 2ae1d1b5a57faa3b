"""The project's own list of clauses, and what counts as proof."""

from collections import Counter
from pathlib import Path

import pytest

from tests.clauses import Clause, coverage_table, read_clauses, unknown_marks

pytest_plugins = ["pytester"]

A_TEST = """
import pytest

@pytest.mark.clause({!r})
@pytest.mark.parametrize("number", [1, 2])
def test_something(number):
    assert number
"""


def test_the_list_has_every_clause_of_the_five_acts_once() -> None:
    ids = [clause.id for clause in read_clauses()]
    assert len(ids) == len(set(ids)) == 441
    assert Counter(identity.split("-")[0] for identity in ids) == {
        "AMU": 33,
        "TAL": 78,
        "MIC": 55,
        "ANC": 180,
        "NEM": 95,
    }


def test_the_kinds_are_those_of_the_requirements() -> None:
    assert Counter(clause.kind for clause in read_clauses()) == {"S": 336, "M": 55, "O": 50}


def test_the_table_counts_each_clause_under_its_capability() -> None:
    clauses = [Clause("A-1", "TJ", "S"), Clause("A-2", "TJ", "M"), Clause("A-3", "PR", "S")]
    assert coverage_table(clauses, ["A-1"]).splitlines()[1:] == [
        "PR        1    0    0         0",
        "TJ        1    1    0         1",
        "Всего     2    1    0         1",
    ]


@pytest.mark.parametrize(("clause", "complaints"), [("TAL-3.1", 0), ("TAL-99", 1)])
def test_a_mark_that_names_no_clause_is_refused(
    pytester: pytest.Pytester, clause: str, complaints: int
) -> None:
    pytester.makeini("[pytest]\nmarkers = clause")
    items, _ = pytester.inline_genitems(pytester.makepyfile(A_TEST.format(clause)))
    assert len(items) == 2
    assert len(unknown_marks(items)) == complaints


def test_the_list_stands_beside_its_reader() -> None:
    assert Path(__file__).parents[1].joinpath("clauses.csv").is_file()
