"""Every picture of the program without a mouse and without eyes: names, cells, the way of Tab.

What is drawn by ``desktop.shots`` is walked here, so a new screen is covered with its picture; and
a screen, a page of the entry or a popover without a picture fails the test.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import desktop.views
from desktop.shots.__main__ import SHOTS
from desktop.shots.render import Shot, Stage
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.entry_form import EntryForm
from desktop.views.register.popover import Popover
from desktop.views.screen import Screen
from desktop.views.window import MainWindow
from tests.desktop.walking import cut_off, faults_of

# states of a screen that differ from another picture of it in what stands there, not in controls
_SAME_CONTROLS = (
    "sign-in-busy", "shell-outage", "shell-transfer", "shell-attention", "shell-offline",
    "today-morning", "today-sunday", "today-holidays", "today-deputy", "today-new",
    "register-refused", "register-request", "register-left", "register-year", "register-menu",
    "register-term", "register-topic", "register-class", "register-read", "lesson-roll",
    "lesson-refused", "lesson-topic", "lesson-unmarked", "lesson-locked", "lesson-late",
    "lesson-none", "shell-veiled", "class-holidays", "class-deputy", "transfer-several",
    "transfer-clear", "transfer-new", "transfer-parcel-refused", "transfer-parcels-many",
    "print-copy", "print-draft", "print-nothing", "print-register-empty", "print-register",
    "import", "import-findings", "import-difference", "import-same", "import-taking",
    "import-done", "import-again", "import-timetable", "cards-refused", "cards-deputy",
    "cards-history", "cards-long", "cards-empty", "cards-nobody", "cards-new", "changes-free",
    "changes-holidays", "absent-school", "lesson-drafts",
)  # fmt: skip
_GALLERY = "elements"
# 1366 x 768 at 200 % without a frame and a task bar; dialogs come with the frame alone, at 150 %
_LEAST_WINDOW, _LEAST_DIALOG = QSize(683 - 8, 384 - 70), QSize(911 - 8, 512 - 40)


def test_everything_can_be_reached_and_heard(
    theme: Theme, tasks: Tasks, qapp: QApplication
) -> None:
    stage = Stage(qapp, theme, tasks)
    seen: set[type] = set()
    faults: list[str] = []
    for shot in SHOTS:
        if shot.name in _SAME_CONTROLS or shot.name == _GALLERY:
            continue
        for window in _windows(shot, stage):
            seen |= {type(each) for each in (window, *window.findChildren(QWidget))}
            faults += [f"{shot.name}: {fault}" for fault in faults_of(window)]
            faults += [f"{shot.name}: {fault}" for fault in _when_small(window, qapp)]
    assert faults == []
    assert sorted(each.__name__ for each in _made_for_people() - seen) == []


def _when_small(window: QWidget, app: QApplication) -> Iterator[str]:
    """Yield what is out of reach on the smallest screen."""
    least = _LEAST_WINDOW if isinstance(window, MainWindow) else _LEAST_DIALOG
    window.resize(least)
    for _ in range(3):
        app.processEvents()
    if window.width() > least.width() or window.height() > least.height():
        yield f"{type(window).__name__} needs {window.width()} x {window.height()}"
    yield from cut_off(window)


def _windows(shot: Shot, stage: Stage) -> Iterator[QWidget]:
    """Yield a picture as a window, then the dialogs over it."""
    built = shot.build(stage)
    dialogs = [each for each in built.findChildren(QDialog) if each.isVisible()]
    for dialog in dialogs:
        dialog.setParent(None, Qt.WindowType.Dialog)
    window: QWidget = built
    if not isinstance(built, QDialog):
        window = MainWindow()
        window.show_page(built)
        window.resize(1366, 768)
    for each in (window, *dialogs):
        each.show()
        each.activateWindow()
        stage.app.processEvents()
        yield each
        each.close()
        each.deleteLater()
        stage.app.processEvents()


def _made_for_people() -> set[type]:
    """Return every class of the program that a person meets as a whole."""
    for module in pkgutil.walk_packages(desktop.views.__path__, "desktop.views."):
        import_module(module.name)
    made: set[type] = set()
    for root in (Screen, EntryForm, Popover):
        made.update(_below(root))
    ours = {each for each in made if each.__module__.startswith("desktop.views")}
    return ours - {EntryForm}


def _below(root: type) -> Iterator[type]:
    below: list[type] = root.__subclasses__()
    for each in below:
        yield each
        yield from _below(each)
