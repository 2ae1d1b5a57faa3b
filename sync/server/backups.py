"""Copies of the centre's database, and the way back from one: a new history.

SQLite is copied by its own online backup, so entries may arrive meanwhile. PostgreSQL is copied by
its own tools, which know more about it than any program of ours.
"""

import logging
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import inspect, make_url
from sqlalchemy.orm import Session

from journal.clock import Clock, to_ms
from journal.errors import UserError
from journal.store import Store
from sync.server.auditing import note
from sync.server.counting import find_schools
from sync.server.database import connected, is_postgres, open_centre
from sync.server.epochs import WINDOW_DAYS, begin_history
from sync.server.fencing import enter, walks_through
from sync.server.tables import EpochRow
from sync.server.upgrading import upgrade_centre

_SQLITE, _POSTGRES = b"SQLite format 3\0", b"PGDMP"
_PERMISSIONS = 0o600
_log = logging.getLogger("uchitelskaya.centre")


def back_up(database: str, file: Path) -> None:
    """Write a consistent copy of the database; the centre may go on working.

    Raises:
        UserError: the file exists, no space, no such database, or a tool of PostgreSQL failed.
            Nothing half is left under the name of the copy.
    """
    if file.exists():
        raise UserError(f"Файл {file} уже есть, он не изменён. Назовите другой файл копии.")
    if not is_postgres(database) and not Path(database).exists():
        raise UserError(f"Базы {database} нет. Проверьте параметр --database.")
    with _draft(file) as draft:
        if is_postgres(database):
            _dump(database, draft)
        else:
            _copy_sqlite(Path(database), draft)
            _check_sqlite(draft)
        os.replace(draft, file)


def restore(
    database: str, file: Path, clock: Clock, *, may_replace: bool = False, days: int = WINDOW_DAYS
) -> list[EpochRow]:
    """Put a copy in the place of the database and begin a new history; return it for each school.

    ``days``: length of the recovery window. A SQLite file that is replaced is kept beside the new
    one (``*.before-restore``); running processes of the centre see the new history at once.

    Raises:
        UserError: not a copy of such a database; the database is not empty and may not be replaced;
            a tool of PostgreSQL failed. The database is left as it was.
    """
    _check_kind(database, file)
    if not may_replace and not _is_empty(database):
        raise UserError(
            "В этой базе уже есть школа. Чтобы заменить её копией, остановите сервер и повторите "
            "команду с параметром --replace. То, чего нет в копии, вернут рабочие места."
        )
    if is_postgres(database):
        _run_tool(
            "pg_restore",
            database,
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            "--exit-on-error",
            str(file),
        )
        return _begin(database, clock, days)
    target = Path(database)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _draft(target) as draft:
        shutil.copyfile(file, draft)
        _check_sqlite(draft)
        histories = _begin(str(draft), clock, days)
        if target.exists():
            _copy_sqlite(target, _free_name(target))
            # into the file as it is: who has it open sees the new history, all of it or nothing
            _copy_sqlite(draft, target)
        else:
            os.replace(draft, target)
    return histories


def begin_histories(store: Store, clock: Clock, days: int = WINDOW_DAYS) -> list[EpochRow]:
    """Begin a new history of every school over what the database holds now."""
    now_ms = to_ms(clock.read().wall)
    with store.writing() as session:
        histories = []
        for school in find_schools(session):
            enter(session, school)
            history = begin_history(session, school, now_ms, days)
            note(session, school, now_ms, "restored", detail=history.epoch)
            session.flush()
            histories.append(history)
    for history in histories:
        _log.info(
            "restored school=%s epoch=%s number=%d until_ms=%d",
            history.school,
            history.epoch,
            history.after_number,
            history.until_ms,
        )
    return histories


def _begin(database: str, clock: Clock, days: int) -> list[EpochRow]:
    # a copy may be older than the program
    upgrade_centre(database)
    with closing(open_centre(database)) as store:
        return begin_histories(store, clock, days)


