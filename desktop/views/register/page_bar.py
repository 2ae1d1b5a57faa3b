"""The left of the top bar: which page, which period, and the roll call of the lesson at hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from desktop.views.elements import button, label, pill
from journal.queries.pages import PageChoice

YEAR = "Весь год"
FOREIGN = "Урок другого учителя…"
_NEAR = 2
_ROLL_KEY = "F6"


class PageBar(QWidget):
    """Two buttons with menus; own pages stand first, the other classes in menus of their own.

    Signals:
        page_chosen: id of a page.
        period_chosen: id of a period.
        year_wanted: all lessons of the year are to be shown.
        days_wanted: the lessons between two days are to be shown.
        roll_wanted: the roll of the current lesson was called.
        foreign_wanted: a lesson of somebody else is to be kept.
    """

    page_chosen = Signal(str)
    period_chosen = Signal(str)
    year_wanted = Signal()
    days_wanted = Signal()
    roll_wanted = Signal()
    foreign_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages, self.periods = _switch(), _switch()
        self.roll = button("")
        self.roll.clicked.connect(self.roll_wanted)
        self.roll_state = label("", "muted")
        self.only_reads = pill("Только просмотр", "muted")
        self.only_reads.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.pages)
        row.addWidget(self.periods)
        row.addWidget(self.roll)
        row.addWidget(self.roll_state)
        row.addWidget(self.only_reads)
        row.addStretch(1)
        self.pages.setToolTip("Класс и предмет (F7)")
        self.periods.setToolTip("Четверть, полугодие, весь год или даты (F8)")

    def offer(self, choices: Sequence[PageChoice], page: str, period: str, days: str = "") -> None:
        """Show what can be opened and what is open.

        ``days`` name what is in sight, where it is not the period.
        """
        here = next((choice for choice in choices if choice.page == page), None)
        self.pages.setText(here.title if here else "Страниц нет")
        self._fill_pages(choices, page)
        periods = here.periods if here else ()
        shown = next((each for each in periods if each.id == period), None)
        self.periods.setText(days or (shown.name if shown else "Период"))
        self.periods.setVisible(bool(periods))
        menu = _cleared(self.periods)
        group = QActionGroup(menu)
        for each in periods:
            is_chosen = each.id == period and not days
            action = _choice(menu, group, each.name, is_chosen=is_chosen)
            action.triggered.connect(lambda _=False, id_=each.id: self.period_chosen.emit(id_))
        menu.addSeparator()
        year = _choice(menu, group, YEAR, is_chosen=days == YEAR)
        year.triggered.connect(self.year_wanted)
        dates = _choice(menu, group, "Даты…", is_chosen=bool(days) and days != YEAR)
        dates.triggered.connect(self.days_wanted)

    def show_roll(self, day: str, *, called: bool, coded: int, tip: str) -> None:
        """Name what F6 does on the current lesson; an empty ``day`` means nothing can be done."""
        is_open = bool(day) and not called and not tip
        self.roll.setVisible(is_open)
        self.roll_state.setVisible(bool(day) and not is_open)
        who = "Остальные присутствуют" if coded else "Все присутствуют"
        self.roll.setText(f"{who} {day}   {_ROLL_KEY}")
        self.roll.setToolTip(
            "Отметить перекличку: у кого нет кода, тот был на уроке. Отмеченные коды останутся."
        )
        self.roll_state.setText(
            f"Перекличка {day} проведена" if called else f"Переклички {day} не было"
        )
        self.roll_state.setToolTip(
            "Пустая ячейка этого урока значит «присутствовал»." if called else tip
        )

    @property
    def roll_words(self) -> str:
        """What F6 does on the current lesson, without the name of the key."""
        return self.roll.text().removesuffix(_ROLL_KEY).rstrip()

    def show_shut(self, words: str) -> None:
        """Say that nothing can be written on this page, and why in the tool tip."""
        self.only_reads.setVisible(bool(words))
        self.only_reads.setToolTip(words)

    def _fill_pages(self, choices: Sequence[PageChoice], page: str) -> None:
        menu = _cleared(self.pages)
        group = QActionGroup(menu)
        for nearness, near in groupby(choices, key=lambda choice: choice.nearness):
            if not menu.isEmpty():
                menu.addSeparator()
            if nearness < _NEAR:
                for choice in near:
                    self._offer(menu, group, choice, choice.title, page)
                continue
            for title, of_class in groupby(near, key=lambda choice: choice.class_title):
                submenu = menu.addMenu(title)
                for choice in of_class:
                    words = f"{choice.subject}, {choice.teacher}"
                    self._offer(submenu, group, choice, words, page)
        menu.addSeparator()
        menu.addAction(FOREIGN).triggered.connect(self.foreign_wanted)

    def _offer(
        self, menu: QMenu, group: QActionGroup, choice: PageChoice, words: str, page: str
    ) -> None:
        action = _choice(menu, group, words, is_chosen=choice.page == page)
        action.triggered.connect(lambda _=False: self.page_chosen.emit(choice.page))


def _switch() -> QPushButton:
    made = button("", "menu")
    made.setMenu(QMenu(made))
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def _cleared(switch: QPushButton) -> QMenu:
    menu = switch.menu()
    # a group owns its actions, and goes with what it was offered for
    for old in (*menu.findChildren(QMenu), *menu.findChildren(QActionGroup)):
        old.deleteLater()
    menu.clear()
    return menu


def _choice(menu: QMenu, group: QActionGroup, words: str, *, is_chosen: bool) -> QAction:
    action = QAction(words.replace("&", "&&"), group)
    action.setCheckable(True)
    action.setChecked(is_chosen)
    menu.addAction(action)
    return action
