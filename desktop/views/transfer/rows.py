"""How the rows of the page are drawn: temporary journals, waiting entries, held and refused."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.models.rows import ROW_ROLE, Index
from desktop.models.transfer_board import journal_place, journal_title
from desktop.models.transfer_picture import Dispute
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, LIST_ROW, SMALL_TEXT, Tone
from desktop.views.transfer.lists import RowDelegate
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.transfer_words import entries_in_words
from journal.queries.transfers import JournalCard, TransferLine

_JOURNAL_ROW, _DISPUTE_ROW = 80, 52
_BAR = 5


def journal_tone(journal: TemporaryJournal) -> Tone:
    """Return how urgent a temporary journal is; its words say the same."""
    if journal.state == "overdue" or journal.in_time is False:
        return "bad"
    if journal.state == "transferred":
        return "bad" if journal.differences else "good"
    if journal.state == "acted":
        return "held"
    return "waiting"


class JournalDelegate(RowDelegate):
    """Draws a temporary journal: number and entries, time, state in words, how much is moved."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _JOURNAL_ROW)

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        card: JournalCard = index.data(ROW_ROLE)
        journal, tokens = card.journal, self.theme.tokens
        counts = journal.counts
        small = self.theme.font(SMALL_TEXT)
        amount = entries_in_words(counts.total) if counts.total else "записей нет"
        if counts.total and journal.state not in ("open", "acted"):
            amount = f"{counts.received} из {counts.total}"
        first = QRect(box.left(), box.top() + 8, box.width(), 20)
        used = self.write(
            painter, first, amount, tokens.muted, self.theme.font(BODY_TEXT), at_end=True
        )
        first.setWidth(box.width() - used - 10)
        self.write(painter, first, journal_title(card), tokens.text, self.title_font())
        second = QRect(box.left(), box.top() + 29, box.width(), 15)
        self.write(painter, second, self._span(card), tokens.muted, small)
        tone = journal_tone(journal)
        third = QRect(box.left(), box.top() + 45, box.width(), 16)
        words = self.theme.font(SMALL_TEXT, bold=True)
        self.write(painter, third, card.words, tokens.tone(tone)[0], words)
        self._draw_bar(painter, QRectF(box.left(), box.bottom() - 13, box.width(), _BAR), journal)

    def _span(self, card: JournalCard) -> str:
        reasons = dict.fromkeys(each.reason for each in card.journal.intervals if each.reason)
        words = (reason[:1].lower() + reason[1:] for reason in reasons)
        return " · ".join(part for part in (journal_place(card), card.span, *words) if part)

    def _draw_bar(self, painter: QPainter, box: QRectF, journal: TemporaryJournal) -> None:
        tokens, counts = self.theme.tokens, journal.counts
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.inner_line))
        painter.drawRoundedRect(box, _BAR / 2, _BAR / 2)
        if journal.state in ("open", "acted"):
            return
        share = counts.received / counts.total if counts.total else 1.0
        colour = tokens.tone(journal_tone(journal))[0]
        painter.setBrush(QColor(tokens.accent if journal.state == "moving" else colour))
        painter.drawRoundedRect(
            QRectF(box.left(), box.top(), box.width() * share, box.height()), _BAR / 2, _BAR / 2
        )


class WaitingDelegate(RowDelegate):
    """Draws an entry that the centre has not received: what it is, and when it was written."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, LIST_ROW, is_quiet=True)

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        line: TransferLine = index.data(ROW_ROLE)
        tokens, small = self.theme.tokens, self.theme.font(SMALL_TEXT)
        when = f"{line.line.recorded_at:%d.%m %H:%M}"
        used = self.write(painter, box, when, tokens.muted, small, at_end=True)
        what = QRect(box)
        what.setWidth(box.width() - used - 10)
        text = f"{line.cell.title} · «{line.line.shows}»"
        self.write(painter, what, text, tokens.text, self.theme.font(SMALL_TEXT + 1))


_PILLS: dict[str, tuple[str, Tone]] = {
    "held": ("ждёт решения", "held"),
    "refused": ("отклонено", "bad"),
    "orphan": ("нет на сервере", "bad"),
}


class DisputeDelegate(RowDelegate):
    """Draws an entry that was not taken: its cell and value, the reason, its state."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _DISPUTE_ROW)

    def fill(self, painter: QPainter, box: QRect, index: Index) -> None:
        dispute: Dispute = index.data(ROW_ROLE)
        tokens = self.theme.tokens
        pill, tone = _PILLS[dispute.status]
        used = self.write_pill(painter, box, pill, tone)
        width = box.width() - used - 12
        first = QRect(box.left(), box.top() + 7, width, 20)
        self.write(painter, first, dispute.title, tokens.text, self.title_font())
        second = QRect(box.left(), box.top() + 28, width, 16)
        self.write(painter, second, dispute.words, tokens.muted, self.theme.font(SMALL_TEXT))