def _check_kind(database: str, file: Path) -> None:
    wanted = _POSTGRES if is_postgres(database) else _SQLITE
    try:
        with file.open("rb") as stream:
            found = stream.read(len(_SQLITE))
    except OSError as fault:
        raise UserError(f"Файл копии {file} не читается: {fault.strerror}.") from fault
    if not found.startswith(wanted):
        kind = "PostgreSQL" if is_postgres(database) else "SQLite"
        raise UserError(f"Файл {file} - не копия базы {kind}. База не изменена.")


def _is_empty(database: str) -> bool:
    if not is_postgres(database) and not Path(database).exists():
        return True
    with connected(database) as engine, engine.connect() as connection:
        if not inspect(connection).has_table("counters"):
            return True
        return not find_schools(Session(connection))


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """Yield a name beside ``file`` for what is not finished yet; nothing of it is left."""
    handle, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=".part", dir=file.parent)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
    except (OSError, sqlite3.OperationalError) as fault:
        raise UserError(f"Копия не записана: {fault}. Проверьте место на диске и права.") from fault
    finally:
        for left in draft.parent.glob(f"{draft.name}*"):
            left.unlink()


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        there.execute("PRAGMA synchronous = FULL")
        here.backup(there)
    target.chmod(_PERMISSIONS)


def _check_sqlite(file: Path) -> None:
    """See that a copy is whole and a centre's.

    Raises:
        UserError: it is not.
    """
    try:
        with closing(sqlite3.connect(file)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check").fetchone()
            connection.execute("SELECT epoch FROM counters").fetchall()
    except sqlite3.DatabaseError as fault:
        raise UserError("Копия повреждена или это не база центрального сервера.") from fault
    if found != "ok":
        raise UserError("Копия повреждена: проверка её целостности не прошла.")


def _free_name(target: Path) -> Path:
    name = target.with_name(f"{target.name}.before-restore")
    turn = 1
    while name.exists():
        turn += 1
        name = target.with_name(f"{target.name}.before-restore-{turn}")
    return name


def _dump(database: str, draft: Path) -> None:
    """Dump a PostgreSQL database: as one who sees all rows, or those of its only school."""
    with closing(open_centre(database)) as store, store.reading() as session:
        schools, sees_all = find_schools(session), walks_through(session)
    if not sees_all and len(schools) > 1:
        raise UserError(
            "Школ на сервере несколько, и этот пользователь базы видит строки только одной из них. "
            "Укажите в --database пользователя, который видит все (BYPASSRLS)."
        )
    options = "" if sees_all else f"-c uch.school={schools[0] if schools else ''}"
    visible = [] if sees_all else ["--enable-row-security"]
    _run_tool(
        "pg_dump", database, "--format=custom", f"--file={draft}", *visible, PGOPTIONS=options
    )


def _run_tool(tool: str, database: str, *arguments: str, **variables: str) -> None:
    """Run a tool of PostgreSQL; the password never stands on its command line.

    Raises:
        UserError: it is not installed, or said no.
    """
    found = shutil.which(tool)
    url = make_url(database).set(drivername="postgresql")
    address = url._replace(password=None).render_as_string()
    if found is None:
        raise UserError(
            f"Программы {tool} на этом компьютере нет. Установите клиент PostgreSQL той же версии, "
            f"что и сервер базы, или выполните на нём: {_by_hand(tool, address, arguments)}"
        )
    if url.password:
        variables["PGPASSWORD"] = str(url.password)
    done = subprocess.run(
        [found, "--no-password", f"--dbname={address}", *arguments],
        env={**os.environ, **{name: said for name, said in variables.items() if said}},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise UserError(
            f"{tool} не справился, база не изменена: {said[0] if said else done.returncode}\n"
            "Клиент PostgreSQL должен быть не старше сервера базы, а пользователь - её владельцем."
        )


def _by_hand(tool: str, address: str, arguments: Sequence[str]) -> str:
    return " ".join((tool, f"--dbname={address}", *arguments))
