"""Outages that several workplaces had at once, and their common papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout

from desktop.models.rows import ROW_ROLE, Index, RowsModel
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, SMALL_TEXT
from desktop.views.elements import Card, button, small, strong
from desktop.views.transfer.lists import FittedList, RowDelegate
from journal.queries.school_outages import SchoolOutage

_ROW = 46


class OutageDelegate(RowDelegate):
    """Draws an outage: its time and how many workplaces, below how it was declared."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _ROW)

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        outage: SchoolOutage = index.data(ROW_ROLE)
        tokens = self.theme.tokens
        first = QRect(box.left(), box.top() + 5, box.width(), 19)
        self.write(painter, first, outage.title, tokens.text, self.theme.font(BODY_TEXT))
        second = QRect(box.left(), box.top() + 25, box.width(), 15)
        why = ", ".join(outage.reasons) or "причина не указана"
        self.write(painter, second, why, tokens.muted, self.theme.font(SMALL_TEXT))


class OutagesCard(Card):
    """A list, and below it the papers over all workplaces of its current row.

    Signals:
        act_wished: one act F-20 over an outage (``SchoolOutage``).
        sheets_wished: all sheets of form F-11 of it.
    """

    act_wished = Signal(object)
    sheets_wished = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(margin=1, gap=0)
        self._model = RowsModel[SchoolOutage](
            lambda outage: (outage.day, outage.ordinal), lambda outage: outage.title, self
        )
        self.heading = strong("Отключения в школе")
        self.heading.setContentsMargins(15, 10, 15, 6)
        self.none = small(
            "Если связь пропадёт сразу на нескольких местах, здесь будет один акт на всех.",
            wraps=True,
        )
        self.none.setContentsMargins(15, 0, 15, 10)
        self.list = FittedList(self._model, OutageDelegate(theme), "Отключения в школе", least=2)
        self.act = button("Один акт Ф-20…")
        self.sheets = button("Все листы Ф-11…")
        self._below = QHBoxLayout()
        self._below.setContentsMargins(15, 8, 15, 10)
        self._below.setSpacing(8)
        self._below.addWidget(self.act)
        self._below.addWidget(self.sheets)
        self._below.addStretch(1)
        for widget in (self.heading, self.none, self.list):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.column.addLayout(self._below)
        self.act.clicked.connect(lambda: self.act_wished.emit(self.current))
        self.sheets.clicked.connect(lambda: self.sheets_wished.emit(self.current))
        self.list.entered.connect(self.act.click)
        self.show_outages(())

    @property
    def current(self) -> SchoolOutage | None:
        """Return the outage whose papers are offered."""
        return cast("SchoolOutage | None", self.list.currentIndex().data(ROW_ROLE))

    def show_outages(self, outages: Sequence[SchoolOutage]) -> None:
        """Show the outages that are known, the newest first."""
        self._model.show_rows(outages)
        self.list.give(3)
        self.none.setVisible(not outages)
        for widget in (self.list, self.act, self.sheets):
            widget.setVisible(bool(outages))
