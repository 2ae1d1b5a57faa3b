"""From nothing to a window: the program with its sign-in page, over an empty window."""

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from journal.keys import load_wraps, unlock_by_password
from sync.places import Place
from tests.bench.desk import bare_connection
from tests.bench.table import Row, against, shown
from tests.bench.timing import Pair, Times
from tests.bench.year import LOGIN, PASSWORD, YEAR, YearDesk

MOST = 3.0
_SESSIONS = 3


def measure_start(desk: YearDesk, rounds: int = 9) -> list[Row]:
    """Return the lines of a cold start: new processes, one after the other."""
    pair = time_start(desk, rounds)
    rows = [
        against(
            "Запуск: до страницы входа, которая принимает буквы (медиана)",
            pair.floor.median,
            pair.product.median,
            MOST,
        )
    ]
    sessions = time_sessions(desk, _SESSIONS)
    key = Times()
    for _ in range(_SESSIONS):
        key.take(_unlock_bare, desk)
    entering = sessions["entering"].median
    return [
        *rows,
        Row(
            "  самая долгая буква пароля, пока загружается остальное",
            "",
            shown(sessions["slowest"].median),
            "",
        ),
        Row(
            "  от Enter после пароля до первой страницы",
            shown(key.median),
            shown(entering),
            f"{entering / key.median:.2f}",
        ),
        Row(
            "  весь путь до первой страницы, если набрать пароль мгновенно",
            "",
            shown(sessions["hurried"].median),
            "",
        ),
        memory_row(sessions),
    ]


def memory_row(sessions: dict[str, Times]) -> Row:
    """Return the line of the memory that the window takes with a year's page, over an empty one."""
    bare, product = sessions["bare memory"].median, sessions["memory"].median
    ratio = f"{product / bare:.2f}" if bare else ""
    return Row("  память окна со страницей за год", f"{bare:.0f} МБ", f"{product:.0f} МБ", ratio)


def time_start(desk: YearDesk, rounds: int) -> Pair:
    """Start an empty window and the program in turn; the first of each warms the disk up."""
    pair = Pair()
    for step in range(rounds + 1):
        if step == 1:
            pair = Pair()
        for times, what in ((pair.floor, "bare"), (pair.product, "page")):
            before, seen = _run(desk, what)
            times.seconds.append(seen["ready"] - before)
    return pair


def time_sessions(desk: YearDesk, rounds: int) -> dict[str, Times]:
    """Sign in ``rounds`` times after the program is loaded, and as often in a hurry."""
    seen: dict[str, Times] = defaultdict(Times)
    for _ in range(rounds):
        before, hurried = _run(desk, "hurry", LOGIN, PASSWORD, desk.page, YEAR)
        seen["hurried"].seconds.append(hurried["entered"] - before)
        _, calm = _run(desk, "work", LOGIN, PASSWORD, desk.page, YEAR)
        seen["entering"].seconds.append(calm["entered"] - calm["enter"])
        seen["slowest"].seconds.append(calm["slowest"])
        seen["memory"].seconds.append(calm["memory"])
        seen["bare memory"].seconds.append(_run(desk, "bare")[1]["memory"])
    return seen


def _unlock_bare(desk: YearDesk) -> None:
    """Do what nobody can do without: stretch the password and open the file."""
    unlock_by_password(load_wraps(Place(desk.folder).wraps), PASSWORD)
    bare = bare_connection(Place(desk.folder).journal)
    bare.execute("SELECT count(*) FROM staff").fetchall()
    bare.close()


def _run(desk: YearDesk, *asked: str) -> tuple[float, dict[str, Any]]:
    """Start a process in the account of the desk; return when, and what it has seen."""
    folders = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME")
    home = str(desk.home)
    variables = {**os.environ, **dict.fromkeys(folders, home), "PYTHONPATH": str(Path.cwd())}
    before = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.opening", *asked],
        env=variables,
        check=True,
        capture_output=True,
        text=True,
    )
    return before, json.loads(done.stdout)
