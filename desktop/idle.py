"""Noticing that nobody is at the computer."""

from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Waits for a time without keys and mouse.

    It listens where keys and mouse come in, at every window that was ever in front: a filter over
    the whole application would be asked about each paint and each timer of each widget.

    Signals:
        idle: the time has passed.
    """

    idle = Signal()

    def __init__(
        self, app: QGuiApplication, patience: timedelta, parent: QObject | None = None
    ) -> None:
        """Watch the windows of ``app``; no patience at all never ends."""
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(patience // timedelta(milliseconds=1))
        self._timer.timeout.connect(self.idle)
        if patience:
            app.focusWindowChanged.connect(self._listen)
            self._listen(app.focusWindow())
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._timer.start()
        return False

    def _listen(self, window: QWindow | None) -> None:
        """Listen at a window too; each of them forgets this when it is closed."""
        if window is not None:
            window.installEventFilter(self)
