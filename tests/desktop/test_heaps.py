"""The memory of the program: threads do not get a heap each, and what is free goes back."""

import subprocess
import sys

import pytest

_MANY_THREADS = """
import ctypes, threading
from desktop.heaps import share_heaps
share_heaps()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
together = threading.Barrier(8)
def take():
    together.wait()
    libc.malloc(1000)
    together.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has these heaps")
def test_threads_share_two_heaps() -> None:
    command = [sys.executable, "-c", _MANY_THREADS]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.count("<heap nr=") == 2


_LEFT_BEHIND = """
import ctypes, re
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from desktop.collecting import Collector
app = QGuiApplication(["", "-platform", "offscreen"])
collector = Collector()
collector.start()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
def memory():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmRSS:\\s+(\\d+)", status).group(1))
taken = [libc.malloc(20_000) for _ in range(2000)]
for each in taken: ctypes.memset(each, 1, 20_000)
for each in taken[:-1]: libc.free(each)
before = memory()
app.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
print(before - memory())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has these heaps")
def test_what_is_free_goes_back_when_the_user_turns_to_another_program() -> None:
    command = [sys.executable, "-c", _LEFT_BEHIND]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert int(told) > 30_000  # KiB
