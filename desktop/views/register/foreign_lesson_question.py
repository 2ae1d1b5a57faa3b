"""Which lesson of somebody else is kept here, before the deputy has appointed anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView, QWidget

from desktop.models.cell_words import long_day
from desktop.models.rows import ROW_ROLE, RowsModel
from desktop.views.question import Question
from journal.queries.foreign_lessons import ForeignLesson


class ForeignLessonQuestion(Question):
    """Offers the lessons of a day; typing narrows the list.

    Signals:
        chosen: page and lesson.
    """

    chosen = Signal(str, str)

    def __init__(
        self,
        days: Sequence[date],
        lessons_of: Callable[[date], Sequence[ForeignLesson]],
        parent: QWidget | None = None,
    ) -> None:
        """Make the question.

        Args:
            days: to choose from, today first.
            lessons_of: what others teach on a day.
            parent: as usual in Qt.
        """
        words = (
            "Урок без назначенной замены. Записи сохранятся сразу и будут ждать, пока заместитель "
            "директора назначит вас на этот урок; тогда они будут приняты с настоящим временем."
        )
        super().__init__("Какой урок вы ведёте?", words, "Вести урок", parent)
        self._days, self._lessons_of = days, lessons_of
        self._model = RowsModel[ForeignLesson](lambda each: each.lesson, _in_words, self)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._model)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.day = QComboBox()
        self.day.setAccessibleName("День")
        self.day.addItems([long_day(day) for day in days])
        self.search = QLineEdit()
        self.search.setPlaceholderText("Класс, предмет или фамилия")
        self.search.setAccessibleName("Найти урок: класс, предмет или фамилия")
        self.list = QListView()
        self.list.setAccessibleName("Уроки этого дня")
        self.list.setModel(self._found)
        self.list.setMinimumHeight(120)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        for part in (self.day, self.search, self.list):
            self.body.addWidget(part)
        self.day.currentIndexChanged.connect(self._show_day)
        self.search.textChanged.connect(self._narrow)
        self.list.doubleClicked.connect(self.accept)
        self.accepted.connect(self._choose)
        self.search.setFocus()
        self._show_day()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        index = self._found.index(self.list.currentIndex().row() + step, 0)
        if step and index.isValid():
            self._stand_on(index)
            return
        super().keyPressEvent(event)

    def _show_day(self) -> None:
        self._model.show_rows(self._lessons_of(self._days[self.day.currentIndex()]))
        self._narrow(self.search.text())

    def _narrow(self, text: str) -> None:
        self._found.setFilterFixedString(text)
        if not self.list.currentIndex().isValid():
            self._stand_on(self._found.index(0, 0))
        self.yes.setEnabled(self.list.currentIndex().isValid())

    def _stand_on(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _choose(self) -> None:
        index = self.list.currentIndex()
        lesson: ForeignLesson | None = index.data(ROW_ROLE) if index.isValid() else None
        if lesson is not None:
            self.chosen.emit(lesson.page, lesson.lesson)


def _in_words(lesson: ForeignLesson) -> str:
    return lesson.title
