"""The centre's database: a SQLite file for one small school, PostgreSQL for everything else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from journal.errors import UserError
from journal.store import Store, sqlite_behaviour
from sync.server.schema import NO_TABLES, be_alone, found_versions, is_newer, is_pending, upgrade

_POOL = 12
_POOL_SECONDS = 10
_CONNECT_SECONDS = "5"
# all shorter than ``answering.Limits.patience``: the database gives up before the watchdog does
_SERVING = (
    "statement_timeout = '10s'",
    "lock_timeout = '5s'",
    "idle_in_transaction_session_timeout = '60s'",
)


def create_centre(database: str) -> Store:
    """Make the tables of the centre where there are none, and open the database.

    Args:
        database: path of a SQLite file, or a PostgreSQL URL.

    Raises:
        UserError: the database is not reachable, or was made by another version of the program.
    """
    if not is_postgres(database):
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    with connected(database) as engine, engine.begin() as connection:
        be_alone(connection)
        if found_versions(connection) == NO_TABLES:
            upgrade(connection)
    return open_centre(database)


def open_centre(database: str, *, serving: bool = False) -> Store:
    """Open the database of a centre; one of another version is left as it is.

    ``serving``: nothing may wait for long, because a station waits for the answer.

    Raises:
        UserError: there is no such database, it is not reachable, or was made by another version of
            the program.
    """
    if not is_postgres(database) and not Path(database).exists():
        raise UserError(
            f"Базы {database} нет. Создайте её командой init или проверьте параметр --database."
        )
    with connected(database) as engine, engine.connect() as connection:
        if found_versions(connection) == NO_TABLES:
            raise UserError("В базе нет школы. Начните с команды init.")
        if is_pending(connection):
            raise UserError(
                "База записана прежней версией программы, она не изменена. "
                "Обновите её командой uchitelskaya-server upgrade."
            )
    return Store(_engine(database, serving))


@contextmanager
def connected(database: str) -> Iterator[Engine]:
    """Open a database for as long as a look at its schema takes.

    Raises:
        UserError: it is not reachable, or was made by a newer program.
    """
    engine = _engine(database)
    try:
        with engine.connect() as connection:
            if is_newer(connection):
                raise UserError(
                    "База записана более новой версией программы. "
                    "Обновите сервер; база не изменена."
                )
        yield engine
    except DBAPIError as fault:
        raise UserError(
            "База данных не отвечает или к ней нет доступа. Проверьте параметр --database, "
            "запущен ли сервер базы, имя и пароль."
        ) from fault
    finally:
        engine.dispose()


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


def _engine(database: str, serving: bool = False) -> Engine:
    # values of entries must never get into a log through the text of an error
    if is_postgres(database):
        url = make_url(database).set(drivername="postgresql+psycopg")
        engine = create_engine(
            url.update_query_dict({"connect_timeout": _CONNECT_SECONDS} | dict(url.query)),
            pool_size=_POOL,
            max_overflow=4,
            pool_timeout=_POOL_SECONDS,
            pool_pre_ping=True,
            hide_parameters=True,
        )
        return _postgres_behaviour(engine, _SERVING if serving else ())
    return sqlite_behaviour(
        create_engine(
            URL.create("sqlite", database=database),
            pool_size=_POOL,
            max_overflow=4,
            connect_args={"check_same_thread": False},
            hide_parameters=True,
        )
    )


def _postgres_behaviour(engine: Engine, settings: Sequence[str]) -> Engine:
    """Let an answer rest on a commit that is on disk, whatever the server's default is."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            if cursor.fetchone()[0] in ("off", "local"):
                cursor.execute("SET synchronous_commit = on")
            for setting in settings:
                cursor.execute(f"SET {setting}")
        connection.commit()

    return engine
