"""A field that proposes what could be meant while it is typed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QWidget

from desktop.tokens import LIST_ROW
from desktop.views.elements import set_refused

_MOST_ROWS = 8
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Choice:
    """A proposal: the words of its line, and the text that it puts into the field."""

    words: str
    text: str


class ProposingField(QLineEdit):
    """Enter takes the marked proposal, or what was typed; the arrows go through the proposals.

    What was typed is also handed over when the field is left. A refused text stays.

    Signals:
        finished: Enter was pressed and the text was taken; the next field may have the focus.
    """

    finished = Signal()

    def __init__(
        self,
        propose: Callable[[str], Sequence[Choice]],
        write: Callable[[str], str] | None,
        *,
        takes_first: bool = False,
        host: QWidget,
    ) -> None:
        """Make a field.

        Args:
            propose: what can be meant by a text; for "" everything.
            write: writes the text and returns "" or why it was refused; ``None``: the text is only
                kept in the field.
            takes_first: while typing the first proposal is marked: only proposals are valid.
            host: has room for the list of proposals.
        """
        super().__init__()
        self._propose = propose
        self._write = write
        self._takes_first = takes_first
        self._choices: list[Choice] = []
        self._standing = ""
        self.offer = ""
        self._lines = QStringListModel(self)
        self._host = host
        self.list = QListView(host)
        self.list.setModel(self._lines)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.hide()
        self.list.clicked.connect(self._click)
        self.textEdited.connect(self._offer)

    @property
    def is_typed_in(self) -> bool:
        """Tell whether something stands here that is not written yet."""
        return self.isModified() and self.text() != self._standing

    def show_text(self, text: str, offer: str = "", placeholder: str = "") -> None:
        """Show what is written; Enter in the empty field takes ``offer``.

        A text that is being typed stays.
        """
        self.offer = offer
        self.setPlaceholderText(placeholder)
        if not self.is_typed_in:
            self._standing = text
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)

    def put_down(self) -> None:
        """Take back what was typed and not written."""
        self.list.hide()
        set_refused(self, False)
        self.setText(self._standing)
        self.setModified(False)

    def submit(self) -> bool:
        """Write what was typed; ``False`` when it was refused and still stands here."""
        self.list.hide()
        typed = self.text()
        is_new = self.is_typed_in
        self.setModified(False)
        if self._write is None:
            self._standing = typed
        if not is_new or self._write is None:
            return True
        refusal = self._write(typed)  # what is written now comes back through ``show_text``
        set_refused(self, bool(refusal))
        self.setText(typed if refusal else self._standing)
        self.setModified(bool(refusal))
        return not refusal

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ENTERS:
            self._enter()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and (not self.list.isHidden() or self.is_typed_in):
            self.put_down()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.submit()

    def _enter(self) -> None:
        row = self.list.currentIndex().row()
        if not self.list.isHidden() and 0 <= row < len(self._choices):
            self._take(self._choices[row].text)
        elif not self.text() and self.offer:
            self._take(self.offer)
        if self.submit():
            self.finished.emit()

    def _click(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._choices):
            self._take(self._choices[row].text)
            self.setFocus()
            if self.submit():
                self.finished.emit()

    def _take(self, text: str) -> None:
        self.setText(text)
        self.setModified(True)

    def _go(self, step: int) -> None:
        if self.list.isHidden():
            self._show(self._propose(self.text() if self.is_typed_in else ""), 0)
            return
        row = self.list.currentIndex().row() + step
        self._mark(min(max(row, 0), len(self._choices) - 1))

    def _offer(self, text: str) -> None:
        set_refused(self, False)
        found = self._propose(text) if text.strip() else ()
        self._show(found, 0 if self._takes_first else -1)

    def _show(self, choices: Sequence[Choice], row: int) -> None:
        self._choices = list(choices)
        if not self._choices:
            self.list.hide()
            return
        self._lines.setStringList([choice.words for choice in self._choices])
        host = self._host
        corner = self.mapTo(host, QPoint(0, self.height() + 1))
        height = min(len(self._choices), _MOST_ROWS) * (LIST_ROW + 1) + 4
        if corner.y() + height > host.height():
            corner = self.mapTo(host, QPoint(0, -height - 1))
        self.list.setGeometry(corner.x(), corner.y(), self.width(), height)
        self.list.show()
        self.list.raise_()
        self._mark(row)

    def _mark(self, row: int) -> None:
        self.list.setCurrentIndex(self._lines.index(row, 0))
