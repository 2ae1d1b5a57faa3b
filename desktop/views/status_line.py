"""The line below a page: what was saved, what can be undone, what the signs mean."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from desktop.theme import Theme
from desktop.views.elements import button, key_cap, small

_HEIGHT = 28
_SIDE, _GAP = 14, 6
_LEAST_HINT, _PADDING = 90, 12


class StatusLine(QWidget):
    """Shows the last save, the hint of the current screen, and its legend.

    Where there is little room the hint is cut short; then the last save goes.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._action: QAction | None = None
        self._saved_words = ""
        self._hint_words = ""
        self._without_names = False
        self._saved = small()
        self.hint_button = button("", "hint")
        self.hint_button.clicked.connect(self._do_hint)
        self._keys = key_cap("")
        self._legends = QStackedWidget()
        self._legends.addWidget(QWidget())
        self._legends.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 2, _SIDE, 0)
        row.setSpacing(_GAP)
        self._saved.setContentsMargins(0, 0, 12, 0)
        row.addWidget(self._saved)
        row.addWidget(self.hint_button)
        row.addWidget(self._keys)
        row.addSpacing(2 * _GAP)
        row.addWidget(self._legends, 1)
        self.setFixedHeight(_HEIGHT)
        self.show_saved("")
        self.show_hint(None)

    @property
    def saved(self) -> str:
        """Return the words about the last save."""
        return self._saved.text()

    @property
    def hint(self) -> str:
        """Return the words and the key of the hint, "" when there is none."""
        if self.hint_button.isHidden():
            return ""
        return " · ".join(each for each in (self._hint_words, self._keys.text()) if each)

    def show_saved(self, words: str) -> None:
        """Say where and when the last entry was saved."""
        self._saved_words = words
        self._saved.setText(self._fit_for_class(words))
        self._fit()

    def show_hint(self, action: QAction | None) -> None:
        """Offer an action by its words, its key and a click; follow its changes."""
        if self._action is not action:
            if self._action is not None:
                self._action.changed.disconnect(self._refresh_hint)
            self._action = action
            if action is not None:
                action.changed.connect(self._refresh_hint)
        self._refresh_hint()

    def leave_names_out(self, is_on: bool) -> None:
        """Say what was done and can be undone without whom it was about, for classroom mode."""
        self._without_names = is_on
        self.show_saved(self._saved_words)
        self._refresh_hint()

    def add_legend(self, legend: QWidget | None) -> int:
        """Take over a screen's legend and return its place for ``show_legend``."""
        return 0 if legend is None else self._legends.addWidget(legend)

    def show_legend(self, place: int) -> None:
        """Show one of the legends; 0 shows none."""
        self._legends.setCurrentIndex(place)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * _LEAST_HINT, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.tokens.surface))
        painter.setPen(QColor(self._theme.tokens.line))
        painter.drawLine(0, 0, self.width(), 0)

    def _refresh_hint(self) -> None:
        action = self._action
        is_shown = action is not None and action.isVisible() and action.isEnabled()
        self.hint_button.setVisible(is_shown)
        if action is not None:
            self._hint_words = self._fit_for_class(action.text().replace("&", ""))
            self.hint_button.setAccessibleName(self._hint_words)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            self._keys.setText(keys.replace("+", " "))
        self._keys.setVisible(is_shown and bool(self._keys.text()))
        self._fit()

    def _fit(self) -> None:
        """Give the hint what the legend leaves, and the last save what the hint leaves."""
        legend = self._legends.currentWidget().minimumSizeHint().width()
        keys = 0 if self._keys.isHidden() else self._keys.sizeHint().width()
        room = self.width() - 2 * _SIDE - 6 * _GAP - keys - max(0, legend)
        metrics = self.hint_button.fontMetrics()
        has_hint = not self.hint_button.isHidden()
        needed = metrics.horizontalAdvance(self._hint_words) + _PADDING if has_hint else 0
        saved = self._saved.sizeHint().width()
        has_room = not has_hint or needed + saved <= room
        self._saved.setVisible(bool(self._saved_words) and has_room)
        width = max(_LEAST_HINT, room) - _PADDING
        shown = metrics.elidedText(self._hint_words, Qt.TextElideMode.ElideRight, width)
        self.hint_button.setText(shown)
        self.hint_button.setToolTip("" if shown == self._hint_words else self._hint_words)

    def _fit_for_class(self, words: str) -> str:
        """Cut what follows a colon: «Отменить: Ершов Лев, 20.11, «5»» names a pupil."""
        return words.partition(": ")[0] if self._without_names else words

    def _do_hint(self) -> None:
        if self._action is not None:
            self._action.trigger()
