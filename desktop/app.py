"""The composition root: builds everything once, hands it on, starts the loop."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.collecting import Collector
from desktop.crash import CrashLog, log_folder, versions
from desktop.folders import journals_folder
from desktop.front import Front
from desktop.heaps import share_heaps
from desktop.language import speak_russian
from desktop.settings import SettingsFile, settings_path
from desktop.theme import Theme
from desktop.views.crash_dialog import CrashDialog

if TYPE_CHECKING:
    from desktop.program import Outfit, Program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the workplace; with arguments do what is done from a console (``import``, ...)."""
    asked = sys.argv[1:] if arguments is None else list(arguments)
    if asked == ["--version"]:
        print(versions())
        return 0
    if asked:
        return _run_command(asked)
    share_heaps()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("uchitelskaya")
    app.setApplicationDisplayName("Электронная учительская")
    speak_russian(app)
    crash = CrashLog(log_folder())
    crash.install()
    start = Start(app, SettingsFile(settings_path()))
    crash.crashed.connect(lambda: CrashDialog(crash.path, versions(), start.front.window).open())
    start.front.window.appear()
    code = app.exec()
    start.close()
    crash.remove()
    return code


class Start(QObject):
    """Shows the sign-in page, and loads all the rest while somebody types a password.

    ``program`` is ``None`` until then.
    """

    def __init__(self, app: QApplication, settings: SettingsFile) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        self._outfit: Outfit | None = None
        self.program: Program | None = None
        kept = settings.load()
        self._theme = Theme(app, kept.theme)
        self.front = Front(self._theme, kept, journals_folder())
        self._collector = Collector()
        self._collector.hold()
        self.front.painted.connect(self._load)

    def close(self) -> None:
        """End all work."""
        if self.program is not None:
            self.program.close()
        self.front.close()
        if self._outfit is not None:
            self._outfit.http.close()
        self._collector.stop()

    def _load(self) -> None:
        self.front.tasks.run(self._make_outfit, done=self._go_on, failed=self._fail)

    def _make_outfit(self) -> Outfit:
        # ten times of what the page needs, so it comes behind it
        from desktop.outfitting import make_outfit

        return make_outfit(self._settings, self._theme)

    def _go_on(self, outfit: Outfit) -> None:
        from desktop.program import Program

        self._outfit = outfit
        self.program = Program(self._app, outfit, self.front)
        self.program.take_over(self.front)
        self._collector.start()

    def _fail(self, fault: Exception) -> None:
        self.front.door.stay_away()
        raise fault


def _run_command(asked: Sequence[str]) -> int:
    # a window needs nothing of it, and should not wait for it
    from desktop import office, self_check

    return self_check.run() if asked == ["--self-check"] else office.run(asked)


if __name__ == "__main__":
    sys.exit(main())
