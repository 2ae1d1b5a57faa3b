"""The menu at the user's name: settings of this computer, and leaving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.settings import Settings

_THEMES = {"system": "Как в системе", "light": "Светлое", "dark": "Тёмное"}
_ONLY_HERE = "Только этот компьютер"
_DIRECTIONS = {"down": "К следующему ученику", "right": "К следующему уроку"}


class UserMenu(QMenu):
    """Offers every setting that a person may want to change.

    Signals:
        settings_changed: the new ``Settings``; who hears it saves them.
        leave_requested: the user signs out.
        check_requested: the journal is to be looked at.
        copy_requested: a copy of the journal is to be saved to a file.
        password_requested: the user wants another password.
        new_password_requested: the journal is to open with the account's new password.
        forget_requested: the user signs in here with the password only, from the next time on.
    """

    settings_changed = Signal(object)
    leave_requested = Signal()
    check_requested = Signal()
    copy_requested = Signal()
    password_requested = Signal()
    new_password_requested = Signal()
    forget_requested = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._offer("&Оформление", "theme", _THEMES)
        self._offer("&После отметки", "after_mark", _DIRECTIONS)
        self._offer_folder("Второе &место для пакетов", "parcel_folder")
        self._offer_folder("Второе место для &копий", "copies_folder")
        self.addSeparator()
        for words, wish in (
            ("П&роверить журнал…", self.check_requested),
            ("&Сохранить копию журнала…", self.copy_requested),
        ):
            self.addAction(words).triggered.connect(wish)
        self.addAction("Сменить парол&ь…").triggered.connect(self.password_requested)
        self.new_password = self.addAction("Ввести &новый пароль…")
        self.new_password.setVisible(False)
        self.new_password.triggered.connect(self.new_password_requested)
        self.addSeparator()
        self.forget = self.addAction("&Забыть вход на этом компьютере")
        self.forget.setVisible(False)
        self.forget.triggered.connect(self.forget_requested)
        self.addAction("Сменить по&льзователя").triggered.connect(self.leave_requested)

    def _offer(self, title: str, key: str, choices: Mapping[str, str]) -> None:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        for value, words in choices.items():
            action = QAction(words, group)
            action.setCheckable(True)
            action.setChecked(getattr(self.settings, key) == value)
            action.triggered.connect(lambda _=False, value=value: self._choose(key, value))
            menu.addAction(action)

    def _offer_folder(self, title: str, key: str) -> None:
        """Offer a folder on a stick or a share; without one this computer alone is used."""
        menu = self.addMenu(title)
        menu.aboutToShow.connect(lambda: self._fill_folder(menu, key))
        self._fill_folder(menu, key)

    def _fill_folder(self, menu: QMenu, key: str) -> None:
        menu.clear()
        now: str = getattr(self.settings, key)
        for folder, words in (("", _ONLY_HERE), (now, now)) if now else (("", _ONLY_HERE),):
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(folder == now)
            action.triggered.connect(lambda _=False, folder=folder: self._choose(key, folder))
        menu.addSeparator()
        menu.addAction("Выбрать &папку…").triggered.connect(lambda: self._ask_folder(key))

    def _ask_folder(self, key: str) -> None:
        dialog = QFileDialog(self, "Папка на флешке или в сети")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self._choose(key, folder))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose(self, key: str, value: str) -> None:
        self.settings = replace(self.settings, **{key: value})  # type: ignore[arg-type]
        self.settings_changed.emit(self.settings)
