"""The history of a cell: every entry ever made in it, who, where, when, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.tokens import Tone
from desktop.views.elements import button, label, set_tone, small, strong
from desktop.views.register.popover import Popover
from journal.queries.history import HistoryLine

_WIDTH, _SIDE, _TALLEST = 560, 20, 300
_HEADINGS = ("Запись", "Кто и где", "Записано", "Принято", "Состояние")
_TONES: dict[str, Tone] = {
    "pending": "waiting",
    "contested": "bad",
    "held": "held",
    "refused": "bad",
    "current": "good",
}


class HistoryPopover(Popover):
    """Only reads; an own action is taken back by undo, anything else by another entry.

    Signals:
        erasing_wanted: ids of all entries on show whose values an act may erase.
    """

    erasing_wanted = Signal(object)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, width=_WIDTH)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName("Записи этой ячейки, новые сверху")
        self.column.addWidget(self._area)
        self.erase = button("Стереть по акту…", "link")
        self.erase.setToolTip("Стереть все значения этой ячейки везде, где они хранятся")
        self.erase.clicked.connect(lambda: self.erasing_wanted.emit(self._erasable))
        self.column.addWidget(self.erase, 0, Qt.AlignmentFlag.AlignRight)
        self._erasable: tuple[str, ...] = ()

    def tell(
        self, heading: str, below: str, lines: Sequence[HistoryLine], *, may_erase: bool
    ) -> None:
        """Show the entries, the newest first."""
        self.head(heading, below)
        self._erasable = tuple(line.entry for line in lines if line.erasable)
        self.erase.setVisible(may_erase and bool(self._erasable))
        body = QWidget()
        table = QGridLayout(body)
        table.setContentsMargins(0, 0, 4, 0)
        table.setHorizontalSpacing(14)
        table.setVerticalSpacing(6)
        table.setColumnStretch(4, 1)
        if not lines:
            table.addWidget(label("Записей в этой ячейке ещё не было.", "muted"), 0, 0)
        else:
            for column, words in enumerate(_HEADINGS):
                table.addWidget(small(words), 0, column)
        for row, line in enumerate(lines, start=1):
            self._add(table, row, line)
        table.setRowStretch(len(lines) + 1, 1)
        self._area.setWidget(body)
        room = self.width() - 2 * _SIDE
        needed = table.totalHeightForWidth(room) if table.hasHeightForWidth() else 0
        self._area.setFixedHeight(min(_TALLEST, max(needed, body.sizeHint().height()) + 4))

    def first_focus(self) -> QWidget:
        return self._area

    def close_it(self) -> None:
        """Close, and let the lines go: a much corrected cell has hundreds of labels."""
        super().close_it()
        self._area.setWidget(QWidget())

    def _add(self, table: QGridLayout, row: int, line: HistoryLine) -> None:
        top = Qt.AlignmentFlag.AlignTop
        table.addWidget(strong(line.shows), row, 0, top)
        table.addWidget(label(f"{line.author}\n{line.workplace}"), row, 1, top)
        table.addWidget(label(_moment(line.recorded_at)), row, 2, top)
        table.addWidget(label(_moment(line.accepted_at)), row, 3, top)
        reason = f"\n{line.reason}" if line.reason else ""
        state = label(f"{line.status_words}{reason}", wraps=True)
        set_tone(state, _TONES.get(line.status))
        fate = QVBoxLayout()
        fate.setSpacing(1)
        fate.addWidget(state)
        for remark in line.remarks:
            told = label(f"{remark[:1].upper()}{remark[1:]}", wraps=True)
            is_odd = any(mark.words == remark for mark in line.clock)
            set_tone(told, "waiting" if is_odd else "muted")
            fate.addWidget(told)
        fate.addStretch(1)
        table.addLayout(fate, row, 4)  # aligned, a layout would get no room for a second line


def _moment(moment: datetime | None) -> str:
    return "—" if moment is None else f"{moment:%d.%m.%Y}\n{moment:%H:%M:%S}"
