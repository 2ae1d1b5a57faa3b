"""Rows of the floor: what an entry becomes when nobody asks whether it is right.

The floor accepts everything: a fact has one line, so nothing is folded.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec

from journal import kinds
from journal.bulk import RowWriter
from journal.facts import OWNER_COLUMN, ROW_OF_KIND
from journal.tables import Base, EntryRow, FactRow
from sync.protocol import WireEntry

Row = dict[str, Any]

ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
FACTS = Base.metadata.tables[FactRow.__tablename__]
TABLE_OF_KIND = {
    kind: Base.metadata.tables[row.__tablename__]  # type: ignore[attr-defined]
    for kind, row in ROW_OF_KIND.items()
}
WRITERS = {table: RowWriter(table) for table in (ENTRIES, FACTS, *TABLE_OF_KIND.values())}
NO_DIGEST = bytes(32)


def log_row(school: str, station: str, seq: int, wire: WireEntry, number: int, now_ms: int) -> Row:
    """Return the line of the log, accepted under ``number``."""
    return {
        "school": school,
        "id": wire.id.hex(),
        "station": station,
        "seq": seq,
        "prev": NO_DIGEST,
        "kind": wire.kind,
        "version": wire.version,
        "key": wire.key,
        "value": wire.value,
        "salt": wire.salt,
        "value_hash": NO_DIGEST,
        "base": wire.base.hex() if wire.base else None,
        "seen_epoch": wire.seen_epoch,
        "seen_number": wire.seen_number,
        "author": wire.author,
        "profile_version": wire.profile_version,
        "lesson_date": wire.lesson_date,
        "work_date": wire.work_date,
        "paper_date": wire.paper_date,
        "wall_ms": wire.wall_ms,
        "zone_min": wire.zone_min,
        "boot_ms": wire.boot_ms,
        "boot_id": wire.boot_id,
        "offset_ms": wire.offset_ms,
        "digest": NO_DIGEST,
        "epoch": "",
        "number": number,
        "verdict": "accepted",
        "reason": "",
        "target": None,
        "late": False,
        "accepted_ms": now_ms,
        "judged_epoch": None,
        "judged_number": None,
        "status": "current",
    }


def fact_rows(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """Return what lines of the log mean, by table: the state of each key and its row."""
    facts: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        key = row["key"]
        kind, parts = kinds.split_key(key)
        owner = kinds.owner_of(key)
        value = msgspec.msgpack.decode(row["value"], type=kind.value)
        facts[FACTS].append(
            {
                "school": row["school"],
                "key": key,
                "scope": kinds.scope_of(key),
                "kind": kind.name,
                "current": row["id"],
                "shown": row["id"],
                "open": (),
            }
        )
        facts[TABLE_OF_KIND[kind.name]].append(
            {
                "school": row["school"],
                "key": key,
                "entry": row["id"],
                **({OWNER_COLUMN[kind.area]: owner} if owner else {}),
                **parts,
                **msgspec.structs.asdict(value),
            }
        )
    return facts


def to_the_wire(row: Any) -> WireEntry:
    """Return a line of the log as it travels."""
    return WireEntry(
        bytes.fromhex(row.id),
        row.kind,
        row.version,
        row.key,
        row.value,
        row.salt,
        bytes.fromhex(row.base) if row.base else None,
        row.seen_epoch,
        row.seen_number,
        row.author,
        row.profile_version,
        row.lesson_date,
        row.work_date,
        row.paper_date,
        row.wall_ms,
        row.zone_min,
        row.boot_ms,
        row.boot_id,
        row.offset_ms,
    )
