"""One cold start in a process of its own: ``python -m tests.bench.opening bare|page|work``.

``bare`` opens an empty window; ``page`` the program, up to the first letter on its sign-in page;
``work`` signs in besides and opens a page of the register. Prints what was seen as JSON. Nothing is
imported here that the program would not have imported by then.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow

_PAUSE = 0.02


def open_bare() -> dict[str, float]:
    """Show an empty window."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    app.processEvents()
    return {"ready": time.monotonic(), "memory": _memory()}


def open_program(stay: Callable[[QApplication, Any], dict[str, float]]) -> dict[str, float]:
    """Run the program as a user does; ``stay`` is what happens in its window."""
    from desktop import app as program

    seen: dict[str, float] = {}
    started: list[program.Start] = []

    class Watched(program.Start):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            started.append(self)

    def run(*_: object) -> int:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        seen.update(stay(app, started[0]))
        return 0

    program.Start = Watched  # type: ignore[assignment, misc]
    QApplication.exec = run  # type: ignore[method-assign]
    program.main([])
    return seen


def see_page(app: QApplication, start: Any) -> dict[str, float]:
    """Wait for the sign-in page and type a letter."""
    from tests.desktop.keys import type_text

    app.processEvents()
    login = start.front.page.login
    type_text(login, "п")
    app.processEvents()
    if login.text() != "п" or not start.front.window.isVisible():
        raise RuntimeError("the sign-in page takes no keys")
    return {"ready": time.monotonic()}


def work(login: str, password: str, page: str, period: str, *, wait: bool) -> Any:
    """Return what signs in and opens a page; ``wait``: no sooner than the program is loaded.

    ``entered`` is when the first page was painted, ``enter`` when Enter was pressed before it;
    ``slowest`` the slowest key while the program was being loaded.
    """

    def stay(app: QApplication, start: Any) -> dict[str, float]:
        from tests.desktop.keys import press, type_text

        seen, front = see_page(app, start), start.front
        press(front.page.login, Qt.Key.Key_Backspace)
        type_text(front.page.login, login)
        press(front.page.login, Qt.Key.Key_Return)
        slowest = 0.0
        while wait and start.program is None:
            before = time.monotonic()
            type_text(front.page.password.edit, "x")
            press(front.page.password.edit, Qt.Key.Key_Backspace)
            app.processEvents()
            slowest = max(slowest, time.monotonic() - before)
            time.sleep(_PAUSE)
        type_text(front.page.password.edit, password)
        enter = time.monotonic()
        press(front.page.password.edit, Qt.Key.Key_Return)
        while start.program is None or start.program.shell is None:
            app.processEvents()
            time.sleep(0.001)
        app.processEvents()
        entered = time.monotonic()
        screen: Any = start.program.shell.show_screen("journal")
        screen.open(page, period)
        app.processEvents()
        return {
            **seen,
            "enter": enter,
            "entered": entered,
            "slowest": slowest,
            "memory": _memory(),
        }

    return stay


def _memory() -> float:
    """Return what the process holds, in megabytes; 0 where the system does not tell."""
    told = Path("/proc/self/status")
    found = re.search(r"VmRSS:\s+(\d+)", told.read_text()) if told.exists() else None
    return int(found.group(1)) / 1024 if found else 0.0


def main(asked: str, *given: str) -> None:
    """Do what is asked and print what was seen."""
    if asked == "bare":
        seen = open_bare()
    elif asked == "page":
        seen = open_program(see_page)
    else:
        seen = open_program(work(*given[:4], wait=asked == "work"))
    print(json.dumps(seen))


if __name__ == "__main__":
    main(*sys.argv[1:])
