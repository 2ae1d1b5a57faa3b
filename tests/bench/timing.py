"""Times of floor and product, taken in turn so that a slow moment of the computer hits both."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ParamSpec

P = ParamSpec("P")


@dataclass
class Times:
    """Times of one thing in seconds."""

    seconds: list[float] = field(default_factory=list)

    def take(self, work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Time ``work`` once more."""
        start = time.perf_counter()
        work(*args, **kwargs)
        self.seconds.append(time.perf_counter() - start)

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    @property
    def p99(self) -> float:
        """What all but one in a hundred keep within."""
        in_order = sorted(self.seconds)
        return in_order[min(len(in_order) - 1, int(len(in_order) * 0.99))]


@dataclass
class Pair:
    """Floor and product of one row."""

    floor: Times = field(default_factory=Times)
    product: Times = field(default_factory=Times)

    @property
    def ratio(self) -> float:
        """How many times the floor the product costs, by the medians."""
        return self.product.median / self.floor.median


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no collection of this program's garbage begin within the block, as ``timeit`` does."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
