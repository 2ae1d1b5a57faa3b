"""The right of the status line: what there is to know of the current cell, and what signs mean."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.theme import Theme
from desktop.tokens import SMALL_TEXT
from desktop.views.elements import small
from desktop.views.register.ink import RIGHT, elided, ink_of, paint_late, paint_sign
from journal.queries.register_view import Signs

_SIGNS = (
    ("pending", "ждёт переноса"),
    ("contested", "спорно"),
    ("held", "ждёт решения"),
    ("refused", "отклонено"),
    ("late", "с опозданием"),
)
_LOCKED = "серым закрыто для правки"
_GAP, _SIGN_WIDTH = 16, 13


class Legend(QWidget):
    """Counts the signs in sight; a sign that is not on the page is not explained.

    Where there is something to say of the current cell, or little room, the signs stand with
    their counts alone and say the rest in their tool tips.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_locks = False
        self._shown: tuple[Signs, bool] | None = None
        self._note = _Note(theme)
        self._items = {sign: _Item(theme, sign, words) for sign, words in _SIGNS}
        self._locked = small(_LOCKED)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._note, 1)
        for item in self._items.values():
            row.addWidget(item)
        row.addWidget(self._locked)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_signs(Signs(), has_locks=False)

    @property
    def note(self) -> str:
        """Return the words about the current cell."""
        return self._note.text

    @property
    def told(self) -> str:
        """Return the legend in words, as a reader hears it."""
        shown = [item.text for item in self._items.values() if not item.isHidden()]
        return ", ".join(shown)

    def show_signs(self, signs: Signs, *, has_locks: bool) -> None:
        """Show how many cells have which sign."""
        if (signs, has_locks) == self._shown:
            return
        self._shown = (signs, has_locks)
        for sign, item in self._items.items():
            item.count(getattr(signs, sign))
        self._has_locks = has_locks
        self._fit()

    def say(self, words: str) -> None:
        """Show what there is to know of the current cell; "" when it is an ordinary one."""
        if self._note.say(words):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def _fit(self) -> None:
        shown = [item for item in self._items.values() if not item.isHidden()]
        width = sum(item.full_width() + _GAP for item in shown)
        is_short = bool(self._note.text) or width > self.width()
        for item in self._items.values():
            item.shorten(is_short)
        needed = width + _GAP + self._locked.sizeHint().width()
        self._locked.setVisible(self._has_locks and not is_short and needed <= self.width())


class _Item(QWidget):
    def __init__(self, theme: Theme, sign: str, words: str) -> None:
        super().__init__()
        self.text = ""
        self._words = words
        self._count = 0
        self._label = small()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        row.addWidget(_Sign(theme, sign))
        row.addWidget(self._label)

    def count(self, count: int) -> None:
        self._count = count
        self.text = f"{self._words}: {count}" if count else ""
        self.setToolTip(self.text)
        self.setAccessibleName(self.text)
        self._label.setText(self.text)
        self.setVisible(bool(count))

    def full_width(self) -> int:
        return _SIGN_WIDTH + 3 + self._label.fontMetrics().horizontalAdvance(self.text)

    def shorten(self, is_short: bool) -> None:
        self._label.setText(str(self._count) if is_short else self.text)


class _Sign(QWidget):
    def __init__(self, theme: Theme, sign: str) -> None:
        super().__init__()
        self._theme = theme
        self._sign = sign
        self.setFixedSize(_SIGN_WIDTH, 14)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = ink_of(self._theme)
        if self._sign == "late":
            paint_late(painter, ink, QRect(0, 0, 13, 12))
        else:
            paint_sign(painter, ink, self._sign, QRect(0, 2, 13, 12))


class _Note(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.update)

    def say(self, words: str) -> bool:
        """Show other words; tell whether there is room to share anew."""
        told = " ".join(words.split())
        if told == self.text:
            return False
        was_empty, self.text = not self.text, told
        self.setToolTip(words)
        self.setAccessibleName(self.text)
        self.update()
        return was_empty != (not told)

    def sizeHint(self) -> QSize:
        return QSize(10, SMALL_TEXT + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        ink = ink_of(self._theme)
        painter = QPainter(self)
        painter.setFont(ink.small)
        painter.setPen(ink.text)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.drawText(self.rect(), RIGHT, elided(ink.small, self.text, self.width()))
