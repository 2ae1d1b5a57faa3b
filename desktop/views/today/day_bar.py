"""The top bar of «Сегодня»: which day is on show, and the days around it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.tokens import GAP_SMALL
from desktop.views.elements import button, label, strong

_WEEKDAYS = (
    "Понедельник",
    "Вторник",
    "Среда",
    "Четверг",
    "Пятница",
    "Суббота",
    "Воскресенье",
)
_MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)


class DayBar(QWidget):
    """Names the day; the arrows turn it over.

    Signals:
        stepped: one day back (-1) or ahead (1).
        today_wanted: back to today.
        week_wanted: the week instead of the day, or the day again.
    """

    stepped = Signal(int)
    today_wanted = Signal()
    week_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = button("‹")
        self.ahead = button("›")
        self.today = button("Сегодня")
        self.week = button("Неделя")
        self.week.setCheckable(True)
        self._day = strong("")
        self._term = label("", "muted")
        for arrow, name, key in (
            (self.back, "Предыдущий день", "Alt ←"),
            (self.ahead, "Следующий день", "Alt →"),
            (self.today, "К сегодняшнему дню", "Alt Home"),
            (self.week, "Расписание на неделю", "F2"),
        ):
            arrow.setAccessibleName(name)
            arrow.setToolTip(f"{name} · {key}")
        self.back.setFixedWidth(30)
        self.ahead.setFixedWidth(30)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.ahead.clicked.connect(lambda: self.stepped.emit(1))
        self.today.clicked.connect(self.today_wanted)
        self.week.toggled.connect(self.week_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_SMALL)
        for part in (self.back, self.ahead, self._day, self._term, self.today, self.week):
            row.addWidget(part)
        row.addStretch(1)

    def show_day(self, day: date, term: str, *, is_today: bool) -> None:
        """Name a day with its term and week."""
        self._day.setText(day_in_words(day))
        self._term.setText(f"· {term}" if term else "")
        self.today.setVisible(not is_today)


def day_in_words(day: date) -> str:
    """Return «Пятница, 20 ноября»."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]}"
