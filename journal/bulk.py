"""Many rows in one statement.

SQLite runs a prepared statement once per row in no time. PostgreSQL would be asked once per row, so
it gets all of them as one JSON text and takes it apart itself: half the time, a tenth of our CPU.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Insert, LargeBinary, Table, and_, bindparam, insert, text, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

Rows = Sequence[dict[str, Any]]


def insert_rows(session: Session, table: Table, rows: Rows) -> None:
    """Insert rows; each names all columns of the table."""
    if not rows:
        return
    if _is_postgres(session):
        _run(
            session, table, rows, f'INSERT INTO {_name(table)} SELECT * FROM {_given(table)} AS "x"'
        )
    else:
        session.execute(insert(table), rows)


def upsert_rows(session: Session, table: Table, rows: Rows) -> None:
    """Insert rows or write over those with the same primary key; each names all columns.

    No two of them may have the same key.
    """
    if not rows:
        return
    keys = [column.name for column in table.primary_key.columns]
    others = [column.name for column in table.columns if column.name not in keys]
    if _is_postgres(session):
        written = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
        conflict = ", ".join(f'"{name}"' for name in keys)
        statement = (
            f'INSERT INTO {_name(table)} SELECT * FROM {_given(table)} AS "x" '
            f"ON CONFLICT ({conflict}) DO UPDATE SET {written}"
        )
        _run(session, table, rows, statement)
    else:
        on_sqlite = sqlite.insert(table)
        upsert: Insert = on_sqlite.on_conflict_do_update(
            index_elements=keys, set_={name: on_sqlite.excluded[name] for name in others}
        )
        session.execute(upsert, rows)


def update_rows(session: Session, table: Table, rows: Rows) -> None:
    """Write the other columns that the rows name into the rows with their primary keys."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key.columns]
    others = [name for name in rows[0] if name not in keys]
    if _is_postgres(session):
        written = ", ".join(f'"{name}" = "x"."{name}"' for name in others)
        same = " AND ".join(f'"t"."{name}" = "x"."{name}"' for name in keys)
        statement = (
            f'UPDATE {_name(table)} AS "t" SET {written} FROM {_given(table)} AS "x" WHERE {same}'
        )
        _run(session, table, rows, statement)
    else:
        change = (
            update(table)
            .where(and_(*(table.c[name] == bindparam(f"key_{name}") for name in keys)))
            .values({name: bindparam(f"new_{name}") for name in others})
        )
        bound = [
            {f"key_{name}" if name in keys else f"new_{name}": it for name, it in row.items()}
            for row in rows
        ]
        # on the connection: a session would look for objects that it should refresh
        session.connection().execute(change, bound)


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _name(table: Table) -> str:
    return f'"{table.name}"'


def _given(table: Table) -> str:
    return f"json_populate_recordset(NULL::{_name(table)}, :rows)"


def _run(session: Session, table: Table, rows: Rows, statement: str) -> None:
    connection: Connection = session.connection()
    connection.execute(text(statement), {"rows": _as_json(table, rows)})


def _as_json(table: Table, rows: Rows) -> str:
    """Return rows as PostgreSQL reads them; bytes in its own hexadecimal notation."""
    binary = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
    if binary:
        rows = [
            {
                **row,
                **{name: "\\x" + row[name].hex() for name in binary if row.get(name) is not None},
            }
            for row in rows
        ]
    return msgspec.json.encode(rows).decode()
