"""The lesson at hand beside the week, with a button for all that can become of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.models.changes_board import DISTANCE, ChangesBoard
from desktop.theme import Theme
from desktop.views.changes.action_table import ACTIONS
from desktop.views.elements import Card, button, small, title
from desktop.views.printing.lists import PlainList
from desktop.views.two_lines import TwoLineDelegate, TwoLines
from journal.queries.day_plan import short_day
from journal.queries.week_plan import WeekCell
from journal.reference import Lesson


class LessonCard(Card):
    """Shows the lessons in the cell of the week; one of them is the lesson at hand.

    Signals:
        wanted: an action on it.
    """

    wanted = Signal(str)

    def __init__(self, board: ChangesBoard, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._board = board
        self.here = PlainList(
            board.here, TwoLineDelegate(theme, _say_here), "Уроки на этом месте", 1
        )
        self._place, self._nothing = title(""), small("", wraps=True)
        self.buttons = {action: button(words) for action, words, _ in ACTIONS}
        for part in (self._place, self.here, self._nothing):
            self.column.addWidget(part)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (action, words, key) in enumerate(ACTIONS):
            made = self.buttons[action]
            made.setAccessibleName(words.rstrip("…"))
            made.setToolTip(f"{words.rstrip('…')} · {key}")
            made.clicked.connect(lambda _=False, of=action: self.wanted.emit(of))
            last = place == len(ACTIONS) - 1
            grid.addWidget(made, place // 2, place % 2, 1, 2 if last else 1)
        self.column.addLayout(grid)
        self.here.current_changed.connect(self.offer)

    @property
    def lesson(self) -> Lesson | None:
        """The lesson at hand."""
        cell = self._board.here.row_at(self.here.currentIndex())
        return cell.lesson if cell is not None else None

    def choose(self, lesson: str) -> None:
        """Take a lesson of the cell in hand, if it is there."""
        rows = [cell.lesson.id for cell in self._board.here.rows()]
        if lesson in rows:
            self.here.setCurrentIndex(self._board.here.index(rows.index(lesson)))

    def may(self, action: str) -> bool:
        """Tell whether an action can be taken on the lesson at hand."""
        return not self._board.why_not(action, self.lesson)

    def offer(self) -> None:
        """Name the place and its lessons, and offer what can be done."""
        place, lesson = self._board.place, self.lesson
        self._place.setText(f"{short_day(place[1])}, {place[0]} урок" if place else "")
        self.here.setVisible(lesson is not None)
        self._nothing.setVisible(lesson is None)
        self._nothing.setText(
            "В этот день занятий нет."
            if self._board.is_day_off
            else "Урока нет. Insert - добавить урок на это место."
        )
        for action, made in self.buttons.items():
            made.setEnabled(self.may(action))
        back = lesson is not None and lesson.is_distance
        self.buttons[DISTANCE].setText("В классе…" if back else "Дистанционно…")


def _say_here(cell: WeekCell) -> TwoLines:
    return TwoLines(cell.title, " · ".join(filter(None, (cell.change, cell.details))))
