"""A centre whose process comes and goes, and a workplace before it."""

import socket
from contextlib import AbstractContextManager
from pathlib import Path

import httpx

from tests.small_school import PUPILS_5A
from tests.sync.centre import Centre, mark
from tests.sync.kill.aftermath import write
from tests.sync.kill.dying import Death
from tests.sync.kill.lives import CENTRE, Life, life
from tests.sync.workplaces import Workplace


class KilledCentre:
    """A centre whose process comes and goes behind one socket, and a workplace before it."""

    def __init__(self, centre: Centre, folder: Path, http: httpx.Client) -> None:
        self.centre = centre
        self.listener = socket.create_server(("127.0.0.1", 0))
        self._folder = folder
        self._turn = 0
        host, port = self.listener.getsockname()
        self.place = Workplace(
            folder / "petrova", "petrova", f"http://{host}:{port}", http, centre.clock
        )

    def life(self, death: Death | None = None) -> AbstractContextManager[Life]:
        """Start the process of the centre."""
        folder = self._folder / f"life-{len(list(self._folder.iterdir()))}"
        return life(CENTRE, death, folder, self.centre.database, self.listener, self.centre.clock)

    def write_six(self) -> list[str]:
        """Write six entries at the workplace, two of them into one cell; return their ids."""
        self._turn += 1
        first, then = ("5432"[(self._turn + ahead) % 4] for ahead in (2, 0))
        cells = [(first, PUPILS_5A[0]), *((then, pupil) for pupil in PUPILS_5A)]
        return write(self.place, *(mark(text, pupil) for text, pupil in cells))
