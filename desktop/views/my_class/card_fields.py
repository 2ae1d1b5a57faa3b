"""The fields of a card: what is typed is written by Enter or by leaving, Esc takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit

from desktop.views.elements import set_refused
from desktop.views.register.cell_field import ENTERS, OUTSIDE

_LONGEST = 200


class TypedField(QLineEdit):
    """Shows a value and lets it be typed over; a masked one is readable only while it is typed.

    Signals:
        submitted: the text is to be written; the second argument says whether to go on to the
            next field.
    """

    submitted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._value, self._masked = "", ""
        self.setMaxLength(_LONGEST)
        self.textEdited.connect(lambda: set_refused(self, False))

    @property
    def typed(self) -> str:
        """What stands in the field, or would if it were not masked."""
        return self.text() if self.is_touched else self._value

    @property
    def is_touched(self) -> bool:
        """Whether something else is typed than what is written."""
        is_masked = bool(self._masked) and self.text() == self._masked
        return self.text() != self._value and not is_masked

    def show_value(self, value: str, masked: str = "") -> bool:
        """Show what is written, ``masked`` unless it is typed in; what is being typed stays.

        Return whether another value came under what is being typed.
        """
        was_touched, is_other = self.is_touched, value != self._value
        self._value, self._masked = value, masked
        if not was_touched:
            self._restore()
        return was_touched and is_other and self.is_touched

    def refuse(self) -> None:
        """Mark a text that was not taken; it stays for correction."""
        set_refused(self, True)

    def take_back(self) -> None:
        """Show again what is written."""
        set_refused(self, False)
        self._restore()
        if self.hasFocus():
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTERS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit(True)
        elif event.key() == Qt.Key.Key_Escape and self.is_touched:
            self.take_back()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.is_touched and not self.isReadOnly():
            self.setText(self._value)
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in OUTSIDE:
            return
        if self.is_touched:
            self.submitted.emit(False)
        else:
            self._restore()

    def _restore(self) -> None:
        self.setText(self._value if self.hasFocus() or not self._masked else self._masked)
        if not self.hasFocus():
            self.setCursorPosition(0)  # of a long value the beginning is seen


class ChoiceField(QComboBox):
    """Offers the words of a reference book; a letter chooses, as in any list.

    Signals: as those of ``TypedField``.
    """

    submitted = Signal(bool)

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._value = ""
        self.addItem("")
        self.addItems(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # the longest word must not decide how narrow a card may get
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @property
    def typed(self) -> str:
        """What is chosen."""
        return self.currentText()

    @property
    def is_touched(self) -> bool:
        """Whether something else is chosen than what is written."""
        return self.currentText() != self._value

    def show_value(self, value: str, _masked: str = "") -> bool:
        """Show what is written; a choice that is being made stays.

        Return whether another value came under it.
        """
        was_touched, is_other = self.is_touched, value != self._value
        self._value = value
        if not was_touched:
            self.setCurrentText(value)
        return was_touched and is_other and self.is_touched

    def refuse(self) -> None:
        """Mark a choice that was not taken."""
        set_refused(self, True)

    def take_back(self) -> None:
        """Choose again what is written."""
        set_refused(self, False)
        self.setCurrentText(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTERS:
            self.submitted.emit(True)
        elif event.key() == Qt.Key.Key_Escape and self.is_touched:
            self.take_back()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling through a card must not change it

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in OUTSIDE and self.is_touched:
            self.submitted.emit(False)


Field = TypedField | ChoiceField
