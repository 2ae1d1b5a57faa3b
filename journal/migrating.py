"""Numbered, transactional changes of the schema; run without any configuration file."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_SCRIPTS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "journal_version"
# alembic knows one migration at a time in a process: two would change each other's tables
_ALONE = threading.Lock()


def upgrade(
    connection: Connection, scripts: Path | None = None, version_table: str = _VERSION_TABLE
) -> None:
    """Bring the schema behind ``connection`` to the newest version, in its transaction."""
    with _ALONE:
        command.upgrade(_config(scripts or _SCRIPTS, connection, version_table), "head")


def needs_migration(
    connection: Connection, scripts: Path | None = None, version_table: str = _VERSION_TABLE
) -> bool:
    """Tell whether the schema is older than this program."""
    return found_version(connection, version_table) != newest_version(scripts)


def is_newer(
    connection: Connection, scripts: Path | None = None, version_table: str = _VERSION_TABLE
) -> bool:
    """Tell whether the schema was made by a newer program: its version is not known here."""
    found = found_version(connection, version_table)
    return found is not None and found not in {
        revision.revision for revision in _script(scripts or _SCRIPTS).walk_revisions()
    }


def found_version(connection: Connection, version_table: str = _VERSION_TABLE) -> str | None:
    """Return the version of the schema, ``None`` where there are no tables yet."""
    context = MigrationContext.configure(connection, opts={"version_table": version_table})
    return context.get_current_revision()


def newest_version(scripts: Path | None = None) -> str | None:
    """Return the version that this program makes."""
    return _script(scripts or _SCRIPTS).get_current_head()


def _script(scripts: Path) -> ScriptDirectory:
    return ScriptDirectory(str(scripts))


def _config(scripts: Path, connection: Connection, version_table: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.attributes["connection"] = connection
    config.attributes["version_table"] = version_table
    return config
