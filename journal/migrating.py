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
    return _found(connection, version_table) != _script(scripts or _SCRIPTS).get_current_head()


def is_newer(
    connection: Connection, scripts: Path | None = None, version_table: str = _VERSION_TABLE
) -> bool:
    """Tell whether the schema was made by a newer program: its version is not known here."""
    found = _found(connection, version_table)
    return found is not None and found not in {
        revision.revision for revision in _script(scripts or _SCRIPTS).walk_revisions()
    }


def _found(connection: Connection, version_table: str) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": version_table})
    return context.get_current_revision()


def _script(scripts: Path) -> ScriptDirectory:
    return ScriptDirectory(str(scripts))


def _config(scripts: Path, connection: Connection, version_table: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.attributes["connection"] = connection
    config.attributes["version_table"] = version_table
    return config
