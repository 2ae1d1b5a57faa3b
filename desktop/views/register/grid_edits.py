"""What is done to many cells of the register at once: copy, paste, fill down, clear."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence

from desktop.models.block_writer import BlockWriter
from desktop.models.pasting import PastePlan, plan_paste, read_table
from desktop.views.register.grid import RegisterGrid
from desktop.views.register.paste_preview import PastePreview

_MARKS = 4


class GridEdits(QObject):
    """Each of them is one action: all is written or nothing, and one undo takes it back.

    Signals:
        refused: why nothing was written, as a sentence.
    """

    refused = Signal(str)

    def __init__(self, grid: RegisterGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._block = BlockWriter(grid.model)
        self.copy = self._action("Копировать", "Ctrl+C", grid.copy)
        self.paste = self._action("Вставить из таблицы…", "Ctrl+V", self._paste)
        self.fill = self._action("Заполнить вниз", "Ctrl+D", self._fill_down)
        self.clear = self._action("Очистить", "Delete", self.clear_chosen)
        grid.clearing_wanted.connect(self.clear_chosen)
        # the keys of these two are the grid's own: they also serve a single cell
        for action in (self.copy, self.clear):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    @property
    def chosen(self) -> list[tuple[int, int]]:
        """The chosen cells, row and column, from the top left on."""
        indexes = self._grid.lessons.selectionModel().selectedIndexes()
        found = sorted((index.row(), index.column()) for index in indexes)
        current = self._grid.current
        return found or ([(current.row(), current.column())] if current.isValid() else [])

    def clear_chosen(self) -> None:
        """Empty the chosen cells."""
        model = self._grid.model
        chosen = [place for place in self.chosen if model.cell(*place).text]
        if len(chosen) == 1 and model.lock(*chosen[0]).words:
            index = model.index(*chosen[0])
            self._grid.typing.clear(self._grid.table_of(index), index)  # asks for the reason
            return
        self._write([(row, column, "") for row, column in chosen], "очищено ячеек")

    def _fill_down(self) -> None:
        """Give every chosen cell what stands in the topmost of its column."""
        if not self._grid.typing.finish():
            return
        model, chosen = self._grid.model, self.chosen
        tops: dict[int, int] = {}
        for row, column in chosen:
            tops.setdefault(column, row)
        if len(chosen) == len(tops):  # one row: it takes from the row above
            tops = {column: row - 1 for column, row in tops.items() if row}
        wishes = [
            (row, column, model.cell(tops[column], column).text)
            for row, column in chosen
            if column in tops
            and row != tops[column]
            and not model.is_mean(column)
            and not model.cell(row, column).crossed
        ]
        self._write(wishes, "заполнено вниз")

    def _write(self, wishes: list[tuple[int, int, str]], words: str) -> None:
        if wishes:
            fault = self._block.write(wishes, words)
            if fault:
                self.refused.emit(fault)

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if not self._grid.typing.finish() or not self._grid.current.isValid():
            return
        plan = plan_paste(self._grid.model, read_table(text), self.chosen)
        if not plan.lines:
            self.refused.emit("В буфере обмена нет таблицы: скопируйте ячейки и повторите.")
        elif not plan.faults and len(plan.lines) <= _MARKS and len(plan.lines) == len(plan.wishes):
            self._write_plan(plan)  # a mark or two need no preview
        else:
            self.preview(plan)

    def preview(self, plan: PastePlan) -> PastePreview:
        """Show what a block would do before it is written."""
        preview = PastePreview(plan, self._grid)
        preview.agreed.connect(lambda: self._write_plan(plan))
        preview.open()
        return preview

    def _write_plan(self, plan: PastePlan) -> None:
        fault = self._block.write_wishes(plan.wishes, "вставлено из таблицы")
        if fault:
            self.refused.emit(fault)
        self._grid.setFocus()

    def _action(self, words: str, keys: str, then: object) -> QAction:
        action = QAction(words, self._grid)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(then)
        self._grid.addAction(action)
        return action
