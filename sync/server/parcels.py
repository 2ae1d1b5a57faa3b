"""Parcels at the centre: opened, each batch pushed for itself, and kept in a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.clock import Clock, from_ms, to_ms
from journal.store import Store
from journal.tables import DeskRow
from sync.parcel import (
    DAMAGED,
    Header,
    NewerParcel,
    NotAParcel,
    ParcelAnswer,
    ParcelPart,
    open_parcel,
    private_parcel_key,
    read_header,
    school_hash,
)
from sync.protocol import Batch, Problem, receipts_of
from sync.server.auditing import note
from sync.server.counting import being_restored, find_schools, lock_counter
from sync.server.epochs import latest_history
from sync.server.fencing import enter
from sync.server.heirs import enrol_heirs
from sync.server.pushing import Pushed, push
from sync.server.receiving import read_batch
from sync.server.references import References
from sync.server.refusals import RefusedError
from sync.server.tables import ParcelPartRow, ParcelRow

_ASK_AGAIN_S = 3600
_VERDICTS = {
    "accepted": "accepted",
    "merged": "accepted",
    "contested": "waiting",
    "held": "waiting",
    "refused": "refused",
}


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who brought a parcel: the user signed in there, or nobody, and from which address."""

    user: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class TakenParcel:
    """What became of a parcel."""

    school: str
    answer: ParcelAnswer


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """A parcel as the administrator sees it; ``parts``: station, first and last entry."""

    id: str
    taken_ms: int
    entries: int
    new: int
    user: str
    address: str
    parts: list[tuple[str, int, int]] = field(default_factory=list)


def take_parcel(
    store: Store, references: References, clock: Clock, sealed: bytes, bearer: Bearer
) -> TakenParcel:
    """Take in a parcel; what was known before gets no second receipt, so it may come for ever.

    A batch that cannot be taken spoils no other. A parcel is never skipped for its id alone: it is
    the entries that are known or not.

    Raises:
        RefusedError: it does not open, is another school's, or has to wait until a restored centre
            has got back what it lost; nothing was taken.
    """
    header, school, private = _find_school(store, sealed)
    try:
        contents = open_parcel(sealed, private)
    except NewerParcel as fault:
        raise _refusal(
            "parcel_newer",
            "Пакет сделан более новой версией программы, и сервер его не читает. Сохраните файл, "
            "обновите сервер и примите пакет ещё раз.",
        ) from fault
    except NotAParcel as fault:
        raise _damaged() from fault
    _wait_for_what_was_lost(store, school, contents.batches, clock)
    enrol_heirs(store, school, contents.heirs, clock)
    parts = [_take_batch(store, references, clock, batch) for batch in contents.batches]
    taken_ms, epoch = _keep(store, school, header.parcel.hex(), parts, clock, bearer)
    return TakenParcel(school, ParcelAnswer(header.parcel, epoch, taken_ms, parts))


def list_parcels(session: Session, school: str) -> list[ParcelLine]:
    """Return the parcels that were taken in, oldest first."""
    parts: dict[str, list[tuple[str, int, int]]] = {}
    for row in session.scalars(
        select(ParcelPartRow)
        .where(ParcelPartRow.school == school)
        .order_by(ParcelPartRow.parcel, ParcelPartRow.station)
    ):
        parts.setdefault(row.parcel, []).append((row.station, row.first_seq, row.last_seq))
    rows = session.scalars(
        select(ParcelRow)
        .where(ParcelRow.school == school)
        .order_by(ParcelRow.taken_ms, ParcelRow.id)
    )
    return [
        ParcelLine(
            row.id,
            row.taken_ms,
            row.entries,
            row.new,
            row.user,
            row.address,
            parts.get(row.id, []),
        )
        for row in rows
    ]


def _find_school(store: Store, sealed: bytes) -> tuple[Header, str, bytes]:
    """Return the header of a parcel, its school, and the key that opens it."""
    try:
        header = read_header(sealed)
    except NotAParcel as fault:
        raise _damaged() from fault
    with store.reading() as session:
        schools = find_schools(session)
        if not schools:
            raise being_restored()
        for school in schools:
            if school_hash(school) == header.school_hash:
                enter(session, school)
                seed = session.scalars(select(DeskRow.seed).where(DeskRow.school == school)).one()
                return header, school, private_parcel_key(seed)
    raise _refusal(
        "parcel_foreign",
        "Это пакет другой школы, он не принят. Сохраните файл и отдайте его той школе, "
        "сотрудник которой его сделал.",
    )


