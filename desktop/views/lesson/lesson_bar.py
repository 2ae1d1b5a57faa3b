"""The top bar of a lesson: which one it is, and in what it deviates from the timetable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.views.elements import label, pill, title


class LessonBar(QWidget):
    """Class and subject, day and bell, then «замена», «перенесён», «дистанционно»."""

    def __init__(self) -> None:
        super().__init__()
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
        for note in notes:
            self._notes.addWidget(pill(note, "held" if note.startswith("замена") else "waiting"))
