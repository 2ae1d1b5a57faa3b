"""A school with very many entries: a pull that brings nothing must not feel them.

The entries are written by the database itself, in the shape of real ones: lines of the log of one
station, each with its place in the scope of its page and of its author. Their digests are made up,
so the heads of those scopes are too; the reader is told that it knows everything.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import text
from sqlalchemy.orm import Session

from journal.entries import SCOPE_START
from journal.store import open_journal
from journal.tables import DeskRow, EntryRow
from sync.client import SyncClient
from sync.intake import Place, write_places
from sync.link import Link
from sync.server.database import open_centre
from tests.bench.desk import JOURNAL
from tests.bench.scene import READER, Scene
from tests.bench.school import NOW, TEACHER, page_id
from tests.bench.serving import running_server
from tests.bench.table import Row, shown
from tests.bench.timing import Pair, undisturbed
from tests.journal.desks import KEY, HandClock

MOST = 1.5
_CHUNK = 50_000

_SERIES = {
    "postgresql": "generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n(i)",
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n "
    "WHERE i < :last) SELECT i FROM n) AS n",
}
_ID = {"postgresql": "md5('crowd' || n.i)", "sqlite": "printf('%032x', n.i)"}
_LINE = (
    "INSERT INTO scope_lines (school, scope, ordinal, number) "
    "SELECT :school, :scope, :before + n.i - :first + 1, n.i FROM {series}"
)
_OWN = ("id", "seq", "key", "number", "station")


def measure_nothing(scene: Scene, kind: str, count: int, rounds: int = 200) -> list[Row]:
    """Return the line of an empty pull with few entries in the school and with ``count`` more."""
    pair = time_nothing(scene, count, rounds)
    return [
        Row(
            f"Пустое получение, {kind}: в школе ещё {count} записей",
            shown(pair.floor.median),
            shown(pair.product.median),
            f"{pair.ratio:.2f}",
            f"< {MOST:g}",
            is_met=pair.ratio < MOST,
        )
    ]


def time_nothing(scene: Scene, count: int, rounds: int) -> Pair:
    """Time pulls that bring nothing, from the school as it is and from one with ``count`` more."""
    pair = Pair()
    with _client(scene, 0) as few, _client(scene, count) as many:
        few.pull()
        many.pull()
        with undisturbed():
            for _ in range(rounds):
                pair.floor.take(few.pull)
                pair.product.take(many.pull)
    return pair


@contextmanager
def _client(scene: Scene, count: int) -> Iterator[SyncClient]:
    """Yield the reader's talk with a centre of its own, in whose school are ``count`` more."""
    database = scene.databases.make(scene.database)
    crowd_school(database, count)
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / READER
        shutil.copytree(scene.folder / READER, folder)
        with (
            running_server("product", scene.databases.plain(database)) as url,
            httpx.Client(timeout=60) as http,
            _reader(folder, http, url, scene.centre_key, database) as client,
        ):
            yield client
    scene.databases.drop(database)


def crowd_school(database: str, count: int) -> None:
    """Write ``count`` entries more into the school of a centre."""
    store = open_centre(database)
    dialect = store.engine.dialect.name
    with store.writing() as session:
        school, number = session.execute(text("SELECT school, number FROM counters")).one()
    done = 0
    while done < count:
        size = min(_CHUNK, count - done)
        first = number + done + 1
        with store.writing() as session:
            _write(session, dialect, school, first, first + size - 1)
        done += size
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    store.close()


def _write(session: Session, dialect: str, school: str, first: int, last: int) -> None:
    series, id_ = _SERIES[dialect], _ID[dialect]
    page = f"page:{page_id(1)}"
    names = [column.name for column in EntryRow.__table__.columns]
    copied = ", ".join(f't."{name}"' for name in names if name not in _OWN)
    others = ", ".join(f'"{name}"' for name in names if name not in _OWN)
    given = {"school": school, "first": first, "last": last, "teacher": TEACHER}
    session.execute(
        text(
            f"INSERT INTO entries (id, seq, key, number, station, {others}) "
            f"SELECT {id_}, n.i, '{page}/mark/' || {id_} || '/' || {id_} || '/0', n.i, "
            f"'{'c' * 32}', {copied} FROM {series}, "
            "(SELECT * FROM entries WHERE number = 1) AS t"
        ),
        given,
    )
    for scope in (page, f"person:{TEACHER}"):
        before = session.scalar(
            text("SELECT ordinal FROM scopes WHERE school = :school AND scope = :scope"),
            {"school": school, "scope": scope},
        )
        where = {**given, "scope": scope, "before": before or 0}
        session.execute(text(_LINE.format(series=series)), where)
        session.execute(
            text(
                "INSERT INTO scopes (school, scope, ordinal, number, head) "
                "VALUES (:school, :scope, :ordinal, :last, :head) "
                "ON CONFLICT (school, scope) DO UPDATE "
                "SET ordinal = excluded.ordinal, number = excluded.number"
            ),
            {**where, "ordinal": (before or 0) + last - first + 1, "head": SCOPE_START},
        )
    session.execute(text("UPDATE counters SET number = :last WHERE school = :school"), given)


@contextmanager
def _reader(
    folder: Path, http: httpx.Client, url: str, centre_key: bytes, database: str
) -> Iterator[SyncClient]:
    """Yield the talk of a station that knows every scope up to its end."""
    journal = open_journal(folder / JOURNAL, KEY)
    centre = open_centre(database)
    with centre.reading() as session:
        ends = session.execute(text("SELECT scope, ordinal, number, head FROM scopes")).all()
        known = {row.scope: Place(row.ordinal, row.number, bytes(row.head)) for row in ends}
    centre.close()
    with journal.writing() as session:
        held = set(session.scalars(text("SELECT scope FROM scopes")))
        write_places(session, {scope: at for scope, at in known.items() if scope in held})
        session.query(DeskRow).update({"seen_number": max(at.number for at in known.values())})
    clock = HandClock(NOW)
    try:
        yield SyncClient(journal, Link(http, url, clock, centre_key), clock)
    finally:
        journal.close()
