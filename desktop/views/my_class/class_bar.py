"""The left of the top bar on «Мой класс»: which class, and which of its pages is in front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QWidget

from desktop.views.elements import button
from journal.reference import SchoolClass

FIRST_KEY = 5
"""F5 turns to the first page."""


class ClassBar(QWidget):
    """A class to choose and buttons that stay down, a page each.

    Signals:
        class_chosen: id of a class.
        page_chosen: place of a page.
    """

    class_chosen = Signal(str)
    page_chosen = Signal(int)

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.classes = QComboBox()
        self.classes.setAccessibleName("Класс")
        self.classes.activated.connect(
            lambda _: self.class_chosen.emit(str(self.classes.currentData()))
        )
        self._group = QButtonGroup(self)
        self.tabs: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.classes)
        for place, word in enumerate(words):
            tab = button(word)
            tab.setCheckable(True)
            tab.setToolTip(f"{word} · F{FIRST_KEY + place}")
            tab.setVisible(len(words) > 1)
            self._group.addButton(tab, place)
            self.tabs.append(tab)
            row.addWidget(tab)
        row.addStretch(1)
        self._group.idClicked.connect(self.page_chosen)

    def offer_classes(self, classes: Sequence[SchoolClass], chosen: str) -> None:
        """Offer other classes; the chosen one stays where it is among them."""
        self.classes.clear()
        for each in classes:
            self.classes.addItem(f"{each.title} класс", each.id)
        self.classes.setCurrentIndex(max(0, self.classes.findData(chosen)))

    def mark(self, place: int) -> None:
        """Mark a page as the one in front."""
        self.tabs[place].setChecked(True)
