"""How the C library hands memory out to the program, and takes it back."""

import ctypes
import sys
from typing import Any

_ARENA_MAX = -8  # the number that glibc gave to this wish
_HEAPS = 2


def share_heaps() -> None:
    """Let all threads share two heaps; called before the first of them starts.

    glibc makes a heap for every thread, up to eight for each processor, and gives hardly any of
    what was used once back to the system. Pages are read in one thread, rendered in another and
    drawn in a third, so that the window grew by 40 MB within a day in which nothing was kept.
    Elsewhere than with glibc nothing is done.
    """
    mallopt = _glibc("mallopt")
    if mallopt is not None:
        mallopt(_ARENA_MAX, _HEAPS)


def give_back() -> None:
    """Return to the system what is free in the heaps; the rest of the computer may need it.

    A page that was opened, printed and closed leaves tens of megabytes behind. Takes up to 15 ms.
    """
    trim = _glibc("malloc_trim")
    if trim is not None:
        trim(0)


def _glibc(name: str) -> Any:
    """Return a function that only glibc has, or ``None``."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
