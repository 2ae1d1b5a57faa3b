"""The time of the soak: one file that all processes read, and how wrong each computer is."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from journal.clock import Reading
from sync.server.demo import FileClock


class SchoolClock(FileClock):
    """The true time; only the one who runs the soak moves it."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.file = file

    def set(self, moment: datetime) -> None:
        """Move to ``moment``."""
        _replace(self.file, json.dumps({"wall": moment.isoformat()}))

    def wait(self, span: timedelta) -> None:
        """Move ahead."""
        self.set(self.read().wall + span)


class WrongClock:
    """The clock of one computer: the true time and an error that lies in a file of its own.

    What counts from the start of the computer has no error.
    """

    def __init__(self, clock: SchoolClock, error: Path) -> None:
        self._clock = clock
        self._error = error

    def read(self) -> Reading:
        """Return what this computer shows now."""
        reading = self._clock.read()
        minutes = int(self._error.read_text()) if self._error.exists() else 0
        return replace(reading, wall=reading.wall + timedelta(minutes=minutes))

    def jump(self, minutes: int) -> None:
        """Let the computer show a time that is wrong by so much."""
        _replace(self._error, str(minutes))


def _replace(file: Path, text: str) -> None:
    draft = file.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
