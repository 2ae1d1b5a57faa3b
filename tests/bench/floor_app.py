"""The floor under the centre: the plainest handler that loses nothing.

The same server, pool, threads, batches and tables as the centre, with counter, deduplication,
verdict "accepted" and projection; without signatures, chains, rules, scopes and their digests.
Every statement is for a whole batch.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from litestar import Litestar, Request, Response, post
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from journal.any_of import any_of
from journal.store import Store
from sync.protocol import (
    CONTENT_TYPE,
    MAX_BODY_BYTES,
    PULL_ENTRIES,
    PULL_PATH,
    PUSH_PATH,
    Batch,
    PullAnswer,
    PulledEntry,
    PullRequest,
    PushAnswer,
    Run,
    WireEntry,
    Word,
    pack,
    unpack,
)
from sync.server.tables import CentreBase, CounterRow
from tests.bench.floor_rows import ENTRIES, WRITERS, Row, fact_rows, log_row, to_the_wire

_THREADS = 12
_COUNTERS = CentreBase.metadata.tables[CounterRow.__tablename__]
_LOCK = select(_COUNTERS.c.school, _COUNTERS.c.epoch, _COUNTERS.c.number).with_for_update()
_READ = select(_COUNTERS.c.school, _COUNTERS.c.epoch, _COUNTERS.c.number)
_SAVE = (
    update(_COUNTERS).where(_COUNTERS.c.school == bindparam("of")).values(number=bindparam("to"))
)
_KNOWN = select(ENTRIES.c.id, ENTRIES.c.number).where(
    ENTRIES.c.school == bindparam("school"), any_of(ENTRIES.c.id, "ids")
)
_WIRE = [name for name in WireEntry.__struct_fields__ if name != "value_hash"]
_NEXT = (
    select(*(ENTRIES.c[name] for name in (*_WIRE, "station", "seq", "number", "accepted_ms")))
    .where(ENTRIES.c.school == bindparam("school"), ENTRIES.c.number > bindparam("after"))
    .order_by(ENTRIES.c.number)
    .limit(PULL_ENTRIES)
)
Asked = Request[Any, Any, Any]
WordT = TypeVar("WordT", bound=Word)


def create_floor(store: Store) -> Litestar:
    """Return the application of the floor over the database of a centre."""
    threads = CapacityLimiter(_THREADS)

    async def answer(
        request: Asked, kind: type[WordT], work: Callable[[WordT], Word]
    ) -> Response[bytes]:
        word = unpack(await request.body(), kind)
        said = await to_thread.run_sync(lambda: pack(work(word)), limiter=threads)
        return Response(said, media_type=CONTENT_TYPE)

    @post(PUSH_PATH, status_code=200)
    async def take_push(request: Asked) -> Response[bytes]:
        return await answer(request, Batch, lambda batch: push(store, batch))

    @post(PULL_PATH, status_code=200)
    async def answer_pull(request: Asked) -> Response[bytes]:
        return await answer(request, PullRequest, lambda words: pull(store, words))

    return Litestar(
        route_handlers=[take_push, answer_pull],
        request_max_body_size=MAX_BODY_BYTES,
        openapi_config=None,
        logging_config=None,
    )


def push(store: Store, batch: Batch) -> PushAnswer:
    """Take a batch: the next numbers for what is new, the old ones for what is known."""
    wires = [msgspec.msgpack.decode(raw, type=WireEntry) for raw in batch.entries]
    now_ms = time.time_ns() // 1_000_000
    with store.writing() as session:
        school, epoch, number = session.execute(_LOCK).one()
        given = {"school": school, "ids": [wire.id.hex() for wire in wires]}
        known = {row.id: row.number for row in session.execute(_KNOWN, given)}
        runs: list[Run] = []
        rows: list[Row] = []
        for seq, wire in enumerate(wires, batch.first_seq):
            before = known.get(wire.id.hex())
            if before is not None:
                runs.append(Run(seq, before, 1, now_ms, epoch))
                continue
            number += 1
            rows.append(log_row(school, batch.station, seq, wire, number, now_ms))
        if rows:
            _write(session, rows)
            session.execute(_SAVE, {"of": school, "to": number})
            first = rows[0]
            runs.append(Run(first["seq"], first["number"], len(rows), now_ms, epoch))
    return PushAnswer(epoch, runs, [])


def pull(store: Store, words: PullRequest) -> PullAnswer:
    """Answer with the entries after the only ordinal that the floor knows: the number."""
    (after,) = words.scopes.values()
    with store.reading() as session:
        school, epoch, number = session.execute(_READ).one()
        rows = session.execute(_NEXT, {"school": school, "after": after}).all()
    entries = [
        PulledEntry(
            to_the_wire(row),
            row.station,
            row.seq,
            None,
            row.number,
            "accepted",
            "",
            None,
            False,
            row.accepted_ms,
        )
        for row in rows
    ]
    more = bool(rows) and rows[-1].number < number
    return PullAnswer(epoch, number, [], entries, {}, {}, more=more)


def _write(session: Session, rows: list[Row]) -> None:
    if session.get_bind().dialect.name == "postgresql":
        cursor: Any = session.connection().connection.cursor()
        names = ", ".join(f'"{name}"' for name in rows[0])
        with cursor.copy(f"COPY entries ({names}) FROM STDIN") as log:
            for row in rows:
                log.write_row(tuple(row.values()))
    else:
        WRITERS[ENTRIES].insert(session, rows)
    for table, facts in fact_rows(rows).items():
        WRITERS[table].upsert(session, facts)
