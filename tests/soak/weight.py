"""What a running program weighs: memory, Python's objects, and the parts of its windows."""

from __future__ import annotations

import gc
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy.pool import QueuePool

from desktop.heaps import give_back
from journal.store import Store

# a history of a cell is a label for every word of it
_WORDS = re.compile(r"QLabel|Layout|QText|QObject$|QFrame$")


@dataclass(frozen=True, slots=True)
class Weight:
    """One weighing.

    Attributes:
        kib: memory that is in use, in KiB.
        objects: what Python's collector knows.
        parts: windows and what belongs to them, how many of which type.
        kinds: Python's objects, how many of which type.
    """

    kib: int
    objects: int
    parts: Counter[str]
    kinds: Counter[str]

    @property
    def words(self) -> str:
        """The weight as a line of a report says it."""
        parts = self.parts.total()
        return f"{self.kib / 1024:.1f} МБ, объектов {self.objects}, частей окон {parts}"

    def growth(self, before: Weight) -> dict[str, float]:
        """Return by which share each of the three has grown, in per cent."""
        return {
            "память": _per_cent(self.kib, before.kib),
            "объекты": _per_cent(self.objects, before.objects),
            "части окон": _per_cent(self.parts.total(), before.parts.total()),
        }

    def gained(self, before: Weight, most: int = 10) -> list[str]:
        """Name the types of which there are more than before, the most grown first."""
        more = (self.parts - before.parts, self.kinds - before.kinds)
        return [f"{kind}: +{count}" for each in more for kind, count in each.most_common(most)]

    def parts_gained(self, before: Weight) -> Counter[str]:
        """Return the parts of windows that came, without those that hold words: they tell more."""
        more = self.parts - before.parts
        return Counter({kind: count for kind, count in more.items() if not _WORDS.search(kind)})


def weigh(app: QApplication, store: Store) -> Weight:
    """Let what is about to go be gone, and weigh what is left; no thread may be at work.

    Pages that the connections of the open journal have read, and what is free in the heaps, are no
    part of it: both have a bound, and how much of them is there at a given moment is chance (the
    pages of a connection go whenever another one writes: 2 to 12 MB).
    """
    for _ in range(2):
        QTest.qWait(20)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    _forget_pages(store)
    give_back()
    parts: Counter[str] = Counter()
    for window in app.topLevelWidgets():
        parts.update(type(each).__name__ for each in (window, *window.findChildren(QObject)))
    kinds = Counter(type(each) for each in gc.get_objects())
    named = Counter({f"{kind.__module__}.{kind.__qualname__}": n for kind, n in kinds.items()})
    return Weight(_memory(), gc.get_freeze_count() + kinds.total(), parts, named)


def _forget_pages(store: Store) -> None:
    pool = store.engine.pool
    assert isinstance(pool, QueuePool)
    idle = [store.engine.raw_connection() for _ in range(pool.checkedin())]
    for each in idle:
        each.cursor().execute("PRAGMA shrink_memory")
    for each in idle:
        each.close()


def _memory() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found is not None
    return int(found.group(1))


def _per_cent(now: int, before: int) -> float:
    return 100 * (now - before) / before
