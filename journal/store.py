"""The encrypted file of a journal, and the transactions on it."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.orm import Session, configure_mappers
from sqlalchemy.pool import QueuePool

from journal.errors import UserError
from journal.migrating import is_newer, needs_migration, upgrade
from journal.steps import reached

_NO_SPACE = (
    "На диске нет места: запись не сохранена, прежние записи целы. "
    "Освободите место и повторите последнее действие."
)
_READ_ONLY = (
    "Файл журнала закрыт для записи: запись не сохранена, прежние записи целы. "
    "Снимите с файла защиту или обратитесь к администратору."
)
_DAMAGED = (
    "Файл журнала повреждён или лежит не со своим ключом и не читается. "
    "Ничего не удаляйте: восстановите журнал из копии; то, что перенесено, "
    "хранит центральный сервер."
)
_BUSY = "Журнал занят другой операцией дольше обычного. Повторите последнее действие."


class Store:
    """An open journal: short sessions, each of them one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session that holds the write lock and commits at the end, or leaves no trace.

        Raises:
            UserError: the disk is full, the file read-only or locked for too long.
        """
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                if self._is_sqlite:
                    begin_writing(session.connection())
                yield session
        except DBAPIError as fault:
            raise _in_plain_words(fault) from fault

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one state of the journal and changes nothing."""
        with Session(self.engine) as session:
            if self._is_sqlite:
                session.connection().exec_driver_sql("BEGIN")
            yield session

    def rewrite(self) -> Path | None:
        """Write a SQLite file anew, so that nothing deleted is left in it; return the file.

        Of any other database nothing is done.

        Raises:
            UserError: the disk is full, or the file is in use for too long.
        """
        if not self._is_sqlite:
            return None
        raw = self.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except Exception as fault:
            raise _in_plain_words(DBAPIError("VACUUM", None, fault)) from fault
        finally:
            raw.close()
        return Path(str(self.engine.url.database))

    @property
    def _is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of the whole journal, under the same key, into a new file.

        Others may read and write meanwhile; what they commit later is not in the copy.

        Raises:
            UserError: no space, or the file cannot be written.
        """
        try:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
        except DBAPIError as fault:
            raise _in_plain_words(fault) from fault

    @contextmanager
    def copied(self, path: Path) -> Iterator["Store"]:
        """Open a file that ``copy_to`` wrote, after a look at every page of it.

        Raises:
            UserError: a page is not as it was written.
        """
        copy = Store(_engine(self.engine.url.set(database=str(path))))
        try:
            if copy.broken_pages():
                raise UserError("Копия журнала не сделана: она вышла с ошибкой. Проверьте диск.")
            yield copy
        except DBAPIError as fault:
            raise _in_plain_words(fault) from fault
        finally:
            copy.close()

    def broken_pages(self) -> list[str]:
        """Return what is wrong with the file itself; nothing for a sound one."""
        with self.engine.connect() as connection:
            seals = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
            if seals:
                return [str(words) for words in seals]
            pages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        return [str(words) for words in pages if words != "ok"]

    def close(self) -> None:
        """Close all connections; the write-ahead log is folded into the file."""
        self.engine.dispose()


def be_ready() -> None:
    """Work out the mapped classes now, and not with the first question to the first journal."""
    configure_mappers()


def create_journal(path: Path, key: bytes) -> Store:
    """Make a new encrypted journal file and open it.

    Raises:
        UserError: there is such a file already, or it cannot be written.
    """
    if path.exists():
        raise UserError("На этом компьютере такой журнал уже есть: войдите в него с паролем.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _open(path, key)
    except OSError as fault:
        raise UserError(_NO_SPACE if fault.errno == errno.ENOSPC else _READ_ONLY) from fault
    except DBAPIError as fault:
        raise _in_plain_words(fault) from fault


def open_journal(path: Path, key: bytes) -> Store:
    """Open a journal file; an older schema is migrated, after a copy of the file was made.

    Raises:
        UserError: missing, damaged or of a newer program; the file is left as it was.
    """
    if not path.exists():
        raise UserError(
            "На этом компьютере нет файла вашего журнала. Если его перенесли, "
            "верните файл на место; иначе войдите при связи с сервером: "
            "журнал будет получен заново."
        )
    try:
        if not path.stat().st_size:
            # to the database an empty file is one that nobody has written in yet
            raise UserError(_DAMAGED)
        return _open(path, key)
    except OSError as fault:
        raise UserError(_NO_SPACE if fault.errno == errno.ENOSPC else _READ_ONLY) from fault
    except DBAPIError as fault:
        raise _in_plain_words(fault) from fault


def sqlite_behaviour(engine: Engine) -> Engine:
    """Give a SQLite engine durable commits, and transactions that begin when they are told to.

    An event that begins them would cost every later statement a tenth of its time.
    """

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA busy_timeout = 10000")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()

    return engine


def begin_writing(connection: Connection) -> None:
    """Begin a transaction on SQLite (changes of the schema too), as the only one who writes."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _open(path: Path, key: bytes) -> Store:
    url = URL.create("sqlite+pysqlcipher", password=f"x'{key.hex()}'", database=str(path))
    store = Store(_engine(url))
    try:
        _migrate(store, path)
    except BaseException:
        store.close()
        raise
    return store


def _engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=4,
        connect_args={"check_same_thread": False},
        # a page of a year has five thousand lists of marks
        json_deserializer=msgspec.json.decode,
    )
    _silence_wrong_keys(engine)
    return sqlite_behaviour(engine)


def _migrate(store: Store, path: Path) -> None:
    with store.engine.connect() as connection:
        fresh = not connection.execute(text("SELECT name FROM sqlite_master LIMIT 1")).first()
        if is_newer(connection):
            raise UserError(
                "Журнал записан более новой версией программы. "
                "Обновите программу на этом компьютере; журнал не изменён."
            )
        if not needs_migration(connection):
            return
    if not fresh:
        _empty_write_ahead_log(store.engine)
        copying = path.with_suffix(".copying")
        shutil.copy2(path, copying)
        os.replace(copying, path.with_suffix(".before-upgrade"))
        reached("upgrade.copied")
    with store.engine.begin() as connection:
        begin_writing(connection)
        upgrade(connection)
        reached("upgrade.changed")
    reached("upgrade.committed")


def _empty_write_ahead_log(engine: Engine) -> None:
    """Bring everything into the one file, so that a copy of it is the whole journal."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        raw.close()


def _silence_wrong_keys(engine: Engine) -> None:
    @event.listens_for(engine, "connect", insert=True)
    def _connected(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA cipher_log_level = NONE")


def _in_plain_words(fault: DBAPIError) -> UserError | DBAPIError:
    words = str(fault.orig).lower()
    if "full" in words:
        return UserError(_NO_SPACE)
    if "readonly" in words or "read-only" in words:
        return UserError(_READ_ONLY)
    if "locked" in words or "busy" in words:
        return UserError(_BUSY)
    if isinstance(fault, DatabaseError) and ("not a database" in words or "malformed" in words):
        return UserError(_DAMAGED)
    if "i/o error" in words or "unable to open" in words:
        return UserError(
            "Файл журнала не читается или не пишется: проверьте диск этого компьютера. "
            "Прежние записи не изменены."
        )
    return fault
