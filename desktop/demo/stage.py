"""What a demo plays on: a centre with a school and its past, workplaces, a clock."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from PySide6.QtWidgets import QApplication

from desktop.custody import Custody
from desktop.demo.centre import Centre
from desktop.demo.clock import StoryClock
from desktop.entrance import Entrance
from desktop.program import Outfit, Program
from desktop.screens import make_screens
from desktop.settings import SettingsFile
from desktop.theme import Theme
from journal.clock import Clock, SystemClock
from journal.keys import PasswordCost


@dataclass(frozen=True, slots=True)
class Place:
    """A computer of the school."""

    name: str
    folder: Path

    @property
    def journals(self) -> Path:
        """Where its journals are."""
        return self.folder / "journals"


class Stage:
    """Everything that exists before the story begins."""

    def __init__(self, folder: Path, start: datetime, cost: PasswordCost | None = None) -> None:
        """Lay the stage out in ``folder``; ``cost`` is what one guess of a password costs."""
        folder.mkdir(parents=True, exist_ok=True)
        self._cost = cost
        self.folder = folder
        self.clock = StoryClock(start, folder / "clock.json")
        self.time: Clock = self.clock
        self.centre = Centre(folder / "centre", folder / "clock.json")
        self.http = httpx.Client(timeout=httpx.Timeout(20, connect=2))
        self.classroom = Place("каб. 21", folder / "classroom")

    def program(self, app: QApplication, place: Place, theme: Theme) -> Program:
        """Return the program as it starts on a computer."""
        return Program(
            app,
            Outfit(
                clock=self.time,
                http=self.http,
                entrance=Entrance(place.journals, self.http, self.time, self._cost),
                settings=SettingsFile(place.folder / "settings.json"),
                theme=theme,
                screens=make_screens,
                custody=Custody(place.journals, self.http, self.time, self._cost),
                parcels=place.folder / "parcels",
            ),
        )

    def live_now(self) -> None:
        """Go by the clock of this computer, not by the story's; the centre has not begun yet."""
        self.time = SystemClock()

    def close(self) -> None:
        """End the centre and all connections."""
        self.http.close()
        self.centre.stop()
