"""Homework of the class and of single pupils."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models.lesson_board import LessonBoard
from desktop.models.roll_line import match_pupils
from desktop.views.elements import button, label, small, tab_in_order
from desktop.views.lesson.proposing_field import Choice, ProposingField
from journal.homework import MANNERS
from journal.queries.register_view import LessonLine
from journal.queries.whole_lesson import PupilTask, WholeLesson

Try = Callable[[Callable[[], None]], str]
_LABEL_WIDTH = 92
_LEAST_WIDTH = 436


class HomeworkBox(QWidget):
    """The common task with its manners and lesson, below it those of single pupils.

    The manners are read from the words of the task; a press corrects them.
    """

    def __init__(self, board: LessonBoard, try_to: Try, host: QWidget) -> None:
        super().__init__()
        self._board = board
        self._try = try_to
        self._hides_names = False
        self.text = ProposingField(_nothing, self._write, host=host)
        self.unassigned = QCheckBox("&Не задано")
        self.unassigned.clicked.connect(lambda is_on: try_to(lambda: board.set_unassigned(is_on)))
        self.due = QComboBox()
        self.due.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.due.setAccessibleName("К какому уроку")
        self.due.activated.connect(self._write_due)
        self.manners: dict[str, QPushButton] = {}
        self.who = ProposingField(self._pupils, None, takes_first=True, host=host)
        self.task = ProposingField(_nothing, self._write_task, host=host)
        self._tasks = QVBoxLayout()
        self._tasks.setSpacing(2)
        self._note = small()
        self._off = small(wraps=True)
        self._own = label("&Ученику", "muted")
        self._all = QWidget()
        self._how = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self.who.finished.connect(self.task.setFocus)
        self.task.finished.connect(self._next_task)

    def fields(self) -> Sequence[ProposingField]:
        """Return the fields beside that of the common task."""
        return (self.who, self.task)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def hide_names(self, is_on: bool) -> None:
        """Leave out the tasks of single pupils: a class looks on."""
        self._hides_names = is_on
        for field in self.fields():
            field.put_down()

    def tell(self, whole: WholeLesson, line: LessonLine | None) -> None:
        """Show the homework of a lesson, or why there is none."""
        card = whole.card
        self._all.setVisible(not card.homework_off)
        self._off.setVisible(bool(card.homework_off))
        self._off.setText(card.homework_off)
        offer = "" if card.locked else self._board.proposed_homework()
        hint = f"Enter — из КТП: {offer}" if offer else "для всего класса: §, упражнения, номера"
        hint = "" if card.locked else hint
        self.text.show_text(card.homework, offer, "не задано" if card.unassigned else hint)
        self.text.setReadOnly(bool(card.locked))
        self.unassigned.setChecked(card.unassigned)
        self.unassigned.setEnabled(not card.locked)
        for code, turn in self.manners.items():
            turn.setChecked(code in whole.manners)
            turn.setEnabled(bool(card.homework) and not card.locked)
        self._fill_due(whole)
        due = f"в срок {line.due}" if line is not None and line.due else ""
        self._note.setText(due)
        for field in (self.who, self.task):
            field.setReadOnly(bool(card.locked))
            field.setVisible(not card.locked and not self._hides_names)
        has_tasks = bool(whole.tasks) and not self._hides_names
        self._own.setVisible(has_tasks or not self.who.isHidden())
        self._fill_tasks(whole.tasks if has_tasks else (), is_locked=bool(card.locked))
        self._fit()

    def _lay_out(self) -> None:
        grid = QGridLayout(self._all)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        name = label("&Задание", "muted")
        name.setTextFormat(Qt.TextFormat.AutoText)
        name.setBuddy(self.text)
        self.text.setAccessibleName("Домашнее задание классу")
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.text, 1)
        first.addWidget(self.unassigned)
        grid.addWidget(name, 0, 0)
        grid.addLayout(first, 0, 1)
        second = QHBoxLayout()
        second.setSpacing(5)
        until = QHBoxLayout()
        until.setSpacing(6)
        for code, meaning in MANNERS.items():
            turn = button(code, "turn")
            turn.setCheckable(True)
            turn.setToolTip(meaning)
            turn.setAccessibleName(f"Как выполнять: {code}")
            turn.clicked.connect(
                lambda is_on, code=code: self._try(lambda: self._board.turn_manner(code, is_on))
            )
            self.manners[code] = turn
            second.addWidget(turn)
        second.addStretch(1)
        until.addStretch(1)
        until.addWidget(self._note)
        until.addWidget(self.due)
        self._how.setSpacing(6)
        self._how.addLayout(second)
        self._how.addLayout(until)
        grid.addLayout(self._how, 1, 1)
        own = self._own
        own.setTextFormat(Qt.TextFormat.AutoText)
        own.setBuddy(self.who)
        self.who.setAccessibleName("Кому задание: номер по списку или первые буквы")
        self.who.setPlaceholderText("номер или фамилия")
        self.who.setFixedWidth(190)
        self.task.setAccessibleName("Задание этому ученику")
        self.task.setPlaceholderText("индивидуальное задание")
        third = QHBoxLayout()
        third.setSpacing(8)
        third.addWidget(self.who)
        third.addWidget(self.task, 1)
        grid.addWidget(own, 2, 0)
        grid.addLayout(third, 2, 1)
        grid.addLayout(self._tasks, 3, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._all)
        column.addWidget(self._off)

    def _fit(self) -> None:
        """Put manners and day into two rows where one has no room, as at 150 % on a notebook."""
        parts = (self._how.itemAt(place) for place in range(self._how.count()))
        needed = sum(each.minimumSize().width() for each in parts)
        directions = QBoxLayout.Direction
        is_narrow = needed + _LABEL_WIDTH + 20 > self.width()
        self._how.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)

    def _write(self, text: str) -> str:
        return self._try(lambda: self._board.set_homework(text))

    def _write_due(self, place: int) -> None:
        self._try(lambda: self._board.set_due(str(self.due.itemData(place) or "")))

    def _write_task(self, text: str) -> str:
        who = self.who.text()
        if not text.strip():
            return ""
        return self._try(lambda: self._board.set_task(who, text))

    def _next_task(self) -> None:
        for field in (self.who, self.task):
            field.setModified(False)
            field.show_text("", placeholder=field.placeholderText())
        self.who.setFocus()

    def _pupils(self, text: str) -> Sequence[Choice]:
        found = match_pupils(text, self._board.pupils) if text.strip() else self._board.pupils
        return [Choice(f"{each.number} · {each.name}", each.name) for each in found]

    def _fill_due(self, whole: WholeLesson) -> None:
        self.due.clear()
        self.due.addItem("к следующему уроку", "")
        for lesson, day in whole.ahead[1:]:
            self.due.addItem(f"к уроку {day:%d.%m}", lesson)
        self.due.setCurrentIndex(max(0, self.due.findData(whole.due)))
        self.due.setEnabled(bool(whole.card.homework) and not whole.card.locked)

    def _fill_tasks(self, tasks: Sequence[PupilTask], *, is_locked: bool) -> None:
        while (item := self._tasks.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        stops: list[QWidget] = []
        for task in tasks:
            self._tasks.addWidget(self._task(task, stops, is_locked=is_locked))
        tab_in_order(self.task, *stops)

    def _task(self, task: PupilTask, stops: list[QWidget], *, is_locked: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        words = label(f"{task.name}: {task.text}", wraps=True)
        row.addWidget(words, 1)
        if not is_locked:
            remove = button("Убрать", "link")
            remove.setAccessibleName(f"Убрать задание: {task.name}")
            remove.clicked.connect(lambda: self._try(lambda: self._take_back(task)))
            row.addWidget(remove)
            stops.append(remove)
        return holder

    def _take_back(self, task: PupilTask) -> None:
        pupil = next(each for each in self._board.pupils if each.id == task.pupil)
        self._board.set_task_of(pupil, "")


def _nothing(_text: str) -> Sequence[Choice]:
    return ()
