"""A centre on both databases, for the tests of either side of the wire."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from journal.store import Store
from tests.sync.centre import Centre, client_of, make_template, running_centre
from tests.sync.databases import (
    Databases,
    PostgresDatabases,
    SqliteDatabases,
    postgres_server,
)
from tests.sync.workplaces import StaffRoom, staff_room


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Yield the URL of a PostgreSQL server; each worker of the suite has its own."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    """Return where databases are made: everything of the centre is tested on both kinds."""
    if request.param == "sqlite":
        return SqliteDatabases(tmp_path_factory.mktemp("centres"))
    return PostgresDatabases(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def template(databases: Databases) -> str:
    """Return a database with the small school, to be copied."""
    return make_template(databases)


@pytest.fixture
def centre(databases: Databases, template: str) -> Iterator[Centre]:
    """Yield a centre with the small school."""
    with running_centre(databases, template) as running:
        yield running


@pytest.fixture
def centre_store(centre: Centre) -> Store:
    """Return the open database of the centre."""
    return centre.store


@pytest.fixture
def http(centre: Centre) -> Iterator[httpx.Client]:
    """Yield an HTTP client that talks to the centre's application without a socket."""
    with client_of(centre.app) as client:
        yield client


@pytest.fixture
def room(centre: Centre, tmp_path: Path) -> Iterator[StaffRoom]:
    """Yield the centre behind a wire that can be cut, and a place for workplaces."""
    with staff_room(centre, tmp_path) as around:
        yield around
