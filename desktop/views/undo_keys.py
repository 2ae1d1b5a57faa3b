"""Ctrl+Z and Ctrl+Y on a screen: one stack for the whole journal, offered wherever one writes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from desktop.undoing import Done
from desktop.views.screen import Screen
from desktop.workspace import Workspace
from journal.errors import UserError


class UndoKeys(QObject):
    """Takes back the last action, and does again what was taken back, whatever screen it was on.

    ``undo`` is the hint of the screen; both actions work by their keys and may stand in menus.
    """

    def __init__(
        self, workspace: Workspace, screen: Screen, may_leave: Callable[[], bool] | None = None
    ) -> None:
        """Serve ``screen``; ``may_leave`` writes what is still being typed, or refuses to."""
        super().__init__(screen)
        self._workspace = workspace
        self._screen = screen
        self._may_leave = may_leave
        self.undo = self._action("Отменить", ("Ctrl+Z",), self._take_back)
        self.redo = self._action("Вернуть", ("Ctrl+Y", "Ctrl+Shift+Z"), self._do_again)
        workspace.undo_changed.connect(self._show)
        screen.set_hint(self.undo)
        self._show()

    def _action(self, words: str, keys: tuple[str, ...], then: Callable[[], None]) -> QAction:
        action = QAction(words, self._screen)
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(then)
        self._screen.addAction(action)
        return action

    def _show(self) -> None:
        workspace = self._workspace
        _tell(self.undo, "Отменить", workspace.last_done)
        _tell(self.redo, "Вернуть", workspace.last_undone)

    def _take_back(self) -> None:
        self._step(self._workspace.undo, "Отменено: {} · Ctrl Y — вернуть")

    def _do_again(self) -> None:
        self._step(self._workspace.redo, "Снова записано: {}")

    def _step(self, step: Callable[[], str], told: str) -> None:
        if self._may_leave is not None and not self._may_leave():
            return
        try:
            words = step()
        except UserError as refusal:
            self._screen.notice.emit(str(refusal), "bad")
        else:
            self._screen.saved.emit(told.format(words))


def _tell(action: QAction, word: str, done: Done | None) -> None:
    action.setEnabled(done is not None)
    action.setText(f"{word}: {done.words}" if done else word)
