"""Many rows in one statement, ready to be run.

Statements are words of the database itself: building one anew costs several times its run. SQLite
runs a statement once per row in no time. PostgreSQL would be asked once per row, so it gets all of
them as one JSON text and takes it apart itself: half the time, a tenth of our CPU.
"""

from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import JSON, Column, Connection, Date, LargeBinary, Table
from sqlalchemy.orm import Session

Row = dict[str, Any]
Rows = Sequence[Row]


class RowWriter:
    """Writes rows of one table."""

    def __init__(self, table: Table) -> None:
        self._sqlite = _SqliteWords(table)
        self._postgres = _PostgresWords(table)

    def insert(self, session: Session, rows: Rows) -> None:
        """Insert rows; each names all columns of the table."""
        if rows:
            self._words(session).insert(session.connection(), rows)

    def upsert(self, session: Session, rows: Rows) -> None:
        """Insert rows or write over those with the same primary key; each names all columns.

        No two of them may have the same key.
        """
        if rows:
            self._words(session).upsert(session.connection(), rows)

    def update(self, session: Session, rows: Rows) -> None:
        """Write the other columns that the rows name into the rows with their primary keys."""
        if rows:
            self._words(session).update(session.connection(), rows)

    def _words(self, session: Session) -> "_SqliteWords | _PostgresWords":
        is_postgres = session.get_bind().dialect.name == "postgresql"
        return self._postgres if is_postgres else self._sqlite


class _SqliteWords:
    """The statements for SQLite, and values as it keeps them."""

    def __init__(self, table: Table) -> None:
        names = [column.name for column in table.columns]
        self._table = table
        self._keys = _keys(table)
        self._insert = (
            f'INSERT INTO "{table.name}" ({_listed(names)}) VALUES ({", ".join("?" * len(names))})'
        )
        self._upsert = f"{self._insert} {_on_conflict(table)}"
        self._picker = _Picker(list(table.columns))

    def insert(self, connection: Connection, rows: Rows) -> None:
        connection.exec_driver_sql(self._insert, self._picker.pick(rows))

    def upsert(self, connection: Connection, rows: Rows) -> None:
        connection.exec_driver_sql(self._upsert, self._picker.pick(rows))

    def update(self, connection: Connection, rows: Rows) -> None:
        others = [name for name in rows[0] if name not in self._keys]
        written = ", ".join(f'"{name}" = ?' for name in others)
        same = " AND ".join(f'"{name}" = ?' for name in self._keys)
        picker = _Picker([self._table.c[name] for name in (*others, *self._keys)])
        statement = f'UPDATE "{self._table.name}" SET {written} WHERE {same}'
        connection.exec_driver_sql(statement, picker.pick(rows))


class _Picker:
    """Takes the values of some columns out of rows, dates and lists as SQLite keeps them."""

    def __init__(self, columns: Sequence[Column[Any]]) -> None:
        self._get = itemgetter(*(column.name for column in columns))
        self._odd = [
            (place, adapt)
            for place, column in enumerate(columns)
            if (adapt := _adapter(column)) is not None
        ]

    def pick(self, rows: Rows) -> list[tuple[Any, ...]]:
        if not self._odd:
            return [self._get(row) for row in rows]
        return [self._adapted(row) for row in rows]

    def _adapted(self, row: Row) -> tuple[Any, ...]:
        values = list(self._get(row))
        for place, adapt in self._odd:
            if values[place] is not None:
                values[place] = adapt(values[place])
        return tuple(values)


class _PostgresWords:
    """The statements for PostgreSQL; it reads the rows as JSON."""

    def __init__(self, table: Table) -> None:
        self._name = f'"{table.name}"'
        self._keys = _keys(table)
        self._given = f'json_populate_recordset(NULL::{self._name}, %(rows)s) AS "x"'
        self._insert = f"INSERT INTO {self._name} SELECT * FROM {self._given}"
        self._upsert = f"{self._insert} {_on_conflict(table)}"
        self._binary = [
            column.name for column in table.columns if isinstance(column.type, LargeBinary)
        ]

    def insert(self, connection: Connection, rows: Rows) -> None:
        connection.exec_driver_sql(self._insert, {"rows": self._as_json(rows)})

    def upsert(self, connection: Connection, rows: Rows) -> None:
        connection.exec_driver_sql(self._upsert, {"rows": self._as_json(rows)})

    def update(self, connection: Connection, rows: Rows) -> None:
        written = ", ".join(
            f'"{name}" = "x"."{name}"' for name in rows[0] if name not in self._keys
        )
        same = " AND ".join(f'"t"."{name}" = "x"."{name}"' for name in self._keys)
        statement = f'UPDATE {self._name} AS "t" SET {written} FROM {self._given} WHERE {same}'
        connection.exec_driver_sql(statement, {"rows": self._as_json(rows)})

    def _as_json(self, rows: Rows) -> str:
        """Return rows as PostgreSQL reads them; bytes in its own hexadecimal notation."""
        if self._binary:
            rows = [{**row, **self._in_hexadecimal(row)} for row in rows]
        return msgspec.json.encode(rows).decode()

    def _in_hexadecimal(self, row: Row) -> Row:
        return {name: "\\x" + row[name].hex() for name in self._binary if row.get(name) is not None}


def _adapter(column: Column[Any]) -> Callable[[Any], Any] | None:
    if isinstance(column.type, Date):
        return date.isoformat
    if isinstance(column.type, JSON):
        return lambda content: msgspec.json.encode(content).decode()
    return None


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _on_conflict(table: Table) -> str:
    keys = _keys(table)
    written = ", ".join(
        f'"{column.name}" = excluded."{column.name}"'
        for column in table.columns
        if column.name not in keys
    )
    return f"ON CONFLICT ({_listed(keys)}) DO UPDATE SET {written}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
