"""Do once what every process does at its start, in the process that all others are forked from.

Mapping the tables, preparing the migrations and loading what the wire needs on demand costs a
second; a hundred processes of the tests have it done before they begin.
"""

import tempfile
from pathlib import Path

import httpx
import uvicorn

from sync.server.app import create_app
from sync.server.database import open_centre
from tests.journal.desks import HandClock, new_journal, work_of
from tests.small_school import PETROVA
from tests.sync.centre import make_template
from tests.sync.databases import SqliteDatabases


def warm_up() -> None:
    """Open a journal and a centre, and close them again."""
    with tempfile.TemporaryDirectory() as folder:
        journal = new_journal(Path(folder))
        work_of(journal, PETROVA, HandClock())
        journal.close()
        centre = open_centre(make_template(SqliteDatabases(Path(folder))))
        uvicorn.Config(create_app(centre, HandClock()), lifespan="off").load()
        centre.close()
    httpx.Client().close()


warm_up()
