"""Imports as units: entries that are in the log and count only together.

The entries of an import follow each other in the chain of its station, right after the one that
opens it; so station and seq say which import an entry belongs to, and no envelope had to grow.
Until the entry that closes the import has come they are kept and not folded, and when the import
is taken back they are folded no more. Both are read from rows, which the log folds to like any
other: a pure function of the log, alike at station and centre.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from journal.facts_imports import ImportClosedRow, ImportRow, ImportUndoneRow
from journal.folding import LogLine
from journal.kinds import IMPORT_KINDS
from journal.tables import Base, EntryRow

INCOMPLETE, TAKEN_BACK = "pending", "decided_against"
"""The status of an entry whose import is not closed yet, and of one whose import was undone."""

_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
_OPENED = Base.metadata.tables[ImportRow.__tablename__]
_CLOSED = Base.metadata.tables[ImportClosedRow.__tablename__]
_UNDONE = Base.metadata.tables[ImportUndoneRow.__tablename__]
# ready: it is asked with every write, and nearly always answers nothing
_SHUT = (
    select(
        _OPENED.c.station,
        _OPENED.c.first_seq,
        _OPENED.c.count,
        _UNDONE.c.import_id.is_not(None),
    )
    .join_from(
        _OPENED,
        _CLOSED,
        and_(
            _CLOSED.c.school == _OPENED.c.school,
            _CLOSED.c.import_id == _OPENED.c.import_id,
            _CLOSED.c.station == _OPENED.c.station,
        ),
        isouter=True,
    )
    .join(
        _UNDONE,
        and_(_UNDONE.c.school == _OPENED.c.school, _UNDONE.c.import_id == _OPENED.c.import_id),
        isouter=True,
    )
    .where(
        _OPENED.c.school == bindparam("school"),
        or_(_CLOSED.c.import_id.is_(None), _UNDONE.c.import_id.is_not(None)),
    )
)
_INSIDE = _ENTRIES.alias()
_BEHIND = select(_ENTRIES.c.key, *(_ENTRIES.c[name] for name in LogLine._fields)).where(
    _ENTRIES.c.school == bindparam("school"),
    _ENTRIES.c.key.in_(
        select(_INSIDE.c.key).where(
            _INSIDE.c.school == bindparam("school"),
            _INSIDE.c.station == bindparam("station"),
            _INSIDE.c.seq.between(bindparam("first_seq"), bindparam("last_seq")),
            _INSIDE.c.kind.not_in(IMPORT_KINDS),
        )
    ),
)


class Gate(NamedTuple):
    """Entries ``first_seq``-``last_seq`` of a station that do not count, and their status."""

    station: str
    first_seq: int
    last_seq: int
    status: str


class Gates:
    """All gates of a school that are shut now."""

    def __init__(self, gates: Iterable[Gate] = ()) -> None:
        self.all = frozenset(gates)
        self._of: dict[str, list[Gate]] = defaultdict(list)
        for gate in sorted(self.all):
            self._of[gate.station].append(gate)

    def aside(self, lines: Iterable[LogLine]) -> dict[str, str]:
        """Return those of ``lines`` that do not count, each with its status."""
        if not self.all:
            return {}
        return {
            line.id: gate.status
            for line in lines
            for gate in self._of.get(line.station, ())
            if gate.first_seq <= line.seq <= gate.last_seq and line.kind not in IMPORT_KINDS
        }


OPEN_GATES = Gates()


def read_gates(session: Session, school: str) -> Gates:
    """Return the gates that are shut now."""
    rows = session.execute(_SHUT, {"school": school})
    return Gates(
        Gate(station, first, first + count - 1, TAKEN_BACK if undone else INCOMPLETE)
        for station, first, count, undone in rows
    )


def lines_behind(session: Session, school: str, gates: Iterable[Gate]) -> dict[str, list[LogLine]]:
    """Return all lines of the keys of which an entry stands behind ``gates``, by key.

    The keys never leave the database: there are thousands, and PostgreSQL compares each row with
    each word of a list whose length it does not know beforehand.
    """
    lines: dict[str, dict[str, LogLine]] = defaultdict(dict)
    for gate in gates:
        for key, *rest in session.execute(_BEHIND, {"school": school, **gate._asdict()}):
            line = LogLine(*rest)
            lines[key][line.id] = line
    return {key: list(found.values()) for key, found in lines.items()}
