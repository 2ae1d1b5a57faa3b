"""The process that answers on the other side of loopback: the centre, or the floor under it.

Run as ``python -m tests.bench.serving product|floor DATABASE PORT``.
"""

import gc
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Literal

import uvicorn

from sync.server.database import open_centre
from sync.server.serving import Address, serve
from tests.bench.floor_app import create_floor
from tests.bench.school import NOW
from tests.journal.desks import HandClock

Side = Literal["product", "floor"]

_HOST = "127.0.0.1"
_PATIENCE_SECONDS = 60.0


@contextmanager
def running_server(side: Side, database: str) -> Iterator[str]:
    """Start a server over ``database``; yield its address and end it with the block.

    Raises:
        RuntimeError: it did not come up.
    """
    port = _free_port()
    command = [sys.executable, "-m", "tests.bench.serving", side, database, str(port)]
    # a pipe that nobody reads would stop a server that has much to say
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        try:
            _wait_for(port, process, said)
            yield f"http://{_HOST}:{port}"
        finally:
            process.terminate()
            process.wait()


def _serve_floor(database: str, port: int) -> None:
    store = open_centre(database)
    app = create_floor(store)
    gc.collect()
    gc.freeze()
    uvicorn.run(
        app,
        host=_HOST,
        port=port,
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
    )
    store.close()


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]", said: IO[str]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection((_HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    process.kill()
    said.seek(0)
    raise RuntimeError(f"the server did not come up: {said.read()}")


if __name__ == "__main__":
    wanted, database_, port_ = sys.argv[1:]
    if wanted == "product":
        serve(database_, Address(port=int(port_)), HandClock(NOW))
    else:
        _serve_floor(database_, int(port_))
