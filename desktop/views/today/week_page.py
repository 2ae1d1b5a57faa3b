"""The week as a page of «Сегодня»: the own timetable or that of a class, changes on a ground."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from desktop.models.week_model import WeekModel
from desktop.theme import Theme
from desktop.views.elements import Card, EmptyState, button, rule, small, title
from desktop.views.week_table import WeekTable

_LEAST_ROW = 68


class WeekPage(Card):
    """Shows the week of the model; ``choice`` says whose."""

    def __init__(self, model: WeekModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(margin=0, gap=0, parent=parent)
        self.model = model
        model.setParent(self)
        self.add = button("Добавить урок…")
        self.add.setToolTip("Урок сверх расписания на свою страницу · Insert")
        self.choice = QComboBox()
        self.choice.setAccessibleName("Чьё расписание")
        self.choice.addItem("Моё расписание", "")
        for each in model.classes():
            self.choice.addItem(each.title, each.id)
        self.table = WeekTable(model, theme, _LEAST_ROW)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState("На этой неделе уроков нет", "Выберите другую неделю или класс.")
        )
        head = QHBoxLayout()
        head.setContentsMargins(14, 9, 14, 9)
        head.setSpacing(10)
        head.addWidget(title("Расписание на неделю"))
        head.addWidget(small("на цветном фоне - то, что изменено"))
        head.addStretch(1)
        head.addWidget(self.add)
        head.addWidget(self.choice)
        self.column.addLayout(head)
        self.column.addWidget(rule())
        self.column.addWidget(self._stack, 1)
        self.choice.currentIndexChanged.connect(self._choose)
        model.modelReset.connect(self._show)
        self._show()

    def _choose(self) -> None:
        self.model.show_class(self.choice.currentData())

    def _show(self) -> None:
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
