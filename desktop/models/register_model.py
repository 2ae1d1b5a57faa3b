"""The left half of a spread: a row per pupil, a column per mark column, mean and term mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.models.cell_words import (
    BY_CLASS_TEACHER,
    cell_words,
    column_words,
    draft_words,
    lack_words,
    name_words,
    short_of_marks,
    shown_mean,
    spoken_words,
)
from desktop.models.cell_writer import CellWriter
from desktop.models.register_layout import RegisterLayout, changed_places, shut_words
from desktop.models.register_page import RegisterPage
from journal.calendar import Period
from journal.errors import UserError
from journal.queries.absence_drafts import AbsenceDraft
from journal.queries.register_view import (
    EMPTY,
    Cell,
    GridColumn,
    GridPupil,
    RegisterView,
    TermCell,
)
from journal.services.many_cells import AnyCell

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
DISPLAY = Qt.ItemDataRole.DisplayRole
EDIT = Qt.ItemDataRole.EditRole
TIP = Qt.ItemDataRole.ToolTipRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
HIDDEN = "Скрыто"
"""What stands for the name of a pupil who is not to be read."""

_MANY = 60
# put together once: the table asks for the flags of every cell it paints
_READS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_WRITES = _READS | Qt.ItemFlag.ItemIsEditable


@dataclass(frozen=True, slots=True)
class Lock:
    """Why a cell cannot be typed in; with ``request`` a reason makes it a request."""

    words: str = ""
    request: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was written; ``wants_reason``: the same with a reason would be."""

    words: str
    wants_reason: bool = False


OPEN = Lock()
_COMPUTED = Lock("Средний балл считает программа.")
_CROSSED = Lock("В этот день ученика нет в классе.")


