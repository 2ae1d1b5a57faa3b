"""Rows of what is kept about pupils: cards, parents, absences with their reasons and documents."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base, Fact


class CardRow(Fact, Base):
    __tablename__ = "cards"
    pupil: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date | None]
    phone: Mapped[str]
    address: Mapped[str]
    email: Mapped[str]
    reason: Mapped[str]


class ParentRow(Fact, Base):
    __tablename__ = "parents"
    pupil: Mapped[str] = mapped_column(index=True)
    parent: Mapped[str]
    relation: Mapped[str]
    surname: Mapped[str]
    name: Mapped[str]
    patronymic: Mapped[str]
    sex: Mapped[str]
    birth_date: Mapped[date | None]
    passport: Mapped[str]
    snils: Mapped[str]
    phone: Mapped[str]
    address: Mapped[str]
    email: Mapped[str]
    removed: Mapped[bool]
    reason: Mapped[str]


class CardConfirmedRow(Fact, Base):
    __tablename__ = "card_confirmations"
    pupil: Mapped[str]
    day: Mapped[date]


class CardFieldRow(Fact, Base):
    __tablename__ = "card_fields"
    field: Mapped[str]
    is_on: Mapped[bool]
    number: Mapped[str]
    day: Mapped[date]


class AbsenceReasonRow(Fact, Base):
    __tablename__ = "absence_reasons"
    page: Mapped[str] = mapped_column(index=True)
    lesson: Mapped[str]
    pupil: Mapped[str]
    code: Mapped[str]


class AbsenceCoverRow(Fact, Base):
    __tablename__ = "absence_covers"
    page: Mapped[str] = mapped_column(index=True)
    document: Mapped[str]
    pupil: Mapped[str]
    code: Mapped[str]
    start: Mapped[date]
    end: Mapped[date]
    reason: Mapped[str]


class DayAbsenceRow(Fact, Base):
    __tablename__ = "day_absences"
    class_id: Mapped[str] = mapped_column(index=True)
    day: Mapped[str]
    pupil: Mapped[str]
    absent: Mapped[bool]


class AbsenceDocumentRow(Fact, Base):
    __tablename__ = "absence_documents"
    class_id: Mapped[str] = mapped_column(index=True)
    document: Mapped[str]
    pupil: Mapped[str]
    kind: Mapped[str]
    presented: Mapped[date]
    number: Mapped[str]
    issued: Mapped[date | None]
    start: Mapped[date | None]
    end: Mapped[date | None]
    withdrawn: Mapped[bool]
