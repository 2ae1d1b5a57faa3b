"""Before a block from a spreadsheet is written: what goes where, and what does not and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from desktop.models.paste_model import AFTER, BEFORE, FATE, PLACE, PUPIL, PasteModel
from desktop.models.pasting import PastePlan
from desktop.views.elements import label
from desktop.views.question import Question

_WIDTHS = {PUPIL: 180, PLACE: 64, BEFORE: 60, AFTER: 72}
_WIDTH, _ROW, _TALLEST = 880, 26, 360


class PastePreview(Question):
    """Writes nothing by itself.

    Signals:
        agreed: what can be written is to be written.
    """

    agreed = Signal()

    def __init__(self, plan: PastePlan, parent: QWidget | None = None) -> None:
        count = len(plan.wishes)
        super().__init__("Вставить из таблицы", _words(plan), f"Записать: {count}", parent)
        self.setMinimumWidth(_WIDTH)
        self.yes.setEnabled(bool(count))
        self.table = QTableView()
        self.table.setAccessibleName("Что будет записано")
        model = PasteModel(plan, self.table)
        self.table.setModel(model)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setWordWrap(False)
        self.table.setStyleSheet("QTableView::item { padding: 0 6px; }")
        self.table.setTabKeyNavigation(False)
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, width)
        self.table.horizontalHeader().setSectionResizeMode(FATE, QHeaderView.ResizeMode.Stretch)
        self.table.setFixedHeight(min(_TALLEST, (model.rowCount() + 1) * _ROW + 12))
        self.body.addWidget(self.table)
        if plan.faults:
            said = "Отказанное стоит первым. Оно не записывается; остальное — одной записью."
            note = label(said, "warning")
            note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self.body.addWidget(note)
        self.accepted.connect(self.agreed)
        (self.yes if count else self.table).setFocus()


def _words(plan: PastePlan) -> str:
    where = {
        (True, True): "Строки узнаны по фамилиям, колонки по датам.",
        (True, False): "Строки узнаны по фамилиям.",
        (False, True): "Колонки узнаны по датам.",
        (False, False): "Ячейки заполняются от выбранной вниз и вправо.",
    }[plan.by_names, plan.by_days]
    same = sum(not line.fault and not line.changes for line in plan.lines)
    parts = (
        f"будет записано {len(plan.wishes)}",
        f"уже стоит {same}" if same else "",
        f"не записывается {len(plan.faults)}" if plan.faults else "",
    )
    counts = ", ".join(part for part in parts if part)
    return f"{where} Из {len(plan.lines)}: {counts}. Отменяется одним нажатием Ctrl+Z."
