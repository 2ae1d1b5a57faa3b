"""The window of a lesson of thirty, alone in a process: ``python -m tests.desktop.lesson_window``.

Shows the shell with «Урок» on whatever display there is, and when a file named ``stop`` appears in
its folder, writes ``told.json`` with what the lesson holds, a picture, and ends.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.language import speak_russian
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.lesson.screen import LessonScreen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu
from desktop.views.window import MainWindow
from desktop.workspace import Workspace
from tests.desktop.lessons import LESSON, found_lesson
from tests.journal.desks import HandClock
from tests.small_school import PETROVA, RUSSIAN, SCHOOL


class _Mice(QObject):
    """Counts presses of a mouse."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.MouseButtonPress
        return False


def main(folder: Path) -> int:
    """Run the window until it is told to stop."""
    app = QApplication(sys.argv[:1])
    speak_russian(app)
    theme, clock = Theme(app, "light"), HandClock()
    store = found_lesson(folder, PETROVA, clock, pupils=30)
    workspace = Workspace(store, clock, SCHOOL, PETROVA)
    screen = LessonScreen(workspace, theme)
    window, mice = MainWindow(), _Mice()
    app.installEventFilter(mice)
    window.show_page(Shell(theme, "Петрова А. А.", [screen], UserMenu(Settings())))
    window.resize(1366, 768)
    window.show()
    screen.open_lesson(RUSSIAN, LESSON)

    def look() -> None:
        if window.isActiveWindow() and not (folder / "ready").exists():
            (folder / "ready").write_text(str(int(window.winId())))
        if (folder / "stop").exists():
            window.grab().save(str(folder / "lesson.png"))
            whole, model = screen.board.whole, screen.model
            assert whole is not None
            told = {
                "texts": [model.cell(row, 0).text for row in range(model.rowCount())],
                "topic": whole.card.topic,
                "plan": whole.card.plan_number,
                "homework": whole.card.homework,
                "missing": list(whole.missing),
                "tops": [
                    table.rowViewportPosition(29)
                    for table in (screen.grid.lessons, screen.grid.ends)
                ],
                "clicks": mice.count,
            }
            (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")
            app.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    app.exec()
    store.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
