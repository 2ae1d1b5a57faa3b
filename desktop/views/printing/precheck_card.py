"""What to look at before printing: why it can only be a draft, and what is not filled in."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout

from desktop.models.print_board import PageGaps
from desktop.models.rows import ROW_ROLE, Index, RowsModel
from desktop.theme import Theme
from desktop.tokens import SMALL_TEXT
from desktop.views.elements import Card, label, rule, small, strong
from desktop.views.printing.lists import LineDelegate, PlainList
from journal.queries.precheck import Precheck
from journal.queries.transfer_words import plural

_ROW = 42


class GapsDelegate(LineDelegate):
    """Draws the gaps of a page in two lines: subject and teacher, then what is missing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _ROW)

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        gaps: PageGaps = index.data(ROW_ROLE)
        tokens = self.theme.tokens
        first = QRect(box.left(), box.top() + 4, box.width(), 18)
        small = self.theme.font(SMALL_TEXT)
        used = self.write(painter, first, gaps.teacher, tokens.muted, small, at_end=True)
        first.setWidth(box.width() - used - 10)
        bold = self.theme.font(SMALL_TEXT + 1, bold=True)
        self.write(painter, first, gaps.subject, tokens.text, bold)
        second = QRect(box.left(), box.top() + 21, box.width(), 16)
        self.write(painter, second, gaps.words, tokens.waiting, small)


class PrecheckCard(Card):
    """The result of the precheck; ``show_precheck`` fills it, ``None`` says it is under way."""

    def __init__(self, theme: Theme, gaps: RowsModel[PageGaps]) -> None:
        super().__init__(margin=1, gap=0)
        self._gaps = gaps
        self._reasons = label("", "warning", wraps=True)
        self._notes = label("", "notice", wraps=True)
        self._count = small("", wraps=True)
        self._todo = small("", wraps=True)
        self._rule = rule()
        self.list = PlainList(gaps, GapsDelegate(theme), "Недочёты", least=2)
        head = QVBoxLayout()
        head.setContentsMargins(14, 10, 14, 10)
        head.setSpacing(6)
        head.addWidget(strong("Перед печатью"))
        head.addWidget(self._count)
        head.addWidget(self._reasons)
        head.addWidget(self._notes)
        self._todo.setContentsMargins(14, 8, 14, 10)
        self.column.addLayout(head)
        self.column.addWidget(self._rule)
        self.column.addWidget(self.list)
        self.column.addWidget(self._todo)
        self.list.current_changed.connect(self._show_todo)
        self.show_precheck(None)

    @property
    def reasons(self) -> str:
        """What stands there about drafts; "" when a copy can be printed."""
        return self._reasons.text()

    def show_precheck(self, precheck: Precheck | None) -> None:
        """Show reasons, notes and gaps."""
        reasons = precheck.draft_reasons if precheck is not None else ()
        notes = precheck.notes if precheck is not None else ()
        self._reasons.setText("\n".join(f"Пока только черновик. {reason}" for reason in reasons))
        if len(reasons) > 1:
            lines = "\n".join(f"• {reason}" for reason in reasons)
            self._reasons.setText(f"Пока только черновик:\n{lines}")
        self._reasons.setVisible(bool(reasons))
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes) and not reasons)
        self._count.setText(_counted(precheck))
        self._show_todo()

    def _show_todo(self) -> None:
        """Tell of the current page in full: which days, which pupils, and who does what."""
        gaps: PageGaps | None = self.list.currentIndex().data(ROW_ROLE)
        has_gaps = self._gaps.rowCount() > 0
        for widget in (self._rule, self.list, self._todo):
            widget.setVisible(has_gaps)
        if gaps is not None:
            told = "\n".join(f"{gap.words}." for gap in gaps.gaps)
            self._todo.setText(f"{told}\nЧто сделать: {gaps.gaps[0].todo}.")
            self._todo.setToolTip("\n".join(gap.todo for gap in gaps.gaps))


def _counted(precheck: Precheck | None) -> str:
    if precheck is None:
        return "Просматриваем страницы…"
    if not precheck.gaps:
        return "Всё заполнено: перекличка, темы, домашние задания и отметки за период."
    noun = plural(len(precheck.gaps), "недочёт", "недочёта", "недочётов")
    teachers = len({gap.teacher for gap in precheck.gaps})
    whom = plural(teachers, "учителя", "учителей", "учителей")
    return f"{noun} у {whom}. Печати они не мешают, но останутся на бумаге пустыми."
