"""Tables of a journal, the same on a station and at the centre.

``EntryRow`` is the log. All other fact tables are what the log folds to: each row has the key of
its fact and the entry that stands there; only ``projection`` writes them. Tuples become JSON lists.
"""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    FromClause,
    Index,
    LargeBinary,
    literal_column,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# spelled out: a database uses such an index only where it reads the same words
_HELD = text("status = 'held'")
_UNKNOWN = text("kind = ''")
_SIGNED = text("late OR status IN ('pending', 'contested', 'held', 'refused')")
HAS_SIGN: ColumnElement[bool] = literal_column(f"({_SIGNED.text})")
"""Holds of the few entries that are not, or not simply, accepted; finds them by their index.

Without a type: of a boolean, SQLite would be asked whether it is 1, and would not see the index.
"""


class Base(DeclarativeBase):
    """The base of all tables that station and centre share."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {list[str]: JSON, bytes: LargeBinary}


class EntryRow(Base):
    """A line of the log with its receipt; see ``entries.Entry`` and ``entries.Receipt``.

    On a station ``epoch`` is the history in which the centre has last confirmed the entry.

    ``status`` is the projection's: pending, current, superseded, merged, contested, held, refused
    or decided_against.
    """

    __tablename__ = "entries"
    __table_args__ = (
        Index("entries_by_key", "school", "key"),
        Index("entries_by_station", "school", "station", "seq"),
        Index("entries_by_number", "school", "number"),
        # small: almost nothing is held for long
        Index("entries_held", "school", "number", sqlite_where=_HELD, postgresql_where=_HELD),
        # small too, and all that a page asks of the log
        Index("entries_signed", "school", "key", sqlite_where=_SIGNED, postgresql_where=_SIGNED),
    )

    school: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str]
    seq: Mapped[int] = mapped_column(BigInteger)
    prev: Mapped[bytes]
    kind: Mapped[str]
    version: Mapped[int]
    key: Mapped[str]
    value: Mapped[bytes | None]
    salt: Mapped[bytes | None]
    value_hash: Mapped[bytes]
    base: Mapped[str | None]
    seen_epoch: Mapped[str]
    seen_number: Mapped[int] = mapped_column(BigInteger)
    author: Mapped[str]
    profile_version: Mapped[int]
    lesson_date: Mapped[date | None]
    work_date: Mapped[date | None]
    paper_date: Mapped[date | None]
    wall_ms: Mapped[int] = mapped_column(BigInteger)
    zone_min: Mapped[int]
    boot_ms: Mapped[int] = mapped_column(BigInteger)
    boot_id: Mapped[str]
    offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    digest: Mapped[bytes]
    epoch: Mapped[str | None]
    number: Mapped[int | None] = mapped_column(BigInteger)
    verdict: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    target: Mapped[str | None]
    late: Mapped[bool] = mapped_column(default=False)
    accepted_ms: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str]
    judged_epoch: Mapped[str | None]
    judged_number: Mapped[int | None] = mapped_column(BigInteger)

    @property
    def judged(self) -> tuple[str, int]:
        """Where the verdict was given; see ``entries.Receipt.judged``."""
        return self.judged_epoch or self.epoch or "", self.judged_number or self.number or 0


class FactRow(Base):
    """The state of a key.

    ``current``: the entry that stands by the centre's word; ``shown``: the own pending entry over
    it, or the same; ``open``: ids of the undecided entries (contested or held), oldest first.
    ``kind`` is empty where this program does not understand the key or what shows there.
    """

    __tablename__ = "facts"
    __table_args__ = (
        Index("facts_by_scope", "school", "scope"),
        Index("facts_not_understood", "school", sqlite_where=_UNKNOWN, postgresql_where=_UNKNOWN),
    )

    school: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str]
    kind: Mapped[str]
    current: Mapped[str | None]
    shown: Mapped[str | None]
    open: Mapped[list[str]]


class ScopeRow(Base):
    """How far a scope is known: last ordinal, its number and the running digest."""

    __tablename__ = "scopes"

    school: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int] = mapped_column(BigInteger)
    head: Mapped[bytes]


class ScopeLineRow(Base):
    """Which entry (by its number) has which ordinal in a scope."""

    __tablename__ = "scope_lines"

    school: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class DeskRow(Base):
    """Local and private: whose journal this is, its station key and how far it has talked.

    One row. ``seed`` is the Ed25519 private key of the station; ``last_contact_ms`` the centre's
    time of the last signed answer, ``contact_seq`` the last own entry before it;
    ``failing_since_ms`` the first failed attempt after it by the wall clock, ``failed_ms`` how long
    attempts failed since; ``reminded`` the day on which the user last read what is to be moved;
    ``parcel_key`` what parcels are sealed to, unknown before the first contact with a centre that
    takes them; ``has_to_offer``: the centre has begun a new history, and what it may have lost has
    not been offered to it yet.
    """

    __tablename__ = "desk"

    school: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str]
    seed: Mapped[bytes]
    user: Mapped[str]
    login: Mapped[str]
    server: Mapped[str]
    token: Mapped[str]
    centre_key: Mapped[bytes]
    recovery_key: Mapped[bytes]
    epoch: Mapped[str] = mapped_column(default="")
    seen_number: Mapped[int] = mapped_column(BigInteger, default=0)
    last_contact_ms: Mapped[int | None] = mapped_column(BigInteger)
    contact_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    failing_since_ms: Mapped[int | None] = mapped_column(BigInteger)
    failed_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    reminded: Mapped[date | None]
    parcel_key: Mapped[bytes | None]
    has_to_offer: Mapped[bool] = mapped_column(default=False)


class ContactRow(Base):
    """Local and private: what the centre last told of the workplaces to those who watch them.

    ``contact_ms`` is its last contact with the station, ``pushed_ms`` when it last received
    entries from it, both by the centre's clock; ``last_seq`` the highest seq received.
    """

    __tablename__ = "contacts"

    school: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str] = mapped_column(primary_key=True)
    contact_ms: Mapped[int | None] = mapped_column(BigInteger)
    pushed_ms: Mapped[int | None] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)


class RetiredStationRow(Base):
    """Local and private: a station that this journal was before it was copied or restored.

    Its ``seed`` still signs what it wrote and could not send.
    """

    __tablename__ = "retired_stations"

    school: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str] = mapped_column(primary_key=True)
    seed: Mapped[bytes]


class HomeRow(Base):
    """Local and private: the token by which the file is known where it lives; one row at most."""

    __tablename__ = "home"

    school: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[str]


class ErasedRow(Base):
    """An entry whose value may be held nowhere any more, and the act that says so.

    ``is_swept``: no free page of this file holds a copy of the value either.
    """

    __tablename__ = "erased"

    school: Mapped[str] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(primary_key=True)
    act: Mapped[str]
    is_swept: Mapped[bool]


class ProofRow(Base):
    """Local: receipts as the centre signed them, all of one answer; see ``sync.proofs``.

    ``lines``: 32 bytes for each receipt.
    """

    __tablename__ = "proofs"

    school: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    lines: Mapped[bytes]
    signature: Mapped[bytes]


class OfferedRow(Base):
    """Local: an entry that a restored centre was offered and has not taken into its log.

    ``epoch``: the centre's history then; ``state``: "waiting" (for what it names) or "orphan".
    """

    __tablename__ = "offered"

    school: Mapped[str] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[str]
    state: Mapped[str]


class SetAsideRow(Base):
    """Local and private: a refused entry that its author has read and needs no more in her lists.

    It stays in the log and in the history of its cell.
    """

    __tablename__ = "set_aside"

    school: Mapped[str] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(primary_key=True)


class Fact:
    """What every row of a fact has: its key and the id of the entry that stands there."""

    __table__: ClassVar[FromClause]

    school: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    entry: Mapped[str]
