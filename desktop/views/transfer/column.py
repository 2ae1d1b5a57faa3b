"""A column of panels whose lists share the room in whole rows, so that no row is cut in half."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.transfer.lists import FittedList

_GAP = 12


class Column(QWidget):
    """Stacks panels; each list first gets its least rows, then the first lists get theirs all."""

    def __init__(self, panels: Sequence[QWidget], lists: Sequence[FittedList]) -> None:
        """Take the panels from top to bottom, and their lists in the order of importance."""
        super().__init__()
        self._panels, self._lists = tuple(panels), tuple(lists)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(_GAP)
        for panel in panels:
            self.column.addWidget(panel)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._share()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        shown = [each for each in self._lists if not each.isHidden()]
        given = {each: min(each.least, each.rows) for each in shown}
        room = self.height() - self._fixed(shown)
        room -= sum(each.row_height * rows for each, rows in given.items())
        for each in shown:
            more = min(each.rows - given[each], max(0, room) // each.row_height)
            given[each] += more
            room -= more * each.row_height
            each.give(given[each])

    def _fixed(self, shown: Sequence[FittedList]) -> int:
        """Return the height of everything but the rows."""
        panels = [panel for panel in self._panels if not panel.isHidden()]
        tall = sum(
            panel.heightForWidth(self.width())
            if panel.hasHeightForWidth()
            else panel.sizeHint().height()
            for panel in panels
        )
        rows = sum(each.sizeHint().height() for each in shown if self._is_on_show(each))
        return tall - rows + _GAP * (len(panels) - 1)

    def _is_on_show(self, each: FittedList) -> bool:
        return any(panel.isAncestorOf(each) for panel in self._panels if not panel.isHidden())
