"""Rows of a page of the register: what lessons, marks and plans fold to."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from journal.tables import Base, Fact


class MarkRow(Fact, Base):
    __tablename__ = "marks"
    __table_args__ = (
        Index("marks_by_page", "school", "page", "lesson"),
        # every mark typed asks for all marks of its pupil: the mean follows from them
        Index("marks_by_pupil", "school", "pupil", "page"),
    )
    page: Mapped[str]
    lesson: Mapped[str]
    pupil: Mapped[str]
    column: Mapped[str]
    marks: Mapped[list[str]]
    reason: Mapped[str]


class AttendanceRow(Fact, Base):
    __tablename__ = "attendance"
    __table_args__ = (Index("attendance_by_page", "school", "page", "lesson"),)
    page: Mapped[str]
    lesson: Mapped[str]
    pupil: Mapped[str]
    code: Mapped[str]
    proposed: Mapped[str]
    minutes: Mapped[int | None]
    reason: Mapped[str]


class RollCallRow(Fact, Base):
    __tablename__ = "rollcalls"
    page: Mapped[str] = mapped_column(index=True)
    lesson: Mapped[str]
    done: Mapped[bool]
    all_present: Mapped[bool]


class TopicRow(Fact, Base):
    __tablename__ = "topics"
    page: Mapped[str] = mapped_column(index=True)
    lesson: Mapped[str]
    text: Mapped[str]
    plan_number: Mapped[int | None]
    correction: Mapped[str] = mapped_column(default="")


class HomeworkRow(Fact, Base):
    __tablename__ = "homework"
    page: Mapped[str] = mapped_column(index=True)
    lesson: Mapped[str]
    text: Mapped[str]
    unassigned: Mapped[bool]
    manners: Mapped[list[str]]
    due: Mapped[str]


class PupilTaskRow(Fact, Base):
    __tablename__ = "pupil_tasks"
    page: Mapped[str] = mapped_column(index=True)
    lesson: Mapped[str]
    pupil: Mapped[str]
    text: Mapped[str]
    manners: Mapped[list[str]]
    due: Mapped[str]


class LessonContentRow(Fact, Base):
    __tablename__ = "lesson_contents"
    page: Mapped[str] = mapped_column(index=True)
    lesson: Mapped[str]
    works: Mapped[list[str]]
    material: Mapped[str]
    links: Mapped[str]


class ColumnRow(Fact, Base):
    __tablename__ = "mark_columns"
    page: Mapped[str] = mapped_column(index=True)
    lesson: Mapped[str] = mapped_column(index=True)
    column: Mapped[str]
    work: Mapped[str]
    title: Mapped[str]
    work_date: Mapped[date | None]
    removed: Mapped[bool]


class LessonChangeRow(Fact, Base):
    __tablename__ = "lesson_changes"
    page: Mapped[str] = mapped_column(index=True)
    lesson: Mapped[str]
    status: Mapped[str]
    day: Mapped[date]
    slot: Mapped[int]
    reason: Mapped[str]
    teacher: Mapped[str] = mapped_column(default="")
    room: Mapped[str] = mapped_column(default="")
    joined: Mapped[str] = mapped_column(default="")
    is_distance: Mapped[bool] = mapped_column(default=False)


class TermMarkRow(Fact, Base):
    __tablename__ = "term_marks"
    page: Mapped[str] = mapped_column(index=True)
    period: Mapped[str]
    pupil: Mapped[str]
    mark: Mapped[str]
    reason: Mapped[str]


class PlanTopicRow(Fact, Base):
    __tablename__ = "plan_topics"
    page: Mapped[str] = mapped_column(index=True)
    number: Mapped[str]
    topic: Mapped[str]
    homework: Mapped[str]
    work: Mapped[str]
