"""A class teacher's class: a week of attendance, who is absent today, documents about absences."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.attendance_model import AttendanceModel
from desktop.models.month_model import MonthModel
from desktop.models.rows import RowsModel
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.queries.absence_documents import DocumentLine, read_documents
from journal.queries.class_attendance import (
    PupilDay,
    month_of,
    read_class_attendance,
    week_of,
)
from journal.queries.movements import Movement, read_movements
from journal.reference import SchoolClass
from journal.rights import may_read_documents
from journal.services.absences import (
    ConfirmReasons,
    MissedLesson,
    RecordDocument,
    SetDayAbsence,
    confirm_reasons,
    record_document,
    set_day_absence,
)

# out of sight only the number on the rail is left to be told: nobody waits for it while typing
_AFTER_COMMIT_MS, _OUT_OF_SIGHT_MS = 60, 1500


class ClassBoard(QObject):
    """Follows the journal; every wish goes through a service.

    Signals:
        changed: anything on the screen is another now.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.class_id = next((each.id for each in self.classes), "")
        self.day = workspace.now.date()
        self.model = AttendanceModel(self)
        self.month = MonthModel(self)
        self.shows_month = False
        self.movements = RowsModel[Movement](
            lambda each: (each.pupil.id, each.day), movement_in_words, self
        )
        self._today = self.model.attendance
        self.documents = RowsModel[DocumentLine](lambda line: line.document, in_words, self)
        self._is_watched = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        workspace.committed.connect(self._follow)
        self.refresh()

    @property
    def classes(self) -> list[SchoolClass]:
        """The classes that the user may look at: the own ones first."""
        reference = self._workspace.reference
        person = reference.person(self._workspace.user)
        return sorted(
            (
                each
                for each in reference.classes.values()
                if may_read_documents(person, each.id) is None
            ),
            key=lambda each: (each.id not in person.class_teacher_of, each.grade, each.letter),
        )

    @property
    def may_write(self) -> bool:
        """Whether the user is the teacher of the class on show."""
        person = self._workspace.reference.person(self._workspace.user)
        return self.class_id in person.class_teacher_of

    @property
    def today(self) -> date:
        """The school's day."""
        return self._workspace.now.date()

    @property
    def absent_today(self) -> list[str]:
        """Who missed a lesson today, or is said to be absent: «Белова Арина: 3 н»."""
        attendance, today = self._today, self.today
        cells = ((pupil, attendance.cell(pupil.id, today)) for pupil in attendance.pupils)
        return [f"{pupil.listed}: {cell.text}" for pupil, cell in cells if _is_absent(cell)]

    @property
    def unfilled(self) -> int:
        """How much waits for the class teacher: proposed reasons and documents to be filled."""
        waiting = sum(not line.is_filled for line in self.documents.rows())
        return len(self.model.attendance.proposed) + waiting

    def show_class(self, class_id: str) -> None:
        """Show another class."""
        self.class_id = class_id
        self.refresh()

    def step(self, steps: int) -> None:
        """Show weeks, or months where a month is on show, before or after."""
        first, last = month_of(self.day) if self.shows_month else week_of(self.day)
        self.day = (last if steps > 0 else first) + timedelta(days=steps)
        self.refresh()

    def show_today(self) -> None:
        """Show the present week or month."""
        self.show_day(self.today)

    def show_day(self, day: date) -> None:
        """Show the week or month of a day."""
        self.day = day
        self.refresh()

    def turn_month(self, is_on: bool) -> None:
        """Show the whole month beside the week, or no longer."""
        self.shows_month = is_on
        self.refresh()

    def watch(self, is_seen: bool) -> None:
        """Follow the journal at once from now on, or only when nothing was written for a while."""
        self._is_watched = is_seen
        if is_seen and self._later.isActive():
            self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self._later.stop()
        if self.class_id not in self._workspace.reference.classes:
            return
        first, last = week_of(self.day)
        read = self._workspace.read
        self.model.show_attendance(read(read_class_attendance, self.class_id, first, last))
        if self.shows_month:
            month = month_of(self.day)
            self.month.show_attendance(read(read_class_attendance, self.class_id, *month))
        self.movements.show_rows(read_movements(self._workspace.reference, self.class_id))
        today = self.today
        self._today = (
            self.model.attendance
            if first <= today <= last
            else read(read_class_attendance, self.class_id, today, today)
        )
        self.documents.show_rows(read(read_documents, self.class_id, self._workspace.now))
        self.changed.emit()

    def confirm(self, pupil: str | None = None) -> int:
        """Confirm the proposed reasons of one pupil, or of all; return how many lessons.

        Raises:
            UserError: they may not be confirmed now.
        """
        missed = tuple(
            MissedLesson(each.lesson.page, each.lesson.id, of, each.proposed)
            for of, each in self.model.attendance.proposed
            if pupil in (None, of)
        )
        if missed:
            self._workspace.execute(
                confirm_reasons, ConfirmReasons(missed), "Причины пропусков подтверждены"
            )
        return len(missed)

    def explain(self, pupil: str, day: date, code: str) -> int:
        """Give one reason to all that the pupil missed on a day; return how many lessons.

        Raises:
            UserError: a document says something else.
        """
        cell = self.model.attendance.cell(pupil, day)
        missed = tuple(
            MissedLesson(each.lesson.page, each.lesson.id, pupil, code)
            for each in cell.lessons
            if _is_missed(each.code)
        )
        if missed:
            words = f"Причина «{code}»" if code else "Причина снята"
            self._workspace.execute(confirm_reasons, ConfirmReasons(missed), words)
        return len(missed)

    def turn_day(self, pupil: str, day: date) -> None:
        """Say that a pupil is absent the whole day, or take that back.

        Raises:
            UserError: the day is still ahead, or the user is not the class teacher.
        """
        absent = not self.model.attendance.cell(pupil, day).day_absence
        wish = SetDayAbsence(self.class_id, pupil, day, absent)
        self._workspace.execute(set_day_absence, wish, "Отсутствие на весь день")

    def record(self, wish: RecordDocument) -> None:
        """Record a document.

        Raises:
            UserError: its dates contradict each other, or a number is missing.
        """
        self._workspace.execute(record_document, wish)

    def _follow(self, changes: Changes) -> None:
        if changes:
            self._later.start(_AFTER_COMMIT_MS if self._is_watched else _OUT_OF_SIGHT_MS)


def in_words(line: DocumentLine) -> str:
    """Return a document as one sentence."""
    days = ""
    if line.start is not None and line.end is not None:
        days = f", {line.start:%d.%m}-{line.end:%d.%m}"
    return f"{line.pupil.listed}: {line.title}{days}\n{line.state}"


def movement_in_words(each: Movement) -> str:
    """Return a movement as one sentence."""
    return f"{each.pupil.listed}: {each.words}"


def _is_absent(cell: PupilDay) -> bool:
    return bool(cell.missed or cell.drafts)


def _is_missed(code: str) -> bool:
    return code in ("н", "б", "уп", "нп")
