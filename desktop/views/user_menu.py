"""The menu at the user's name: settings of this computer, and leaving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.settings import Settings

_THEMES = {"system": "Как в системе", "light": "Светлое", "dark": "Тёмное"}
_DIRECTIONS = {"down": "К следующему ученику", "right": "К следующему уроку"}


class UserMenu(QMenu):
    """Offers every setting that a person may want to change.

    Signals:
        settings_changed: the new ``Settings``; who hears it saves them.
        leave_requested: the user signs out.
    """

    settings_changed = Signal(object)
    leave_requested = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._offer("&Оформление", "theme", _THEMES)
        self._offer("&После отметки", "after_mark", _DIRECTIONS)
        self.addSeparator()
        self.addAction("&Выйти").triggered.connect(self.leave_requested)

    def _offer(self, title: str, key: str, choices: Mapping[str, str]) -> None:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for value, words in choices.items():
            action = QAction(words, group)
            action.setCheckable(True)
            action.setChecked(getattr(self.settings, key) == value)
            action.triggered.connect(lambda _=False, value=value: self._choose(key, value))
            menu.addAction(action)

    def _choose(self, key: str, value: str) -> None:
        self.settings = replace(self.settings, **{key: value})  # type: ignore[arg-type]
        self.settings_changed.emit(self.settings)
