"""Where garbage is collected: on the UI thread only, and when the user looks elsewhere."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from desktop.heaps import give_back

_EVERY_MS = 500
_OLDER_EVERY, _ALL_EVERY = 10, 60


class Collector(QObject):
    """Collects in the pauses of the event loop what Python would collect in any thread.

    A closed window in a circle of references is destroyed by whatever thread happens to collect
    it; Qt allows that to no thread but the window's own.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._look_away)

    def hold(self) -> None:
        """Let nobody collect until ``start``: what is being loaded is no garbage."""
        gc.disable()

    def start(self) -> None:
        """Take the collecting over; what the program is made of is never looked through again.

        Loading leaves a few hundred dead objects; to look for them would hold up the first keys by
        a tenth of a second.
        """
        gc.freeze()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give it back."""
        self._timer.stop()
        gc.enable()

    def _collect(self) -> None:
        self._ticks += 1
        if self._ticks % _ALL_EVERY == 0:
            gc.collect()
        else:
            gc.collect(1 if self._ticks % _OLDER_EVERY == 0 else 0)

    def _look_away(self, state: Qt.ApplicationState) -> None:
        """Hand free memory to the program that is in front now; here it would hold up a key."""
        if state is Qt.ApplicationState.ApplicationInactive and self._timer.isActive():
            gc.collect()
            give_back()
