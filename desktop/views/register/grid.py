"""The left half of the spread: frozen names, lessons that scroll, frozen mean and term mark."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.register_model import RegisterModel
from desktop.settings import AfterMark
from desktop.theme import Theme
from desktop.views.clipboard import put_on_clipboard
from desktop.views.register.cell_field import NEXT, Step
from desktop.views.register.cell_typing import CellTyping
from desktop.views.register.copying import table_mime
from desktop.views.register.grid_keys import handle_key
from desktop.views.register.grid_sizes import MEAN, TERM, grid_sizes
from desktop.views.register.lesson_header import HEADER_HEIGHT, LessonHeader
from desktop.views.register.name_header import Corner, NameHeader
from desktop.views.register.rounding import BarCap, round_off
from desktop.views.register.table import RegisterTable, hide_bar
from journal.queries.register_view import GridColumn, GridPupil


@dataclass(frozen=True, slots=True)
class _Kept:
    """A cell by what it is about; ``end`` counts from «Средний» where there is no lesson."""

    pupil: GridPupil
    column: GridColumn | None
    end: int
    text: str | None


class RegisterGrid(QFrame):
    """Two tables over one model and one selection that behave as one.

    Signals:
        moved: another cell is the current one.
        lesson_wanted: the head of a mark column was pressed (column).
        pupil_wanted: a name was pressed (row).
        clearing_wanted: several chosen cells are to be emptied.
        menu_wanted: everything that can be done to the current cell is to be offered, at a place
            of the screen (``QPoint``).
        lost: a text could not be kept, because its cell is gone; the words say which.
    """

    moved = Signal()
    lesson_wanted = Signal(int)
    pupil_wanted = Signal(int)
    clearing_wanted = Signal()
    menu_wanted = Signal(QPoint)
    lost = Signal(str)

    def __init__(
        self, theme: Theme, model: RegisterModel, host: QWidget, after_mark: AfterMark
    ) -> None:
        """Show ``model``; words about cells stand in ``host``, where there is room for them."""
        super().__init__(host)
        self.setProperty("look", "card")
        self.model = model
        self.after_mark: AfterMark = after_mark
        self._kept: _Kept | None = None
        self._pinned: int | None = None  # this column keeps its place at the right edge
        self.names = NameHeader(theme, model)
        self.heads, self.end_heads = LessonHeader(theme, model), LessonHeader(theme, model)
        self.lessons = RegisterTable(theme, model, self.heads, self._on_key)
        self.ends = RegisterTable(theme, model, self.end_heads, self._on_key)
        self.lessons.setVerticalHeader(self.names)
        self.lessons.setAccessibleName("Отметки и посещаемость по урокам")
        self.ends.setAccessibleName("Средний балл и отметки за период")
        self.ends.verticalHeader().hide()
        self.ends.share_selection(self.lessons.selectionModel())
        self._corner = Corner(theme, self.lessons)
        self._foot = QWidget()
        self._cap = BarCap(theme, self.ends, HEADER_HEIGHT)
        self._rounding = round_off(theme, self)
        self.typing = CellTyping(theme, self, host, model.lock, model.write)
        self._lay_out()
        self._wire()
        self.setFocusProxy(self.lessons)

    @property
    def current(self) -> QModelIndex:
        """The current cell; not valid on an empty page."""
        return self.lessons.currentIndex()

    @property
    def current_lesson(self) -> str | None:
        """The lesson of the current cell; on mean and term mark today's one, if there is one."""
        column = self.model.lesson_column(self.current.column())
        if column is not None:
            return column.lesson
        view = self.model.view
        columns = view.columns if view else ()
        return next((each.lesson for each in columns if view and each.day == view.today), None)

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one and bring it into sight."""
        rows, columns = self.model.rowCount(), self.model.columnCount()
        if not rows or not columns:
            return
        self._pinned = None
        index = self.model.index(min(max(row, 0), rows - 1), min(max(column, 0), columns - 1))
        self.lessons.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        if self.lessons.hasFocus() or self.ends.hasFocus():
            self.table_of(index).setFocus()

    def show_newest(self) -> None:
        """Bring today's lesson, or the last one held, into sight and make it the current column."""
        view = self.model.view
        if view is None or not view.columns:
            return
        known = ((at, self.model.lesson_column(at)) for at in range(self.model.lessons_end))
        held = [(at, each.day) for at, each in known if each is not None and not each.future]
        today = [at for at, day in held if day == view.today]
        newest = (today or [at for at, _ in held[-1:]] or [0])[0]
        self.go_to(self._first_writable(newest), newest)
        self._pinned = newest
        self._hold_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give rows and columns sizes by which nothing is cut at the right edge."""
        view = self.model.view
        if view is None:
            return
        sizes = grid_sizes(
            self.width() - 2,
            self.height() - 2,
            rows=len(view.pupils),
            columns=self.model.lessons_end,
            names=self.names.needed_width(),
            has_ends=view.graded,
            has_year=view.year is not None,
        )
        for table in (self.lessons, self.ends):
            table.verticalHeader().setDefaultSectionSize(sizes.row)
            table.horizontalHeader().setDefaultSectionSize(sizes.column)
        for column in range(len(view.columns)):
            # one that was hidden as an end before keeps its own width, whatever the default is
            if self.heads.sectionSize(column) != sizes.column:
                self.lessons.setColumnWidth(column, sizes.column)
        for column in range(self.model.lessons_end):
            # one that stood hidden on another page kept the width it had there
            if self.lessons.columnWidth(column) != sizes.column:
                self.lessons.setColumnWidth(column, sizes.column)
        if view.graded:
            self.ends.setColumnWidth(self.model.lessons_end, MEAN)
            for column in range(self.model.lessons_end + 1, self.model.columnCount()):
                self.ends.setColumnWidth(column, TERM)
        self.names.set_width(sizes.names)
        self.ends.setVisible(view.graded)
        self.ends.setFixedWidth(sizes.ends)
        self._foot.setFixedHeight(sizes.foot)
        self._corner.setGeometry(0, 0, sizes.names, HEADER_HEIGHT)
        self._corner.raise_()
        self.lessons.updateGeometries()
        self._cap.place()
        for each in self._rounding:
            each.place()
        self._hold_place()
        self.typing.replace()

    def copy(self) -> None:
        """Put the selected cells on the clipboard as a table."""
        chosen = self.lessons.selectionModel().selectedIndexes()
        if chosen:
            put_on_clipboard(table_mime(self.model, chosen))

    @property
    def has_block(self) -> bool:
        """Whether more than one cell is chosen."""
        return len(self.lessons.selectionModel().selectedIndexes()) > 1

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer everything for the cell, the head or the name under the mouse."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._take_current(place)
        elif self.current.isValid():
            table = self.table_of(self.current)
            place = table.viewport().mapToGlobal(table.visualRect(self.current).bottomLeft())
        if self.current.isValid() and self.typing.finish():
            self.menu_wanted.emit(place)

    def _take_current(self, place: QPoint) -> None:
        """Make the cell under the mouse the current one, unless it is among the chosen."""
        for table in (self.lessons, self.ends):
            spot = table.viewport().mapFromGlobal(place)
            heads = table.horizontalHeader()
            is_over_heads = heads.rect().contains(heads.mapFromGlobal(place))
            is_over_names = table is self.lessons and spot.x() < 0
            if not (table.viewport().rect().contains(spot) or is_over_heads or is_over_names):
                continue
            row = self.current.row() if is_over_heads else table.rowAt(spot.y())
            column = self.current.column() if is_over_names else table.columnAt(spot.x())
            index = self.model.index(max(0, row), column)
            if index.isValid() and not self.lessons.selectionModel().isSelected(index):
                self.go_to(index.row(), index.column())
            return

    def _lay_out(self) -> None:
        hide_bar(self.lessons, vertical=True)
        hide_bar(self.ends, horizontal=True)
        end = QVBoxLayout()
        end.setSpacing(0)
        end.addWidget(self.ends, 1)
        end.addWidget(self._foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.lessons, 1)
        row.addLayout(end)

    def _wire(self) -> None:
        left, right = self.lessons.verticalScrollBar(), self.ends.verticalScrollBar()
        left.valueChanged.connect(right.setValue)
        right.valueChanged.connect(left.setValue)
        across = self.lessons.horizontalScrollBar()
        across.valueChanged.connect(self.heads.viewport().update)
        across.actionTriggered.connect(self._unpin)
        for bar in (left, across):
            bar.valueChanged.connect(self.typing.finish)
        self.lessons.selectionModel().currentChanged.connect(self._move)
        self.heads.sectionClicked.connect(self.lesson_wanted)
        self.names.sectionClicked.connect(self.pupil_wanted)
        self.lessons.doubleClicked.connect(self.edit)
        self.ends.doubleClicked.connect(self.edit)
        self.typing.written.connect(self.step)
        self.lessons.resized.connect(self._hold_place)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.modelReset.connect(self._reset)
        self._reset()

    def _remember(self) -> None:
        """Keep the current cell, and what is being typed in it, over a change of the frame."""
        index, self._kept = self.current, None
        if index.isValid():
            column = self.model.lesson_column(index.column())
            self._kept = _Kept(
                self.model.pupil(index.row()),
                column,
                index.column() - self.model.lessons_end,
                self.typing.set_aside(),
            )

    def _reset(self) -> None:
        """Show lessons on the left and the ends on the right, for a page of any width."""
        lessons = self.model.lessons_end
        for column in range(self.model.columnCount()):
            self.lessons.setColumnHidden(column, column >= lessons)
            self.ends.setColumnHidden(column, column < lessons)
        self.fit()
        if self._kept is not None:
            self._restore(self._kept)

    def _restore(self, kept: _Kept) -> None:
        row = self.model.row_of(kept.pupil.id)
        end = self.model.lessons_end + kept.end
        column = self.model.column_of(kept.column) if kept.column else end
        if row is not None and column is not None:
            self.go_to(row, column)
            if kept.text is not None:
                index = self.current
                self.typing.open(self.table_of(index), index, kept.text, types_over=True)
        elif kept.text:
            day = f", {kept.column.day:%d.%m}" if kept.column else ""
            self.lost.emit(
                f"«{kept.text}» не записано: {kept.pupil.name}{day} — такой ячейки на странице"
                " больше нет. Проверьте список и повторите."
            )

    def table_of(self, index: QModelIndex) -> RegisterTable:
        """Return the table that shows a cell."""
        return self.lessons if index.column() < self.model.lessons_end else self.ends

    def _move(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.row() != before.row():
            self.model.reveal(current.row())
            for table in (self.lessons, self.ends):
                table.show_row(before.row())
                table.show_row(current.row())
            self.names.show_current(current.row())
        self.heads.show_current(current.column())
        self.end_heads.show_current(current.column())
        if not self.typing.is_open:
            self.typing.bubble.hide()
        self.moved.emit()

    def _on_key(self, event: QKeyEvent) -> bool:
        return handle_key(self, event)

    def edit(self, index: QModelIndex) -> None:
        """Open a cell with what stands in it."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        self.typing.open(self.table_of(index), index, text, types_over=False)

    def step(self, step: Step) -> None:
        """Go where a key leads; after a mark that is a setting."""
        row, column = self.current.row(), self.current.column()
        if step != NEXT:
            self.go_to(row + step[0], column + step[1])
        elif self.after_mark == "right":
            self.go_to(row, column + 1)
        else:
            self.go_to(self._first_writable(column, row + 1), column)

    def _first_writable(self, column: int, row: int = 0) -> int:
        """Return the next pupil who was in the class that day."""
        rows = range(row, self.model.rowCount())
        return next((each for each in rows if not self.model.cell(each, column).crossed), row)

    def _unpin(self) -> None:
        self._pinned = None

    def _hold_place(self) -> None:
        """Keep the newest lesson at the right edge, one lesson to come beside it.

        Offsets are set anew: the views keep them in pixels, and columns have other widths now.
        """
        across = self.lessons.horizontalScrollBar()
        if self._pinned is not None:
            shown = self.lessons.viewport().width() // max(1, self.heads.defaultSectionSize())
            last = min(self._pinned + 1, self.model.lessons_end - 1)
            across.setValue(max(0, last - shown + 1))
        elif self.current.isValid():
            self.table_of(self.current).scrollTo(self.current)
        self.heads.setOffsetToSectionPosition(across.value())
        for table in (self.lessons, self.ends):
            down = table.verticalScrollBar().value()
            table.verticalHeader().setOffsetToSectionPosition(down)
            table.viewport().update()
