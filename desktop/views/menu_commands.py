"""The lines of a menu as commands that Ctrl+K finds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.models.palette_model import Offer


def commands_of(menu: QMenu, within: str = "") -> list[Offer]:
    """Return what can be done now, the lines of submenus with the words of their menu."""
    menu.aboutToShow.emit()  # some menus are filled when they open
    found: list[Offer] = []
    # not by action.menu(): what it returns takes the menu along when it is dropped
    menus = menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for action in menu.actions():
        words = action.text().replace("&", "").rstrip("…")
        if action.isSeparator() or not action.isVisible() or not action.isEnabled():
            continue
        inner = next((each for each in menus if each.menuAction() == action), None)
        if inner is not None:
            found += commands_of(inner, words)
            continue
        whole = f"{within}: {words}" if within else words
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        found.append(
            Offer(f"command:{whole}", "command", whole, key.replace("+", " "), action.trigger)
        )
    return found
