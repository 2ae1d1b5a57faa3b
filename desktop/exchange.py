"""The exchange with the centre in the background: on a timer, and soon after a new entry."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.tasks import Tasks
from desktop.workspace import Workspace
from journal.changes import Changes
from sync.client import SyncClient
from sync.link import LinkError, Refused
from sync.pace import Pace

_SOON_MS = 400


class Exchange(QObject):
    """Asks the centre again and again, one question at a time, never on the UI thread.

    Signals:
        refused: the centre said no, in words for people.
        ended: an attempt is over (``True``: there was contact).
    """

    refused = Signal(str)
    ended = Signal(bool)

    def __init__(
        self,
        client: SyncClient,
        workspace: Workspace,
        tasks: Tasks,
        pace: Pace | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._workspace = workspace
        self._tasks = tasks
        self._pace = pace or Pace()
        self._is_running = False
        self._is_wanted = False
        self._has_contact = True
        self._is_stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run)
        workspace.committed.connect(self._after_commit)

    @property
    def is_running(self) -> bool:
        """Tell whether an attempt is going on."""
        return self._is_running

    def run(self) -> None:
        """Exchange now, or right after the attempt that is going on."""
        if self._is_stopped:
            return
        if self._is_running:
            self._is_wanted = True
            return
        self._is_running, self._is_wanted = True, False
        self._tasks.run(self._client.exchange, done=self._succeed, failed=self._fail)

    def stop(self) -> None:
        """Ask no more; an attempt that is going on ends by itself."""
        self._is_stopped = True
        self._timer.stop()

    def _succeed(self, changes: Changes) -> None:
        self._end(changes, True, self._pace.after_success)

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, LinkError):
            # a bug in the exchange must not end the exchange: it is logged, and tried again
            self._end(Changes(), False, self._pace.after_failure)
            raise fault
        wait = fault.retry_after if isinstance(fault, Refused) else None
        self._end(fault.changes, isinstance(fault, Refused), lambda: self._pace.after_failure(wait))
        if isinstance(fault, Refused):
            self.refused.emit(fault.problem.words)

    def _end(self, changes: Changes, has_contact: bool, pause: Callable[[], float]) -> None:
        self._is_running = False
        self._has_contact = has_contact
        if self._is_stopped:
            return
        self._workspace.announce(changes | Changes(link=True))
        self._timer.start(0 if self._is_wanted and has_contact else int(pause() * 1000))
        self.ended.emit(has_contact)

    def _after_commit(self, changes: Changes) -> None:
        """Send what was just written soon; while there is no contact the timer has the word."""
        if changes.written and self._has_contact:
            self._is_wanted = self._is_running
            if not self._is_running:
                self._timer.start(_SOON_MS)
