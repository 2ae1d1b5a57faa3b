"""Changes of the timetable: a week of a class or teacher, the lesson at hand, what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.models.change_words import Change, effect_words
from desktop.models.rows import Index, RowsModel
from desktop.models.week_model import WeekModel
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.queries.lesson_clashes import Clash, LessonTime, find_clashes
from journal.queries.substitutes import Candidate, read_candidates
from journal.queries.week_changes import ChangedLesson, read_week_changes
from journal.queries.week_plan import Place, WeekCell
from journal.reference import Lesson, Reference, RegisterPage, StaffMember, name_order
from journal.rights import may_appoint_substitute, may_change_timetable
from journal.services.decisions import AppointSubstitute, appoint_substitute
from journal.services.timetable_changes import (
    AddLesson,
    CancelLesson,
    ChangeDay,
    HoldAtDistance,
    JoinLesson,
    MoveLesson,
    RestoreLesson,
    add_lesson,
    cancel_lesson,
    change_day,
    hold_at_distance,
    join_lesson,
    move_lesson,
    restore_lesson,
)

SUBSTITUTE, MOVE, CANCEL, JOIN, DISTANCE, RESTORE, ADD = (
    "substitute",
    "move",
    "cancel",
    "join",
    "distance",
    "restore",
    "add",
)
_SERVICES: Mapping[type, Callable[..., Changes]] = {
    AppointSubstitute: appoint_substitute,
    MoveLesson: move_lesson,
    CancelLesson: cancel_lesson,
    RestoreLesson: restore_lesson,
    AddLesson: add_lesson,
    JoinLesson: join_lesson,
    HoldAtDistance: hold_at_distance,
    ChangeDay: change_day,
}
_SLOTS = 8


class ChangesBoard(QObject):
    """Follows the journal; every wish goes through a service.

    Signals:
        changed: anything on the screen is another now.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.week = WeekModel(workspace, self, _SLOTS)
        self.here = RowsModel[WeekCell](lambda cell: cell.lesson.id, cell_in_words, self)
        self.changes = RowsModel[ChangedLesson](
            lambda each: each.lesson.id, lambda each: f"{each.title}: {each.words}", self
        )
        self.place: Place | None = None
        workspace.committed.connect(self._follow)
        self.refresh()

    @property
    def workspace(self) -> Workspace:
        """The open journal."""
        return self._workspace

    @property
    def reference(self) -> Reference:
        """The school as the journal knows it now."""
        return self._workspace.reference

    def teachers(self) -> list[StaffMember]:
        """Return who has lessons of her own, by name."""
        with_lessons = {line.teacher for line in self.reference.timetable}
        with_lessons |= {page.teacher for page in self.reference.pages.values()}
        found = (each for each in self.reference.staff.values() if each.user in with_lessons)
        return sorted(found, key=lambda each: name_order(each.surname, each.name))

    def pages(self) -> list[RegisterPage]:
        """Return the pages to which a lesson can be added: of the class or teacher on show."""
        reference, week = self.reference, self.week
        kept = set() if week.class_id else set(reference.pages_kept_by(week.user))
        newest = max((each.year for each in reference.classes.values()), default=0)
        found = (
            page
            for page in reference.pages.values()
            if (page.class_id == week.class_id or page.id in kept)
            and reference.class_of(page.id).year == newest
            and not self._no_right(ADD, page.id)
        )
        return sorted(found, key=lambda page: (reference.grade_of(page.id), page.order, page.title))

    def look_at(self, index: Index) -> None:
        """Turn to a cell of the week."""
        self.place = self.week.place(index)
        self.here.show_rows([cell for cell in self.week.cells(index) if cell.is_here])

    def step(self, weeks: int) -> None:
        """Show a week before or after the one on show; 0 is the present one."""
        today = self._workspace.now.date()
        self.show_week_of(self.week.monday + timedelta(days=7 * weeks) if weeks else today)

    def show_week_of(self, day: date) -> None:
        """Show the week in which ``day`` lies."""
        self.week.show_week_of(day)
        self.refresh()

    @property
    def is_day_off(self) -> bool:
        """Whether the class on show has no lessons at all on the day of the cell."""
        known = self.reference.classes.get(self.week.class_id)
        if known is None or self.place is None:
            return False
        return not self.reference.calendar.is_school_day(self.place[1], known.grade)

    def refresh(self) -> None:
        """Read the changes of the week again."""
        read = self._workspace.read
        self.changes.show_rows(read(read_week_changes, self.week.monday))
        self.changed.emit()

    def why_not(self, action: str, lesson: Lesson | None) -> str:
        """Return why an action cannot be taken now, "" when it can."""
        if action == ADD:
            return "" if self.pages() else "Здесь нет страниц, на которые вы добавляете уроки."
        if lesson is None:
            return "На этом месте урока нет. Insert - добавить урок."
        if action == RESTORE and not self.deviates(lesson):
            return (
                "По расписанию здесь всё, кроме учителя: замену снимают клавишей З."
                if lesson.substitute
                else "Урок идёт по расписанию."
            )
        if lesson.status == "cancelled" and action != RESTORE:
            return "Урок отменён: сначала верните его в расписание."
        return self._no_right(action, lesson.page, lesson)

    def deviates(self, lesson: Lesson) -> bool:
        """Tell whether there is a change that can be taken back."""
        is_changed = lesson.status in ("cancelled", "moved") or lesson.is_distance
        return is_changed or bool(lesson.joined)

    def same_day(self, lesson: Lesson) -> list[Lesson]:
        """Return what the class or teacher on show has on the day of a lesson, cancelled ones out.

        Only those that are held as the lesson is: in the room, or over the network.
        """
        reference, week = self.reference, self.week
        return [
            each
            for each in reference.lessons_on(lesson.day)
            if each.status != "cancelled" and each.is_distance == lesson.is_distance
            if (
                reference.pages[each.page].class_id == week.class_id
                if week.class_id
                else each.keeper == week.user
            )
        ]

    def candidates(self, lesson: Lesson) -> tuple[Candidate, ...]:
        """Return who can stand in at a lesson."""
        return self._workspace.read(read_candidates, lesson)

    def joinable(self, lesson: Lesson) -> list[Lesson]:
        """Return the lessons of the same time with which a lesson can be held together."""
        return [
            each
            for each in self.reference.lessons_on(lesson.day)
            if each.slot == lesson.slot and each.id != lesson.id and each.status != "cancelled"
        ]

    def clashes(self, wished: LessonTime) -> tuple[Clash, ...]:
        """Return what stands in the way of a lesson at a time."""
        return find_clashes(self.reference, wished)

    def carry_out(self, change: Change, lesson: Lesson | None) -> str:
        """Do it and return what became of the lesson, as a sentence.

        Raises:
            UserError: it cannot be done; nothing was written.
        """
        words = effect_words(self.reference, lesson, change)
        service: Any = _SERVICES[type(change)]
        self._workspace.execute(service, change, words)
        return words

    def _no_right(self, action: str, page: str, lesson: Lesson | None = None) -> str:
        reference = self.reference
        person = reference.person(self._workspace.user)
        if action == SUBSTITUTE:
            return may_appoint_substitute(person) or ""
        facts = reference.facts_of(lesson) if lesson else reference.page_facts(page)
        is_extra = action == ADD or (lesson is not None and lesson.status == "extra")
        refusal = may_change_timetable(person, facts, reference.profile, is_extra=is_extra)
        if refusal is None and action == JOIN:
            refusal = may_appoint_substitute(person)
        return refusal or ""

    def _follow(self, changes: Changes) -> None:
        if changes.touches_reference():
            self.refresh()


def cell_in_words(cell: WeekCell) -> str:
    """Return a lesson as one sentence, for readers of the screen."""
    return cell.words.replace("\n", ", ")
