"""The foot of a lesson: what it still lacks, the lessons before and after it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.views.elements import Card, button, key_cap, pill, strong

_KEY_FROM, _ANY_WIDTH = 860, 16_777_215

PARTS = (
    ("roll", "перекличка"),
    ("topic", "тема"),
    ("homework", "задание"),
    ("works", "виды работ"),
)


class LessonFoot(Card):
    """Says in words what is there and what is not; a colour only helps.

    Signals:
        missing_wanted: to the first thing that is missing.
        step_wanted: to the next (1) or previous (-1) lesson of the day.
    """

    missing_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(margin=8)
        self._shown: tuple[object, ...] = ()
        self._pills = QHBoxLayout()
        self._pills.setSpacing(6)
        self._words = strong("")
        self.missing = button("К незаполненному", "link")
        self.missing.clicked.connect(self.missing_wanted)
        self._key = key_cap("F7")
        self.previous, self.next = button(""), button("")
        self.previous.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.next.clicked.connect(lambda: self.step_wanted.emit(1))
        self.previous.setToolTip("Alt ←")
        self.next.setToolTip("Alt →")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._words)
        row.addLayout(self._pills)
        row.addWidget(self.missing)
        row.addWidget(self._key)
        row.addStretch(1)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        self.column.addLayout(row)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        key = 0 if self._key.isHidden() else self._key.sizeHint().width()
        return QSize(least.width() - min(key, self._key.maximumWidth()), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # the help of F1 names the key too
        self._key.setMaximumWidth(_ANY_WIDTH if self.width() >= _KEY_FROM else 0)

    def tell(self, missing: Sequence[str], needed: Sequence[str], *, is_open: bool) -> None:
        """Show the parts a lesson needs and which of them it lacks; ``is_open``: it may be."""
        state = (tuple(missing), tuple(needed), is_open)
        if state == self._shown:
            return
        self._shown = state
        while (item := self._pills.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        names = dict(PARTS)
        for part in needed:
            is_missing = part in missing
            words = f"нет: {names[part]}" if is_missing else names[part]
            shown: QWidget = pill(words, "waiting" if is_missing else "good")
            shown.setAccessibleName(f"{names[part]}: {'не заполнено' if is_missing else 'есть'}")
            self._pills.addWidget(shown)
        self._words.setText("Не заполнено" if missing else "Урок заполнен")
        for way in (self.missing, self._key):
            way.setVisible(bool(missing) and is_open)

    def offer_neighbours(self, previous: str, following: str) -> None:
        """Show where the neighbours lead, "" where there is none."""
        for each, words in ((self.previous, previous), (self.next, following)):
            each.setText(words)
            each.setVisible(bool(words))
        self.previous.setAccessibleName(f"Предыдущий урок: {previous}")
        self.next.setAccessibleName(f"Следующий урок: {following}")
