"""What the product costs over what it cannot do without: ``python3 run.py bench``.

Floor and product are timed in turn in one run; ratios are of medians where nothing else is said.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from PySide6.QtWidgets import QApplication

from tests.bench.commits import measure_commits
from tests.bench.exchange import measure_exchange
from tests.bench.painting import measure_keys
from tests.bench.paper import measure_paper
from tests.bench.scene import build_scene
from tests.bench.table import Row, machine, table
from tests.sync.databases import PostgresDatabases, SqliteDatabases, postgres_server

ENTRIES, MANY_ENTRIES = 2_000, 20_000
_ROWS = ("commit", "keys", "sqlite", "postgresql", "f01")
_HELP = """\
Что измерять (без указания - всё): commit - отметка на диске; keys - от клавиши до картинки;
sqlite, postgresql - обмен двух рабочих мест через сервер; f01 - печать страницы."""


def main(arguments: list[str]) -> int:
    """Measure, print the table, return 0 when every target is met."""
    parser = argparse.ArgumentParser("run.py bench", description=_HELP)
    parser.add_argument("rows", nargs="*", metavar="строка")
    parser.add_argument("--big", action="store_true", help="обмен ещё и 20 000 записей")
    options = parser.parse_args(arguments)
    wanted = options.rows or _ROWS
    unknown = sorted(set(wanted) - set(_ROWS))
    if unknown:
        parser.error(f"нет такой строки: {', '.join(unknown)}")
    sizes = (ENTRIES, MANY_ENTRIES) if options.big else (ENTRIES,)
    bench = Bench(sizes)
    measures: dict[str, Callable[[], list[Row]]] = {
        "commit": bench.commit,
        "keys": bench.keys,
        "sqlite": bench.sqlite,
        "postgresql": bench.postgresql,
        "f01": measure_paper,
    }
    rows: list[Row] = []
    for name in _ROWS:
        if name in wanted:
            print(f"измеряю: {name} ...", file=sys.stderr, flush=True)
            rows += measures[name]()
    print(table(rows))
    print(machine(bench.postgres_version))
    return 0 if all(row.is_met is not False for row in rows) else 1


class Bench:
    """The rows, each in a folder of its own; ``sizes`` are the entries of an exchange."""

    def __init__(self, sizes: tuple[int, ...]) -> None:
        self._sizes = sizes
        self.postgres_version = ""

    def commit(self) -> list[Row]:
        """Row 1."""
        with tempfile.TemporaryDirectory() as folder:
            return measure_commits(Path(folder))

    def keys(self) -> list[Row]:
        """Row 2."""
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        app = QApplication([])
        with tempfile.TemporaryDirectory() as folder:
            return measure_keys(app, Path(folder))

    def sqlite(self) -> list[Row]:
        """Row 3 over a file."""
        with tempfile.TemporaryDirectory() as folder:
            return self._exchange(SqliteDatabases(Path(folder)), "SQLite")

    def postgresql(self) -> list[Row]:
        """Row 3 over PostgreSQL."""
        with postgres_server() as url:
            with psycopg.connect(url) as connection:
                version = connection.info.server_version
            self.postgres_version = f"{version // 10000}.{version % 10000}"
            return self._exchange(PostgresDatabases(url), "PostgreSQL")

    def _exchange(self, databases: SqliteDatabases | PostgresDatabases, kind: str) -> list[Row]:
        rows: list[Row] = []
        for entries in self._sizes:
            with tempfile.TemporaryDirectory() as folder:
                scene = build_scene(databases, Path(folder), entries)
                rounds = 5 if entries == ENTRIES else 1
                rows += measure_exchange(scene, kind, rounds)
                databases.drop(scene.database)
        return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
