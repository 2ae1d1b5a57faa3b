"""The clock of a demo: moved by the story, read by the stations and, through a file, the centre."""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from journal.clock import Reading, to_ms


class StoryClock:
    """A clock that stands still until the story moves it."""

    def __init__(self, now: datetime, shared: Path) -> None:
        """Start at ``now`` (aware) and keep ``shared`` saying the same for the centre's process."""
        self._booted_ms = to_ms(now) - 3_600_000
        self._shared = shared
        self._watchers: list[Callable[[], object]] = []
        self.now = now
        self.set(now)

    def read(self) -> Reading:
        """Return the story's moment."""
        return Reading(self.now, to_ms(self.now) - self._booted_ms, "5704901c")

    def set(self, now: datetime) -> None:
        """Move to ``now``."""
        self.now = now
        _tell(self._shared, {"wall": now.isoformat()})
        for watcher in self._watchers:
            watcher()

    def watch(self, watcher: Callable[[], object]) -> None:
        """Call ``watcher`` at every move."""
        self._watchers.append(watcher)

    def wait(self, **span: float) -> None:
        """Move ahead by ``timedelta(**span)``."""
        self.set(self.now + timedelta(**span))


def _tell(shared: Path, content: dict[str, str]) -> None:
    fresh = shared.with_suffix(".new")
    fresh.write_text(json.dumps(content), encoding="ascii")
    os.replace(fresh, shared)
