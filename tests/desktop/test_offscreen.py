"""What is drawn without a display says only what somebody should know."""

import subprocess
import sys
from pathlib import Path

_PROGRAM = """
from desktop.offscreen import draw_offscreen
draw_offscreen()
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.setFixedSize(20, 20)
window.show()
app.processEvents()
qWarning("a real warning")
"""


def test_windows_out_of_sight_are_silent_and_warnings_are_not() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert (said.stdout, said.stderr) == ("", "a real warning\n")
