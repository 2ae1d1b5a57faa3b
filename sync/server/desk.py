"""The centre as a station: what its own commands write is an entry like any other.

Such an entry is signed into the centre's own chain, names the acting user, and has its number and
verdict at once.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.clock import Reading, to_ms
from journal.entries import Receipt, station_id
from journal.facts_school import ProfileRow
from journal.ids import new_id
from journal.log import Draft, Stamp, Tail, make_entry, tail_of
from journal.projection import line_of, load_keys, project
from journal.scopes import scopes_of_entry
from journal.signing import new_seed, public_key
from journal.tables import DeskRow
from sync.server.counting import come_home, lock_counter, save_counter
from sync.server.fencing import enter
from sync.server.references import Staleness
from sync.server.storing import Judged, named_authors, store
from sync.server.tables import CounterRow


def found_school(session: Session, recovery_key: bytes) -> str:
    """Begin the history of a new school; return its id.

    ``recovery_key``: public half of the pair that opens journals whose password is lost.
    """
    school, epoch, seed = new_id(), new_id(), new_seed()
    public = public_key(seed)
    enter(session, school)
    session.add(CounterRow(school=school, epoch=epoch, number=0, reference_number=0))
    session.add(
        DeskRow(
            school=school,
            station=station_id(public),
            seed=seed,
            user="",
            login="",
            server="",
            token="",
            centre_key=public,
            recovery_key=recovery_key,
            epoch=epoch,
        )
    )
    session.flush()
    come_home(session, school)
    return school


def write(
    session: Session, school: str, author: str, drafts: Sequence[Draft], reading: Reading
) -> list[Receipt]:
    """Write entries of the centre for ``author``, all accepted, in the caller's transaction.

    Without an author they follow from a rule that they name. No two may have the same key.
    """
    counter = lock_counter(session, school)
    desk = session.scalars(select(DeskRow).where(DeskRow.school == school)).one()
    desk.seen_number = counter.number
    logs = load_keys(session, school, [draft.key for draft in drafts])
    tail = tail_of(session, school, desk.station)
    stamp = Stamp(author, reading, _profile_number(session, school))
    number, changed = counter.number, Staleness()
    reference_number = counter.reference_number
    judged: list[Judged] = []
    for draft in drafts:
        log = logs[draft.key]
        entry = make_entry(desk, tail, stamp, draft, base=log.judged.current)
        tail = Tail(entry.seq, entry.digest())
        number += 1
        receipt = Receipt(
            epoch=counter.epoch, number=number, verdict="accepted", accepted_ms=to_ms(reading.wall)
        )
        log.add(line_of(entry, receipt))
        scopes = scopes_of_entry(entry, named_authors(entry, log))
        judged.append(Judged(entry, tail.digest, receipt, scopes))
        if changed.note(entry.key):
            reference_number = number
    store(session, school, judged, logs)
    project(session, school, logs.values())
    save_counter(session, replace(counter, number=number, reference_number=reference_number))
    return [item.receipt for item in judged]


def _profile_number(session: Session, school: str) -> int:
    return session.scalar(select(ProfileRow.number).where(ProfileRow.school == school)) or 0
