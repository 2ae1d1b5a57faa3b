"""The right half of the spread: topics and homework of the same lessons."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.models.lessons_model import DATE, HOMEWORK, TOPIC, LessonsModel
from desktop.models.register_model import Refusal
from desktop.theme import Theme
from desktop.views.elements import set_look
from desktop.views.register.cell_field import NEXT, Step
from desktop.views.register.cell_typing import CellTyping
from desktop.views.register.lesson_header import HEADER_HEIGHT
from desktop.views.register.line_delegate import LineDelegate, LineHeader
from desktop.views.register.rounding import BarCap, round_off
from desktop.views.register.text_field import TextField

_DATE_WIDTH, _TOPIC_SHARE = 58, 0.6
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


class LessonsTable(QFrame):
    """A row per lesson; typing writes, Enter on a dashed proposal takes it from the plan.

    Signals:
        lesson_shown: another lesson is the current one (its id).
        lost: a text could not be kept, because its lesson is gone.
    """

    lesson_shown = Signal(str)
    lost = Signal(str)

    def __init__(self, theme: Theme, model: LessonsModel, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("look", "card")
        self.model = model
        self._kept: tuple[str, int, str | None] | None = None
        self._topic_share = _TOPIC_SHARE
        self._is_fitting = False
        self.table = _Table(self._on_key)
        self.table.setAccessibleName("Темы и задания по урокам")
        self.table.setModel(model)
        self._delegate = LineDelegate(theme, model, self.table)
        self.table.setItemDelegate(self._delegate)
        self._heads = LineHeader(theme, HEADER_HEIGHT)
        self.table.setHorizontalHeader(self._heads)
        self._cap = BarCap(theme, self.table, HEADER_HEIGHT)
        self._rounding = round_off(theme, self)
        self.typing = CellTyping(theme, self, host, model.lock, self._write, TextField)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)
        self._wire()

    @property
    def topic_share(self) -> int:
        """How much of the width topics take, in thousandths; 0 when nobody has changed it."""
        return 0 if self._topic_share == _TOPIC_SHARE else round(1000 * self._topic_share)

    def share_topic(self, share: int) -> None:
        """Give topics a share of the width in thousandths; 0 means the ordinary one."""
        if 100 <= share <= 900:
            self._topic_share = share / 1000
            self._fit()

    def _note_topic(self, section: int, _before: int, width: int) -> None:
        """Take over the width that was drawn by the mouse; homework gets what is left."""
        room = self.table.viewport().width() - _DATE_WIDTH
        if self._is_fitting or section != TOPIC or room <= 0:
            return
        self._topic_share = min(0.9, max(0.1, width / room))
        self._fit()

    def show_lesson(self, lesson: str) -> None:
        """Bring a lesson into sight and mark it, without taking the focus."""
        row = self.model.row_of(lesson)
        index = self.table.currentIndex()
        if row is None or row == index.row():
            return
        column = index.column() if index.isValid() else TOPIC
        self.table.selectionModel().blockSignals(True)
        self.table.setCurrentIndex(self.model.index(row, column))
        self.table.selectionModel().blockSignals(False)
        self._delegate.show_row(row)
        self.table.scrollTo(self.model.index(row, column))
        self.table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for each in self._rounding:
            each.place()
        self._cap.place()

    def _wire(self) -> None:
        self.table.selectionModel().currentChanged.connect(self._move)
        self.table.doubleClicked.connect(self._edit)
        self.table.verticalScrollBar().valueChanged.connect(self.typing.finish)
        self.typing.written.connect(self._step)
        self.table.resized.connect(self._fit)
        self._heads.setSectionResizeMode(TOPIC, QHeaderView.ResizeMode.Interactive)
        self._heads.sectionResized.connect(self._note_topic)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.modelReset.connect(self._restore)
        self.model.dataChanged.connect(self._fit_changed)

    def _write(self, row: int, column: int, text: str, _reason: str) -> Refusal | None:
        return self.model.write(row, column, text)

    def _fit(self) -> None:
        """Share the width out and give every row the height of its words."""
        self._is_fitting = True
        self._heads.tell(self.model.count_words())
        width = self.table.viewport().width() - _DATE_WIDTH
        topic = round(width * self._topic_share)
        for column, room in ((DATE, _DATE_WIDTH), (TOPIC, topic), (HOMEWORK, width - topic)):
            self.table.setColumnWidth(column, room)
        self._is_fitting = False
        for row in range(self.model.rowCount()):
            self._fit_row(row)
        self.table.updateGeometries()
        self.table.scrollTo(self.table.currentIndex())  # rows of other heights have moved it
        self.typing.replace()

    def _remember(self) -> None:
        """Keep what is being written over a change of the frame."""
        index, self._kept = self.table.currentIndex(), None
        if index.isValid():
            lesson = self.model.line(index.row()).lesson
            self._kept = (lesson, index.column(), self.typing.set_aside())

    def _restore(self) -> None:
        self._fit()
        if self._kept is None:
            return
        lesson, column, text = self._kept
        row = self.model.row_of(lesson)
        if row is not None:
            index = self.model.index(row, column)
            self.table.setCurrentIndex(index)
            if text is not None:
                self.typing.open(self.table, index, text, types_over=False)
        elif text:
            self.lost.emit(f"«{text}» не записано: такого урока на странице больше нет.")

    def _fit_row(self, row: int) -> None:
        height = self._delegate.height(
            row, self.table.columnWidth(TOPIC), self.table.columnWidth(HOMEWORK)
        )
        if self.table.rowHeight(row) != height:
            self.table.setRowHeight(row, height)

    def _fit_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            self._fit_row(row)

    def _move(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self.typing.is_open:
            self.typing.bubble.hide()
        if current.isValid():
            self._delegate.show_row(current.row())
            self.table.viewport().update()
            self.lesson_shown.emit(self.model.line(current.row()).lesson)

    def _on_key(self, event: QKeyEvent) -> bool:
        key, index = Qt.Key(event.key()), self.table.currentIndex()
        if not index.isValid() or event.modifiers() not in _PLAIN:
            return False
        offer = self.model.offer(index.row(), index.column()) if index.column() != DATE else ""
        if key in _ENTERS and offer:
            self._accept(index, offer)
        elif key in (*_ENTERS, Qt.Key.Key_F2):
            self._edit(index)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            step = -1 if key == Qt.Key.Key_Backtab else 1
            if not TOPIC <= index.column() + step <= HOMEWORK:
                return False
            self._step((0, step))
        elif key == Qt.Key.Key_Delete:
            self.typing.clear(self.table, index)
        elif key == Qt.Key.Key_Escape:
            self.typing.bubble.hide()
        elif event.text().isprintable() and event.text().strip():
            self.typing.open(self.table, index, event.text(), types_over=True)
        else:
            return False
        return True

    def _accept(self, index: QModelIndex, offer: str) -> None:
        refusal = self.model.write(index.row(), index.column(), offer)
        if refusal is None:
            self._step(NEXT)
        else:
            self.typing.explain(self.table, index, refusal.words)

    def _edit(self, index: QModelIndex) -> None:
        if index.column() == DATE:
            index = index.siblingAtColumn(TOPIC)
            self.table.setCurrentIndex(index)
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        self.typing.open(self.table, index, text, types_over=False)

    def _step(self, step: Step) -> None:
        """After a topic comes its homework; after that nothing, the lesson is written."""
        index = self.table.currentIndex()
        row, column = index.row() + step[0], index.column() + step[1]
        if step == NEXT:
            row, column = index.row(), HOMEWORK
        row = min(max(row, 0), self.model.rowCount() - 1)
        self.table.setCurrentIndex(self.model.index(row, min(max(column, DATE), HOMEWORK)))


class _Table(QTableView):
    resized = Signal()

    def __init__(self, on_key: object) -> None:
        super().__init__()
        self._on_key = on_key
        set_look(self, "bare")
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if callable(self._on_key) and self._on_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)