class RegisterModel(QAbstractTableModel):
    """Shows the marks of the open page and writes by asking.

    The columns are those of the view, other terms in sight stand among them by their dates; where
    the grade is marked, «Средний», the mark of the term at hand and that of the year follow.

    Signals:
        edit_refused: the reason, ready to be shown.
    """

    edit_refused = Signal(str)

    def __init__(self, page: RegisterPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self._writer = CellWriter(page)
        self._view: RegisterView | None = None
        self._layout = RegisterLayout(None)
        self._ends = 0
        self._terms: dict[int, int] = {}
        self._locks: list[Lock] = []
        self._shut = ""
        self._conceals = False
        self._reader = -1
        self._look_at(page.view)
        page.opened.connect(self._reset)
        page.changed.connect(self._announce)

    @property
    def view(self) -> RegisterView | None:
        """The view whose rows and columns this model has now."""
        return self._view

    @property
    def shut(self) -> str:
        """Why nothing at all can be written on this page, as a sentence; "" when something can."""
        return self._shut

    def conceal(self, is_on: bool) -> None:
        """Leave the row of the current pupil alone readable, or all of them again."""
        self._conceals = is_on
        if self.rowCount():
            self._changed(0, 0, self.rowCount() - 1, self.columnCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def reveal(self, row: int) -> None:
        """Take the row that may be read while the others are concealed."""
        before, self._reader = self._reader, row
        for each in (before, row) if self._conceals else ():
            if 0 <= each < self.rowCount():
                self._changed(each, 0, each, self.columnCount() - 1)
                self.headerDataChanged.emit(Qt.Orientation.Vertical, each, each)

    def is_hidden(self, row: int) -> bool:
        """Tell whether name and marks of a row are not to be read now."""
        return self._conceals and row != self._reader

    @property
    def lessons_end(self) -> int:
        """The number of columns that scroll; «Средний» and the term mark follow them."""
        return self._ends

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() or self._view is None else len(self._view.pupils)

    def columnCount(self, parent: Index = ROOT) -> int:
        if parent.isValid() or self._view is None:
            return 0
        return self._ends + (2 if self._view.graded else 0) + (self._view.year is not None)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if not index.isValid() or self._view is None or self.is_hidden(index.row()):
            return None
        if role in (DISPLAY, EDIT):
            if self.is_mean(index.column()):
                return shown_mean(self.pupil(index.row()).proposal.mean)
            return self.cell(index.row(), index.column()).text
        if role == TIP:
            return self.words(index)
        if role == SPOKEN:
            whose = f"{self.pupil(index.row()).name}, {self.place_words(index.column())}"
            return spoken_words(whose, self.data(index), self.words(index))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if self._view is None or section < 0:
            return None
        if orientation == Qt.Orientation.Vertical:
            if section >= len(self._view.pupils) or role not in (DISPLAY, TIP):
                return None
            if self.is_hidden(section):
                return HIDDEN if role == DISPLAY else None
            pupil = self.pupil(section)
            return pupil.name if role == DISPLAY else name_words(pupil)
        column = self.lesson_column(section)
        if column is not None:
            if role == TIP:
                return column_words(column, self._view)
            return f"{column.day:%d.%m}" if role == DISPLAY else None
        if role == TIP and section < self.columnCount():
            return short_of_marks(self._view) if self.is_mean(section) else None
        if role != DISPLAY or section >= self.columnCount():
            return None
        period = self.period_of(section)
        return period.name if period is not None else "Средний"

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        lock = self.lock(index.row(), index.column())
        return _READS if lock.words and not lock.request else _WRITES

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        if not index.isValid() or role != EDIT:
            return False
        refusal = self.write(index.row(), index.column(), str(value))
        if refusal is not None:
            self.edit_refused.emit(refusal.words)
        return refusal is None

    def write(self, row: int, column: int, text: str, reason: str = "") -> Refusal | None:
        """Write what was typed into a cell; ``None`` when it stands there now.

        The cell is announced before this returns.
        """
        view, pupil, lesson = self._view, self.pupil(row), self.lesson_column(column)
        if view is None or self.is_mean(column):
            return Refusal(_COMPUTED.words)
        fault = self._writer.fault(view, lesson, text)
        if fault:
            return Refusal(fault)
        lock = self.lock(row, column)
        if lock.words and not (lock.request and reason):
            return Refusal(lock.words, lock.request)
        try:
            if lesson is None:
                self._writer.write_final(view, pupil, text, reason, self.period_of(column))
            else:
                self._writer.write_mark(view, pupil, lesson, text, reason)
        except UserError as refusal:
            if lesson is None:
                wants_reason = self._writer.wants_reason(self.term(row, column).proposal.mark, text)
            else:
                self.page.reload()  # what was open when the page was read may be locked by now
                wants_reason = self.lock(row, column).request
            return Refusal(str(refusal), wants_reason and not reason)
        return None

    def wish(self, row: int, column: int, text: str) -> AnyCell:
        """Return the command that would put a text into a cell of a lesson or the term column."""
        assert self._view is not None
        return self._writer.wish(
            self._view, self.pupil(row), self.lesson_column(column), text, self.period_of(column)
        )

    def place_words(self, column: int) -> str:
        """Return the head of a column as tables name it: «05.11», «Средний», «II четверть»."""
        return str(self.headerData(column, Qt.Orientation.Horizontal) or "")

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows; for «Средний» an empty one."""
        view = self._view
        if view is None:
            return EMPTY
        place = self.lesson_column(column)
        if place is not None:
            return view.cells.get((view.pupils[row].id, place.lesson, place.column), EMPTY)
        return self.term(row, column).mark if self.is_term(column) else EMPTY

    def term(self, row: int, column: int) -> TermCell:
        """Return what stands in a term column; for «Средний» that of the term at hand."""
        pupil = self.pupil(row)
        if column < self._ends:
            return pupil.terms[self._terms[column]]
        if column == self._ends + 2 and pupil.year is not None:
            return pupil.year
        return TermCell(pupil.proposal, pupil.term_mark)

    def period_of(self, column: int) -> Period | None:
        """Return the period of a term column, ``None`` for any other."""
        return self._layout.period_of(column) if column < self.columnCount() else None

    def lock(self, row: int, column: int) -> Lock:
        """Return why a cell is closed, before anything is typed."""
        view = self._view
        if view is None or column == self._ends:
            return _COMPUTED
        cell = self.cell(row, column)
        if cell.crossed:
            return Lock(cell.words) if cell.words and not cell.sign else _CROSSED
        lock = self._locks[column]
        return Lock(cell.lock, True) if cell.lock and not lock.words else lock

    def words(self, index: Index) -> str:
        """Return what there is to know of a cell beyond its text; may be empty."""
        row, column = index.row(), index.column()
        if self.is_hidden(row):
            return ""
        if self.is_mean(column):
            pupil = self.pupil(row)
            return "\n".join(part for part in (pupil.proposal.explained, lack_words(pupil)) if part)
        words = cell_words(self.cell(row, column), self.lock(row, column).words)
        words += self._absence_words(row, column)
        if self.is_term(column):
            term = self.term(row, column)
            proposal = term.proposal
            if proposal.mark:
                mean = f": {proposal.explained}" if column != self._ends + 1 else ""
                words = [f"По отметкам выходит «{proposal.mark}»{mean}.", *words]
            elif column == self._ends + 2:
                words = [proposal.explained, *words]
        return "\n".join(words)

    def draft(self, row: int, column: int) -> AbsenceDraft | None:
        """Return what a roll call would take over in a cell where nothing stands yet."""
        place, view = self.lesson_column(column), self._view
        if place is None or view is None or not place.main:
            return None
        return view.draft(view.pupils[row].id, place.lesson)

    def _absence_words(self, row: int, column: int) -> list[str]:
        draft, place = self.draft(row, column), self.lesson_column(column)
        if draft is not None:
            return [draft_words(draft)]
        if place is not None and self.pupil(row).id in self.page.by_class_teacher(place.lesson):
            return [BY_CLASS_TEACHER]
        return []

    def pupil(self, row: int) -> GridPupil:
        """Return the pupil of a row."""
        assert self._view is not None
        return self._view.pupils[row]

    def lesson_column(self, column: int) -> GridColumn | None:
        """Return the mark column of a column, ``None`` for mean and term marks."""
        return self._layout.lesson_column(column)

    def row_of(self, pupil: str) -> int | None:
        """Return the row of a pupil."""
        pupils = self._view.pupils if self._view else ()
        return next((row for row, each in enumerate(pupils) if each.id == pupil), None)

    def column_of(self, column: GridColumn) -> int | None:
        """Return where a mark column stands now."""
        return self.place_of(column.lesson, column.column)

    def place_of(self, lesson: str, column: str | None = None) -> int | None:
        """Return where a mark column of a lesson stands, without ``column`` the first of it."""
        return self._layout.place_of(lesson, column)

    def is_mean(self, column: int) -> bool:
        """Tell whether the column is «Средний»."""
        return column == self._ends

    def is_term(self, column: int) -> bool:
        """Tell whether the column is that of a term mark."""
        return column > self._ends or column in self._terms

    def _look_at(self, view: RegisterView | None) -> None:
        """Take a view, and what the table will ask for every cell of it."""
        self._view = view
        self._shut = shut_words(view)
        self._layout = RegisterLayout(view)
        self._ends, self._terms = self._layout.ends, self._layout.terms
        self._locks = [
            Lock(each.locked, isinstance(each, GridColumn) and each.request)
            for each in self._layout.places
        ]
        if view:
            self._locks += [_COMPUTED, Lock(view.term_locked)]
        if view and view.year is not None:
            self._locks.append(Lock(view.year.locked))

    def _reset(self) -> None:
        self.beginResetModel()
        self._reader = -1  # another pupil may stand there now
        self._look_at(self.page.view)
        self.endResetModel()

    def _announce(self, before: RegisterView) -> None:
        view = self.page.view
        assert view is not None
        self._look_at(view)
        places = self._layout.columns()
        rows = {pupil.id: row for row, pupil in enumerate(view.pupils)}
        changed = [
            (rows[pupil], places[lesson, column])
            for pupil, lesson, column in changed_places(before, view)
        ]
        if len(changed) > _MANY:
            self._changed(0, 0, len(view.pupils) - 1, self._ends - 1)
        else:
            for row, column in changed:
                self._changed(row, column, row, column)
        for old, new in zip(before.columns, view.columns, strict=True):
            if old != new:
                at = places[new.lesson, new.column]
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, at, at)
                if (old.locked, old.future) != (new.locked, new.future):
                    self._changed(0, at, len(view.pupils) - 1, at)
        ends = self.columnCount() - 1
        for row, (was, now) in enumerate(zip(before.pupils, view.pupils, strict=True)):
            if was is now or was == now:
                continue
            if was.name != now.name or was.note != now.note:
                self.headerDataChanged.emit(Qt.Orientation.Vertical, row, row)
            if view.graded:
                self._changed(row, self.lessons_end, row, ends)
                for column, place in self._terms.items():
                    if was.terms[place] != now.terms[place]:
                        self._changed(row, column, row, column)
        if view.graded and (before.term_locked, before.year) != (view.term_locked, view.year):
            self._changed(0, self.lessons_end, len(view.pupils) - 1, ends)
        for column, place in self._terms.items():
            if before.terms[place].locked != view.terms[place].locked:
                self._changed(0, column, len(view.pupils) - 1, column)

    def _changed(self, top: int, left: int, bottom: int, right: int) -> None:
        self.dataChanged.emit(self.index(top, left), self.index(bottom, right))
