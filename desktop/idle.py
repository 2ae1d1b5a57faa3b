"""Noticing that nobody is at the computer."""

from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from journal.clock import Clock

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


_LOOK = timedelta(seconds=5)


class IdleWatch(QObject):
    """Waits for a time without keys and mouse, the sleep of the computer included.

    A clock set by hand changes nothing. The key that wakes a computer after too long a time is
    taken for no more than that: it does not reach the page.

    It listens where keys and mouse come in, at every window that was ever in front: a filter over
    the whole application would be asked about each paint and each timer of each widget.

    Signals:
        idle: the time has passed.
    """

    idle = Signal()

    def __init__(
        self,
        app: QGuiApplication,
        patience: timedelta,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        """Watch the windows of ``app``; no patience at all never ends."""
        super().__init__(parent)
        self._clock = clock
        self._patience = _milliseconds(patience)
        self._last = clock.read().boot_ms
        self._timer = QTimer(self)
        self._timer.setInterval(_milliseconds(min(patience, _LOOK)))
        self._timer.timeout.connect(self.look)
        if patience:
            app.focusWindowChanged.connect(self._listen)
            self._listen(app.focusWindow())
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _SIGNS_OF_LIFE:
            return False
        was_idle = self.look()
        self.hear()
        return was_idle

    def hear(self) -> None:
        """Take it that somebody is there now."""
        self._last = self._clock.read().boot_ms

    def look(self) -> bool:
        """Tell whether nobody was there for too long, and announce it."""
        now = self._clock.read().boot_ms
        is_idle = now - self._last >= self._patience
        if is_idle:
            self._last = now
            self.idle.emit()
        return is_idle

    def _listen(self, window: QWindow | None) -> None:
        """Listen at a window too; each of them forgets this when it is closed."""
        if window is not None:
            window.installEventFilter(self)


def _milliseconds(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
