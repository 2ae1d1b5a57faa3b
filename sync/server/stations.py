"""Stations at the centre: enrolling, revoking, looking at them."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from journal import values
from journal.clock import Reading, to_ms
from journal.entries import station_id
from journal.errors import UserError
from journal.kinds import make_key
from journal.log import Draft
from journal.signing import is_signed
from journal.tables import EntryRow
from sync.protocol import Enrol, Enrolled, enrol_part
from sync.server.auditing import note
from sync.server.chain import REVOKED
from sync.server.counting import lock_counter
from sync.server.desk import write
from sync.server.fencing import enter, enter_by_station
from sync.server.receiving import DIGEST_BYTES
from sync.server.refusals import RefusedError, bad_message, station_revoked
from sync.server.tables import EnrolledRow, FindingRow, SessionRow

_MAX_NAME = 100


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station as the administrator sees it.

    ``waiting`` counts what came after it was taken out of use and waits for a person; ``findings``
    what is odd, by kind; ``holes`` are first and last seq of what did not come.
    """

    number: int
    station: str
    user: str
    name: str
    last_seq: int
    pushed_ms: int | None
    revoked_ms: int | None
    waiting: int
    findings: tuple[tuple[str, int], ...]
    holes: tuple[tuple[int, int], ...] = ()


def enrol_by_session(
    session: Session, opened: SessionRow, token: str, words: Enrol, reading: Reading
) -> Enrolled:
    """Make a station known that proves to hold its key; asking again gives the same number.

    Raises:
        RefusedError: no proof, the key is another user's, or the station was revoked.
    """
    if len(words.public_key) != DIGEST_BYTES or len(words.name) > _MAX_NAME or "\0" in words.name:
        raise bad_message("ключ или название рабочего места указаны неверно")
    if not is_signed(words.public_key, words.proof, enrol_part(token, words.public_key)):
        raise RefusedError(403, "bad_signature", "Рабочее место не доказало, что ключ его.")
    enrolled = enrol(session, opened.school, opened.user, words.public_key, words.name, reading)
    opened.station = enrolled.station
    return enrolled


def enrol(
    session: Session, school: str, user: str, public_key: bytes, name: str, reading: Reading
) -> Enrolled:
    """Make a station known and write it into the journal of the school.

    Raises:
        RefusedError: the key is another user's, or the station was revoked.
    """
    lock_counter(session, school)
    station = station_id(public_key)
    known_in = enter_by_station(session, station)
    enter(session, school)
    known = session.get(EnrolledRow, (school, station))
    if known_in is not None and (known is None or known.user != user):
        raise RefusedError(409, "key_taken", "Это рабочее место заведено на другого сотрудника.")
    if known is not None:
        if known.revoked_ms is not None:
            raise station_revoked()
        return Enrolled(station, known.number)
    last = session.scalar(select(func.max(EnrolledRow.number)).where(EnrolledRow.school == school))
    number = (last or 0) + 1
    now_ms = to_ms(reading.wall)
    session.add(
        EnrolledRow(
            school=school,
            station=station,
            user=user,
            public_key=public_key,
            number=number,
            name=name,
            enrolled_ms=now_ms,
            last_seq=0,
        )
    )
    fact = values.Station(number, user, public_key, name)
    draft = Draft("station.set", make_key("station.set", "", station), fact)
    write(session, school, user, [draft], reading)
    note(session, school, now_ms, "station_enrolled", user, station)
    return Enrolled(station, number)


def revoke(session: Session, school: str, number: int, now_ms: int) -> None:
    """Take a station out of use: its sessions end at once, what it sends is held for a person.

    Sessions of its user that name no station end too: they may be of this one.

    Raises:
        UserError: no station has this number.
    """
    row = session.scalars(
        select(EnrolledRow).where(EnrolledRow.school == school, EnrolledRow.number == number)
    ).one_or_none()
    if row is None:
        raise UserError(f"Рабочего места № {number} нет. Посмотрите список: station list.")
    row.revoked_ms = row.revoked_ms or now_ms
    session.execute(
        update(SessionRow)
        .where(
            SessionRow.school == school,
            SessionRow.user == row.user,
            or_(SessionRow.station == row.station, SessionRow.station.is_(None)),
            SessionRow.ended_ms.is_(None),
        )
        .values(ended_ms=now_ms)
    )
    note(session, school, now_ms, "station_revoked", row.user, row.station)


def list_stations(session: Session, school: str) -> list[StationLine]:
    """Return the stations by number, with what was found odd about each."""
    findings: dict[str, list[tuple[str, int]]] = {}
    counted = (
        select(FindingRow.station, FindingRow.kind, func.count())
        .where(FindingRow.school == school)
        .group_by(FindingRow.station, FindingRow.kind)
        .order_by(FindingRow.kind)
    )
    for station, kind, count in session.execute(counted):
        findings.setdefault(station, []).append((kind, count))
    holes: dict[str, list[tuple[int, int]]] = {}
    missing = (
        select(FindingRow.station, FindingRow.seq, FindingRow.last_seq)
        .where(FindingRow.school == school, FindingRow.kind == "hole")
        .order_by(FindingRow.seq)
    )
    for station, first, last in session.execute(missing):
        holes.setdefault(station, []).append((first, last))
    held = (
        select(EntryRow.station, func.count())
        .join(
            EnrolledRow,
            and_(EnrolledRow.school == EntryRow.school, EnrolledRow.station == EntryRow.station),
        )
        .where(
            EntryRow.school == school,
            EntryRow.status == "held",
            EntryRow.reason == REVOKED,
            EnrolledRow.revoked_ms.is_not(None),
        )
        .group_by(EntryRow.station)
    )
    waiting = dict(session.execute(held).all())
    rows = session.scalars(
        select(EnrolledRow).where(EnrolledRow.school == school).order_by(EnrolledRow.number)
    )
    return [
        StationLine(
            row.number,
            row.station,
            row.user,
            row.name,
            row.last_seq,
            row.pushed_ms,
            row.revoked_ms,
            waiting.get(row.station, 0),
            tuple(findings.get(row.station, ())),
            tuple(holes.get(row.station, ())),
        )
        for row in rows
    ]
