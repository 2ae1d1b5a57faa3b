"""What a click on a name opens: the mean with its marks, marks by work type, absences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from desktop.models.cell_words import shown_mean, shown_weight
from desktop.theme import Theme
from desktop.views.elements import label, rule, small, strong
from desktop.views.register.popover import Popover
from journal.queries.pupil_summary import DatedText, PupilSummary, WorkOutlook

_WIDTH, _SHOWN = 470, 14


class PupilPopover(Popover):
    """Only reads; everything it shows is on the page, gathered for one pupil."""

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, width=_WIDTH)
        self._body = QWidget()
        self.column.addWidget(self._body)

    def tell(self, summary: PupilSummary, below: str, *, graded: bool) -> None:
        """Show a pupil; ``below`` names class, subject and period."""
        self.head(summary.full_name, below)
        old, self._body = self._body, QWidget()
        self.column.replaceWidget(old, self._body)
        old.deleteLater()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if graded:
            column.addWidget(rule())
            mean = shown_mean(summary.mean)
            proposed = f", выходит «{summary.proposed}»" if summary.proposed else ""
            column.addWidget(strong(f"Средний балл {mean}{proposed}" if mean else "Среднего нет"))
            column.addWidget(label(summary.explained, "muted", wraps=True))
            if summary.works:
                column.addLayout(_works(summary))
            if summary.outlooks:
                column.addWidget(rule())
                column.addWidget(strong("Прогноз: если поставить ещё одну"))
                column.addLayout(_forecast(summary.outlooks))
                column.addWidget(label(_needed(summary.outlooks), "muted", wraps=True))
        column.addWidget(rule())
        column.addLayout(_missed("Пропущено уроков", "Пропусков нет", summary.absences))
        column.addLayout(_missed("Опозданий", "Опозданий нет", summary.lates))


def _works(summary: PupilSummary) -> QLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(12)
    table.setVerticalSpacing(4)
    table.setColumnStretch(2, 1)
    for row, work in enumerate(summary.works):
        table.addWidget(label(work.name), row, 0, Qt.AlignmentFlag.AlignTop)
        weight = label(f"×{shown_weight(work.weight)}", "muted")
        table.addWidget(weight, row, 1, Qt.AlignmentFlag.AlignTop)
        marks = ", ".join(each.text for each in work.marks)
        told = label(marks, wraps=True)
        told.setToolTip("\n".join(f"{each.day:%d.%m} — {each.text}" for each in work.marks))
        table.addWidget(told, row, 2)
    return table


def _forecast(outlooks: Sequence[WorkOutlook]) -> QLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(12)
    table.setVerticalSpacing(4)
    table.setColumnStretch(0, 1)
    for row, each in enumerate(outlooks):
        name = f"{each.name} ×{shown_weight(each.weight)}" if len(outlooks) > 1 else each.name
        table.addWidget(label(name), row, 0)
        for place, more in enumerate(each.outlook.after, start=1):
            words = f"«{more.mark}» — {shown_mean(more.mean)}"
            told = label(words)
            told.setToolTip(f"Тогда выходит «{more.proposed}»")
            table.addWidget(told, row, place)
    return table


def _needed(outlooks: Sequence[WorkOutlook]) -> str:
    """Return what the next better mark takes, as a sentence."""
    target = outlooks[0].outlook.target
    if not target:
        return "Уже выходит «5»."
    ways = [
        f"{each.outlook.fives} × «5» ({each.name.lower()})"
        for each in outlooks
        if each.outlook.fives is not None
    ]
    if not ways:
        return f"До «{target}» далеко: десяти пятёрок подряд не хватит."
    return f"До «{target}» нужно: {' или '.join(ways)}."


def _missed(words: str, none: str, lessons: Sequence[DatedText]) -> QLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label(f"{words}: {len(lessons)}" if lessons else none))
    if lessons:
        days = [f"{each.day:%d.%m} {each.text}" for each in lessons[-_SHOWN:]]
        more = "… " if len(lessons) > _SHOWN else ""
        column.addWidget(small(more + ", ".join(days), wraps=True))
    return column
