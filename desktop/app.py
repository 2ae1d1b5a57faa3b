"""The composition root: builds everything once, hands it on, starts the loop."""

import ssl
import sys
from collections.abc import Sequence

import httpx
from PySide6.QtWidgets import QApplication

from desktop.collecting import Collector
from desktop.crash import CrashLog, log_folder, versions
from desktop.custody import Custody
from desktop.entrance import Entrance, journals_folder
from desktop.language import speak_russian
from desktop.parcels import parcels_folder
from desktop.program import Outfit, Program
from desktop.screens import make_screens
from desktop.settings import SettingsFile, settings_path
from desktop.theme import Theme
from desktop.views.crash_dialog import CrashDialog
from journal.clock import SystemClock
from journal.errors import UserError
from sync.trust import trusted

TIMEOUT = httpx.Timeout(20, connect=5)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the workplace; with arguments do what is done from a console (``import``, ...)."""
    asked = sys.argv[1:] if arguments is None else list(arguments)
    if asked == ["--version"]:
        print(versions())
        return 0
    if asked:
        return _run_command(asked)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("uchitelskaya")
    app.setApplicationDisplayName("Электронная учительская")
    speak_russian(app)
    clock, settings = SystemClock(), SettingsFile(settings_path())
    crash = CrashLog(log_folder())
    crash.install()
    with httpx.Client(timeout=TIMEOUT, verify=_trusted(settings.load().ca_file)) as http:
        outfit = Outfit(
            clock=clock,
            http=http,
            entrance=Entrance(journals_folder(), http, clock),
            settings=settings,
            theme=Theme(app, settings.load().theme),
            screens=make_screens,
            custody=Custody(journals_folder(), http, clock, parcels=parcels_folder()),
            parcels=parcels_folder(),
        )
        program = Program(app, outfit)
        crash.crashed.connect(lambda: CrashDialog(crash.path, versions(), program.window).open())
        collector = Collector()
        collector.start()
        program.start()
        program.window.appear()
        code = app.exec()
        program.close()
        collector.stop()
    crash.remove()
    return code


def _run_command(asked: Sequence[str]) -> int:
    # a window needs nothing of it, and should not wait for it
    from desktop import office, self_check

    return self_check.run() if asked == ["--self-check"] else office.run(asked)


def _trusted(ca_file: str) -> ssl.SSLContext:
    """Return whom TLS believes; without the school's authority work goes on without contact."""
    try:
        return trusted(ca_file)
    except UserError as fault:
        print(fault, file=sys.stderr)
        return trusted()


if __name__ == "__main__":
    sys.exit(main())
