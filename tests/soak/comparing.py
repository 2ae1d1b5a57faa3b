"""A log held against another: what a station has must be what the centre has."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.facts import ROW_OF_KIND
from journal.projection import differences
from journal.tables import EntryRow, FactRow, ScopeRow
from tests.sync.machine.log_lines import Line, read_lines


@dataclass(frozen=True, slots=True)
class Held:
    """The log and the rows of a database: entries by id, rows by key."""

    lines: Mapping[str, Line]
    rows: Mapping[str, tuple[Any, ...]]

    def digest(self, scopes: set[str]) -> str:
        """Return one sum over entries with their receipts and rows of some scopes."""
        lines = [line.as_judged for line in self.lines.values() if _scope(line.key) in scopes]
        rows = [(key, row) for key, row in self.rows.items() if _scope(key) in scopes]
        whole = hashlib.sha256()
        for each in (
            *sorted(lines, key=lambda line: line.id),
            *sorted(rows, key=lambda row: row[0]),
        ):
            whole.update(repr(each).encode())
        return whole.hexdigest()


def read_held(session: Session) -> Held:
    """Return everything that a database holds."""
    rows: dict[str, tuple[object, ...]] = {}
    for table in (FactRow.__table__, *(row.__table__ for row in ROW_OF_KIND.values())):
        for row in session.execute(select(table)):
            rows[row.key] = (*rows.get(row.key, ()), *row)
    return Held({line.id: line for line in read_lines(session)}, rows)


def read_scopes(session: Session) -> set[str]:
    """Return the scopes that a journal has."""
    return set(session.scalars(select(ScopeRow.scope)))


def disagreements(session: Session, centre: Held) -> list[str]:
    """Return what a journal has otherwise than the centre, or otherwise than its own log says."""
    scopes, own = read_scopes(session), read_held(session)
    there = {id_: line for id_, line in centre.lines.items() if _scope(line.key) in scopes}
    wrong = [
        id_
        for id_, line in there.items()
        if id_ not in own.lines or own.lines[id_].as_judged != line.as_judged
    ]
    wrong += [id_ for id_ in own.lines if id_ not in centre.lines]
    wrong += [
        key
        for key, row in centre.rows.items()
        if _scope(key) in scopes and own.rows.get(key) != row
    ]
    school = session.scalars(select(EntryRow.school).limit(1)).one()
    return wrong + differences(session, school)


def _scope(key: str) -> str:
    return key.split("/")[0]
