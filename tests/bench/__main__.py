"""What the product costs over what it cannot do without: ``python3 run.py bench``.

Floor and product are timed in turn in one run; ratios are of medians where nothing else is said.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
from PySide6.QtWidgets import QApplication

from tests.bench.commits import measure_commits
from tests.bench.crowd import measure_nothing
from tests.bench.exchange import Outcome, exchange_rows, growth_row, time_exchange
from tests.bench.herd import STATIONS, build_herd, measure_herd
from tests.bench.painting import measure_keys, measure_mark
from tests.bench.paper import measure_paper
from tests.bench.scene import build_scene
from tests.bench.school_import import measure_import
from tests.bench.starting import measure_start
from tests.bench.table import Row, machine, table
from tests.bench.typing_marks import measure_typing
from tests.bench.year import YearDesk, year_journal
from tests.bench.year_window import measure_year
from tests.sync.databases import Databases, PostgresDatabases, SqliteDatabases, postgres_server

ENTRIES, MANY_ENTRIES = 2_000, 20_000
CROWD = 1_000_000
_ROWS = (
    *("start", "year", "typing", "commit", "keys", "mark"),
    *("import", "sqlite", "postgresql", "nothing", "herd", "f01"),
)
_OLD = ("commit", "keys", "sqlite", "postgresql", "f01")
_SYNC = ("mark", "sqlite", "postgresql", "nothing", "herd")
_DESK = ("start", "year", "typing", "import")
_HELP = """\
Что измерять (без указания - {old}): commit - отметка на диске; keys - от клавиши до картинки;
mark - то и другое вместе; sqlite, postgresql - обмен двух рабочих мест через сервер; nothing -
получение, которое ничего не приносит, в школе с миллионом записей; herd - две тысячи рабочих мест
сразу; f01 - печать страницы; start - запуск и вход; year - страница за год; typing - отметка в
«Журнале» и в «Уроке» (три последних - в полной школе); import - чтение списка учеников; sync - всё
об обмене, с обменом 20 000 записей; desk - всё об окне."""


def main(arguments: list[str]) -> int:
    """Measure, print the table, return 0 when every target is met."""
    parser = argparse.ArgumentParser("run.py bench", description=_HELP.format(old=", ".join(_OLD)))
    parser.add_argument("rows", nargs="*", metavar="строка")
    parser.add_argument("--big", action="store_true", help="обмен ещё и 20 000 записей")
    parser.add_argument("--crowd", type=int, default=CROWD, help="записей в школе для nothing")
    parser.add_argument("--herd", type=int, default=STATIONS, help="рабочих мест для herd")
    options = parser.parse_args(arguments)
    is_all_of_sync = "sync" in options.rows
    is_all_of_desk = "desk" in options.rows
    wanted = [
        *options.rows,
        *(_SYNC if is_all_of_sync else ()),
        *(_DESK if is_all_of_desk else ()),
    ] or _OLD
    unknown = sorted(set(wanted) - {*_ROWS, "sync", "desk"})
    if unknown:
        parser.error(f"нет такой строки: {', '.join(unknown)}")
    many = options.big or is_all_of_sync
    bench = Bench((ENTRIES, MANY_ENTRIES) if many else (ENTRIES,), options.crowd, options.herd)
    measures: dict[str, Callable[[], list[Row]]] = {
        "start": bench.start,
        "year": bench.year,
        "typing": bench.typing,
        "commit": bench.commit,
        "keys": bench.keys,
        "mark": bench.mark,
        "import": measure_import,
        "sqlite": bench.sqlite,
        "postgresql": bench.postgresql,
        "nothing": bench.nothing,
        "herd": bench.herd,
        "f01": measure_paper,
    }
    rows: list[Row] = []
    for name in _ROWS:
        if name in wanted:
            print(f"измеряю: {name} ...", file=sys.stderr, flush=True)
            rows += measures[name]()
    print(table(rows))
    bench.close()
    print(machine(bench.postgres_version))
    return 0 if all(row.is_met is not False for row in rows) else 1


class Bench:
    """The rows, each in a folder of its own.

    Args:
        sizes: the entries of an exchange.
        crowd: how many entries more the school has for which a pull brings nothing.
        herd: how many stations come at once.
    """

    def __init__(self, sizes: tuple[int, ...], crowd: int, herd: int) -> None:
        self._sizes = sizes
        self._crowd = crowd
        self._herd = herd
        self._folder = tempfile.TemporaryDirectory()
        self.postgres_version = ""

    @cached_property
    def desk(self) -> YearDesk:
        """The journal that knows the full school; to make it takes a while."""
        return year_journal(Path(self._folder.name))

    def close(self) -> None:
        """Remove what was made."""
        self._folder.cleanup()

    def start(self) -> list[Row]:
        """From nothing to the first page."""
        return measure_start(self.desk)

    def year(self) -> list[Row]:
        """A page of a year."""
        return measure_year(_application(), self.desk)

    def typing(self) -> list[Row]:
        """A mark in the register and in a lesson."""
        return measure_typing(_application(), self.desk)

    def commit(self) -> list[Row]:
        """A mark on the disk."""
        with tempfile.TemporaryDirectory() as folder:
            return measure_commits(Path(folder))

    def keys(self) -> list[Row]:
        """From the key to the picture."""
        with tempfile.TemporaryDirectory() as folder:
            return measure_keys(_application(), Path(folder))

    def mark(self) -> list[Row]:
        """From the key to disk and picture."""
        with tempfile.TemporaryDirectory() as folder:
            return measure_mark(_application(), Path(folder))

    def sqlite(self) -> list[Row]:
        """An exchange over a file."""
        with tempfile.TemporaryDirectory() as folder:
            return self._exchange(SqliteDatabases(Path(folder)), "SQLite")

    def postgresql(self) -> list[Row]:
        """An exchange over PostgreSQL."""
        with self._postgres() as databases:
            return self._exchange(databases, "PostgreSQL")

    def nothing(self) -> list[Row]:
        """A pull that brings nothing, over both."""
        with tempfile.TemporaryDirectory() as folder, self._postgres() as postgres:
            sqlite = SqliteDatabases(Path(folder))
            return self._nothing(sqlite, "SQLite") + self._nothing(postgres, "PostgreSQL")

    def herd(self) -> list[Row]:
        """Very many stations at once, over PostgreSQL."""
        with self._postgres() as databases:
            return measure_herd(build_herd(databases, self._herd))

    @contextmanager
    def _postgres(self) -> Iterator[PostgresDatabases]:
        with postgres_server() as url:
            with psycopg.connect(url) as connection:
                version = connection.info.server_version
            self.postgres_version = f"{version // 10000}.{version % 10000}"
            yield PostgresDatabases(url)

    def _exchange(self, databases: Databases, kind: str) -> list[Row]:
        rows: list[Row] = []
        outcomes: list[Outcome] = []
        for entries in self._sizes:
            with tempfile.TemporaryDirectory() as folder:
                scene = build_scene(databases, Path(folder), entries)
                outcome = time_exchange(scene, rounds=5 if entries == ENTRIES else 1)
                rows += exchange_rows(scene, kind, outcome)
                outcomes.append(outcome)
                databases.drop(scene.database)
        for many, size in zip(outcomes[1:], self._sizes[1:], strict=True):
            rows.append(growth_row(kind, outcomes[0], many, size // self._sizes[0]))
        return rows

    def _nothing(self, databases: Databases, kind: str) -> list[Row]:
        with tempfile.TemporaryDirectory() as folder:
            scene = build_scene(databases, Path(folder), entries=500)
            return measure_nothing(scene, kind, self._crowd)


def _application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication([])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
