"""Upgrading the database of a centre to the schema of this program."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from sync.server.database import connected, is_postgres
from sync.server.schema import Versions, be_alone, found_versions, newest_versions, upgrade


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was found, what it is now, and the copy of a file that was made before."""

    found: Versions
    newest: Versions
    copy: Path | None = None

    @property
    def is_news(self) -> bool:
        """Tell whether there is, or was, anything to do."""
        return self.found != self.newest


def look_at_schema(database: str) -> Upgraded:
    """Return what ``upgrade_centre`` would find.

    Raises:
        UserError: the database is not reachable, or was made by a newer program.
    """
    with connected(database) as engine, engine.connect() as connection:
        return Upgraded(found_versions(connection), newest_versions())


def upgrade_centre(database: str) -> Upgraded:
    """Bring both schemas to the newest version in one transaction, alone.

    A SQLite file is copied before; of a PostgreSQL database the operator makes the backup.

    Raises:
        UserError: the database is not reachable, or was made by a newer program.
    """
    file = None if is_postgres(database) else Path(database)
    with connected(database) as engine, engine.connect() as connection, connection.begin():
        be_alone(connection)
        # read under the lock: another process may have been faster
        found = found_versions(connection)
        if found == newest_versions():
            return Upgraded(found, found)
        copy = _copy(engine, file) if file is not None and found.journal else None
        upgrade(connection)
        return Upgraded(found, found_versions(connection), copy)


def _copy(engine: Engine, file: Path) -> Path:
    """Copy a file whose write lock is held, with what still stands in its write-ahead log."""
    copy = file.with_name(f"{file.name}.before-upgrade")
    copy.unlink(missing_ok=True)
    with engine.connect() as reader:
        source: Any = reader.connection.driver_connection
        with closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    return copy
