"""The life of a process of the centre in the soak, with one who starts it again behind it."""

import logging
import socket
import time

import uvicorn
from litestar.types import ASGIApp
from sqlalchemy.exc import DBAPIError

from journal.clock import Clock
from journal.errors import UserError
from sync.server.app import create_app
from sync.server.database import open_centre
from sync.server.passwords import Passwords
from tests.sync.centre import CHEAP
from tests.sync.kill.dying import Notes


def live(notes: Notes, database: str, listener: socket.socket, clock: Clock) -> None:
    """Serve until killed; what was asked meanwhile has waited in the socket."""
    log = logging.getLogger()
    log.addHandler(logging.FileHandler(notes.folder / "log"))
    config = uvicorn.Config(
        _app(database, clock), log_level="critical", log_config=None, lifespan="off"
    )
    uvicorn.Server(config).run(sockets=[listener])


def _app(database: str, clock: Clock) -> ASGIApp:
    """Open the centre; while its database fails over it cannot be opened, and one tries again."""
    while True:
        try:
            return create_app(open_centre(database), clock, Passwords(CHEAP))
        except (UserError, DBAPIError):
            time.sleep(0.2)
