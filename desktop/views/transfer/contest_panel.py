"""The contested cells, one at a time, their values side by side, each a key away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from desktop.models.transfer_picture import Contest, awaited_in_words
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT
from desktop.views.elements import Card, button, label, small, tab_in_order, title
from desktop.views.transfer.version_card import VersionCard

_MOST_KEYS = 9


class ContestPanel(Card):
    """Shows one contest of several; the place is kept while the list changes around it.

    Signals:
        chosen: the cell (``OpenCell``) and the id of the entry that is to stand.
    """

    chosen = Signal(object, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(margin=16, gap=10)
        self._theme = theme
        self._contests: tuple[Contest, ...] = ()
        self._place = 0
        self._cards: list[VersionCard] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.heading = title("", BODY_TEXT + 1)
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._kept = small()
        self._before, self._after = button("‹"), button("›")
        for arrow in (self._before, self._after):
            arrow.setFixedWidth(34)
        self.setback = label("", "refusal", wraps=True)
        self.awaited = label("", "notice", wraps=True)
        self._versions = QScrollArea()
        self._lay_out()
        for digit in range(1, _MOST_KEYS + 1):
            self._shortcut(str(digit), lambda place=digit - 1: self._choose(place))

    @property
    def contest(self) -> Contest | None:
        """Return the contest on show."""
        return self._contests[self._place] if self._contests else None

    def cards(self) -> Sequence[VersionCard]:
        """Return the values on show, the standing one first."""
        return tuple(self._cards)

    def show_contests(self, contests: Sequence[Contest]) -> None:
        """Show the contests; the one on show stays unless it is over, or none of the user's."""
        before = self.contest
        self._contests = tuple(contests)
        keys = [contest.cell.key for contest in contests]
        if before is not None and before.cell.key in keys:
            self._place = keys.index(before.cell.key)
        else:
            self._place = min(self._place, max(0, len(keys) - 1))
            if contests and not contests[self._place].is_mine:
                self._place = 0  # those that the user decides come first
        if self.contest != before:
            self._fill()
        self._head()

    def go(self, step: int) -> None:
        """Show the next contest (1) or the one before (-1), round the ends."""
        if self._contests:
            self._place = (self._place + step) % len(self._contests)
            self._fill()
            self._head()

    def take_focus(self) -> None:
        """Put the focus on the first button, so that Enter and Tab go on from there."""
        for card in self._cards:
            if card.button is not None:
                card.button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        self._before.setToolTip("Предыдущая спорная ячейка (Alt+←)")
        self._after.setToolTip("Следующая спорная ячейка (Alt+→)")
        self._before.setAccessibleName("Предыдущая спорная ячейка")
        self._after.setAccessibleName("Следующая спорная ячейка")
        self._before.clicked.connect(lambda: self.go(-1))
        self._after.clicked.connect(lambda: self.go(1))
        self._shortcut("Alt+Left", lambda: self.go(-1))
        self._shortcut("Alt+Right", lambda: self.go(1))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heading, 1)
        head.addWidget(self._kept)
        head.addWidget(self._before)
        head.addWidget(self._after)
        self._versions.setWidgetResizable(True)
        self._versions.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._versions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addLayout(head)
        self.column.addWidget(self.setback)
        self.column.addWidget(self._versions)
        self.column.addWidget(self.awaited)

    def _shortcut(self, keys: str, act: object) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.setAutoRepeat(False)  # a key held down decides one cell, not all of them
        made.activated.connect(act)

    def _head(self) -> None:
        contest = self.contest
        if contest is None:
            return
        several = len(self._contests) > 1
        self._before.setVisible(several)
        self._after.setVisible(several)
        words = f"Спорно {self._place + 1} из {len(self._contests)}: {contest.cell.cell.title}"
        self.heading.setText(words)
        self.heading.setToolTip(words)

    def _fill(self) -> None:
        contest = self.contest
        self._cards = []
        if contest is None:
            return
        versions = contest.cell.versions
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for place, version in enumerate(versions):
            card = VersionCard(
                self._theme,
                version,
                str(place + 1) if place < _MOST_KEYS else "",
                is_first=place == 0,
                may_choose=contest.is_mine,
            )
            card.chosen.connect(self._choose_entry)
            self._cards.append(card)
            row.addWidget(card, 1)
        self._versions.setWidget(holder)
        buttons = [card.button for card in self._cards if card.button is not None]
        tab_in_order(self._after, *buttons)
        self._fit()
        both = "оба значения сохранены" if len(versions) == 2 else "все значения сохранены"
        until = "пока вы не решите" if contest.is_mine else "пока не решат"
        self._kept.setText(f"{both}, {until}")
        self.setback.setVisible(bool(contest.setback))
        self.setback.setText(f"Ваше решение не принято — {contest.setback}.")
        self.awaited.setVisible(not contest.is_mine)
        waits = awaited_in_words(contest.awaited)
        self.awaited.setText(waits[:1].upper() + waits[1:] + ".")

    def _fit(self) -> None:
        """Make the values as tall as their words need at this width."""
        holder = self._versions.widget()
        if holder is None:
            return
        least = holder.minimumSizeHint().width()
        width = max(self._versions.viewport().width(), least)
        tall = max(holder.heightForWidth(width), holder.sizeHint().height())
        if least > self._versions.viewport().width():
            tall += self._versions.horizontalScrollBar().sizeHint().height()
        self._versions.setFixedHeight(tall)

    def _choose(self, place: int) -> None:
        if place < len(self._cards) and self._cards[place].button is not None:
            self._cards[place].chosen.emit(self._cards[place].entry)

    def _choose_entry(self, entry: str) -> None:
        contest = self.contest
        if contest is not None:
            self.chosen.emit(contest.cell, entry)
