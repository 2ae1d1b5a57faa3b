"""A database of the centre as the first release made it."""

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, create_engine, make_url

import journal.migrations
import sync.server.migrations
from sync.server.database import is_postgres
from tests.sync.databases import Databases

_SCHEMAS = ((journal.migrations, "journal_version"), (sync.server.migrations, "centre_version"))


def make_older(databases: Databases) -> str:
    """Make an empty database of version 0.1.0; return what ``--database`` would be."""
    database = databases.plain(databases.make())
    if is_postgres(database):
        url = make_url(database).set(drivername="postgresql+psycopg")
    else:
        url = URL.create("sqlite", database=database)
    engine = create_engine(url)
    with engine.begin() as connection:
        for package, version_table in _SCHEMAS:
            config = Config()
            config.set_main_option("script_location", str(package.__path__[0]))
            config.attributes["connection"] = connection
            config.attributes["version_table"] = version_table
            command.upgrade(config, "0001")
    engine.dispose()
    return database
