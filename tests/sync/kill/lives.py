"""Processes that a test starts and sees die."""

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.sync.kill.dying import KILLER, Death, Notes, live

_PATIENCE = 60.0
STATION, CENTRE, PARCELS, UPGRADE, IMPORTING = (
    f"tests.sync.kill.{module}"
    for module in ("station", "centre", "parcels", "upgrade", "importing")
)
_WARMTH = "tests.sync.kill.warmth"


class Life:
    """One process of the program, from its start to its end."""

    def __init__(self, what: str, death: Death | None, folder: Path, *arguments: Any) -> None:
        """Start the module ``what``; its notes are kept in ``folder``."""
        self.notes = Notes(folder)
        # forked from a process that has imported the killer first and then the program, once
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(
            [KILLER, STATION, CENTRE, PARCELS, UPGRADE, IMPORTING, _WARMTH]
        )
        self._process = context.Process(target=live, args=(what, death, self.notes, arguments))
        self._process.start()

    @property
    def is_running(self) -> bool:
        """Tell whether the program has not come to any end yet."""
        return self._process.is_alive()

    @property
    def was_killed(self) -> bool:
        """Tell whether a ``kill -9`` was the end of it."""
        return self._process.exitcode == -signal.SIGKILL

    def wait_for_end(self) -> None:
        """Wait until the program has come to its own end."""
        self._wait(0)

    def wait_for_death(self) -> None:
        """Wait until the killer has struck."""
        self._wait(-signal.SIGKILL)

    def wait_for_any_end(self) -> None:
        """Wait until the program has ended, by itself or struck."""
        self._process.join(_PATIENCE)

    def kill(self) -> None:
        """End it from outside."""
        self._process.kill()
        self._process.join()

    def _wait(self, ending: int) -> None:
        self._process.join(_PATIENCE)
        if self._process.exitcode != ending:
            code = self._process.exitcode
            self.kill()
            passed = " ".join(self.notes.read("steps"))
            why = "\n".join(self.notes.read("failure"))
            raise AssertionError(f"ended with {code}, not {ending}, after {passed}\n{why}")


@contextmanager
def life(what: str, death: Death | None, folder: Path, *arguments: Any) -> Iterator[Life]:
    """Start a process that ends with the block, whatever happens in it."""
    folder.mkdir()
    started = Life(what, death, folder, *arguments)
    try:
        yield started
    finally:
        started.kill()
