"""The centre's database: a SQLite file for one small school, PostgreSQL for everything else."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from journal import migrating
from journal.errors import UserError
from journal.store import Store, begin_writing, sqlite_behaviour

_SCRIPTS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "centre_version"
# any number will do, as long as all processes of the centre name the same one
_UPGRADE_LOCK = 7_061_953_216
_POOL = 12


def create_centre(database: str) -> Store:
    """Make the tables of the centre where there are none, and open the database.

    Args:
        database: path of a SQLite file, or a PostgreSQL URL.

    Raises:
        UserError: the database is not reachable, or was made by a newer program.
    """
    if not is_postgres(database):
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    return _opened(database)


def open_centre(database: str) -> Store:
    """Open the database of a centre; an older schema is upgraded, a SQLite file copied before.

    Raises:
        UserError: there is no such database, it is not reachable or was made by a newer program.
    """
    if not is_postgres(database) and not Path(database).exists():
        raise UserError(
            f"Базы {database} нет. Создайте её командой init или проверьте параметр --database."
        )
    return _opened(database)


def is_postgres(database: str) -> bool:
    """Tell whether ``database`` is a PostgreSQL URL and not the path of a file."""
    return database.startswith(("postgresql://", "postgres://", "postgresql+psycopg://"))


@contextmanager
def snapshot(store: Store) -> Iterator[Session]:
    """Open a session that sees one state of the database in all its statements."""
    with store.reading() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


def _opened(database: str) -> Store:
    engine = _engine(database)
    try:
        _upgrade(engine, None if is_postgres(database) else Path(database))
    except DBAPIError as fault:
        engine.dispose()
        raise UserError(
            "База данных не отвечает или к ней нет доступа. Проверьте параметр --database, "
            "запущен ли сервер базы, имя и пароль."
        ) from fault
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def _engine(database: str) -> Engine:
    # values of entries must never get into a log through the text of an error
    if is_postgres(database):
        url = make_url(database).set(drivername="postgresql+psycopg")
        engine = create_engine(
            url, pool_size=_POOL, max_overflow=4, pool_pre_ping=True, hide_parameters=True
        )
        return _postgres_behaviour(engine)
    return sqlite_behaviour(
        create_engine(
            URL.create("sqlite", database=database),
            pool_size=_POOL,
            max_overflow=4,
            connect_args={"check_same_thread": False},
            hide_parameters=True,
        )
    )


def _postgres_behaviour(engine: Engine) -> Engine:
    """Let an answer rest on a commit that is on disk, whatever the server's default is."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            if cursor.fetchone()[0] in ("off", "local"):
                cursor.execute("SET synchronous_commit = on")
        connection.commit()

    return engine


def _upgrade(engine: Engine, file: Path | None) -> None:
    """Bring both schemas to the newest version in one transaction."""
    with engine.connect() as connection:
        if migrating.is_newer(connection) or migrating.is_newer(
            connection, _SCRIPTS, _VERSION_TABLE
        ):
            raise UserError(
                "База записана более новой версией программы. Обновите сервер; база не изменена."
            )
        pending = _is_pending(connection)
        fresh = not inspect(connection).has_table("entries")
    if not pending:
        return
    if file is not None and not fresh:
        _copy_before_upgrade(engine, file)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        else:
            begin_writing(connection)
        # another process may have been faster
        if _is_pending(connection):
            migrating.upgrade(connection)
            migrating.upgrade(connection, _SCRIPTS, _VERSION_TABLE)


def _is_pending(connection: Connection) -> bool:
    return migrating.needs_migration(connection) or migrating.needs_migration(
        connection, _SCRIPTS, _VERSION_TABLE
    )


def _copy_before_upgrade(engine: Engine, file: Path) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy2(file, file.with_name(f"{file.name}.before-upgrade"))
