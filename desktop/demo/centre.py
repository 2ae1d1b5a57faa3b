"""The centre of a demo: a process of its own, started, killed and started again."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from journal.errors import UserError
from sync.protocol import HELLO_PATH

DATABASE = "centre.db"
_CLI = "sync.server.cli"
_SERVE = "sync.server.demo"
_HOST = "127.0.0.1"
_START_SECONDS = 120


class Centre:
    """A central server on this computer with a database of its own in ``folder``."""

    def __init__(self, folder: Path, clock: Path) -> None:
        """Keep everything in ``folder``; ``clock`` is the file the story tells the time in."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._clock = clock
        self.database = str(folder / DATABASE)
        self.log = folder / "centre.log"
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the stations find it."""
        return f"http://{_HOST}:{self._port}"

    @property
    def process_id(self) -> int | None:
        """By which number the system knows it; ``None`` while it is down."""
        return self._process.pid if self._process is not None else None

    def start(self, *, live: bool = False) -> None:
        """Serve, and return when the first answer comes; ``live`` in the time of this computer.

        Raises:
            UserError: the server did not come up; its log says why.
        """
        root = [_CLI, "serve"] if live else [_SERVE, "--clock", str(self._clock)]
        where = ["--database", self.database, "--port", str(self._port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *root, *where], stdout=log, stderr=log
            )
        until = time.monotonic() + _START_SECONDS
        # no certificate has to be read for an address of this computer
        with httpx.Client(timeout=1, verify=False) as http:
            while time.monotonic() < until and self._process.poll() is None:
                try:
                    http.get(f"{self.address}{HELLO_PATH}")
                except httpx.HTTPError:
                    time.sleep(0.05)
                else:
                    return
        raise UserError(f"Центральный сервер не запустился. Подробности в файле {self.log}.")

    def take(self, kept: Path) -> None:
        """Begin with what was prepared before."""
        shutil.copytree(kept, self.folder, dirs_exist_ok=True)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End it in order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port
