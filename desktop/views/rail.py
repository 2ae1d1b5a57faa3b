"""The left rail: one entry per screen of the role, help and lock below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.icons import paint_icon
from desktop.theme import Theme
from desktop.tokens import BODY_TEXT, RADIUS, SMALL_TEXT, Tone

_ICON, _SIDE, _GAP, _HEIGHT = 20, 10, 8, 34
_MARGIN = 8
_LEAST_WIDTH, _COMPACT_WIDTH = 150, 54
_TOP, _LOW_TOP = 60, 8
_LOW_BELOW = 420
_BADGE_LIMIT, _BADGE_ROOM = 999, 36


class RailEntry(QAbstractButton):
    """An icon, a word, and a badge or the key that does the same."""

    def __init__(
        self, theme: Theme, word: str, icon: str, key: str, *, shows_key: bool = False
    ) -> None:
        """Make an entry.

        Args:
            theme: the colours.
            word: with its mnemonic.
            icon: name of a file in ``resources/icons``.
            key: does the same as a click; the shell makes it work, the tool tip names it.
            shows_key: the key stands in the entry too, where a badge would be.
        """
        super().__init__()
        self._theme = theme
        self._icon_name = icon
        self._key = key
        self._shows_key = shows_key
        self._badge = 0
        self._badge_tone: Tone = "waiting"
        self._is_compact = False
        self.setText(word)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name_for_readers()

    def show_badge(self, count: int, tone: Tone) -> None:
        """Show a number at the end of the entry; 0 shows none."""
        self._badge, self._badge_tone = count, tone
        self._name_for_readers()
        self.update()

    def set_compact(self, is_compact: bool) -> None:
        """Leave out the word where the window is narrow; the tool tip says it."""
        self._is_compact = is_compact
        self._name_for_readers()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._theme.font(BODY_TEXT, bold=True))
        width = _SIDE + _ICON + _GAP + words.horizontalAdvance(self._word) + _SIDE
        # the room of a badge is kept free, so that the rail does not jump when one appears
        return QSize(width + (_BADGE_ROOM if self.isCheckable() else 0), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        is_chosen = self.isChecked() or self.isDown()
        if is_chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_weak if is_chosen else tokens.window))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
        icon_left = (box.width() - _ICON) / 2 if self._is_compact else _SIDE
        paint_icon(
            painter,
            self._icon_name,
            QRectF(icon_left, (box.height() - _ICON) / 2, _ICON, _ICON),
            tokens.accent if is_chosen else tokens.muted,
        )
        end_width = self._paint_end(painter, box)
        if not self._is_compact:
            left = _SIDE + _ICON + _GAP
            font = self._theme.font(BODY_TEXT, bold=is_chosen)
            room = box.width() - left - _SIDE - (end_width + 6 if end_width else 0)
            painter.setFont(font)
            painter.setPen(QColor(tokens.accent if is_chosen else tokens.text))
            painter.drawText(
                QRectF(left, 0, room, box.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                QFontMetrics(font).elidedText(
                    self._word, Qt.TextElideMode.ElideRight, round(room) + 1
                ),
            )

    @property
    def _word(self) -> str:
        return self.text().replace("&", "")

    def _end_text(self) -> str:
        if self._badge:
            return str(self._badge) if self._badge <= _BADGE_LIMIT else f"{_BADGE_LIMIT}+"
        return self._key if self._shows_key else ""

    def _paint_end(self, painter: QPainter, box: QRectF) -> float:
        """Paint badge or key at the right and return the width it took."""
        tokens, words = self._theme.tokens, self._end_text()
        if not words or (self._is_compact and not self._badge):
            return 0
        font = self._theme.font(SMALL_TEXT, bold=bool(self._badge))
        width = float(QFontMetrics(font).horizontalAdvance(words))
        painter.setFont(font)
        middle = Qt.AlignmentFlag.AlignCenter
        if not self._badge:
            place = QRectF(box.right() - _SIDE - width - 1, 0, width + 2, box.height())
            painter.setPen(QColor(tokens.muted))
            painter.drawText(place, middle, words)
            return width
        colour, ground = tokens.tone(self._badge_tone)
        height = 14.0 if self._is_compact else 18.0
        width = max(height + 2, width + (6 if self._is_compact else 12))
        place = QRectF(box.right() - _SIDE + 2 - width, (box.height() - height) / 2, width, height)
        if self._is_compact:
            place.moveTopRight(box.topRight())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setPen(QColor(colour))
        painter.drawText(place, middle, words)
        return width

    def _name_for_readers(self) -> None:
        name = f"{self._word}, {self._badge}" if self._badge else self._word
        self.setAccessibleName(name)
        self.setToolTip(f"{name} · {self._key}")


class Rail(QWidget):
    """Holds the entries and says which was chosen; where the window is low, they scroll.

    Signals:
        chosen: the place of a screen, from 0.
        help_requested, lock_requested: the two entries below.
    """

    chosen = Signal(int)
    help_requested = Signal()
    lock_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_compact = False
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setSpacing(2)
        self._column = column
        holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._entries = QVBoxLayout()
        self._entries.setSpacing(2)
        rows.addLayout(self._entries)
        rows.addStretch(1)
        self._room = QScrollArea()
        self._room.setWidgetResizable(True)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room.setWidget(holder)
        column.addWidget(self._room, 1)
        self.help_entry = RailEntry(theme, "П&омощь", "help", "F1", shows_key=True)
        self.help_entry.clicked.connect(self.help_requested)
        self.lock_entry = RailEntry(theme, "&Заблокировать", "lock", "Ctrl+L")
        self.lock_entry.clicked.connect(self.lock_requested)
        column.addWidget(self.help_entry)
        column.addWidget(self.lock_entry)
        self._leave_room()
        self._fit()

    def add_entry(self, word: str, icon: str, key: str) -> RailEntry:
        """Add an entry below the others; its ``key`` is named in the tool tip."""
        entry = RailEntry(self._theme, word, icon, key)
        entry.setCheckable(True)
        self._group.addButton(entry, len(self._group.buttons()))
        self._entries.addWidget(entry)
        self._fit()
        return entry

    def entries(self) -> list[RailEntry]:
        """Return the entries of the screens in their order."""
        return [each for each in self._group.buttons() if isinstance(each, RailEntry)]

    def choose(self, place: int) -> None:
        """Mark an entry as the current one without announcing it."""
        entry = self._group.button(place)
        entry.setChecked(True)
        self._room.ensureWidgetVisible(entry, 0, 0)

    def set_compact(self, is_compact: bool) -> None:
        """Show icons only, for narrow windows."""
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            for entry in self._all():
                entry.set_compact(is_compact)
            self._fit()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.surface))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        if self._is_low:
            return
        painter.setPen(QColor(tokens.accent))
        painter.setFont(self._theme.font(BODY_TEXT + 1, bold=True))
        if self._is_compact:
            name = QRectF(0, 13, self.width(), 22)
            painter.drawText(name, Qt.AlignmentFlag.AlignCenter, "ЭУ")
        else:
            name = QRectF(_MARGIN + _SIDE, 13, self.width(), 40)
            painter.drawText(name, Qt.AlignmentFlag.AlignLeft, "Электронная\nучительская")

    @property
    def _is_low(self) -> bool:
        return self.height() < _LOW_BELOW

    def _leave_room(self) -> None:
        """Leave the name of the program out where every row counts."""
        top = _LOW_TOP if self._is_low else _TOP
        self._column.setContentsMargins(_MARGIN, top, _MARGIN, _MARGIN + 2)

    def _all(self) -> list[RailEntry]:
        return [*self.entries(), self.help_entry, self.lock_entry]

    def _fit(self) -> None:
        if self._is_compact:
            self.setFixedWidth(_COMPACT_WIDTH)
            return
        widest = max(entry.sizeHint().width() for entry in self._all())
        self.setFixedWidth(max(_LEAST_WIDTH, widest + 2 * _MARGIN + 1))
