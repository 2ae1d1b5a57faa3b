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

_CLI = "sync.server.cli"
_SERVE = "sync.server.demo"
_HOST = "127.0.0.1"
_START_SECONDS = 120


class Centre:
    """A central server on this computer with a database of its own."""

    def __init__(self, folder: Path, clock: Path, database: str | None = None) -> None:
        """Keep everything in ``folder``; ``clock`` is the file the story tells the time in."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._clock = clock
        self.database = database or str(folder / "centre.db")
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

    def found(self, school: str, admin: tuple[str, str], password: str) -> None:
        """Make the school with its first administrator; ``admin`` is login and full name."""
        login, name = admin
        self._command(
            "init",
            "--school-name",
            school,
            "--admin-login",
            login,
            "--admin-name",
            name,
            "--recovery-file",
            str(self._folder / "recovery.key"),
            said=f"{password}\n{password}\n",
        )

    def open_accounts(self, password: str) -> None:
        """Give everybody on the staff an account with this password."""
        self._command("user", "add", "--all-staff", "--password-stdin", said=f"{password}\n")

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
        while time.monotonic() < until and self._process.poll() is None:
            try:
                httpx.get(f"{self.address}{HELLO_PATH}", timeout=1)
            except httpx.HTTPError:
                time.sleep(0.05)
            else:
                return
        raise UserError(f"Центральный сервер не запустился. Подробности в файле {self.log}.")

    def keep(self, kept: Path) -> None:
        """Put a copy of everything the stopped centre has into ``kept``, whole or not at all."""
        draft = kept.with_name(f"{kept.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(self._folder, draft)
        draft.rename(kept)

    def take(self, kept: Path) -> None:
        """Begin with what ``keep`` has put aside."""
        shutil.copytree(kept, self._folder, dirs_exist_ok=True)

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

    def _command(self, *arguments: str, said: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", _CLI, *arguments, "--database", self.database],
            input=said.encode(),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise UserError(f"Центральный сервер: {done.stderr.decode().strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port
