"""The centre of a demo that was put aside goes on where it was, for the next demo of that day."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.demo.keeping import kept_centre, sweep
from desktop.demo.seeding import Past
from desktop.demo.stage import Stage
from journal.keys import PasswordCost

START = datetime(2026, 10, 23, 8, tzinfo=ZoneInfo("Europe/Moscow"))
CHEAP = PasswordCost(iterations=1, memory_kib=64, lanes=1)
A_DAY = Past(timedelta(days=1), whole_term=False)


@pytest.mark.slow
def test_a_kept_centre_lets_the_teacher_in_at_once(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first = Stage(tmp_path / "first", START, lambda _: None, CHEAP, A_DAY)
    try:
        prepared, _ = first.prepare(START)
        first.centre.stop()
        first.centre.keep(kept)
    finally:
        first.close()
    again = Stage(tmp_path / "again", START, lambda _: None, CHEAP, A_DAY)
    try:
        again.centre.take(kept)
        found = again.open_kept(START)
    finally:
        again.close()
    assert found.staff == prepared.staff
    assert found.timetable == prepared.timetable


def test_what_is_kept_belongs_to_one_day_and_one_program(tmp_path: Path) -> None:
    kept = kept_centre(date(2026, 10, 23), tmp_path)
    assert kept == kept_centre(date(2026, 10, 23), tmp_path)
    assert kept != kept_centre(date(2026, 10, 24), tmp_path)
    kept.mkdir()
    (tmp_path / "2026-10-22-0123456789abcdef").mkdir()
    sweep(kept)
    assert list(tmp_path.iterdir()) == [kept]
