"""The step at which one sees what taking the tables would change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QWidget

from desktop.models.import_board import ImportBoard
from desktop.models.text_table import TextTable
from desktop.views.elements import label
from desktop.views.importing.page import StepPage, table_of
from journal.imports.difference import Difference
from journal.imports.new_timetable import TimetableChange

_SHOWN = 5


class DifferencePage(StepPage):
    """What taking the tables would change: new, from what to what, and what is missing in them."""

    def __init__(self, board: ImportBoard) -> None:
        super().__init__(board)
        self.model = TextTable(("Что будет", "Список", "Строка", "Изменение"), self)
        self.table = table_of(self.model, "Отличия", (130, 140, 400))
        self.since = QDateEdit()
        self.since.setCalendarPopup(True)
        self.since.setDisplayFormat("dd.MM.yyyy")
        self.since.setAccessibleName("С какого дня действует новое расписание")
        self.ends = QCheckBox("&прекратить уроки, которых в нём нет")
        words = label("Новое расписание действует &с")
        words.setBuddy(self.since)
        self.week = QWidget()
        row = QHBoxLayout(self.week)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for each in (words, self.since, self.ends):
            row.addWidget(each)
        row.addStretch(1)
        self.obstacles = label("", "refusal", wraps=True)
        self.column.addWidget(self.obstacles)
        self.column.addWidget(self.week)
        self.column.addWidget(self.table, 1)
        self.since.dateChanged.connect(self._change)
        self.ends.toggled.connect(self._change)
        self.column.addStretch(0)

    def refresh(self) -> None:
        """Show the board's state."""
        found = self.board.difference
        if found is None:
            return
        self._show_week(found)
        ended = f"прекратится: {len(found.ended)}, " if found.ended else ""
        heading = (
            f"Новых: {len(found.added)}, изменится: {len(found.changed)}, "
            f"{ended}без перемен: {found.same}"
        )
        self.obstacles.setText(_first_of(found.obstacles))
        self.obstacles.setVisible(bool(found.obstacles))
        if found.obstacles:
            self.say("Загрузить нельзя", "Исправьте это в таблицах и выберите файлы снова.")
        elif found.is_empty:
            self.say("Загружать нечего", "В журнале уже стоит всё, что написано в таблицах.")
        else:
            words = f" Нет в таблицах: {len(found.gone)}; это останется." if found.gone else ""
            self.say(heading, f"Загрузится ровно это, одной загрузкой, её можно отменить.{words}")
        self.table.setVisible(not found.is_empty or bool(found.gone))
        self.model.show_rows(
            [
                *(
                    ("прекратится", line.table, line.what, _changes(line.fields))
                    for line in found.ended
                ),
                *(
                    ("изменится", line.table, line.what, _changes(line.fields))
                    for line in found.changed
                ),
                *(("новое", line.table, line.what, "") for line in found.added),
                *(
                    ("останется", line.table, line.what, "в таблицах этого нет")
                    for line in found.gone
                ),
            ]
        )

    def _show_week(self, found: Difference) -> None:
        """Ask from when the timetable holds, where the tables change one."""
        reading, change = self.board.reading, self.board.change
        brings = reading is not None and reading.school is not None and reading.school.timetable
        lines = (*found.added, *found.changed, *found.ended, *found.gone)
        self.week.setVisible(bool(brings) and any(line.kind == "timetable.set" for line in lines))
        with QSignalBlocker(self.since), QSignalBlocker(self.ends):
            day = change.since
            self.since.setDate(QDate(day.year, day.month, day.day))
            self.ends.setChecked(change.ends_gone)

    def _change(self) -> None:
        picked = self.since.date()
        day = date(picked.year(), picked.month(), picked.day())
        self.board.change_timetable(TimetableChange(day, ends_gone=self.ends.isChecked()))


def _first_of(obstacles: Sequence[str]) -> str:
    """Return the first sentences, a line each, and how many more there are."""
    lines = list(obstacles[:_SHOWN])
    if len(obstacles) > _SHOWN:
        lines.append(f"И ещё таких строк: {len(obstacles) - _SHOWN}.")
    return "\n".join(lines)


def _changes(fields: Sequence[tuple[str, str, str]]) -> str:
    return "; ".join(f"{name}: {before} → {after}" for name, before, after in fields)
