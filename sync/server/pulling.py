"""Pull: the rows of granted scopes after the ordinals that a station has, with heads to check."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from journal.any_of import any_of
from journal.clock import Clock, to_ms
from journal.entries import Entry, Receipt
from journal.queries.temporary_journals import SEES_ALL
from journal.scopes import granted_scopes
from journal.store import Store
from journal.tables import Base, DeskRow, EntryRow
from sync.proofs import proof_line, prove
from sync.protocol import PROTOCOL, PULL_ENTRIES, Hello, PullAnswer, PulledEntry, PullRequest
from sync.server.accounts import find_session, touch_session
from sync.server.counting import find_schools, read_counter
from sync.server.database import snapshot
from sync.server.lines import Line, Missing, next_lines, read_heads
from sync.server.references import References
from sync.server.refusals import bad_message
from sync.server.sightings import find_asking, read_seen, touch_station
from sync.wire import to_wire

# an answer stays well below what a message may hold, however long its values are
_ANSWER_BYTES = 2 * 1024 * 1024
_MAX_SCOPES = 20_000

_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
_FIELDS = Entry.__struct_fields__
_RECEIPT = Receipt.__struct_fields__
_BY_NUMBER = (
    select(*(_ENTRIES.c[name] for name in (*_FIELDS, "digest", *_RECEIPT)))
    .where(_ENTRIES.c.school == bindparam("school"), any_of(_ENTRIES.c.number, "numbers"))
    .order_by(_ENTRIES.c.number)
)


@dataclass(frozen=True, slots=True)
class Pulled:
    """The answer to a pull, and whose it is."""

    school: str
    user: str
    answer: PullAnswer


def pull(
    store: Store, references: References, clock: Clock, token: str, request: PullRequest
) -> Pulled:
    """Answer with what the session's user may hold and does not have yet.

    Raises:
        RefusedError: the session has ended, or the request makes no sense.
    """
    if len(request.scopes) > _MAX_SCOPES or any(known < 0 for known in request.scopes.values()):
        raise bad_message("список разделов неверен")
    now = clock.read().wall
    now_ms = to_ms(now)
    with snapshot(store) as session:
        opened = find_session(session, token, now_ms)
        counter = read_counter(session, opened.school)
        reference = references.read(session, counter)
        granted = granted_scopes(reference, opened.user, now.astimezone(reference.zone).date())
        asked = {scope: known for scope, known in request.scopes.items() if scope in granted}
        heads = read_heads(session, opened.school, asked)
        missing: list[Missing] = []
        if request.epoch in ("", counter.epoch):
            missing = [
                Missing(scope, known, heads[scope].ordinal)
                for scope, known in asked.items()
                if known < heads[scope].ordinal
            ]
        lines, rows = _read_missing(session, opened.school, missing)
        asks = find_asking(session, opened, request.station)
        watches = bool(reference.person(opened.user).posts & SEES_ALL)
        stations = read_seen(session, opened.school) if watches else []
        seed = session.scalars(select(DeskRow.seed).where(DeskRow.school == opened.school)).one()
    touch_session(store, opened, now_ms)
    if asks is not None:
        touch_station(store, asks, now_ms)
    numbers: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        numbers[line.scope].append(line.number)
    answer = PullAnswer(
        epoch=counter.epoch,
        number=counter.number,
        granted=sorted(granted),
        entries=_on_the_wire(rows, counter.epoch),
        rows=numbers,
        heads=heads,
        more=len(lines) < sum(scope.end - scope.known for scope in missing),
        stations=stations,
        proof=prove(seed, opened.school, (proof_line(row.digest, _receipt(row)) for row in rows)),
    )
    return Pulled(opened.school, opened.user, answer)


def answer_hello(store: Store, clock: Clock, token: str, named: str = "") -> tuple[str, Hello]:
    """Answer the cheap question.

    Without a session it is about the school that the question names, else about the first one of
    this centre.

    Raises:
        RefusedError: the session has ended.
    """
    with snapshot(store) as session:
        if token:
            school = find_session(session, token, to_ms(clock.read().wall)).school
        else:
            school = named or find_schools(session)[0]
        counter = read_counter(session, school)
    return school, Hello(PROTOCOL, counter.epoch, counter.number)


def _read_missing(
    session: Session, school: str, missing: Sequence[Missing]
) -> tuple[list[Line], list[Row[Any]]]:
    """Return the next lines, and the entries they name, as many as one answer may hold."""
    lines = next_lines(session, school, missing, PULL_ENTRIES)
    numbers = sorted({line.number for line in lines})
    rows = _read_rows(session, school, numbers)
    last = rows[-1].number if rows else 0
    return [line for line in lines if line.number <= last], rows


def _read_rows(session: Session, school: str, numbers: Sequence[int]) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    size = 0
    for row in session.execute(_BY_NUMBER, {"school": school, "numbers": numbers}):
        size += len(row.value or b"") + len(row.key) + len(row.reason)
        if rows and size > _ANSWER_BYTES:
            break
        rows.append(row)
    return rows


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(**{name: getattr(row, name) for name in _RECEIPT})


def _on_the_wire(rows: Sequence[Row[Any]], epoch: str) -> list[PulledEntry]:
    """Return rows as they travel: a predecessor is said only where the answer does not show it."""
    ends: dict[tuple[str, int], bytes] = {}
    entries: list[PulledEntry] = []
    for row in rows:
        entry = Entry(**dict(zip(_FIELDS, row, strict=False)))
        shown = ends.get((entry.station, entry.seq - 1))
        entries.append(
            PulledEntry(
                to_wire(entry),
                entry.station,
                entry.seq,
                None if shown == entry.prev else entry.prev,
                row.number,
                row.verdict,
                row.reason,
                bytes.fromhex(row.target) if row.target else None,
                row.late,
                row.accepted_ms,
                *_judged_elsewhere(row, epoch),
            )
        )
        ends[entry.station, entry.seq] = row.digest
    return entries


def _judged_elsewhere(row: Row[Any], epoch: str) -> tuple[str, int]:
    """Return where a verdict was given, if not in this history."""
    if row.judged_epoch is None and row.epoch == epoch:
        return "", 0
    return row.judged_epoch or row.epoch, row.judged_number or row.number
