"""The week in which a letter, or a line of the menu, is an action on the lesson of the cell."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.models.changes_board import (
    ADD,
    CANCEL,
    DISTANCE,
    JOIN,
    MOVE,
    RESTORE,
    SUBSTITUTE,
    ChangesBoard,
)
from desktop.models.rows import Index
from desktop.theme import Theme
from desktop.views.week_table import WeekTable

ACTIONS = (
    (SUBSTITUTE, "Замена…", "З"),
    (MOVE, "Перенести…", "П"),
    (CANCEL, "Отменить…", "О"),
    (JOIN, "Объединить…", "Б"),
    (DISTANCE, "Дистанционно…", "Д"),
    (RESTORE, "По расписанию…", "Delete"),
    (ADD, "Добавить урок…", "Insert"),
)
# the Latin letter of the same key means the Cyrillic one
_LETTERS = {
    **dict.fromkeys("зp", SUBSTITUTE),
    **dict.fromkeys("пg", MOVE),
    **dict.fromkeys("оj", CANCEL),
    **dict.fromkeys("б,", JOIN),
    **dict.fromkeys("дl", DISTANCE),
}
_PRESSED = {Qt.Key.Key_Delete: RESTORE, Qt.Key.Key_Insert: ADD}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAST_ROW = 62


class ActionTable(WeekTable):
    """Asks by keys and mouse; what may be done, others know.

    Signals:
        moved: another cell is the current one.
        wanted: an action on it.
    """

    moved = Signal()
    wanted = Signal(str)

    def __init__(self, board: ChangesBoard, theme: Theme, may: Callable[[str], bool]) -> None:
        """Make the table; ``may`` tells whether an action can be taken on the lesson at hand."""
        super().__init__(board.week, theme, _LEAST_ROW)
        self._may = may
        self.doubleClicked.connect(lambda _: self.show_menu())

    def show_menu(self, at: QPoint | None = None) -> QMenu:
        """Offer the actions on the current cell, below it unless the mouse said where."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action, words, key in ACTIONS:
            line = menu.addAction(words)
            line.setShortcut(QKeySequence(key))
            line.setEnabled(self._may(action))
            line.triggered.connect(lambda _=False, of=action: self.wanted.emit(of))
        corner = self.visualRect(self.currentIndex()).bottomLeft()
        menu.popup(at or self.viewport().mapToGlobal(corner))
        return menu

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.moved.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.show_menu(event.globalPos() if is_by_mouse else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        action = _LETTERS.get(event.text().casefold()) if event.text() else None
        action = action or _PRESSED.get(Qt.Key(event.key()))
        if plain and action is not None:
            self.wanted.emit(action)
        elif plain and event.key() in _ENTERS and self.currentIndex().isValid():
            self.show_menu()
        else:
            super().keyPressEvent(event)
