"""Questions about another time: a lesson is moved or added."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QSpinBox, QWidget

from desktop.models.change_words import Change
from desktop.models.changes_board import ChangesBoard
from desktop.views.changes.change_question import ChangeQuestion
from journal.lessons import LAST_SLOT
from journal.queries.lesson_clashes import Clash, LessonTime
from journal.queries.week_plan import Place
from journal.reference import Lesson
from journal.services.timetable_changes import AddLesson, MoveLesson

_MOST_LETTERS = 20


class MoveQuestion(ChangeQuestion):
    """Asks for day, bell slot and room of a lesson."""

    def __init__(self, board: ChangesBoard, lesson: Lesson, parent: QWidget | None = None) -> None:
        super().__init__(board, lesson, "Перенести урок", "Перенести", parent)
        self._lesson = lesson
        self.day, self.slot, self.room = _time_fields((lesson.slot, lesson.day), lesson.room)
        _ask_time(self, self.day, self.slot, self.room)
        self.ask_why()

    def change(self) -> Change | None:
        lesson, room = self._lesson, self.room.text().strip()
        time = (_day(self.day), self.slot.value(), room)
        if time == (lesson.day, lesson.slot, lesson.room):
            return None
        return MoveLesson(lesson.page, lesson.id, *time, self.why)

    def clashes(self) -> tuple[Clash, ...]:
        lesson = self._lesson
        return self.board.clashes(
            LessonTime(
                lesson.page,
                _day(self.day),
                self.slot.value(),
                lesson.keeper,
                self.room.text().strip(),
                lesson.id,
            )
        )


class AddQuestion(ChangeQuestion):
    """Asks for a lesson that the timetable does not plan."""

    def __init__(self, board: ChangesBoard, place: Place, parent: QWidget | None = None) -> None:
        """Make the question; ``place`` is where the cursor stands in the week."""
        words = "Урок сверх расписания: он появится в журнале своей страницы и в «Сегодня» учителя."
        super().__init__(board, None, "Добавить урок", "Добавить", parent, words)
        self.page, self.teacher = QComboBox(), QComboBox()
        reference = board.reference
        for page in board.pages():
            self.page.addItem(f"{reference.class_of(page.id).title} · {page.title}", page.id)
        self.teacher.addItem("по нагрузке", "")
        for each in board.teachers():
            self.teacher.addItem(each.short, each.user)
        self.day, self.slot, self.room = _time_fields(place, "")
        self.ask("Страница", self.page)
        _ask_time(self, self.day, self.slot, self.room)
        self.ask("Учитель", self.teacher)
        for choice in (self.page, self.teacher):
            choice.currentIndexChanged.connect(self.look)
        self.ask_why()

    def change(self) -> Change | None:
        page = self.page.currentData()
        if page is None:
            return None
        return AddLesson(
            page,
            _day(self.day),
            self.slot.value(),
            str(self.teacher.currentData()),
            self.room.text().strip(),
            self.why,
        )

    def clashes(self) -> tuple[Clash, ...]:
        page = self.page.currentData()
        if page is None:
            return ()
        teacher = self.teacher.currentData() or self.board.reference.pages[page].teacher
        room = self.room.text().strip()
        wished = LessonTime(page, _day(self.day), self.slot.value(), teacher, room)
        return self.board.clashes(wished)


def _time_fields(place: Place, room: str) -> tuple[QDateEdit, QSpinBox, QLineEdit]:
    slot, day = place
    days, slots, rooms = QDateEdit(QDate(day.year, day.month, day.day)), QSpinBox(), QLineEdit(room)
    days.setCalendarPopup(True)
    days.setDisplayFormat("dddd, dd.MM.yyyy")
    slots.setRange(1, LAST_SLOT)
    slots.setValue(slot)
    rooms.setMaxLength(_MOST_LETTERS)
    return days, slots, rooms


def _ask_time(question: ChangeQuestion, day: QDateEdit, slot: QSpinBox, room: QLineEdit) -> None:
    for name, field in (("День", day), ("Номер урока", slot), ("Кабинет", room)):
        question.ask(name, field)
    day.dateChanged.connect(question.look)
    slot.valueChanged.connect(question.look)
    room.textChanged.connect(question.look)


def _day(field: QDateEdit) -> date:
    picked = field.date()
    return date(picked.year(), picked.month(), picked.day())
