"""A process that is to die: where, and what is known of it afterwards."""

import importlib
import os
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KILLER = "tests.sync.kill.killer"
"""To be imported before anything of the program, and only in a process that is to die."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Files in which a process notes what it did."""

    folder: Path

    def add(self, file: str, line: str) -> None:
        """Append a line; it outlives a ``kill -9`` of the writer."""
        handle = os.open(self.folder / file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(handle, f"{line}\n".encode())
        finally:
            os.close(handle)

    def read(self, file: str) -> list[str]:
        """Return the lines; none when there is no such file."""
        path = self.folder / file
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


@dataclass(frozen=True, slots=True)
class Death:
    """Where a process ends: when it passes ``step`` for the n-th time."""

    step: str
    occurrence: int = 1


def live(what: str, death: Death | None, notes: Notes, arguments: tuple[Any, ...]) -> None:
    """Run the module ``what`` until its end or the chosen death."""
    try:
        killer = importlib.import_module(KILLER).killer
        life = importlib.import_module(what)
        killer.arm(death, notes)
        life.live(notes, *arguments)
    except BaseException:
        notes.add("failure", traceback.format_exc())
        raise
