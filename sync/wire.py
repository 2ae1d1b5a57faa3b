"""An entry as it travels and as the log keeps it: one and the same, said twice."""

from journal.entries import Entry, hash_value
from sync.protocol import BadMessage, WireEntry


def to_wire(entry: Entry) -> WireEntry:
    """Return the entry as it travels."""
    return WireEntry(
        bytes.fromhex(entry.id),
        entry.kind,
        entry.version,
        entry.key,
        entry.value,
        entry.salt,
        bytes.fromhex(entry.base) if entry.base else None,
        entry.seen_epoch,
        entry.seen_number,
        entry.author,
        entry.profile_version,
        entry.lesson_date,
        entry.work_date,
        entry.paper_date,
        entry.wall_ms,
        entry.zone_min,
        entry.boot_ms,
        entry.boot_id,
        entry.offset_ms,
        None if entry.value is not None else entry.value_hash,
    )


def from_wire(wire: WireEntry, station: str, seq: int, prev: bytes) -> Entry:
    """Return the entry as the log keeps it.

    Raises:
        BadMessage: a value without salt, an id of the wrong length.
    """
    if len(wire.id) != 16 or (wire.base is not None and len(wire.base) != 16):
        raise BadMessage("номер записи не той длины")
    if wire.value is not None and wire.salt is not None:
        value_hash = hash_value(wire.salt, wire.value)
    elif wire.value_hash is not None:
        value_hash = wire.value_hash
    else:
        raise BadMessage("значение записи без соли")
    return Entry(
        id=wire.id.hex(),
        station=station,
        seq=seq,
        prev=prev,
        kind=wire.kind,
        version=wire.version,
        key=wire.key,
        value=wire.value,
        salt=wire.salt,
        value_hash=value_hash,
        base=wire.base.hex() if wire.base else None,
        seen_epoch=wire.seen_epoch,
        seen_number=wire.seen_number,
        author=wire.author,
        profile_version=wire.profile_version,
        lesson_date=wire.lesson_date,
        work_date=wire.work_date,
        paper_date=wire.paper_date,
        wall_ms=wire.wall_ms,
        zone_min=wire.zone_min,
        boot_ms=wire.boot_ms,
        boot_id=wire.boot_id,
        offset_ms=wire.offset_ms,
    )
