"""The herd: very many stations come at once, each with the entries of an outage.

Every station sends one batch that was signed beforehand; told that the centre is busy, or without
an answer, it waits and comes again as the program does. So the server alone is measured.
"""

import asyncio
import random
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import func, select

from journal.entries import chain_start, station_id
from journal.log import Stamp, Tail, WritingDesk, make_entry
from journal.queries.school import read_reference
from journal.signing import new_seed, public_key, sign
from journal.tables import EntryRow
from sync.pace import Pace
from sync.protocol import (
    CONTENT_TYPE,
    NONCE_HEADER,
    PUSH_PATH,
    Batch,
    PushAnswer,
    pack,
    receipts_of,
    signed_part,
    unpack,
)
from sync.server.counting import find_schools, read_counter
from sync.server.database import create_centre, open_centre
from sync.server.desk import found_school, write
from sync.server.tables import EnrolledRow
from sync.wire import to_wire
from tests.bench.school import ADMINISTRATOR, NOW, TEACHER, entries_of, school_drafts
from tests.bench.serving import Side, running_server
from tests.bench.table import Row
from tests.journal.desks import HandClock
from tests.sync.databases import Databases

STATIONS, ENTRIES = 2_000, 60
LEAST = 0.35

_CLASSES = 40
_PATIENCE_SECONDS = 60
_OK, _BUSY = 200, 503


@dataclass(frozen=True, slots=True)
class Herd:
    """A school, and the messages with which its stations come."""

    databases: Databases
    database: str
    messages: list[bytes]
    entries: int


@dataclass
class Rush:
    """What became of a herd: seconds until each was answered, and how often it had to come."""

    seconds: list[float] = field(default_factory=list)
    whole: float = 0.0
    retries: int = 0
    errors: int = 0
    lost: int = 0

    @property
    def rate(self) -> float:
        """Stations that were served in a second."""
        return len(self.seconds) / self.whole

    def quantile(self, share: float) -> float:
        """Return the seconds within which this share was served."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * share))]


def build_herd(databases: Databases, stations: int = STATIONS, entries: int = ENTRIES) -> Herd:
    """Found a school of forty classes and let its stations write."""
    database = databases.make()
    clock = HandClock(NOW)
    store = create_centre(databases.plain(database))
    with store.writing() as session:
        school = found_school(session, b"r" * 32)
        write(session, school, ADMINISTRATOR, list(school_drafts(_CLASSES)), clock.read())
    store.close()
    store = open_centre(database)
    seeds = [new_seed() for _ in range(stations)]
    with store.writing() as session:
        (school,) = find_schools(session)
        epoch = read_counter(session, school).epoch
        reference = read_reference(session, school)
        session.add_all(_enrolled(school, seed, place) for place, seed in enumerate(seeds, 1))
    store.close()
    drafts = entries_of(reference, range(1, _CLASSES + 1), stations * entries)
    stamp = Stamp(TEACHER, clock.read(), 2)
    messages = []
    for place, seed in enumerate(seeds):
        station = station_id(public_key(seed))
        tail = first = Tail(0, chain_start(station))
        raws = []
        for draft in drafts[place * entries : (place + 1) * entries]:
            entry = make_entry(WritingDesk(school, station, epoch, 0, 0), tail, stamp, draft, None)
            tail = Tail(entry.seq, entry.digest())
            raws.append(msgspec.msgpack.encode(to_wire(entry)))
        signature = sign(seed, signed_part(station, 1, first.digest, raws))
        batch = Batch(station, 1, first.digest, [msgspec.Raw(raw) for raw in raws], signature)
        messages.append(pack(batch))
    return Herd(databases, database, messages, entries)


def measure_herd(herd: Herd) -> list[Row]:
    """Return the lines of a herd over PostgreSQL."""
    floor, product = (rush(herd, side) for side in ("floor", "product"))
    ratio = product.rate / floor.rate
    title = f"Одновременно {len(herd.messages)} рабочих мест по {herd.entries} записей: мест в с"
    return [
        Row(
            title,
            f"{floor.rate:.0f}",
            f"{product.rate:.0f}",
            f"{ratio:.2f}",
            f"≥ {LEAST}",
            is_met=ratio >= LEAST,
        ),
        *(
            Row(
                f"  до ответа {name}",
                f"{floor.quantile(share):.1f} с",
                f"{product.quantile(share):.1f} с",
                f"{product.quantile(share) / floor.quantile(share):.2f}",
            )
            for name, share in (("p50", 0.5), ("p99", 0.99))
        ),
        Row("  повторов после «занят»", str(floor.retries), str(product.retries), ""),
        Row(
            "  ошибок",
            str(floor.errors),
            str(product.errors),
            "",
            "0",
            is_met=product.errors == 0,
        ),
        Row("  потеряно", str(floor.lost), str(product.lost), "", "0", is_met=product.lost == 0),
    ]


def rush(herd: Herd, side: Side) -> Rush:
    """Let the herd come to a server of its own."""
    database = herd.databases.make(herd.database)
    served = herd.databases.plain(database) if side == "product" else database
    with running_server(side, served) as url:
        outcome = asyncio.run(_come(url, herd.messages))
    store = open_centre(database)
    with store.reading() as session:
        kept = session.scalar(
            select(func.count()).select_from(EntryRow).where(EntryRow.author == TEACHER)
        )
    store.close()
    herd.databases.drop(database)
    outcome.lost += len(herd.messages) * herd.entries - (kept or 0)
    return outcome


async def _come(url: str, messages: list[bytes]) -> Rush:
    outcome = Rush()
    begin = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for place, message in enumerate(messages):
            group.create_task(_be_served(url, message, outcome, Pace(random.Random(place))))
    outcome.whole = time.perf_counter() - begin
    return outcome


async def _be_served(url: str, message: bytes, outcome: Rush, pace: Pace) -> None:
    """Come until the entries are acknowledged."""
    begin = time.perf_counter()
    while True:
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                status, retry_after, body = await _post(url, message)
        except (OSError, asyncio.IncompleteReadError):
            status, retry_after, body = 0, None, b""
        if status == _OK:
            break
        outcome.retries += status == _BUSY
        outcome.errors += status != _BUSY
        await asyncio.sleep(pace.after_failure(retry_after))
    outcome.seconds.append(time.perf_counter() - begin)
    receipts = receipts_of(unpack(body, PushAnswer)).values()
    outcome.lost += sum(receipt.verdict != "accepted" for receipt in receipts)


async def _post(url: str, message: bytes) -> tuple[int, float | None, bytes]:
    """Ask over a connection of its own; return status, Retry-After and body of the answer."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        head = (
            f"POST {PUSH_PATH} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n"
            f"Content-Type: {CONTENT_TYPE}\r\n{NONCE_HEADER}: herd\r\n"
            f"Content-Length: {len(message)}\r\n\r\n"
        )
        writer.write(head.encode() + message)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
        body = await reader.readexactly(int(headers["content-length"]))
    finally:
        writer.close()
    retry_after = headers.get("retry-after")
    return int(lines[0].split()[1]), float(retry_after) if retry_after else None, body


def _enrolled(school: str, seed: bytes, number: int) -> EnrolledRow:
    return EnrolledRow(
        school=school,
        station=station_id(public_key(seed)),
        user=TEACHER,
        public_key=public_key(seed),
        number=number,
        name="",
        enrolled_ms=0,
        last_seq=0,
    )
