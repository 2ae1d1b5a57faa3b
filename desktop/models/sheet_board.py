"""The paper sheet that is being typed in: which one, which lesson of it, and what is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from desktop.models.register_model import Refusal
from desktop.models.rows import RowsModel
from desktop.models.sheet_model import SheetModel, SheetRow, is_all_present, rows_of
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.errors import UserError
from journal.homework import is_unassigned
from journal.kinds import MAIN_COLUMN
from journal.queries.paper_sheets import (
    SheetLesson,
    SheetOffer,
    read_sheet,
    read_sheet_offers,
)
from journal.services.lessons import (
    SetCell,
    SetColumn,
    SetHomework,
    SetTopic,
    set_column,
    set_homework,
    set_topic,
)
from journal.services.paper_sheets import EndLesson, KeyInCell, end_lesson, key_in_cell
from journal.works import DEFAULT_WORK


class SheetBoard(QObject):
    """Holds the sheets that can be typed in and the open one; every place is written at once.

    Signals:
        changed: another sheet or lesson is open, or it says something else.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_watched = False
        self.offers = RowsModel[SheetOffer](
            lambda offer: (offer.class_id, offer.day), offer_in_words, self
        )
        self.rows = SheetModel(self)
        self.offer: SheetOffer | None = None
        self.lessons: tuple[SheetLesson, ...] = ()
        self.place = 0
        workspace.committed.connect(self._follow)

    @property
    def lesson(self) -> SheetLesson | None:
        """The lesson that is being typed in."""
        return self.lessons[self.place] if self.place < len(self.lessons) else None

    @property
    def day(self) -> date | None:
        """The day on the open sheet."""
        return self.offer.day if self.offer is not None else None

    def watch(self, is_watched: bool) -> None:
        """Keep the sheet fresh while it is to be seen."""
        self._is_watched = is_watched
        if is_watched:
            self.refresh()

    def open(self, offer: SheetOffer) -> None:
        """Open a sheet at its first lesson."""
        if self.offer is None or (offer.class_id, offer.day) != (
            self.offer.class_id,
            self.offer.day,
        ):
            self.offer, self.place = offer, 0
            self._read_sheet()

    def turn(self, place: int) -> bool:
        """Go to another lesson of the sheet; return whether there is one."""
        if not 0 <= place < len(self.lessons):
            return False
        self.place = place
        self._show()
        return True

    def refresh(self) -> None:
        """Read the journal again."""
        user, now = self._workspace.user, self._workspace.now
        self.offers.show_rows(self._workspace.read(read_sheet_offers, user, now))
        if self.offer is None and self.offers.rows():
            self.offer = self.offers.rows()[0]
        self._read_sheet()

    def write(self, row: SheetRow, text: str) -> Refusal | None:
        """Write what stands in a place of the sheet; ``None`` when the register shows it now."""
        lesson = self.lesson
        if lesson is None:
            return Refusal("Этого урока больше нет в расписании. Откройте лист ещё раз.")
        wish = self._wish(lesson, row, text)
        try:
            wish()
        except UserError as refusal:
            return Refusal(str(refusal))
        return None

    def end_lesson(self) -> Refusal | None:
        """Write that the roll was called, as the sheet shows it."""
        lesson = self.lesson
        if lesson is None or self.day is None:
            return None
        command = EndLesson(lesson.page, lesson.lesson, is_all_present(lesson))
        words = f"перекличка {self.day:%d.%m} с листа"
        try:
            self._workspace.execute(end_lesson, command, words, self.day)
        except UserError as refusal:
            return Refusal(str(refusal))
        return None

    def _wish(self, lesson: SheetLesson, row: SheetRow, text: str) -> Callable[[], Changes]:
        page, id_, day = lesson.page, lesson.lesson, self.day
        said = " ".join(text.split())
        words = f"лист {day:%d.%m}, {row.name}: {f'«{said}»' if said else 'очищено'}"
        execute = self._workspace.execute
        if row.kind == "topic":
            topic = SetTopic(page, id_, said)
            return lambda: execute(set_topic, topic, words, day)
        if row.kind == "homework":
            homework = SetHomework(page, id_, said, unassigned=is_unassigned(said))
            return lambda: execute(set_homework, homework, words, day)
        if row.kind == "work":
            column = SetColumn(page, id_, said.upper() or DEFAULT_WORK, MAIN_COLUMN)
            return lambda: execute(set_column, column, words, day)
        cell = KeyInCell(SetCell(page, id_, row.pupil, text))
        return lambda: execute(key_in_cell, cell, words, day)

    def _read_sheet(self) -> None:
        offer = self.offer
        if offer is not None:
            user = self._workspace.user
            self.lessons = self._workspace.read(read_sheet, user, offer.class_id, offer.day)
            self.place = min(self.place, max(0, len(self.lessons) - 1))
        self._show()

    def _show(self) -> None:
        self.rows.show_rows(rows_of(self.lesson) if self.lesson is not None else ())
        self.changed.emit()

    def _follow(self, _changes: Changes) -> None:
        if self._is_watched:
            self.refresh()


def offer_in_words(offer: SheetOffer) -> str:
    """Return a sheet as readers of the screen hear it."""
    kept = f"введено уроков: {offer.kept} из {offer.lessons}"
    return f"{offer.class_title}, {offer.day:%d.%m.%Y}, {kept}"
