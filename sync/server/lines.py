"""Lines of scopes: which numbers a station lacks, the smallest first."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Select, and_, bindparam, or_, select, text
from sqlalchemy.orm import Session

from journal.any_of import any_of
from journal.entries import SCOPE_START
from journal.tables import Base, ScopeLineRow, ScopeRow
from sync.protocol import ScopeHead

_SCOPES = Base.metadata.tables[ScopeRow.__tablename__]
_LINES = Base.metadata.tables[ScopeLineRow.__tablename__]
_CHUNK = 200
_HEADS = select(_SCOPES.c.scope, _SCOPES.c.ordinal, _SCOPES.c.head).where(
    _SCOPES.c.school == bindparam("school"), any_of(_SCOPES.c.scope, "scopes")
)
_LOOKED_UP = text(
    "SELECT l.number FROM json_each(:wanted) AS w CROSS JOIN scope_lines AS l ON l.school = :school"
    " AND l.scope = w.value->>0 AND l.ordinal = w.value->>1"
)
# an entry stands in its fact's scope and in its author's, a decision in a few more
_SCOPES_PER_ENTRY = 3


class Line(NamedTuple):
    """An entry, by its number, at its place in a scope."""

    scope: str
    ordinal: int
    number: int


class Missing(NamedTuple):
    """A scope of which the ordinals after ``known`` up to ``end`` are asked for."""

    scope: str
    known: int
    end: int


def read_heads(session: Session, school: str, scopes: Iterable[str]) -> dict[str, ScopeHead]:
    """Return where each scope ends; one without entries ends before its first."""
    heads = {scope: ScopeHead(0, SCOPE_START) for scope in scopes}
    if heads:
        given = {"school": school, "scopes": list(heads)}
        for scope, ordinal, head in session.execute(_HEADS, given):
            heads[scope] = ScopeHead(ordinal, head)
    return heads


def next_lines(
    session: Session, school: str, missing: Sequence[Missing], entries: int
) -> list[Line]:
    """Return the missing lines of the first ``entries`` entries, by number.

    Of each scope they come without a gap after what is known.
    """
    total = sum(scope.end - scope.known for scope in missing)
    most = entries * _SCOPES_PER_ENTRY
    if total <= most:
        lines = _all_lines(session, school, missing)
    else:
        lines = _first_lines(session, school, missing, most)
    numbers = sorted({line.number for line in lines})
    if len(numbers) > entries:
        lines = [line for line in lines if line.number <= numbers[entries - 1]]
    return lines


def _all_lines(session: Session, school: str, missing: Sequence[Missing]) -> list[Line]:
    lines: list[Line] = []
    for start in range(0, len(missing), _CHUNK):
        wanted = [
            and_(_LINES.c.scope == scope, _LINES.c.ordinal.between(known + 1, end))
            for scope, known, end in missing[start : start + _CHUNK]
        ]
        lines += _read(session, _select(school).where(or_(*wanted)))
    return sorted(lines, key=lambda line: (line.number, line.scope))


def _first_lines(
    session: Session, school: str, missing: Sequence[Missing], most: int
) -> list[Line]:
    """Walk the school's lines by number, from the first that is missing.

    Sorting all that is missing would make the first pull of a large school quadratic.
    """
    first = min(_next_numbers(session, school, missing))
    ranges = {scope: range(known + 1, end + 1) for scope, known, end in missing}
    query = (
        _select(school)
        .where(_LINES.c.number >= first, any_of(_LINES.c.scope, "scopes"))
        .order_by(_LINES.c.number, _LINES.c.scope)
        .limit(most)
    )
    lines = _read(session, query, {"scopes": list(ranges)})
    if len(lines) == most:
        # the last entry may stand in further scopes
        lines = [line for line in lines if line.number < lines[-1].number]
    return [line for line in lines if line.ordinal in ranges[line.scope]]


def _next_numbers(session: Session, school: str, missing: Sequence[Missing]) -> list[int]:
    """Return the number of the first missing line of each scope.

    SQLite reads the whole table for many conditions joined by OR, but looks lines up one by one
    that it is given as a table.
    """
    if session.get_bind().dialect.name == "sqlite":
        wanted = msgspec.json.encode([(scope, known + 1) for scope, known, _ in missing]).decode()
        return list(session.scalars(_LOOKED_UP, {"wanted": wanted, "school": school}))
    nexts = [Missing(scope, known, known + 1) for scope, known, _ in missing]
    return [line.number for line in _all_lines(session, school, nexts)]


def _select(school: str) -> Select[tuple[str, int, int]]:
    return select(_LINES.c.scope, _LINES.c.ordinal, _LINES.c.number).where(
        _LINES.c.school == school
    )


def _read(
    session: Session, query: Select[tuple[str, int, int]], given: dict[str, Any] | None = None
) -> list[Line]:
    return [Line._make(row) for row in session.execute(query, given or {})]
