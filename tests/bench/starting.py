"""From nothing to a window: the program with its sign-in page, over an empty window."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.table import Row, against
from tests.bench.timing import Pair
from tests.bench.year import YearDesk

MOST = 3.0
_BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(1366, 768)
window.show()
app.processEvents()
"""
# the real program, up to the moment when it would wait for the first key
_PROGRAM = """
from PySide6.QtWidgets import QApplication
def shown(*_):
    QApplication.processEvents()
    return 0
QApplication.exec = shown
from desktop.app import main
main([])
"""
_MEMORY = """
import re
from pathlib import Path
text = Path("/proc/self/status").read_text()
print(re.search(r"VmRSS:\\s+(\\d+)", text).group(1))
"""
_YEAR = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.bench.year import YearDesk
from tests.bench.year_window import show_year
app = QApplication(sys.argv[:1])
kept = show_year(app, YearDesk(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
app.processEvents()
"""


def measure_start(rounds: int = 7) -> list[Row]:
    """Return the line of a cold start: new processes, one after the other."""
    pair = time_start(rounds)
    title = "Запуск: до окна входа (медиана)"
    return [against(title, pair.floor.median, pair.product.median, MOST)]


def time_start(rounds: int) -> Pair:
    """Start an empty window and the program in turn; the first of each warms the disk up."""
    pair = Pair()
    with tempfile.TemporaryDirectory() as home:
        for step in range(rounds + 1):
            if step == 1:
                pair = Pair()
            pair.floor.take(_run, _BARE, home)
            pair.product.take(_run, _PROGRAM, home)
    return pair


def measure_memory(desk: YearDesk) -> Row:
    """Return the line of the memory that a window with a year's page takes, over an empty one."""
    with tempfile.TemporaryDirectory() as home:
        bare = int(_run(_BARE + _MEMORY, home))
        product = int(_run(_YEAR + _MEMORY, home, str(desk.folder), desk.user, desk.page))
    return Row(
        "  память окна с этой страницей",
        f"{bare // 1024} МБ",
        f"{product // 1024} МБ",
        f"{product / bare:.2f}",
    )


def _run(code: str, home: str, *arguments: str) -> str:
    """Run a program of its own with an empty account; return what it printed."""
    folders = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME")
    variables = {**os.environ, **dict.fromkeys(folders, home), "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=variables,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
