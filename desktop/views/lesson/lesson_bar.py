"""The top bar of a lesson: which one it is, and in what it deviates from the timetable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.views.elements import button, label, pill, title
from journal.queries.lesson_notes import STANDING_IN

BACK_KEY = "Alt Home"


class LessonBar(QWidget):
    """Class and subject, day and bell, then «замена», «перенесён», «дистанционно».

    Whoever stands in for somebody sees for whom, and the way back to the own lessons.

    Signals:
        back_wanted: back to the lessons of the day.
    """

    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back = button("К моим урокам", "link")
        self.back.setToolTip(f"К моим урокам · {BACK_KEY}")
        self.back.clicked.connect(self.back_wanted)
        self.back.hide()
        self.heading = title("Урок")
        self.when = label("", "muted")
        self._notes = QHBoxLayout()
        self._notes.setSpacing(6)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.heading)
        row.addWidget(self.when)
        row.addLayout(self._notes)
        row.addWidget(self.back)
        row.addStretch(1)

    def tell(self, heading: str, when: str, notes: Sequence[str]) -> None:
        """Show a lesson."""
        self.heading.setText(heading)
        self.when.setText(when)
        self.setAccessibleName(", ".join(filter(None, (heading, when, *notes))))
        while (item := self._notes.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.back.setVisible(any(note.startswith(STANDING_IN) for note in notes))
        for note in notes:
            is_substitution = note.startswith(("замена", STANDING_IN))
            words = note[:1].upper() + note[1:] if note.startswith(STANDING_IN) else note
            self._notes.addWidget(pill(words, "held" if is_substitution else "waiting"))
