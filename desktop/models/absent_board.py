"""The day's list of the absent: whose classes, which day, after which lesson."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.absent_copying import render_absent
from desktop.copying import desk_of
from desktop.models.absent_model import AbsentModel
from desktop.models.rows import RowsModel
from desktop.tasks import Tasks
from desktop.workspace import Workspace
from journal.attendance import CODES
from journal.changes import Changes
from journal.errors import UserError
from journal.queries.absent_lists import (
    WHOLE_DAY,
    AbsentClass,
    AbsentPupil,
    AbsentWish,
    read_absent,
)
from journal.queries.absent_sheets import uncalled_in_words
from journal.reference import Lesson, PupilName, SchoolClass
from journal.rights import may_read_documents
from printing.rendered import Rendered

_AFTER_COMMIT_MS = 200
_LONGEST_BREAK = 120


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody or something that no roll call has told of yet."""

    id: str
    title: str
    details: str


class AbsentBoard(QObject):
    """Follows the journal while it is watched.

    Signals:
        changed: anything on the page is another now.
        rendered: the sheet to look at before it is printed (``Rendered``).
        refused: why there is none, as a sentence.
    """

    changed = Signal()
    rendered = Signal(object)
    refused = Signal(str)

    def __init__(self, workspace: Workspace, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._tasks = workspace, tasks
        self.model = AbsentModel(self)
        self.pupils = RowsModel[AbsentPupil](lambda row: row.pupil.id, pupil_in_words, self)
        self.waiting = RowsModel[Waiting](
            lambda row: row.id, lambda row: f"{row.title}: {row.details}", self
        )
        self.class_id = next((each.id for each in self.classes), "")
        self._wish = AbsentWish((), workspace.now.date())
        self._is_watched = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER_COMMIT_MS)
        self._later.timeout.connect(self.refresh)
        workspace.committed.connect(self._follow)

    @property
    def classes(self) -> list[SchoolClass]:
        """The classes of the newest year that the user may look at: the own ones first."""
        reference = self._workspace.reference
        person = reference.person(self._workspace.user)
        newest = max((each.year for each in reference.classes.values()), default=0)
        return sorted(
            (
                each
                for each in reference.classes.values()
                if each.year == newest and may_read_documents(person, each.id) is None
            ),
            key=lambda each: (each.id not in person.class_teacher_of, each.grade, each.letter),
        )

    @property
    def wish(self) -> AbsentWish:
        """What the list is of: all classes that the user may look at."""
        return self._wish

    @property
    def is_today(self) -> bool:
        """Whether the list is of the school's day of now."""
        return self._wish.day == self._workspace.now.date()

    @property
    def summary(self) -> str:
        """The whole list in a sentence."""
        classes = self.model.classes
        called = [each for each in classes if each.called]
        if not classes:
            return "Уроков в этот день нет."
        if not called:
            return "Перекличек ещё не было."
        counts = [sum(each.count(*codes) for each in called) for codes in ((), ("б",), ("уп",))]
        absent, ill, valid = counts
        listed = sum(each.listed for each in called)
        left = len(classes) - len(called)
        told = f"Отсутствуют {absent} из {listed}"
        if absent:
            told += f": б {ill}, уп {valid}, нп и н {absent - ill - valid}"
        return f"{told} · без переклички классов: {left}" if left else told

    @property
    def current(self) -> AbsentClass | None:
        """The class whose pupils are on show."""
        row = self.model.row_of(self.class_id)
        return self.model.classes[row] if row is not None else None

    def watch(self, is_seen: bool) -> None:
        """Follow the journal from now on, or no longer."""
        self._is_watched = is_seen
        if is_seen:
            self.refresh()

    def show_class(self, class_id: str) -> None:
        """Show the pupils of another class."""
        self.class_id = class_id
        self._fill()
        self.changed.emit()

    def step(self, days: int) -> None:
        """Show the next school day (1) or the one before (-1), as long as it has come."""
        today, day = self._workspace.now.date(), self._wish.day + timedelta(days=days)
        for _ in range(_LONGEST_BREAK):
            if day > today:
                return
            if self._has_lessons(day):
                self._show_day(day)
                return
            day += timedelta(days=days)

    def show_today(self) -> None:
        """Show the school's day of now."""
        self._show_day(self._workspace.now.date())

    def count_lessons(self, lessons: int) -> None:
        """Let the roll calls of the first lessons count, or ``WHOLE_DAY``."""
        self._wish = replace(self._wish, lessons=lessons)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        workspace = self._workspace
        self._wish = replace(self._wish, classes=tuple(each.id for each in self.classes))
        self.model.show_classes(workspace.read(read_absent, self._wish, workspace.now))
        self._fill()
        self.changed.emit()

    def render(self) -> None:
        """Render the sheet in the background; ``rendered`` or ``refused`` tells the end."""
        self._tasks.run(
            render_absent,
            desk_of(self._workspace),
            self._wish,
            done=self._take,
            failed=self._give_up,
        )

    def _show_day(self, day: date) -> None:
        if (day == self._workspace.now.date()) != self.is_today:
            # of a day that is over everything is known
            self._wish = replace(self._wish, lessons=WHOLE_DAY if self.is_today else 1)
        self._wish = replace(self._wish, day=day)
        self.refresh()

    def _has_lessons(self, day: date) -> bool:
        reference = self._workspace.reference
        return any(
            reference.pages[lesson.page].class_id in self._wish.classes
            for lesson in reference.lessons_on(day)
            if lesson.status != "cancelled"
        )

    def _fill(self) -> None:
        current = self.current
        self.pupils.show_rows(current.absent if current is not None else ())
        classes = self.model.classes
        self.waiting.show_rows(
            [
                *(self._uncalled(each, lesson) for each in classes for lesson in each.uncalled),
                *(_expected(each, pupil) for each in classes for pupil in each.expected),
            ]
        )

    def _uncalled(self, each: AbsentClass, lesson: Lesson) -> Waiting:
        reference = self._workspace.reference
        keeper = reference.staff.get(lesson.keeper)
        where = uncalled_in_words(reference, lesson)
        title = f"{each.school_class.title}, {where}"
        return Waiting(lesson.id, title, f"нет переклички · {keeper.short if keeper else ''}")

    def _take(self, rendered: Rendered) -> None:
        self.rendered.emit(rendered)

    def _give_up(self, fault: Exception) -> None:
        if not isinstance(fault, UserError):
            raise fault
        self.refused.emit(str(fault))

    def _follow(self, changes: Changes) -> None:
        if changes and self._is_watched:
            self._later.start()


def pupil_in_words(row: AbsentPupil) -> str:
    """Return an absent pupil as one sentence."""
    return f"{row.pupil.listed}: {absence_in_words(row)}"


def absence_in_words(row: AbsentPupil) -> str:
    """Return why and at which lessons: «причина не указана · уроки 1, 2»."""
    reason = CODES[row.code].name.removeprefix("отсутствовал").lstrip(", ")
    slots = ", ".join(map(str, row.slots))
    return f"{reason} · {'урок' if len(row.slots) == 1 else 'уроки'} {slots}"


def _expected(each: AbsentClass, pupil: PupilName) -> Waiting:
    return Waiting(
        pupil.id,
        f"{pupil.listed}, {each.school_class.title}",
        "весь день, сказал классный руководитель; переклички не было",
    )
