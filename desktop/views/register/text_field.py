"""The field in which a topic or homework is written: as long as the text is."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.theme import Theme
from desktop.tokens import BODY_TEXT
from desktop.views.register.cell_field import ENTERS, NEXT, OUTSIDE, STEPS

_TALLEST = 140


class TextField(QPlainTextEdit):
    """Wraps and grows below its cell; Enter writes, Tab writes and goes on, Esc takes back.

    Signals: as those of ``CellField``.
    """

    submitted = Signal(str, object)
    left = Signal()
    cancelled = Signal()
    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._box = QRect()
        self.setAccessibleName("Что записать")
        self.setTabChangesFocus(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._grow)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def open(self, box: QRect, text: str, *, types_over: bool) -> None:
        """Cover ``box`` with the text, the caret at its end."""
        self.set_refused(False)
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.place(box)
        self.show()
        self.raise_()
        self._grow()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return what is written, on one line."""
        return " ".join(self.toPlainText().split())

    def place(self, box: QRect) -> None:
        """Follow the cell to where it stands now."""
        self._box = box
        self._grow()

    def set_refused(self, is_refused: bool) -> None:
        """Mark a text that was not taken; it stays for correction."""
        if bool(self.property("refused")) != is_refused:
            self.setProperty("refused", is_refused)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ENTERS:
            self.submitted.emit(self.text(), NEXT)
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.submitted.emit(self.text(), STEPS[key])
        else:
            super().keyPressEvent(event)
            if event.text():
                self.edited.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() not in OUTSIDE:
            self.left.emit()

    def _grow(self) -> None:
        """Take the height of the words, at least that of the cell."""
        self.setGeometry(self._box)
        lines = max(1, round(self.document().size().height()))
        needed = lines * self.fontMetrics().lineSpacing() + 12
        room = self._box.height()
        self.resize(self._box.width(), max(room, min(_TALLEST, needed)))

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self.setFont(self._theme.font(BODY_TEXT - 1))
        self.setStyleSheet(
            f"TextField {{ background: {tokens.surface}; color: {tokens.text};"
            f" border: 2px solid {tokens.accent}; border-radius: 0; padding: 4px 6px;"
            f" font-size: {BODY_TEXT - 1}px; }}"
            f' TextField[refused="true"] {{ border-color: {tokens.bad}; }}'
        )
