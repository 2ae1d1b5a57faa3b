"""Taking back what a restored centre has lost: entries that prove what it once said about them.

They get new numbers and keep verdict, reason and receipt time. Where a verdict was given decides
where the entry stands in its cell, so it does not matter who comes back first; see ``folding``.
A decision waits until everything that it names is here.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from journal import kinds
from journal.any_of import any_of
from journal.clock import Clock, Reading, to_ms
from journal.projection import KeyLog, line_of, load_keys, project
from journal.scopes import scopes_of_entry
from journal.signing import is_signed
from journal.steps import reached
from journal.store import Store
from journal.tables import Base, DeskRow, EntryRow
from sync.proofs import ASK_AT_ONCE, Lacked, Lacking, Offer, Offered, offer_part
from sync.server.chain import ID_REUSE
from sync.server.counting import (
    Counter,
    being_restored,
    find_schools,
    lock_counter,
    read_counter,
    save_counter,
)
from sync.server.database import snapshot
from sync.server.epochs import is_window_open
from sync.server.fencing import enter
from sync.server.judging import DoubtfulEntry, Doubts
from sync.server.references import BrokenPicture, Staleness, read_anew
from sync.server.refusals import RefusedError, bad_message
from sync.server.returning import (
    Returned,
    follow_chains,
    make_known,
    proven,
    read_offer,
    read_returned,
)
from sync.server.settling import may_settle, settle
from sync.server.storing import Judged, named_authors, store
from sync.server.tables import CounterRow, EnrolledRow, OrphanRow, WaitingRow

UNPROVEN, REUSED = "unproven", "id_reuse"

_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
_KNOWN = select(_ENTRIES.c.id, _ENTRIES.c.digest).where(
    _ENTRIES.c.school == bindparam("school"), any_of(_ENTRIES.c.id, "ids")
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reinserted:
    """What became of an offer; ``taken`` counts the entries that stand in the log again."""

    answer: Offered
    taken: int


def answer_lacking(data: Store, clock: Clock, question: Lacking) -> Lacked:
    """Answer which entries are not here; it tells nobody anything who does not hold them.

    Raises:
        RefusedError: the question makes no sense.
    """
    if len(question.ids) > ASK_AT_ONCE or any(len(id_) != 16 for id_ in question.ids):
        raise bad_message("список записей неверен")
    ids = [id_.hex() for id_ in question.ids]
    with snapshot(data) as session:
        _enter(session, question.school)
        counter = read_counter(session, question.school)
        known = _known(session, question.school, ids)
        waiting = set(_read_waiting(session, question.school)) if ids else set()
        is_open = is_window_open(session, question.school, to_ms(clock.read().wall))
    held = [id_ for id_ in ids if id_ in waiting and id_ not in known]
    return Lacked(
        counter.epoch,
        _packed(id_ for id_ in ids if id_ not in known and id_ not in waiting),
        _packed(held if is_open else ()),
        _packed(() if is_open else held),
    )


def take_offer(data: Store, clock: Clock, offer: Offer) -> Reinserted:
    """Take back what an offer proves; list what it does not.

    Raises:
        RefusedError: nothing was taken: bad message, no such school.
    """
    returned = read_offer(offer)
    doubts = Doubts()
    while True:
        try:
            with data.writing() as session:
                _enter(session, offer.school)
                reinserted = _take(session, offer, returned, doubts, clock.read())
            reached("reinsert.committed")
            return reinserted
        except BrokenPicture as fault:
            _log.error("the picture of the school broke: %s", fault)
            doubts = Doubts(doubts.entries, careful=True)
        except DoubtfulEntry as fault:
            doubts = Doubts(doubts.entries | {fault.entry}, careful=True)


def _take(
    session: Session, offer: Offer, returned: Sequence[Returned], doubts: Doubts, reading: Reading
) -> Reinserted:
    now_ms = to_ms(reading.wall)
    counter = lock_counter(session, offer.school)
    reached("reinsert.locked")
    key = session.scalars(select(DeskRow.centre_key).where(DeskRow.school == offer.school)).one()
    known = _known(session, offer.school, [item.entry.id for item in returned])
    believed = {item.entry.id: item for item in proven(offer, returned, key)}
    reused = {
        id_
        for id_, item in believed.items()
        if known.get(id_, item.digest) != item.digest
        or (item.receipt.reason == ID_REUSE and item.entry.station == offer.station)
    }
    waiting = _read_waiting(session, offer.school)
    known |= _known(session, offer.school, list(waiting))
    pool = {
        id_: item
        for id_, item in {**waiting, **believed}.items()
        if id_ not in known and id_ not in reused
    }
    ready = _ready(session, offer.school, pool, doubts)
    save_counter(session, _insert(session, counter, ready, doubts))
    make_known(session, offer.school, ready)
    follow_chains(session, offer.school, ready, now_ms)
    if any(may_settle(item.entry.key) or item.receipt.verdict == "held" for item in ready):
        # what it waited for may have come back before it
        settle(session, offer.school, reading)
    taken = {item.entry.id for item in ready}
    left = {id_: item for id_, item in pool.items() if id_ not in taken}
    _keep_waiting(session, offer.school, waiting, left, now_ms)
    orphans = dict.fromkeys(reused, REUSED)
    orphans |= {
        item.entry.id: UNPROVEN
        for item in returned
        if item.entry.id not in believed and item.entry.id not in known
    }
    _list_orphans(session, offer, returned, orphans, now_ms)
    offered = [item.entry.id for item in returned]
    held = [id_ for id_ in offered if id_ in left]
    is_open = is_window_open(session, offer.school, now_ms)
    lost = [id_ for id_ in offered if id_ in orphans] + ([] if is_open else held)
    answer = Offered(counter.epoch, _packed(held if is_open else ()), _packed(lost))
    return Reinserted(answer, len(ready))


def _ready(
    session: Session, school: str, pool: Mapping[str, Returned], doubts: Doubts
) -> list[Returned]:
    """Return what can stand in the log now, in the order in which it was judged."""
    pool = {id_: item for id_, item in pool.items() if id_ not in doubts.entries}
    named = {id_ for item in pool.values() for id_ in item.names}
    here = named & _known(session, school, list(named)).keys()
    ready = [item for item in pool.values() if item.names <= here | pool.keys()]
    return sorted(ready, key=lambda item: (*item.receipt.judged, item.entry.seq))


def _insert(
    session: Session, counter: Counter, ready: Sequence[Returned], doubts: Doubts
) -> Counter:
    """Give entries the next numbers, and write them with everything that follows from them."""
    logs = load_keys(session, counter.school, [item.entry.key for item in ready])
    for part in [[item] for item in ready] if doubts.careful else [ready]:
        stale = Staleness()
        judged = []
        for item in part:
            judged.append(_renumbered(item, counter, logs[item.entry.key]))
            counter = replace(counter, number=counter.number + 1)
            if _changes_picture(item, stale):
                counter = replace(counter, reference_number=counter.number)
        store(session, counter.school, judged, logs)
        reached("reinsert.stored")
        touched = {item.entry.key for item in part}
        project(session, counter.school, [logs[key] for key in touched], logs)
        reached("reinsert.projected")
        if stale:
            try:
                read_anew(session, counter.school)
            except BrokenPicture as fault:
                if not doubts.careful:
                    raise
                raise DoubtfulEntry(part[0].entry.id) from fault
    return counter


def _renumbered(item: Returned, counter: Counter, log: KeyLog) -> Judged:
    epoch, number = item.receipt.judged
    receipt = msgspec.structs.replace(
        item.receipt,
        epoch=counter.epoch,
        number=counter.number + 1,
        judged_epoch=epoch,
        judged_number=number,
    )
    log.add(line_of(item.entry, receipt))
    scopes = scopes_of_entry(item.entry, named_authors(item.entry, log))
    return Judged(item.entry, item.digest, receipt, scopes)


def _changes_picture(item: Returned, stale: Staleness) -> bool:
    try:
        return stale.note(item.entry.key)
    except kinds.BadEntry:
        return False


def _keep_waiting(
    session: Session,
    school: str,
    waiting: Mapping[str, Returned],
    left: Mapping[str, Returned],
    now_ms: int,
) -> None:
    gone = waiting.keys() - left.keys()
    session.execute(
        delete(WaitingRow).where(WaitingRow.school == school, WaitingRow.entry.in_(gone))
    )
    for id_ in left.keys() - waiting.keys():
        item = left[id_]
        session.add(
            WaitingRow(
                school=school,
                entry=id_,
                station=item.entry.station,
                digest=item.digest,
                offered=item.raw,
                since_ms=now_ms,
            )
        )
    session.flush()


def _list_orphans(
    session: Session,
    offer: Offer,
    returned: Sequence[Returned],
    orphans: Mapping[str, str],
    now_ms: int,
) -> None:
    """Keep for the administrator what a station of the school holds and nobody can believe."""
    holder = session.get(EnrolledRow, (offer.school, offer.station)) if orphans else None
    raws = [bytes(raw) for raw in offer.entries]
    signed = offer_part(offer.school, offer.station, raws)
    if holder is None or not is_signed(holder.public_key, offer.signature, signed):
        return
    for item in returned:
        why = orphans.get(item.entry.id)
        if why is not None:
            session.merge(
                OrphanRow(
                    school=offer.school,
                    entry=item.entry.id,
                    station=item.entry.station,
                    seq=item.entry.seq,
                    kind=item.entry.kind,
                    holder=offer.station,
                    why=why,
                    noticed_ms=now_ms,
                )
            )
    session.flush()


def _enter(session: Session, school: str) -> None:
    enter(session, school)
    if session.get(CounterRow, school) is None:
        if not find_schools(session):
            raise being_restored()
        raise RefusedError(404, "unknown_school", "На этом сервере нет такой школы.")


def _known(session: Session, school: str, ids: Sequence[str]) -> dict[str, bytes]:
    if not ids:
        return {}
    rows = session.execute(_KNOWN, {"school": school, "ids": ids})
    return {row.id: row.digest for row in rows}


def _read_waiting(session: Session, school: str) -> dict[str, Returned]:
    rows = session.scalars(select(WaitingRow.offered).where(WaitingRow.school == school))
    return {item.entry.id: item for item in map(read_returned, rows)}


def _packed(ids: Iterable[str]) -> list[bytes]:
    return [bytes.fromhex(id_) for id_ in ids]
