"""Lines of a log as they lie in a database, read by the test itself."""

from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from journal.tables import EntryRow


class Line(NamedTuple):
    """An entry with its receipt and its status."""

    id: str
    station: str
    seq: int
    prev: bytes
    digest: bytes
    kind: str
    key: str
    value: bytes
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
    status: str

    @property
    def receipt(self) -> tuple[object, ...]:
        """What the centre answered; it may never change."""
        return (
            self.epoch,
            self.number,
            self.verdict,
            self.reason,
            self.target,
            self.late,
            self.accepted_ms,
        )

    @property
    def said(self) -> list[Any]:
        """The value as it lies in the log: an array."""
        array = msgspec.msgpack.decode(self.value)
        assert isinstance(array, list)
        return array

    @property
    def noun(self) -> str:
        """The second part of the key."""
        return self.key.split("/")[1]

    @property
    def fills_a_lesson(self) -> bool:
        """Tell whether the key is of what a teacher writes about a lesson."""
        return self.noun in ("mark", "attendance", "topic", "rollcall")

    @property
    def lesson(self) -> str:
        """The lesson in the key of a fact about a lesson."""
        return self.key.split("/")[2]


_COLUMNS = [getattr(EntryRow, name) for name in Line._fields]


def read_lines(session: Session, *where: ColumnElement[bool]) -> list[Line]:
    """Return lines by station and seq."""
    query = select(*_COLUMNS).where(*where).order_by(EntryRow.station, EntryRow.seq)
    return [Line(*row) for row in session.execute(query)]
