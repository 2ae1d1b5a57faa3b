"""The field in which a cell is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.theme import Theme

Step = tuple[int, int]
"""Rows down, columns right."""

STEPS: dict[Qt.Key, Step] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
OUTSIDE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Reasons of losing the focus that do not leave the cell: it comes back by itself."""
_CHOOSING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
NEXT = (9, 9)
"""The step of Enter: where it leads is a setting."""


class CellField(QLineEdit):
    """One field for all cells of a table, laid over the cell at hand.

    Typed over, arrows finish the cell as in a spreadsheet; after F2 left and right move the caret.

    Signals:
        submitted: the text and the step ((row, column), or ``NEXT``) to make when it is written.
        left: the focus went elsewhere in the window while a text stands here.
        cancelled: Esc; the cell stays as it was.
        edited: the text was changed by hand.
    """

    submitted = Signal(str, object)
    left = Signal()
    cancelled = Signal()
    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._types_over = True
        self.setAccessibleName("Что записать в ячейку")
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.textEdited.connect(self.edited)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def open(self, box: QRect, text: str, *, types_over: bool) -> None:
        """Cover ``box`` with the text, the caret at its end."""
        self._types_over = types_over
        self.set_refused(False)
        self.place(box)
        self.setText(text)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self, box: QRect) -> None:
        """Follow the cell to where it stands now."""
        self.setGeometry(box)

    def set_refused(self, is_refused: bool) -> None:
        """Mark a text that was not taken; it stays for correction."""
        if bool(self.property("refused")) != is_refused:
            self.setProperty("refused", is_refused)
            self.style().unpolish(self)
            self.style().polish(self)

    def event(self, event: QEvent) -> bool:
        # Tab would go to the next widget before keyPressEvent hears of it
        tabs = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in tabs:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = STEPS.get(key)
        moves_caret = not self._types_over and key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if key in ENTERS:
            is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.submitted.emit(self.text(), (-1, 0) if is_back else NEXT)
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key == Qt.Key.Key_F2:
            self._types_over = False
        elif step is not None and not moves_caret and not event.modifiers() & _CHOOSING:
            self.submitted.emit(self.text(), step)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() not in OUTSIDE:
            self.left.emit()

    def _dress(self) -> None:
        tokens = self._theme.tokens
        self.setStyleSheet(
            f"CellField {{ background: {tokens.surface}; color: {tokens.text};"
            f" border: 2px solid {tokens.accent}; border-radius: 0; padding: 0 3px;"
            " min-height: 0; }"
            f' CellField[refused="true"] {{ border-color: {tokens.bad}; }}'
        )
