"""What a click on a column head opens: topic, homework, work types, one more column."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.models.cell_words import long_day, shown_weight
from desktop.models.lesson_desk import LessonDesk
from desktop.theme import Theme
from desktop.views.elements import button, label, rule, small
from desktop.views.register.popover import Popover
from journal.errors import UserError
from journal.homework import UNASSIGNED
from journal.kinds import MAIN_COLUMN
from journal.queries.lesson_card import ColumnCard, LessonCard
from journal.works import DEFAULT_WORK, WORK_TYPES

_WIDTH = 430


class LessonPopover(Popover):
    """Reads the lesson when it opens and writes every field as soon as it is left.

    Signals:
        roll_wanted: «все присутствуют» was pressed for the lesson.
        refused: it was closed while something typed in it had not been taken; why.
    """

    roll_wanted = Signal(str)
    refused = Signal(str)

    def __init__(self, theme: Theme, host: QWidget, desk: LessonDesk) -> None:
        super().__init__(theme, host, width=_WIDTH)
        self._desk = desk
        self._lesson = ""
        self.topic, self.homework = QLineEdit(), QLineEdit()
        self.unassigned = QCheckBox("Не задано")
        self.works: list[QComboBox] = []
        self.topic.setAccessibleName("Тема урока")
        self.homework.setAccessibleName("Домашнее задание")
        self.add = QComboBox()
        self.add.setAccessibleName("Добавить колонку")
        self.roll = button("Все присутствуют")
        self.refusal = label("", "refusal", wraps=True)
        self._columns = QVBoxLayout()
        self._columns.setSpacing(6)
        self._roll_words = small()
        self._lock = small(wraps=True)
        self._lay_out()
        self.topic.returnPressed.connect(lambda: self._accept(self.topic, 0))
        self.homework.returnPressed.connect(lambda: self._accept(self.homework, 1))
        self.topic.editingFinished.connect(self._write_topic)
        self.homework.editingFinished.connect(self._write_homework)
        self.unassigned.clicked.connect(self._write_unassigned)
        self.add.activated.connect(self._add_column)
        self.roll.clicked.connect(lambda: self.roll_wanted.emit(self._lesson))

    def tell(self, lesson: str) -> None:
        """Show a lesson."""
        self._lesson = lesson
        self.refusal.hide()
        self.refresh()

    def refresh(self) -> None:
        """Read the lesson again; a field that is being typed in keeps its text."""
        card = self._desk.card(self._lesson)
        self.head(long_day(card.day), _below(card))
        self._fill(card)
        self._fill_columns(card)
        self.fit()

    def close_it(self) -> None:
        is_refused = not self.refusal.isHidden()
        super().close_it()
        if is_refused and self.isHidden():
            self.refusal.hide()
            self.refused.emit(self.refusal.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = [field for field in (self.topic, self.homework) if field.isModified()]
        if event.key() != Qt.Key.Key_Escape or not typed:
            super().keyPressEvent(event)
            return
        for field in typed:  # the first Esc takes the typing back, the next one closes
            field.setModified(False)
        self.setFocus()
        self.refusal.hide()
        self.refresh()

    def first_focus(self) -> QWidget:
        return self.topic if self.topic.isEnabled() else self

    def _lay_out(self) -> None:
        roll = QHBoxLayout()
        roll.addWidget(self._roll_words, 1)
        roll.addWidget(self.roll)
        homework = QHBoxLayout()
        homework.setSpacing(10)
        homework.addWidget(self.homework, 1)
        homework.addWidget(self.unassigned)
        column = self.column
        column.addLayout(roll)
        column.addWidget(small("Тема урока"))
        column.addWidget(self.topic)
        column.addWidget(small("Домашнее задание"))
        column.addLayout(homework)
        column.addWidget(rule())
        column.addLayout(self._columns)
        column.addWidget(self.add)
        column.addWidget(self.refusal)
        column.addWidget(self._lock)

    def _fill(self, card: LessonCard) -> None:
        is_open = not card.locked
        for field, text in ((self.topic, card.topic), (self.homework, card.homework)):
            if not field.hasFocus():
                field.setText(text)
                field.setCursorPosition(0)
        self.topic.setEnabled(is_open)
        self.homework.setEnabled(is_open and not card.homework_off and not card.unassigned)
        topic, homework = self._desk.offers(card.lesson)
        self.topic.setPlaceholderText(f"Enter — из КТП: {topic}" if topic else "")
        offer = f"Enter — из КТП: {homework}" if homework else "задание для всего класса"
        self.homework.setPlaceholderText("" if card.homework_off else offer)
        self.unassigned.setEnabled(is_open and not card.homework_off)
        self.unassigned.setChecked(card.unassigned)
        coded = self._desk.coded(card.lesson)
        self._roll_words.setText(
            "Перекличка проведена" if card.called else "Переклички ещё не было"
        )
        self.roll.setText("Остальные присутствуют" if coded else "Все присутствуют")
        self.roll.setVisible(is_open and not card.called)
        self._lock.setText(card.locked or card.homework_off)
        self._lock.setVisible(bool(self._lock.text()))

    def _fill_columns(self, card: LessonCard) -> None:
        while (item := self._columns.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.works = []
        self.add.setVisible(card.graded and not card.locked)
        if not card.graded:
            return
        for column in card.columns:
            row = self._column(card, column)
            self._columns.addWidget(row)
            row.show()  # the layout would show it later, and not count its height till then
        self.add.clear()
        self.add.addItem("Добавить колонку …")
        _fill_works(self.add)
        self.add.setCurrentIndex(0)

    def _column(self, card: LessonCard, column: ColumnCard) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        works = QComboBox()
        works.setAccessibleName("Вид работы")
        _fill_works(works)
        works.setCurrentIndex(works.findData(column.work))
        works.setEnabled(not card.locked)
        works.activated.connect(
            lambda _: self._try(
                lambda: self._desk.set_work(
                    card.lesson, column.column, str(works.currentData()), column.title
                )
            )
        )
        self.works.append(works)
        row.addWidget(works, 1)
        row.addWidget(_days(column), 0, Qt.AlignmentFlag.AlignVCenter)
        if column.column != MAIN_COLUMN and not column.marks and not card.locked:
            remove = button("Убрать", "link")
            remove.clicked.connect(
                lambda: self._try(
                    lambda: self._desk.remove_column(card.lesson, column.column, column.work)
                )
            )
            row.addWidget(remove)
        return holder

    def _accept(self, field: QLineEdit, which: int) -> None:
        """Take what the plan offers, by Enter in the empty field."""
        offer = self._desk.offers(self._lesson)[which]
        if offer and not field.text():
            field.setText(offer)
            field.setModified(True)  # the end of editing, which follows, writes it

    def _write_topic(self) -> None:
        if self.topic.isModified():
            self.topic.setModified(False)
            self._try(lambda: self._desk.set_topic(self._lesson, self.topic.text()))

    def _write_homework(self) -> None:
        if self.homework.isModified():
            self.homework.setModified(False)
            self._try(lambda: self._desk.set_homework(self._lesson, self.homework.text()))

    def _write_unassigned(self) -> None:
        text = UNASSIGNED if self.unassigned.isChecked() else ""
        self.homework.setModified(False)
        self.homework.clear()
        self._try(lambda: self._desk.set_homework(self._lesson, text))

    def _add_column(self, place: int) -> None:
        if place:
            work = str(self.add.currentData())
            self._try(lambda: self._desk.add_column(self._lesson, work))

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except UserError as refusal:
            self.refusal.setText(str(refusal))
            self.refusal.show()
        else:
            self.refusal.hide()
        if not self.isHidden():
            self.refresh()


def _below(card: LessonCard) -> str:
    room = f"каб. {card.room}" if card.room else ""
    teacher = f"{card.teacher}, замещает {card.substitute}" if card.substitute else card.teacher
    return " · ".join(part for part in (f"{card.slot}-й урок", room, teacher) if part)


def _fill_works(combo: QComboBox) -> None:
    for work in WORK_TYPES.values():
        name = work.name if work.code == DEFAULT_WORK else f"{work.code} — {work.name}"
        combo.addItem(f"{name}, вес {shown_weight(work.weight)}", work.code)


def _days(column: ColumnCard) -> QLabel:
    words = small(f"в срок до {column.due:%d.%m}")
    words.setToolTip(
        f"Отметка в срок до {column.due:%d.%m.%Y} включительно.\n"
        f"С опозданием — до {column.lock:%d.%m.%Y}, потом только по запросу."
    )
    return words
