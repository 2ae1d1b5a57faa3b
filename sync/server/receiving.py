"""From the bytes of a batch to entries: what can be read, and where reading ends."""

import math
import re
from dataclasses import dataclass

import msgspec
from sqlalchemy import BigInteger, Table

from journal import kinds, values
from journal.entries import MAX_VALUE_BYTES, Entry, chain_start
from journal.facts import ROW_OF_KIND
from journal.ids import is_id
from sync.protocol import MAX_ENTRIES, BadMessage, Batch, WireEntry
from sync.server.refusals import bad_message
from sync.wire import from_wire

DIGEST_BYTES = 32
_MAX_KEY = 400
_MAX_WORD = 64
_DAY_MINUTES = 24 * 60
_INT32 = 2**31
_INT64 = 2**63
# the end of the year 9999, where calendars of programs end
_LATEST_MS = 253_402_300_800_000
# a zero byte, or the first byte of a wide number; short plain values have neither
_SUSPICIOUS = re.compile(rb"[\x00\xca-\xd3]")


@dataclass(frozen=True, slots=True)
class Received:
    """The readable part of a batch: entries with their digests, and where and why it ended."""

    entries: tuple[tuple[Entry, bytes], ...]
    ended_at: int | None = None
    ended_why: str = ""


def read_batch(batch: Batch) -> Received:
    """Read the entries of a batch up to the first envelope that cannot be read.

    Raises:
        RefusedError: the batch itself is not what the protocol agreed on.
    """
    if not is_id(batch.station) or len(batch.prev) != DIGEST_BYTES:
        raise bad_message("рабочее место или начало пачки указано неверно")
    if not 1 <= batch.first_seq < _INT64 - MAX_ENTRIES or len(batch.entries) > MAX_ENTRIES:
        raise bad_message("номера или число записей в пачке неверны")
    if batch.first_seq == 1 and batch.prev != chain_start(batch.station):
        raise bad_message("первая запись рабочего места опирается на чужую")
    entries: list[tuple[Entry, bytes]] = []
    prev = batch.prev
    for seq, raw in enumerate(batch.entries, batch.first_seq):
        try:
            wire = msgspec.msgpack.decode(raw, type=WireEntry)
            check_envelope(wire)
            entry = from_wire(wire, batch.station, seq, prev)
        except msgspec.DecodeError:
            return Received(tuple(entries), seq, f"конверт записи {seq} не читается")
        except BadMessage as fault:
            return Received(tuple(entries), seq, f"конверт записи {seq} не читается: {fault}")
        prev = entry.digest()
        entries.append((entry, prev))
    return Received(tuple(entries))


def value_fault(entry: Entry) -> str | None:
    """Return why the value of an entry can be kept in the log but in no row, or ``None``."""
    if entry.value is None:
        return None
    if len(entry.value) > MAX_VALUE_BYTES:
        return "значение длиннее, чем помещается в одну запись"
    if not _SUSPICIOUS.search(entry.value):
        return None
    try:
        value = kinds.decode(entry.kind, entry.version, entry.key, entry.value)
    except (kinds.BadEntry, kinds.NewerVersion):
        return None
    if isinstance(value, values.Decision):
        return None
    table = ROW_OF_KIND[entry.kind].__table__
    assert isinstance(table, Table)
    for name, content in msgspec.structs.asdict(value).items():
        if isinstance(content, float) and not math.isfinite(content):
            return "число в значении записи не число"
        if name.endswith("_ms") and content is not None and not 0 <= content < _LATEST_MS:
            return "время в значении записи невозможно"
        if isinstance(content, int):
            limit = _INT64 if isinstance(table.c[name].type, BigInteger) else _INT32
            if not -limit <= content < limit:
                return "число в значении записи слишком велико"
        elif isinstance(content, str | tuple) and any("\0" in part for part in content):
            return "в тексте записи есть недопустимый знак"
    return None


def check_envelope(wire: WireEntry) -> None:
    """Let nothing in that a database could not keep, so that it spoils no other entry.

    Raises:
        BadMessage: it is so.
    """
    words = (wire.kind, wire.seen_epoch, wire.author, wire.boot_id)
    if len(wire.key) > _MAX_KEY or max(map(len, words)) > _MAX_WORD:
        raise BadMessage("слишком длинное слово")
    if "\0" in wire.key or "\0" in "".join(words):
        raise BadMessage("недопустимый знак")
    small = (wire.version, wire.profile_version, wire.zone_min)
    large = (wire.seen_number, wire.wall_ms, wire.boot_ms, wire.offset_ms or 0)
    if min(small) < -_INT32 or max(small) >= _INT32 or min(large) < -_INT64 or max(large) >= _INT64:
        raise BadMessage("слишком большое число")
    if not (0 <= wire.wall_ms < _LATEST_MS and abs(wire.zone_min) < _DAY_MINUTES):
        raise BadMessage("невозможное время")
    if wire.value_hash is not None and len(wire.value_hash) != DIGEST_BYTES:
        raise BadMessage("отпечаток значения не той длины")
