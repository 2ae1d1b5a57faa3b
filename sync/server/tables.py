"""Tables that only the centre has; they stand beside the journal's own in the same database.

Moments are milliseconds since 1970 UTC. None of these tables holds a pupil's data.
"""

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class CentreBase(DeclarativeBase):
    """The base of the centre's own tables."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {bytes: LargeBinary}


class CounterRow(CentreBase):
    """The school's number: whoever writes entries locks this row first.

    ``reference_number``: number of the last entry that changed the picture of the school;
    ``home``: which table of PostgreSQL this row belongs to, see ``counting``.
    """

    __tablename__ = "counters"

    school: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[str]
    number: Mapped[int] = mapped_column(BigInteger)
    reference_number: Mapped[int] = mapped_column(BigInteger)
    home: Mapped[int | None] = mapped_column(BigInteger)


class AccountRow(CentreBase):
    """Who may sign in. ``user`` is a member of staff, ``password`` an Argon2id hash (PHC text)."""

    __tablename__ = "accounts"
    __table_args__ = (Index("accounts_by_login", "login", unique=True),)

    school: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str]
    password: Mapped[str]
    created_ms: Mapped[int] = mapped_column(BigInteger)
    disabled_ms: Mapped[int | None] = mapped_column(BigInteger)


class SessionRow(CentreBase):
    """A session; of its token only the SHA-256 is kept."""

    __tablename__ = "sessions"
    __table_args__ = (Index("sessions_by_user", "school", "user"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    school: Mapped[str]
    user: Mapped[str]
    station: Mapped[str | None]
    created_ms: Mapped[int] = mapped_column(BigInteger)
    used_ms: Mapped[int] = mapped_column(BigInteger)
    ended_ms: Mapped[int | None] = mapped_column(BigInteger)


class EnrolledRow(CentreBase):
    """A station that the centre lets push. ``last_seq``: the highest seq received from it.

    ``pushed_ms``: when it last brought new entries; ``seen_ms``: when it last asked, written only
    every few minutes.
    """

    __tablename__ = "stations"
    __table_args__ = (Index("stations_by_id", "station", unique=True),)

    school: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str]
    public_key: Mapped[bytes]
    number: Mapped[int]
    name: Mapped[str]
    enrolled_ms: Mapped[int] = mapped_column(BigInteger)
    revoked_ms: Mapped[int | None] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    pushed_ms: Mapped[int | None] = mapped_column(BigInteger)
    seen_ms: Mapped[int | None] = mapped_column(BigInteger)


class FindingRow(CentreBase):
    """Something odd in the chain of a station, shown to the administrator.

    ``kind``: "hole" (entries ``seq``-``last_seq`` did not come), "fork" (two entries follow the
    same one), "id_reuse" (the id names another entry already), "broken" (unreadable envelope) or
    "lost" (a hole in what came back after a restore; it goes when the entries have come).
    ``entry``: the stored entry it is about; ``digest``: for "id_reuse" the digest of the entry as
    it came: it is stored under another id, and the next one of its station refers to this.
    """

    __tablename__ = "findings"
    __table_args__ = (Index("findings_by_station", "school", "station", "seq"),)

    school: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str]
    kind: Mapped[str]
    seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    entry: Mapped[str | None]
    digest: Mapped[bytes | None]
    noticed_ms: Mapped[int] = mapped_column(BigInteger)


class GuessRow(CentreBase):
    """Failed sign-ins in a row, by "login:..." and by "address:..."."""

    __tablename__ = "guesses"

    who: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_ms: Mapped[int] = mapped_column(BigInteger)


class AuditRow(CentreBase):
    """What happened to accounts, sessions, stations and posts."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_by_time", "school", "at_ms"),)

    school: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    what: Mapped[str]
    user: Mapped[str]
    station: Mapped[str]
    detail: Mapped[str]


class ParcelRow(CentreBase):
    """A parcel that was taken in, as it came for the first time.

    ``entries``: how many were in it, ``new`` of them not known before; ``user``: who was signed in
    at the program that brought it, or nobody; ``address``: from where, "console" at the centre.
    """

    __tablename__ = "parcels"

    school: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    taken_ms: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int]
    new: Mapped[int]
    user: Mapped[str]
    address: Mapped[str]


class ParcelPartRow(CentreBase):
    """What a parcel held of one station, from its first entry to its last."""

    __tablename__ = "parcel_parts"
    __table_args__ = (Index("parcel_parts_by_station", "school", "station"),)

    school: Mapped[str] = mapped_column(primary_key=True)
    parcel: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str] = mapped_column(primary_key=True)
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)


class EpochRow(CentreBase):
    """A history that began when the centre was restored; see ``epochs``.

    Attributes:
        after_number: the last number that it has from the backup.
        until_ms: end of the recovery window, in which lost entries are waited for.
    """

    __tablename__ = "epochs"

    school: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[str] = mapped_column(primary_key=True)
    after_number: Mapped[int] = mapped_column(BigInteger)
    began_ms: Mapped[int] = mapped_column(BigInteger)
    until_ms: Mapped[int] = mapped_column(BigInteger)


class WaitingRow(CentreBase):
    """A proven entry of an older history that names others which have not come back yet.

    ``offered``: the entry with its receipt as it was offered; ``digest``: of the entry.
    """

    __tablename__ = "waiting"

    school: Mapped[str] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str]
    digest: Mapped[bytes]
    offered: Mapped[bytes]
    since_ms: Mapped[int] = mapped_column(BigInteger)


class OrphanRow(CentreBase):
    """An entry of an older history that a station holds and that cannot be believed.

    ``station``, ``seq``: who wrote it; ``holder``: the station that holds it; ``why``: "unproven"
    or "id_reuse".
    """

    __tablename__ = "orphans"

    school: Mapped[str] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str]
    seq: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    holder: Mapped[str]
    why: Mapped[str]
    noticed_ms: Mapped[int] = mapped_column(BigInteger)
