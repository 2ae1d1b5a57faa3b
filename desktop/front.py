"""The window with its sign-in page, which takes keys before the rest of the program is loaded."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton

from desktop.settings import Settings
from desktop.tasks import TaskHandle, Tasks
from desktop.theme import Theme
from desktop.views.sign_in import Door, SignIn
from desktop.views.window import MainWindow
from sync.places import is_anybody_in, place_of, places_in


class AwaitedDoor:
    """Stands in the place of a door that is on its way.

    What the page asks at once is read from the folder of the journals; what is asked in a thread
    waits there.
    """

    def __init__(self, journals: Path) -> None:
        self._journals = journals
        self._door: Future[Door] = Future()
        self._forgotten: list[str] = []

    def come(self, door: Door) -> None:
        """Let the door answer from now on."""
        for login in self._forgotten:
            door.forget(login)
        self._door.set_result(door)

    def stay_away(self) -> None:
        """Let nobody wait any longer: the door does not come."""
        self._door.cancel()

    def is_known(self, login: str) -> bool:
        """Tell at once whether this user's journal is on this computer."""
        return place_of(self._journals, login).is_taken

    @property
    def memory_refusal(self) -> str:
        """Why no sign-in can be remembered on this computer, a sentence; "" when it can."""
        return self._door.result().memory_refusal

    def remembers(self, login: str) -> bool:
        """Tell at once whether this user signs in here without a password."""
        if self._door.done():
            return self._door.result().remembers(login)
        is_alone = len(list(places_in(self._journals))) == 1
        return is_alone and place_of(self._journals, login).remembered.exists()

    def forget(self, login: str) -> None:
        """Let this user sign in with the password only."""
        if self._door.done():
            self._door.result().forget(login)
            return
        place_of(self._journals, login).remembered.unlink(missing_ok=True)
        self._forgotten.append(login)  # the keyring holds a secret that opens nothing any more

    def sign_in(
        self, handle: TaskHandle, login: str, password: str, server: str, *, remember: bool = False
    ) -> object:
        """Open the journal as soon as the door is there.

        Raises:
            UserError: shown in place.
            TaskStoppedError: the user gave it up meanwhile.
        """
        handle.report("Открываем журнал")
        door = self._door.result()
        handle.stop_if_cancelled()
        return door.sign_in(handle, login, password, server, remember=remember)


class Front(QObject):
    """Holds what a program begins with: the window, the sign-in page, the tasks.

    Signals:
        painted: the page is on the screen for the first time.
    """

    painted = Signal()

    def __init__(
        self, theme: Theme, settings: Settings, journals: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.tasks = Tasks(self)
        self.window = MainWindow()
        self.window.take_size(settings.window, is_full=settings.window_is_full)
        self.door = AwaitedDoor(journals)
        self.page = SignIn(
            theme,
            self.tasks,
            self.door,
            server=settings.server,
            is_first=not is_anybody_in(journals),
        )
        self._asked: QPushButton | None = None
        for each in self.page.help.values():
            each.clicked.connect(partial(self._keep, each))
        self.page.installEventFilter(self)
        self.window.show_page(self.page)
        self.page.setFocus()

    def hand_over(self, door: Door) -> None:
        """Let the program answer, which listens to the page by now, and repeat what was asked."""
        self.door.come(door)
        if self._asked is not None:
            self._asked.click()

    def close(self) -> None:
        """End all work, also the wait for a program that has not come."""
        self.door.stay_away()
        self.tasks.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.page and event.type() == QEvent.Type.Paint:
            self.page.removeEventFilter(self)
            # what stands on the page is painted after it, before any other event
            QTimer.singleShot(0, self.painted.emit)
        return super().eventFilter(watched, event)

    def _keep(self, asked: QPushButton) -> None:
        """Keep what the page was asked for besides signing in."""
        self._asked = asked
