"""Rows of workplaces, outages and their acts, and of what was printed."""

from datetime import date

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base, Fact


class StationRow(Fact, Base):
    __tablename__ = "workplaces"
    station: Mapped[str]
    number: Mapped[int]
    user: Mapped[str]
    public_key: Mapped[bytes]
    name: Mapped[str]


class IntervalRow(Fact, Base):
    __tablename__ = "intervals"
    interval: Mapped[str]
    station: Mapped[str]
    number: Mapped[int]
    day: Mapped[date]
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_contact_ms: Mapped[int | None] = mapped_column(BigInteger)
    noticed_ms: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    declared: Mapped[bool]
    ended_ms: Mapped[int | None] = mapped_column(BigInteger)


class RestoredRow(Fact, Base):
    __tablename__ = "restorations"
    interval: Mapped[str]
    station: Mapped[str]
    restored_ms: Mapped[int] = mapped_column(BigInteger)
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    last_digest: Mapped[bytes]
    count: Mapped[int] = mapped_column(BigInteger)


class RedactionRow(Fact, Base):
    __tablename__ = "redactions"
    act: Mapped[str]
    number: Mapped[str]
    reason: Mapped[str]
    entries: Mapped[list[str]]


class IntervalActRow(Fact, Base):
    __tablename__ = "interval_acts"
    interval: Mapped[str]
    station: Mapped[str]
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    last_digest: Mapped[bytes]
    count: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[str]
    reason: Mapped[str]
    day: Mapped[date]


class CopyRow(Fact, Base):
    __tablename__ = "copies"
    copy: Mapped[str]
    number: Mapped[int]
    form: Mapped[str]
    class_id: Mapped[str]
    pages: Mapped[list[str]]
    period: Mapped[str]
    sheets: Mapped[int]
    copies: Mapped[int]
    data_digest: Mapped[str]
    content_digest: Mapped[str]
    epoch: Mapped[str]
    scope: Mapped[str]
    ordinal: Mapped[int] = mapped_column(BigInteger)
    scope_head: Mapped[str]
    printed_ms: Mapped[int] = mapped_column(BigInteger)
    draft: Mapped[str]


class CopyStateRow(Fact, Base):
    __tablename__ = "copy_states"
    copy: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    post: Mapped[str]
    signer: Mapped[str]
    day: Mapped[date | None]
