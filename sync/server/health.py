"""Is the centre alive, and is it ready: for whoever watches over it, without any session.

Alive is the process; it is asked without the database, so that a database that hangs does not get
a good process killed. Ready is the database with the schema of this program.
"""

import asyncio
from functools import partial

import msgspec
from anyio import CapacityLimiter, to_thread
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from sqlalchemy.exc import SQLAlchemyError

from journal.errors import UserError
from journal.store import Store
from sync.server.schema import Versions, found_versions, newest_versions

HEALTH_PATH = "/v1/health"
READY_PATH = "/v1/ready"
PATIENCE_SECONDS = 3.0


class Health(msgspec.Struct, frozen=True):
    """The process answers."""

    status: str = "ok"


class Readiness(msgspec.Struct, frozen=True):
    """Whether entries can be taken.

    ``status``: "ok", "database" (it does not answer) or "schema" (it is of another version);
    ``journal``, ``centre``: versions of the two schemas as found, "" where nothing was found.
    """

    status: str
    journal: str = ""
    centre: str = ""


def health_routes(store: Store, patience: float = PATIENCE_SECONDS) -> list[HTTPRouteHandler]:
    """Return the two questions; the database has ``patience`` seconds to answer."""
    threads, newest = CapacityLimiter(1), newest_versions()

    @get(HEALTH_PATH, sync_to_thread=False)
    def health() -> Response[bytes]:
        return _json(Health())

    @get(READY_PATH)
    async def ready() -> Response[bytes]:
        look = partial(to_thread.run_sync, partial(_look, store, newest), limiter=threads)
        looking = asyncio.create_task(look())
        done, _ = await asyncio.wait({looking}, timeout=patience)
        readiness = looking.result() if done else Readiness("database")
        return _json(readiness, 200 if readiness.status == "ok" else 503)

    return [health, ready]


def _look(store: Store, newest: Versions) -> Readiness:
    try:
        with store.reading() as session:
            found = found_versions(session.connection())
    except (SQLAlchemyError, UserError):
        return Readiness("database")
    status = "ok" if found == newest else "schema"
    return Readiness(status, found.journal or "", found.centre or "")


def _json(word: msgspec.Struct, status: int = 200) -> Response[bytes]:
    return Response(msgspec.json.encode(word), status_code=status, media_type="application/json")
