"""The workplace at hand: what is known of it, its lessons without entries, its papers."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView

from desktop.views.elements import Card, button, label, strong
from journal.queries.workplaces import WorkplaceLine

_NO_JOURNAL = "С этого рабочего места временных журналов не было."
_NOT_OPEN = "Актом закрывают временный журнал компьютера, который не вернулся."
_NO_ACT_YET = "Акт переноса составляют после возвращения связи или закрытия актом."


class WorkplaceCard(Card):
    """Shows one workplace.

    Signals:
        sheets_wished, act_wished: form F-11, form F-20 of its temporary journal.
        closing_wished: its temporary journal is to be closed by an act.
    """

    sheets_wished = Signal()
    act_wished = Signal()
    closing_wished = Signal()

    def __init__(self) -> None:
        super().__init__(margin=1, gap=0)
        self.heading = strong("")
        self.heading.setContentsMargins(15, 10, 15, 2)
        self.words = label("", "muted", wraps=True)
        self.words.setContentsMargins(15, 0, 15, 6)
        self._lessons = QStringListModel(self)
        self.lessons = QListView()
        self.lessons.setModel(self._lessons)
        self.lessons.setProperty("look", "bare")
        self.lessons.setStyleSheet("QListView::item { padding: 0 12px; }")  # under the words above
        self.lessons.setAccessibleName("Уроки без записей")
        self.lessons.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.lessons.setUniformItemSizes(True)
        self.sheets = button("Печать Ф-11…")
        self.act = button("Акт переноса Ф-20…")
        self.close_by_act = button("Закрыть актом…")
        below = QHBoxLayout()
        below.setContentsMargins(15, 8, 15, 10)
        below.setSpacing(8)
        for made in (self.sheets, self.act, self.close_by_act):
            below.addWidget(made)
        below.addStretch(1)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.words)
        self.column.addWidget(self.lessons, 100)
        self.column.addStretch(1)
        self.column.addLayout(below)
        self.sheets.clicked.connect(self.sheets_wished)
        self.act.clicked.connect(self.act_wished)
        self.close_by_act.clicked.connect(self.closing_wished)

    def show_line(self, line: WorkplaceLine | None) -> None:
        """Show another workplace, or the same as it is now."""
        self.setVisible(line is not None)
        if line is None:
            return
        name = f" · {line.name}" if line.name else ""
        own = " · этот компьютер" if line.is_own else ""
        self.heading.setText(
            f"Место {line.number} · {line.owner or 'учитель неизвестен'}{name}{own}"
        )
        self.words.setText(f"{line.words[:1].upper()}{line.words[1:]}.")
        said = [lesson.words for lesson in line.unkept]
        if said != self._lessons.stringList():
            self._lessons.setStringList(said)
        self.lessons.setVisible(bool(said))
        journal = line.journal
        self.sheets.setEnabled(journal is not None)
        self.sheets.setToolTip("" if journal is not None else _NO_JOURNAL)
        has_act = journal is not None and journal.state != "open"
        self.act.setEnabled(has_act)
        self.act.setToolTip("" if has_act else _NO_ACT_YET)
        self.close_by_act.setEnabled(line.can_act)
        self.close_by_act.setToolTip("" if line.can_act else _NOT_OPEN)
