"""Two questions about papers: by which act a journal is closed, for which day sheets are blank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QFormLayout, QLineEdit, QWidget

from desktop.views.elements import label
from desktop.views.question import Question
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.temporary_sheets import SheetName

_MOST_LETTERS = 200
_ALL = "Все классы"


class CloseByActQuestion(Question):
    """Asks for the act over a computer that does not come back.

    Signals:
        acted: its number, and what became of the computer.
    """

    acted = Signal(str, str)

    def __init__(self, journal: TemporaryJournal, parent: QWidget | None = None) -> None:
        """Make the question about the temporary journal of one workplace."""
        place = f"Место {journal.workplace}" if journal.workplace else "Место без номера"
        words = (
            f"{place}, {journal.owner}: временный журнал № {journal.number} закроется последней"
            " записью, которую получил сервер, конец останется неизвестным. Если компьютер всё же"
            " вернётся, его записи будут приняты и станут дополнением к акту."
        )
        super().__init__("Закрыть временный журнал актом", words, "Закрыть актом", parent)
        self.number, self.reason = QLineEdit(), QLineEdit()
        self.number.setPlaceholderText("номер акта, как в делах школы")
        self.reason.setPlaceholderText("например: ноутбук украден, диск не читается")
        self.number.setMaxLength(40)
        self.reason.setMaxLength(_MOST_LETTERS)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow("Акт №", self.number)
        form.addRow("Что случилось", self.reason)
        self.body.addLayout(form)
        self.number.textChanged.connect(self._check)
        self.reason.textChanged.connect(self._check)
        self.accepted.connect(lambda: self.acted.emit(self.number.text(), self.reason.text()))
        self._check()
        self.number.setFocus()

    def _check(self) -> None:
        self.yes.setEnabled(bool(self.number.text().strip() and self.reason.text().strip()))


class BlankSheetsQuestion(Question):
    """Asks for the day and the class of blank sheets.

    Signals:
        wished: ids of the classes, and the day.
    """

    wished = Signal(object, object)

    def __init__(
        self,
        classes_of: Callable[[date], Sequence[SheetName]],
        day: date,
        parent: QWidget | None = None,
    ) -> None:
        """Make the question.

        Args:
            classes_of: which classes have lessons on a day.
            day: that is offered first.
            parent: as usual in Qt.
        """
        words = (
            "Уроки по расписанию и фамилии уже напечатаны, клетки пустые: заполняют от руки, если"
            " нет электричества. Потом лист вводят на странице «Ввод с бумаги»."
        )
        super().__init__("Пустые листы Ф-11", words, "Напечатать", parent)
        self._classes_of = classes_of
        self._names: Sequence[SheetName] = ()
        self.day = QDateEdit(QDate(day.year, day.month, day.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("dd.MM.yyyy, dddd")
        self.classes = QComboBox()
        self.told = label("", "muted", wraps=True)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow("День", self.day)
        form.addRow("Класс", self.classes)
        self.body.addLayout(form)
        self.body.addWidget(self.told)
        self.day.dateChanged.connect(self._fill)
        self.accepted.connect(self._wish)
        self._fill()
        self.day.setFocus()

    @property
    def chosen(self) -> date:
        """Return the day that is chosen."""
        picked = self.day.date()
        return date(picked.year(), picked.month(), picked.day())

    def _fill(self) -> None:
        before = self.classes.currentText()
        self._names = self._classes_of(self.chosen)
        self.classes.clear()
        if len(self._names) > 1:
            self.classes.addItem(_ALL)
        self.classes.addItems([f"{name.class_title} класс" for name in self._names])
        self.classes.setCurrentIndex(max(0, self.classes.findText(before)))
        self.classes.setEnabled(bool(self._names))
        self.yes.setEnabled(bool(self._names))
        self.told.setText("" if self._names else "На этот день в расписании нет уроков.")
        self.told.setVisible(not self._names)

    def _wish(self) -> None:
        place = self.classes.currentIndex() - (len(self._names) > 1)
        chosen = self._names if place < 0 else self._names[place : place + 1]
        self.wished.emit(tuple(name.class_id for name in chosen), self.chosen)
