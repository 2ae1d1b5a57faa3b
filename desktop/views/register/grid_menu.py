"""The context menu of the register: everything that keys do, for a hand on the mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.models.lesson_desk import LessonDesk
from desktop.models.register_model import RegisterModel
from desktop.views.register.grid_edits import GridEdits
from desktop.views.undo_keys import UndoKeys
from journal.kinds import MAIN_COLUMN
from journal.queries.register_view import GridColumn
from journal.works import WORK_TYPES

Wish = Callable[[], None]


class GridMenu(QMenu):
    """Offers what can be done to the cell, its lesson and its pupil; built anew each time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    def add(self, words: str, keys: str, then: Wish, *, is_offered: bool = True) -> None:
        """Offer a wish; ``keys`` stand beside it and work without the menu."""
        if not is_offered:
            return
        action = self.addAction(words, then)
        if keys:
            action.setShortcut(QKeySequence(keys))

    def add_edits(self, edits: GridEdits, undoing: UndoKeys) -> None:
        """Offer what is done to the chosen cells."""
        for action in (edits.copy, edits.paste, edits.fill, edits.clear):
            self.addAction(action)
        self.addSeparator()
        for action in (undoing.undo, undoing.redo):
            self.addAction(action)

    def add_columns(
        self, column: GridColumn, model: RegisterModel, desk: LessonDesk, do: Callable[[Wish], None]
    ) -> None:
        """Offer mark columns: another work type, one more column, one less."""
        view = model.view
        if view is None or not view.graded or column.future:
            return
        has_marks = any(
            view.cell(pupil.id, column.lesson, column.column).text for pupil in view.pupils
        )
        works = self.addMenu("Вид работы")
        for work in WORK_TYPES.values():
            action = works.addAction(f"{work.code} — {work.name}")
            action.setCheckable(True)
            action.setChecked(work.code == column.work)
            wish = _bound(desk.set_work, column.lesson, column.column, work.code, column.title)
            action.triggered.connect(lambda _=False, wish=wish: do(wish))
        further = self.addMenu("Добавить колонку отметок")
        for work in WORK_TYPES.values():
            action = further.addAction(f"{work.code} — {work.name}")
            wish = _bound(desk.add_column, column.lesson, work.code)
            action.triggered.connect(lambda _=False, wish=wish: do(wish))
        if column.column != MAIN_COLUMN:
            remove = QAction("Убрать колонку", self)
            remove.setEnabled(not has_marks)
            if has_marks:
                remove.setText("Убрать колонку (сначала очистите её)")
            gone = _bound(desk.remove_column, column.lesson, column.column, column.work)
            remove.triggered.connect(lambda: do(gone))
            self.addAction(remove)


def _bound(function: Callable[..., None], *args: str) -> Wish:
    def wish() -> None:
        function(*args)

    return wish
