"""A lesson kept in a real window on a display of its own, by keys from outside the program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.test_lesson_screen import ABSENT, LATE, MARKS

_ROOT = Path(__file__).parents[2]
_WAIT = 60.0
# letters that every keyboard has: others would be put on it while the window reads it
_HOMEWORK = "No 126, p. 14"

pytestmark = [
    pytest.mark.slow,  # what it starts is installed for the whole suite only
    pytest.mark.skipif(sys.platform != "linux", reason="X11 is needed"),
]


@pytest.fixture
def display() -> Iterator[str]:
    """Start an X server on a free number."""
    server = shutil.which("Xvfb")
    assert server is not None, "python3 run.py test installs it"
    reading, writing = os.pipe()
    running = subprocess.Popen(
        [server, "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    running.terminate()
    running.wait(10)


def test_a_lesson_is_kept_in_a_real_window_by_keys_alone(display: str, tmp_path: Path) -> None:
    world = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8"}
    window = subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.lesson_window", str(tmp_path)], cwd=_ROOT, env=world
    )
    try:
        _focus(world, tmp_path, window)
        _keys(world, "F6")
        _keys(world, "3", "space", "1", "5", "space", "2", "3", "space", "8", "j", "Return")
        for row in range(30):
            _keys(world, *([MARKS[row]] if row in MARKS else []), "Down")
        _keys(world, "F7", "Return")
        _xdotool(world, "type", "--delay", "25", _HOMEWORK)
        _keys(world, "Return")
        (tmp_path / "stop").touch()
        assert window.wait(_WAIT) == 0
    finally:
        window.kill()
    told = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    texts = told["texts"]
    assert {row: text for row, text in enumerate(texts) if text.isdecimal()} == MARKS
    assert {row for row, text in enumerate(texts) if text == "н"} == set(ABSENT)
    assert [row for row, text in enumerate(texts) if text == "о"] == [LATE]
    assert (told["plan"], told["homework"]) == (11, _HOMEWORK)
    assert told["missing"] == []
    assert told["tops"][0] == told["tops"][1]
    assert told["clicks"] == 0


def _focus(world: dict[str, str], folder: Path, window: subprocess.Popen[bytes]) -> None:
    """Give the keyboard to the window: there is no window manager to do it."""
    until = time.monotonic() + _WAIT
    while not (folder / "ready").exists():
        assert window.poll() is None
        assert time.monotonic() < until, "the window did not come"
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(window.pid)],
            env=world,
            capture_output=True,
            text=True,
            check=False,
        )
        for each in found.stdout.split():
            subprocess.run(["xdotool", "windowfocus", each], env=world, check=False)
        time.sleep(0.1)


def _keys(world: dict[str, str], *keys: str) -> None:
    _xdotool(world, "key", "--delay", "15", *keys)


def _xdotool(world: dict[str, str], *words: str) -> None:
    subprocess.run(["xdotool", *words], env=world, check=True)
