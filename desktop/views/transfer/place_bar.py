"""The left of the top bar on «Перенос»: which of its pages is in front."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop.views.elements import button

MOVING, WORKPLACES, KEYING = range(3)
_PAGES = (("Перенос записей", "F5"), ("Рабочие места", "F6"), ("Ввод с бумаги", "F7"))


class PlaceBar(QWidget):
    """Buttons that stay down; a page that the user has no business with is not offered.

    Signals:
        chosen: the place of a page.
    """

    chosen = Signal(int)

    def __init__(self, *, has_keying: bool) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.tabs = []
        self._offered = [True, False, has_keying]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for place, (words, key) in enumerate(_PAGES):
            tab = button(words)
            tab.setCheckable(True)
            tab.setChecked(place == MOVING)
            tab.setToolTip(f"{words} · {key}")
            self._group.addButton(tab, place)
            self.tabs.append(tab)
            row.addWidget(tab)
        row.addStretch(1)
        self._group.idClicked.connect(self.chosen)
        self._show()

    def offer_workplaces(self, is_offered: bool) -> None:
        """Offer the workplaces of the school, or not."""
        self._offered[WORKPLACES] = is_offered
        self._show()

    def choose(self, place: int) -> bool:
        """Mark a page as the one in front; return whether it is offered."""
        if self._offered[place]:
            self.tabs[place].setChecked(True)
        return self._offered[place]

    def _show(self) -> None:
        for tab, is_offered in zip(self.tabs, self._offered, strict=True):
            tab.setVisible(is_offered)
