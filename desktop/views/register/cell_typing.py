"""From a key to a cell: opens the field, writes, and keeps what was refused until it is mended."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from desktop.models.register_model import Index, Lock, Refusal
from desktop.theme import Theme
from desktop.views.register.bubble import Bubble
from desktop.views.register.cell_field import NEXT, CellField, Step
from desktop.views.register.text_field import TextField

STAY: Step = (0, 0)
_REASON = "Причина (останется в журнале):"


class CellTyping(QObject):
    """The one place where a typed text lives between the keyboard and the journal.

    It is never dropped in silence: it is written, or it stands in its cell with the reason until
    it is mended or put away by Esc.

    Signals:
        written: a cell took its text; carries the step to make now.
        put_away: the field was closed and nothing was written.
    """

    written = Signal(object)
    put_away = Signal()

    def __init__(
        self,
        theme: Theme,
        ground: QWidget,
        host: QWidget,
        lock: Callable[[int, int], Lock],
        write: Callable[[int, int, str, str], Refusal | None],
        field: type[CellField] | type[TextField] = CellField,
    ) -> None:
        """Type on ``ground``, the widget that holds the tables; words stand in ``host``."""
        super().__init__(ground)
        self._ground = ground
        self._host = host
        self._lock = lock
        self._write = write
        self._table: QTableView | None = None
        self._index = QPersistentModelIndex()
        self._text_before = ""
        self._spoken: tuple[QTableView, QPersistentModelIndex] | None = None
        self.field = field(theme, ground)
        self.bubble = Bubble(theme, host)
        self.field.submitted.connect(self._submit)
        self.field.cancelled.connect(self.put_down)
        self.field.left.connect(self._leave)
        self.field.edited.connect(self._mend)
        self.bubble.reason_given.connect(self._ask)
        self.bubble.closed.connect(self.put_down)

    @property
    def is_open(self) -> bool:
        """Tell whether a text waits in the field."""
        return self._table is not None

    def open(self, table: QTableView, index: QModelIndex, text: str, *, types_over: bool) -> None:
        """Begin to type in a cell; one that is closed says why instead."""
        if not self.finish():
            return
        lock = self._lock(index.row(), index.column())
        if lock.words and not lock.request:
            self.explain(table, index, lock.words)
            return
        self.bubble.hide()
        self._table = table
        self._index = QPersistentModelIndex(index)
        self._text_before = str(index.data(Qt.ItemDataRole.EditRole) or "")
        self.field.open(self._box(), text, types_over=types_over)
        if lock.request:
            self._say(lock.words, "asks")

    def clear(self, table: QTableView, index: QModelIndex) -> None:
        """Empty a cell; where that takes a reason, ask for it."""
        if not str(index.data(Qt.ItemDataRole.EditRole) or ""):
            return
        self.open(table, index, "", types_over=True)
        if self.is_open:
            self._submit("", STAY)

    def explain(self, table: QTableView, index: Index, words: str) -> None:
        """Say why a cell is closed."""
        self._spoken = (table, QPersistentModelIndex(index))
        self.bubble.say(words, "locked", self._anchor(table, index))

    def finish(self) -> bool:
        """Write what waits in the field; ``False`` when it was not taken and still stands there."""
        if self._table is None:
            self.bubble.hide()
            return True
        self._submit(self.field.text(), STAY)
        return self._table is None

    def put_down(self) -> None:
        """Close the field and the words; the cell stays as it was."""
        table, self._table = self._table, None
        self.field.hide()
        self.bubble.hide()
        if table is not None:
            table.setFocus()
            self.put_away.emit()

    def set_aside(self) -> str | None:
        """Close the field and return what waits in it, ``None`` when it is not open."""
        if self._table is None:
            return None
        text = self.field.text()
        self._table = None
        self.field.hide()
        self.bubble.hide()
        return text

    def replace(self) -> None:
        """Follow the cell after columns or the window changed their places."""
        if self._table is not None:
            self.field.place(self._box())
        if self._spoken is not None and not self.bubble.isHidden():
            self.bubble.stand_at(self._anchor(*self._spoken))

    def _submit(self, text: str, step: Step, reason: str = "") -> None:
        if not self._index.isValid():
            self.put_down()
            return
        if text.strip() == self._text_before and not reason:
            self._close(step)
            return
        refusal = self._write(self._index.row(), self._index.column(), text, reason)
        if refusal is None:
            self._close(step)
            return
        if refusal.wants_reason:
            self._say(refusal.words, "asks")
            if step != STAY or not text:
                self.bubble.ask()
            return
        self.field.set_refused(True)
        self._say(refusal.words, "refused")

    def _ask(self, reason: str) -> None:
        self._submit(self.field.text(), NEXT, reason)

    def _close(self, step: Step) -> None:
        table, self._table = self._table, None
        had_focus = self.field.hasFocus() or self.bubble.isAncestorOf(
            QApplication.focusWidget() or self._ground
        )
        self.bubble.hide()
        if table is not None and had_focus:
            table.setFocus()
        self.field.hide()
        self.written.emit(step)

    def _leave(self) -> None:
        heir = QApplication.focusWidget()
        if heir is not None and self.bubble.isAncestorOf(heir):
            return
        if self._table is not None:
            self._submit(self.field.text(), STAY)

    def _mend(self) -> None:
        """Take the refusal back while the text is being changed."""
        if self.bubble.kind == "refused":
            self.field.set_refused(False)
            self.bubble.hide()

    def _say(self, words: str, kind: str) -> None:
        if self._table is None:
            return
        self._spoken = (self._table, self._index)
        anchor = self._anchor(self._table, self._index)
        if kind == "asks":
            is_request = self._lock(self._index.row(), self._index.column()).request
            asks = "Запрос на исправление. Причина:" if is_request else _REASON
            self.bubble.say(words, "asks", anchor, asks=asks)
        else:
            self.bubble.say(words, "refused", anchor)

    def _box(self) -> QRect:
        """Return the cell in the ground, a pixel over its grid lines."""
        assert self._table is not None
        cell = self._table.visualRect(_plain(self._index))
        corner = self._table.viewport().mapTo(self._ground, cell.topLeft())
        return QRect(corner, cell.size()).adjusted(-1, -1, 1, 1)

    def _anchor(self, table: QTableView, index: Index) -> QRect:
        cell = table.visualRect(_plain(index))
        corner = table.viewport().mapTo(self._host, cell.topLeft())
        return QRect(corner, cell.size()).translated(QPoint(0, 0))


def _plain(index: Index) -> QModelIndex:
    if isinstance(index, QModelIndex):
        return index
    return index.model().index(index.row(), index.column())
