"""Between which two days the lessons of a page are shown."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from desktop.views.elements import label
from desktop.views.question import Question


class DaysQuestion(Question):
    """Two days; the later one is taken for the last.

    Signals:
        chosen: first and last day.
    """

    chosen = Signal(date, date)

    def __init__(self, first: date, last: date, parent: QWidget | None = None) -> None:
        words = "Средний балл и отметка за четверть останутся теми, что за весь период."
        super().__init__("Уроки за какие дни показать?", words, "Показать", parent)
        self.first, self.last = _day(first, "Первый день"), _day(last, "Последний день")
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (label("с"), self.first, label("по"), self.last):
            row.addWidget(part)
        row.addStretch(1)
        self.body.addLayout(row)
        self.accepted.connect(self._tell)
        self.first.setFocus()

    def _tell(self) -> None:
        days = sorted(_plain(each.date()) for each in (self.first, self.last))
        self.chosen.emit(*days)


def _day(day: date, name: str) -> QDateEdit:
    made = QDateEdit(QDate(day.year, day.month, day.day))
    made.setDisplayFormat("dd.MM.yyyy")
    made.setCalendarPopup(True)
    made.setAccessibleName(name)
    return made


def _plain(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
