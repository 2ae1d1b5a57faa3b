"""The killer: ``kill -9`` at a chosen step of the program.

Modules of the program take ``reached`` from ``journal.steps`` when they are imported; whoever
imports this module first gives them the killer instead.
"""

import os
import signal
import sys

from journal import steps
from tests.sync.kill.dying import Death, Notes


class Killer:
    """Stands in the place of ``journal.steps.reached``."""

    def __init__(self) -> None:
        self._death: Death | None = None
        self._notes: Notes | None = None
        self._passed = 0

    def arm(self, death: Death | None, notes: Notes) -> None:
        """Choose where this process dies; without a ``death`` steps are only noted.

        Raises:
            RuntimeError: a module of the program has the ordinary function already.
        """
        deaf = [
            name
            for name, module in list(sys.modules.items())
            if getattr(module, "reached", self) is not self
        ]
        if deaf:
            raise RuntimeError(f"imported before the killer: {', '.join(deaf)}")
        self._death, self._notes, self._passed = death, notes, 0

    def __call__(self, step: str) -> None:
        """Pass ``step``, or die at it."""
        if self._notes is not None:
            self._notes.add("steps", step)
        if self._death is not None and step == self._death.step:
            self._passed += 1
            if self._passed == self._death.occurrence:
                os.kill(os.getpid(), signal.SIGKILL)


killer = Killer()
vars(steps)["reached"] = killer
