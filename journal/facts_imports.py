"""Rows of imports: where one began, that it is complete, that it was taken back."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base, Fact


class ImportRow(Fact, Base):
    __tablename__ = "imports"
    import_id: Mapped[str]
    station: Mapped[str]
    first_seq: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int] = mapped_column(BigInteger)


class ImportClosedRow(Fact, Base):
    __tablename__ = "import_closings"
    import_id: Mapped[str]
    station: Mapped[str]
    first_seq: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int] = mapped_column(BigInteger)
    last_digest: Mapped[bytes]


class ImportUndoneRow(Fact, Base):
    __tablename__ = "import_undoings"
    import_id: Mapped[str]
    reason: Mapped[str]
