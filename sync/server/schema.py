"""The two schemas in the centre's database: of the journal, and of the centre itself."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from journal import migrating
from journal.store import begin_writing

SCRIPTS = Path(__file__).parent / "migrations"
VERSION_TABLE = "centre_version"
# any number will do, as long as all processes of the centre name the same one
_UPGRADE_LOCK = 7_061_953_216


@dataclass(frozen=True, slots=True)
class Versions:
    """Versions of both schemas; ``None`` where there are no tables yet."""

    journal: str | None
    centre: str | None


NO_TABLES = Versions(None, None)


def found_versions(connection: Connection) -> Versions:
    """Return what the database has."""
    return Versions(
        migrating.found_version(connection), migrating.found_version(connection, VERSION_TABLE)
    )


def newest_versions() -> Versions:
    """Return what this program needs."""
    return Versions(migrating.newest_version(), migrating.newest_version(SCRIPTS))


def is_pending(connection: Connection) -> bool:
    """Tell whether the database is older than this program."""
    return found_versions(connection) != newest_versions()


def is_newer(connection: Connection) -> bool:
    """Tell whether the database was made by a newer program."""
    return migrating.is_newer(connection) or migrating.is_newer(connection, SCRIPTS, VERSION_TABLE)


def be_alone(connection: Connection) -> None:
    """Begin a transaction in which no other process of the centre changes the schema.

    On SQLite nobody writes meanwhile; on PostgreSQL the lock is this one only, and ends with the
    transaction that the connection is in.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
    else:
        begin_writing(connection)


def upgrade(connection: Connection) -> None:
    """Bring both schemas to the newest version, in the caller's transaction."""
    migrating.upgrade(connection)
    migrating.upgrade(connection, SCRIPTS, VERSION_TABLE)
