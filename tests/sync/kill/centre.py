"""The life of a centre: it serves on a socket that outlives it."""

import socket

import uvicorn

from sync.server.app import create_app
from sync.server.database import open_centre
from sync.server.passwords import Passwords
from tests.journal.desks import HandClock
from tests.sync.centre import CHEAP
from tests.sync.kill.dying import Notes


def live(_notes: Notes, database: str, listener: socket.socket, clock: HandClock) -> None:
    """Serve until killed; what was asked meanwhile has waited in the socket."""
    app = create_app(open_centre(database), clock, Passwords(CHEAP))
    config = uvicorn.Config(app, log_level="critical", lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])
