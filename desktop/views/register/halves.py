"""The spread: marks on the left, lessons on the right, divided as the user likes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

_LEFT, _RIGHT, _GAP = 630, 370, 12


class Halves(QSplitter):
    """Remembers whether it was moved by hand; the right half may be closed altogether."""

    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._is_divided = False
        self.addWidget(left)
        self.addWidget(right)
        self.setHandleWidth(_GAP)
        self.setSizes([_LEFT, _RIGHT])
        self.setStretchFactor(0, _LEFT)
        self.setStretchFactor(1, _RIGHT)
        self.setChildrenCollapsible(True)
        self.setCollapsible(0, False)
        self.splitterMoved.connect(self._note)

    @property
    def share(self) -> int:
        """How much of the width the left half takes, in thousandths; 0 when nobody moved it."""
        left, right = self.sizes()
        return round(1000 * left / max(1, left + right)) if self._is_divided else 0

    def divide(self, share: int) -> None:
        """Give the left half a share of the width in thousandths; 0 leaves it."""
        if 0 < share <= 1000:
            self._is_divided = True
            width = max(self.width(), _LEFT + _RIGHT)
            self.setSizes([width * share // 1000, width - width * share // 1000])

    def _note(self, _place: int, _handle: int) -> None:
        self._is_divided = True