def _wait_for_what_was_lost(
    store: Store, school: str, batches: Iterable[Batch], clock: Clock
) -> None:
    """Let nothing in that the lost history may have judged, while its receipts may still come.

    A parcel brings no receipts. What was in it and was lost with the database would be judged
    anew, and its author, or who has read it, could not bring the first verdict back any more.

    Raises:
        RefusedError: something in it was recorded before the restore.
    """
    with store.reading() as session:
        enter(session, school)
        history = latest_history(session, school)
    if history is None or to_ms(clock.read().wall) >= history.until_ms:
        return
    if any(_begins_before(batch, history.began_ms) for batch in batches):
        raise RefusedError(
            425,
            "recovering",
            "Центральный сервер восстановлен из копии и собирает то, что о записях уже было "
            f"сказано. Пакет цел и будет принят {from_ms(history.until_ms):%d.%m} или раньше, "
            "когда администратор закончит восстановление.",
            retry_after=_ASK_AGAIN_S,
        )


def _begins_before(batch: Batch, moment_ms: int) -> bool:
    try:
        entries = read_batch(batch).entries
    except RefusedError:
        return False  # its part of the answer will say why it is not taken
    return any(entry.wall_ms + (entry.offset_ms or 0) < moment_ms for entry, _ in entries)


def _take_batch(store: Store, references: References, clock: Clock, batch: Batch) -> ParcelPart:
    part = ParcelPart(batch.station, batch.first_seq, batch.first_seq + len(batch.entries) - 1)
    try:
        pushed = push(store, references, clock, batch, by_parcel=True)
    except RefusedError as refusal:
        return ParcelPart(part.station, part.first_seq, part.last_seq, problem=refusal.problem)
    return _counted(part, pushed)


def _counted(part: ParcelPart, pushed: Pushed) -> ParcelPart:
    counts = {"accepted": 0, "waiting": 0, "refused": 0}
    for receipt in receipts_of(pushed.answer).values():
        counts[_VERDICTS[receipt.verdict]] += 1
    broken = pushed.answer.ended_at is not None
    return ParcelPart(
        part.station,
        part.first_seq,
        part.last_seq,
        new=pushed.taken,
        problem=Problem("broken", f"Часть пакета не принята: {pushed.answer.ended_why}.")
        if broken
        else None,
        **counts,
    )


def _keep(
    store: Store,
    school: str,
    parcel: str,
    parts: Sequence[ParcelPart],
    clock: Clock,
    bearer: Bearer,
) -> tuple[int, str]:
    """Put the parcel on the list; return when it came first, and the epoch of the school."""
    now_ms = to_ms(clock.read().wall)
    with store.writing() as session:
        enter(session, school)
        # the same parcel may come by two programs at once: the lock lets one after the other
        epoch = lock_counter(session, school).epoch
        known = session.get(ParcelRow, (school, parcel))
        if known is not None:
            return known.taken_ms, epoch
        entries = sum(part.last_seq - part.first_seq + 1 for part in parts)
        new = sum(part.new for part in parts)
        session.add(
            ParcelRow(
                school=school,
                id=parcel,
                taken_ms=now_ms,
                entries=entries,
                new=new,
                user=bearer.user,
                address=bearer.address,
            )
        )
        session.add_all(_part_rows(school, parcel, parts))
        detail = f"{parcel[:8]} {bearer.address} {entries}/{new}"
        note(session, school, now_ms, "parcel_taken", bearer.user, detail=detail)
    return now_ms, epoch


def _part_rows(school: str, parcel: str, parts: Iterable[ParcelPart]) -> list[ParcelPartRow]:
    """Return one row for each station whose entries were taken."""
    spans: dict[str, tuple[int, int]] = {}
    for part in parts:
        if part.problem is None:
            first, last = spans.get(part.station, (part.first_seq, part.last_seq))
            spans[part.station] = min(first, part.first_seq), max(last, part.last_seq)
    return [
        ParcelPartRow(school=school, parcel=parcel, station=station, first_seq=first, last_seq=last)
        for station, (first, last) in spans.items()
    ]


def _damaged() -> RefusedError:
    return _refusal(
        DAMAGED,
        "Пакет повреждён или это другой файл: ничего не принято. Записи целы на том компьютере, "
        "где их сделали; сохраните пакет там ещё раз.",
    )


def _refusal(code: str, words: str) -> RefusedError:
    return RefusedError(400, code, words)
