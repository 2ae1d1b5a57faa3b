"""One of the values of a contested cell, with everything that tells it from the others."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from desktop.models.transfer_picture import short_label
from desktop.theme import Theme
from desktop.tokens import CARD_RADIUS, TITLE_TEXT
from desktop.views.elements import label, rule, small, strong, title
from desktop.views.transfer.key_button import KeyButton
from journal.queries.transfers import Version

_VALUE_TEXT = 40
_SHORT_VALUE = 7
_NONE = "—"


class VersionCard(QFrame):
    """Shows one value large, with its author, lesson and times; a button lets it stand.

    Signals:
        chosen: the id of the entry.
    """

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, version: Version, key: str, *, is_first: bool, may_choose: bool
    ) -> None:
        """Make a card.

        Args:
            theme: the colours.
            version: the entry.
            key: the digit that chooses it.
            is_first: its button is the primary one.
            may_choose: the user at hand decides; else there is no button.
        """
        super().__init__()
        self._theme = theme
        self._version = version
        self.button: KeyButton | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(236)
        column = QVBoxLayout(self)
        column.setContentsMargins(15, 12, 15, 14)
        column.setSpacing(6)
        self._add_head(column)
        column.addLayout(self._facts())
        column.addStretch(1)
        if may_choose:
            self.button = KeyButton(theme, self._offer(), key, "primary" if is_first else "")
            self.button.clicked.connect(lambda: self.chosen.emit(version.line.entry))
            column.addSpacing(4)
            column.addWidget(self.button)
        self.setAccessibleName(f"«{version.line.shows}», {self._author()}, {version.words}")

    @property
    def entry(self) -> str:
        """Return the id of the entry."""
        return self._version.line.entry

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stands = self._version.stands
        painter.setPen(QPen(QColor(tokens.accent if stands else tokens.line), 2 if stands else 1))
        painter.setBrush(QColor(tokens.surface))
        inset = 1.0 if stands else 0.5
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, CARD_RADIUS - 2, CARD_RADIUS - 2)

    def _add_head(self, column: QVBoxLayout) -> None:
        shows = self._version.line.shows
        who = QVBoxLayout()
        who.setSpacing(1)
        for line in (strong(self._author()), small(self._version.words)):
            who.addWidget(line)
        if len(shows) > _SHORT_VALUE:
            value = title(shows, TITLE_TEXT)
            value.setWordWrap(True)
            column.addLayout(who)
            column.addWidget(value)
            return
        row = QHBoxLayout()
        row.addWidget(title(shows, _VALUE_TEXT))
        row.addStretch(1)
        for place in range(who.count()):
            item = who.itemAt(place)
            if item is not None:
                item.setAlignment(Qt.AlignmentFlag.AlignRight)
        who.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(who)
        column.addLayout(row)

    def _facts(self) -> QVBoxLayout:
        cell, line = self._version.cell, self._version.line
        day = f"{cell.day:%d.%m}" if cell.day else ""
        slot = f"урок {cell.slot}" if cell.slot is not None else ""
        accepted = f"{line.accepted_at:%d.%m %H:%M}" if line.accepted_at else "ещё не получено"
        facts = (
            ("урок", ", ".join(part for part in (day, cell.class_title, slot) if part) or _NONE),
            ("записано", f"{line.recorded_at:%d.%m %H:%M} · {line.workplace}"),
            ("принято сервером" if self._version.stands else "получено сервером", accepted),
            ("временный журнал", short_label(self._version.journal) or _NONE),
        )
        lines = QVBoxLayout()
        lines.setSpacing(4)
        for what, words in facts:
            fact = QHBoxLayout()
            fact.setSpacing(6)
            fact.addWidget(small(what))
            fact.addWidget(_value(words), 1)
            lines.addWidget(rule())
            lines.addLayout(fact)
        return lines

    def _author(self) -> str:
        return ", ".join(part for part in (self._version.line.author, self._version.role) if part)

    def _offer(self) -> str:
        shows = self._version.line.shows.replace("&", "&&")
        return f"Оставить «{shows}»" if len(shows) <= 2 * _SHORT_VALUE else "Оставить это"


def _value(words: str) -> QLabel:
    made = label(words)
    font = made.font()
    font.setPixelSize(13)
    made.setFont(font)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
