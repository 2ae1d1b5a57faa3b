"""Rows of the school's own data: people, classes, pages, calendar, timetable."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base, Fact


class PupilRow(Fact, Base):
    __tablename__ = "pupils"
    class_id: Mapped[str] = mapped_column(index=True)
    pupil: Mapped[str]
    surname: Mapped[str]
    name: Mapped[str]
    patronymic: Mapped[str]
    arrived: Mapped[date | None]
    left: Mapped[date | None]
    groups: Mapped[list[str]]
    arrival_order: Mapped[str]
    arrival_order_day: Mapped[date | None]
    leaving_order: Mapped[str]
    leaving_order_day: Mapped[date | None]
    reason: Mapped[str]


class SchoolRow(Fact, Base):
    __tablename__ = "school_names"
    short_name: Mapped[str]
    full_name: Mapped[str]
    municipality: Mapped[str]
    system_name: Mapped[str]


class ProfileRow(Fact, Base):
    __tablename__ = "profiles"
    number: Mapped[int]
    text: Mapped[str]


class CalendarDayRow(Fact, Base):
    __tablename__ = "calendar_days"
    day: Mapped[str]
    kind: Mapped[str]
    note: Mapped[str]
    moved_from: Mapped[date | None]


class PeriodRow(Fact, Base):
    __tablename__ = "periods"
    period: Mapped[str]
    name: Mapped[str]
    grade_from: Mapped[int]
    grade_to: Mapped[int]
    start: Mapped[date]
    end: Mapped[date]


class ClosingRow(Fact, Base):
    __tablename__ = "closings"
    period: Mapped[str]
    class_id: Mapped[str]
    closed: Mapped[bool]
    reason: Mapped[str]


class StaffRow(Fact, Base):
    __tablename__ = "staff"
    user: Mapped[str]
    surname: Mapped[str]
    name: Mapped[str]
    patronymic: Mapped[str]
    posts: Mapped[list[str]]
    post_title: Mapped[str]
    login: Mapped[str]
    until: Mapped[date | None]


class ClassRow(Fact, Base):
    __tablename__ = "classes"
    class_id: Mapped[str]
    year: Mapped[int]
    grade: Mapped[int]
    letter: Mapped[str]
    teacher: Mapped[str | None]


class PageRow(Fact, Base):
    __tablename__ = "pages"
    page: Mapped[str]
    class_id: Mapped[str]
    subject: Mapped[str]
    group: Mapped[str]
    teacher: Mapped[str]
    hours: Mapped[float]
    order: Mapped[int]


class TimetableRow(Fact, Base):
    __tablename__ = "timetable"
    line: Mapped[str]
    page: Mapped[str]
    weekday: Mapped[int]
    slot: Mapped[int]
    teacher: Mapped[str]
    room: Mapped[str]
    start: Mapped[date]
    end: Mapped[date]


class BellRow(Fact, Base):
    __tablename__ = "bells"
    line: Mapped[str]
    slot: Mapped[int]
    begins: Mapped[int]
    ends: Mapped[int]
    weekday: Mapped[int]
    grade_from: Mapped[int]
    grade_to: Mapped[int]
    start: Mapped[date | None]
    end: Mapped[date | None]
    is_short: Mapped[bool]


class SubstitutionRow(Fact, Base):
    __tablename__ = "substitutions"
    lesson: Mapped[str]
    page: Mapped[str]
    day: Mapped[date]
    slot: Mapped[int]
    teacher: Mapped[str]
    reason: Mapped[str]
