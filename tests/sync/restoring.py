"""A centre whose database is copied and restored while real workplaces talk to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from journal.entries import Receipt
from journal.tables import EntryRow
from sync.server.backups import back_up, restore
from tests.sync.centre import Centre
from tests.sync.databases import postgres_tools
from tests.sync.workplaces import Workplace

LASTING = ("verdict", "reason", "target", "late", "accepted_ms")


@contextmanager
def tools_at_hand() -> Iterator[None]:
    """Let the tools of the tests' own PostgreSQL server be found."""
    path = os.pathsep.join(filter(None, [postgres_tools(), os.environ["PATH"]]))
    with patch.dict(os.environ, {"PATH": path}):
        yield


def copy_of(database: str, file: Path) -> Path:
    """Copy the centre's database as it is now."""
    with tools_at_hand():
        back_up(database, file)
    return file


def go_back_to(centre: Centre, file: Path) -> str:
    """Restore the centre's database; return its new history."""
    with tools_at_hand():
        (history,) = restore(centre.database, file, centre.clock, may_replace=True)
    return history.epoch


def said(row: EntryRow) -> tuple[object, ...]:
    """Return of a receipt what no restore may change."""
    receipt = Receipt(**{name: getattr(row, name) for name in Receipt.__struct_fields__})
    return (*receipt.judged, *(getattr(row, name) for name in LASTING))


def receipts(centre: Centre) -> dict[str, tuple[object, ...]]:
    """Return what the centre has said about each entry of its log."""
    return {row.id: said(row) for row in centre.entries()}


def receipts_at(place: Workplace) -> dict[str, tuple[object, ...]]:
    """Return what a workplace knows to have been said about its user's entries."""
    return {row.id: said(row) for row in place.written if row.number is not None}


def statuses(centre: Centre) -> dict[str, str]:
    """Return the status of each entry at the centre."""
    return {row.id: row.status for row in centre.entries()}
