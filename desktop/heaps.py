"""How the C library hands memory out to the threads of the program."""

import ctypes
import sys

_ARENA_MAX = -8  # the number that glibc gave to this wish
_HEAPS = 2


def share_heaps() -> None:
    """Let all threads share two heaps; called before the first of them starts.

    glibc makes a heap for every thread, up to eight for each processor, and gives hardly any of
    what was used once back to the system. Pages are read in one thread, rendered in another and
    drawn in a third, so that the window grew by 40 MB within a day in which nothing was kept.
    Elsewhere than with glibc nothing is done.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, _HEAPS)
