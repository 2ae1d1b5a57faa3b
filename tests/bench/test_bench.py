"""The bench runs; what it finds is not a test."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.bench.commits import time_commits
from tests.bench.crowd import time_nothing
from tests.bench.exchange import time_exchange
from tests.bench.herd import build_herd, rush
from tests.bench.painting import time_keys
from tests.bench.scene import build_scene
from tests.bench.school_import import parse, read, write_pupils
from tests.bench.table import Row, against, machine, table
from tests.bench.timing import Times
from tests.printing.floor import measure
from tests.sync.databases import Databases, PostgresDatabases, SqliteDatabases, postgres_server


def test_a_mark_is_timed_beside_a_bare_row(tmp_path: Path) -> None:
    pair = time_commits(tmp_path, rounds=2)
    assert len(pair.floor.seconds) == len(pair.product.seconds) == 2


def test_a_list_of_pupils_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "ученики.xlsx"
    write_pupils(path, 30)
    assert parse(path) == 31
    assert list(read(path).rows.values()) == [30]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_key_is_timed_up_to_its_picture(tmp_path: Path, qapp: QApplication) -> None:
    digits, marks, commits = time_keys(qapp, tmp_path, rounds=2)
    qapp.setStyleSheet("")
    assert len(digits.product.seconds) == len(marks.product.seconds) == len(commits.seconds) == 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_exchange_brings_everything_on_both_sides(tmp_path: Path, kind: str) -> None:
    if kind == "sqlite":
        _exchange(SqliteDatabases(tmp_path), tmp_path)
    else:
        with postgres_server() as url:
            _exchange(PostgresDatabases(url), tmp_path)


def test_a_page_is_timed_beside_its_texts() -> None:
    assert measure(rounds=1).ratio > 0


def test_the_table_says_what_is_met() -> None:
    printed = table(
        [against("Отметка", 0.001, 0.002, 3), against("Форма", 0.1, 0.3, 2), Row("ещё", "", "", "")]
    )
    met, missed, other = printed.splitlines()[2:]
    assert met.split()[-4:] == ["2.00", "≤", "3", "да"]
    assert missed.split()[-1] == "НЕТ"
    assert other == "ещё"


def test_p99_leaves_one_in_a_hundred_out() -> None:
    times = Times([float(place) for place in range(200)])
    assert (times.median, times.p99) == (99.5, 198.0)


def test_the_machine_is_named() -> None:
    assert "Python 3" in machine("18.6")
    assert "PostgreSQL 18.6" in machine("18.6")


def _exchange(databases: Databases, folder: Path) -> None:
    scene = build_scene(databases, folder / "journals", entries=60)
    outcome = time_exchange(scene, rounds=1)
    assert len(outcome.whole.floor.seconds) == len(outcome.whole.product.seconds) == 1
    assert outcome.wire["product"][0] > 0


@pytest.mark.slow
def test_a_crowded_school_is_timed_beside_the_same_one(tmp_path: Path) -> None:
    scene = build_scene(SqliteDatabases(tmp_path), tmp_path / "journals", entries=60)
    pair = time_nothing(scene, count=300, rounds=2)
    assert len(pair.floor.seconds) == len(pair.product.seconds) == 2


@pytest.mark.slow
def test_a_herd_is_served_whole_by_both_sides(tmp_path: Path) -> None:
    herd = build_herd(SqliteDatabases(tmp_path), stations=6, entries=5)
    for side in ("floor", "product"):
        outcome = rush(herd, side)
        assert (len(outcome.seconds), outcome.errors, outcome.lost) == (6, 0, 0)
