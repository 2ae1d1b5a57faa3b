"""Lines of a log as they lie in a database, read by the test itself."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from journal.tables import EntryRow

_REASON_AT = {"mark": 1, "attendance": 3}


class Line(NamedTuple):
    """An entry with its receipt and its status."""

    id: str
    station: str
    seq: int
    prev: bytes
    digest: bytes
    kind: str
    version: int
    key: str
    value: bytes | None
    base: str | None
    author: str
    wall_ms: int
    offset_ms: int | None
    epoch: str | None
    number: int | None
    verdict: str | None
    reason: str
    target: str | None
    late: bool
    accepted_ms: int | None
    judged_epoch: str | None
    judged_number: int | None
    status: str

    @property
    def judged(self) -> tuple[str, int]:
        """History and number in which the verdict was given."""
        return self.judged_epoch or self.epoch or "", self.judged_number or self.number or 0

    @property
    def came_back(self) -> bool:
        """Tell whether a restored centre got the line back with an old verdict."""
        return self.judged_number is not None

    @property
    def as_judged(self) -> "Line":
        """The line without the history in which it was last confirmed."""
        epoch, number = self.judged
        return self._replace(epoch=None, judged_epoch=epoch, judged_number=number)

    @property
    def receipt(self) -> tuple[object, ...]:
        """What the centre answered; it may never change, whatever place the line gets."""
        return (
            self.judged,
            self.verdict,
            self.reason,
            self.target,
            self.late,
            self.accepted_ms,
        )

    @property
    def said(self) -> list[Any]:
        """The value as it lies in the log: an array; nothing once it was erased."""
        if self.value is None:
            return []
        array = msgspec.msgpack.decode(self.value)
        assert isinstance(array, list)
        return array

    @property
    def fact(self) -> list[Any]:
        """The value without the author's words about it; all ends of an interval are equal."""
        if self.kind == "interval.close":
            return []
        said = self.said
        if self.noun == "homework" and self.version > 1:
            said[:2] = reversed(said[:2])
        if said and self.noun in _REASON_AT:
            said[_REASON_AT[self.noun]] = ""
        return said

    @property
    def noun(self) -> str:
        """The second part of the key."""
        return self.key.split("/")[1]

    @property
    def fills_a_lesson(self) -> bool:
        """Tell whether the key is of what a teacher writes about a lesson."""
        return self.noun in ("mark", "attendance", "topic", "rollcall", "homework", "dream")

    @property
    def is_newer(self) -> bool:
        """Tell whether only the next release understands it."""
        return (self.noun == "dream" and self.kind != "decision") or self.version > 1

    @property
    def lesson(self) -> str:
        """The lesson in the key of a fact about a lesson."""
        return self.key.split("/")[2]


_COLUMNS = [getattr(EntryRow, name) for name in Line._fields]


def read_lines(session: Session, *where: ColumnElement[bool]) -> list[Line]:
    """Return lines by station and seq."""
    query = select(*_COLUMNS).where(*where).order_by(EntryRow.station, EntryRow.seq)
    return [Line(*row) for row in session.execute(query)]


def reaches(line: Line, current: Line, lines: Mapping[str, Line]) -> bool:
    """Tell whether ``line`` knew of ``current``: says the same, or its chain of bases leads there.

    ``lines``: of the log before it, by id.
    """
    if line.fact == current.fact:
        return True
    base = line.base
    while base is not None and base in lines:
        known = lines[base]
        if current.id in (base, known.target):
            return True
        base = known.target or known.base
    return False
