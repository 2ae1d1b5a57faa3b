"""A program can end at any labelled step; what lies on the disk then is all that is left of it."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

_PLACES = (
    "journal.log",
    "sync.client",
    "sync.offering",
    "sync.server.answering",
    "sync.server.judging",
    "sync.server.pushing",
    "sync.server.reinserting",
)


class StationKilled(BaseException):
    """The program of a station has ended in the middle of something."""


class CentreKilled(Exception):
    """The process of the centre has ended; an ``Exception``, so that the event loop survives it."""


class Steps:
    """Stands in for ``journal.steps.reached``.

    Attributes:
        passed: how often each step was passed.
        killed: how often a program ended there.
    """

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.killed: Counter[str] = Counter()
        self._deadly = ""
        self._left = 0
        self._end: Callable[[], None] = lambda: None

    def __call__(self, step: str) -> None:
        """Pass ``step``, or end the program there."""
        self.passed[step] += 1
        if step != self._deadly:
            return
        self._left -= 1
        if self._left == 0:
            self.killed[step] += 1
            self._deadly = ""
            self._end()

    @contextmanager
    def deadly(self, step: str, time: int, end: Callable[[], None]) -> Iterator[None]:
        """Let the ``time``-th passing of ``step`` call ``end``, which raises."""
        self._deadly, self._left, self._end = step, time, end
        try:
            yield
        finally:
            self._deadly = ""


@contextmanager
def watched_steps() -> Iterator[Steps]:
    """Yield the steps that stand in for the program's own."""
    steps = Steps()
    with ExitStack() as stack:
        for place in _PLACES:
            stack.enter_context(patch(f"{place}.reached", steps))
        yield steps
