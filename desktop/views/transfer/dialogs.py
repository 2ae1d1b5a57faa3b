"""The three questions of the page: why there is no contact, who substitutes, why not accepted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QRadioButton,
    QWidget,
)

from desktop.models.rows import ROW_ROLE, RowsModel
from desktop.views.elements import key_cap
from desktop.views.question import Question
from journal.reference import StaffMember
from journal.services.outages import REASONS


class OutageQuestion(Question):
    """Asks for the reason of having no contact.

    Signals:
        declared: one of ``REASONS``.
    """

    declared = Signal(str)

    def __init__(self, is_going_on: bool, reason: str, parent: QWidget | None = None) -> None:
        """Make the question.

        Args:
            is_going_on: a temporary journal is open; only its reason is asked for.
            reason: that it has, or "".
            parent: as usual in Qt.
        """
        heading = "Почему нет связи?" if is_going_on else "Объявить отсутствие связи"
        begins = (
            "Причина будет записана во временный журнал и в акт переноса."
            if is_going_on
            else "Откроется временный журнал: его номер получат все записи с этой минуты."
        )
        words = f"{begins} Перенос начнётся, когда вы нажмёте «Связь снова есть»."
        super().__init__(heading, words, "Записать" if is_going_on else "Объявить", parent)
        self._choices = QButtonGroup(self)
        for place, each in enumerate(REASONS):
            choice = QRadioButton(each)
            choice.setChecked(each == reason or (place == 0 and reason not in REASONS))
            self._choices.addButton(choice, place)
            line = QHBoxLayout()
            line.addWidget(choice, 1)
            line.addWidget(key_cap(str(place + 1)))
            self.body.addLayout(line)
        self._choices.checkedButton().setFocus()
        self.accepted.connect(lambda: self.declared.emit(REASONS[self._choices.checkedId()]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal() and 1 <= int(event.text()) <= len(REASONS):
            self.choose(int(event.text()) - 1)
            return
        super().keyPressEvent(event)

    def choose(self, place: int) -> None:
        """Choose a reason by its place in the list."""
        self._choices.button(place).setChecked(True)
        self._choices.button(place).setFocus()


class RejectQuestion(Question):
    """Asks why an entry is not accepted; its author reads the answer.

    Signals:
        rejected_because: the answer, which may be empty.
    """

    rejected_because = Signal(str)

    def __init__(self, what: str, stays: str, parent: QWidget | None = None) -> None:
        """Make the question: ``what`` is not accepted, and ``stays`` is in the cell then."""
        words = f"{what}. В клетке останется: {stays}. Запись сохранится в истории клетки."
        super().__init__("Отклонить запись", words, "Отклонить", parent)
        self.answer = QLineEdit()
        self.answer.setPlaceholderText("Почему — прочитает автор записи (можно не указывать)")
        self.answer.setAccessibleName("Почему отклонено")
        self.answer.setMaxLength(200)
        self.body.addWidget(self.answer)
        self.answer.setFocus()
        self.accepted.connect(lambda: self.rejected_because.emit(self.answer.text().strip()))


class SubstituteQuestion(Question):
    """Asks who substitutes at one lesson; typing narrows the list.

    Signals:
        appointed: the id of the teacher.
    """

    appointed = Signal(str)

    def __init__(
        self, lesson: str, teachers: Sequence[StaffMember], likely: str, parent: QWidget | None
    ) -> None:
        """Make the question.

        Args:
            lesson: «9А, русский язык, 16.11, урок 3».
            teachers: in the order of the list.
            likely: id of the one who wrote into the lesson.
            parent: as usual in Qt.
        """
        words = (
            f"{lesson}. Записи этого учителя, которые ждут замены, будут приняты"
            " с их настоящим временем."
        )
        super().__init__("Кто замещает на этом уроке?", words, "Назначить", parent)
        self._model = RowsModel[StaffMember](lambda each: each.user, _in_words, self)
        self._model.show_rows(teachers)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._model)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Фамилия")
        self.search.setAccessibleName("Найти учителя по фамилии")
        self.list = QListView()
        self.list.setAccessibleName("Учителя")
        self.list.setModel(self._found)
        self.list.setMinimumHeight(120)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.search.textChanged.connect(self._narrow)
        self.list.doubleClicked.connect(self.accept)
        self.accepted.connect(self._appoint)
        places = [place for place, each in enumerate(teachers) if each.user == likely]
        self._choose(self._found.index(places[0] if places else 0, 0))
        self.search.setFocus()

    @property
    def chosen(self) -> StaffMember | None:
        """Return the teacher in question."""
        index = self.list.currentIndex()
        member: StaffMember | None = index.data(ROW_ROLE) if index.isValid() else None
        return member

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        index = self._found.index(self.list.currentIndex().row() + step, 0)
        if step and index.isValid():
            self._choose(index)
            return
        super().keyPressEvent(event)

    def _narrow(self, text: str) -> None:
        self._found.setFilterFixedString(text)
        if not self.list.currentIndex().isValid():
            self._choose(self._found.index(0, 0))
        self.yes.setEnabled(self.chosen is not None)

    def _choose(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def _appoint(self) -> None:
        if self.chosen is not None:
            self.appointed.emit(self.chosen.user)


def _in_words(member: StaffMember) -> str:
    return member.full
