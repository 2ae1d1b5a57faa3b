"""The mark columns of a lesson: what each is for, one more, one less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.models.cell_words import shown_weight
from desktop.models.lesson_board import LessonBoard
from desktop.views.elements import button, label, small, tab_in_order
from desktop.views.lesson.proposing_field import Choice, ProposingField
from journal.kinds import MAIN_COLUMN
from journal.queries.lesson_card import ColumnCard
from journal.queries.whole_lesson import WholeLesson
from journal.works import WORK_TYPES, find_works

Try = Callable[[Callable[[], None]], str]
_LABEL_WIDTH = 92


class ColumnsBox(QWidget):
    """A line per column: work by first letters, weight, a name of its own, until when in time."""

    def __init__(self, board: LessonBoard, try_to: Try, host: QWidget) -> None:
        super().__init__()
        self._board = board
        self._try = try_to
        self._host = host
        self._shown: tuple[ColumnCard, ...] | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(5)
        self.works: list[ProposingField] = []
        self.add = ProposingField(_works, self._add, takes_first=True, host=host)
        self.add.setAccessibleName("Ещё одна колонка: вид работы по первым буквам")
        self.add.setPlaceholderText("ещё одна колонка: первые буквы вида работы")
        name = label("Отметки", "muted")
        name.setFixedWidth(_LABEL_WIDTH)
        right = QVBoxLayout()
        right.setSpacing(5)
        right.addLayout(self._lines)
        right.addWidget(self.add)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        labels = QVBoxLayout()
        labels.addSpacing(6)
        labels.addWidget(name)
        labels.addStretch(1)
        row.addLayout(labels)
        row.addLayout(right, 1)

    def fields(self) -> Sequence[ProposingField]:
        """Return the fields in which something may be typed."""
        return (*self.works, self.add)

    def tell(self, whole: WholeLesson) -> None:
        """Show the columns of a lesson; fields are made anew only when the columns changed."""
        card = whole.card
        self.add.setVisible(not card.locked)
        shown = tuple(replace(each, marks=bool(each.marks)) for each in card.columns)
        if shown == self._shown:
            return
        focus = next((at for at, each in enumerate(self.works) if each.hasFocus()), None)
        self._shown = shown
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for field in self.works:
            field.list.hide()
            field.list.deleteLater()
        self.works = []
        stops: list[QWidget] = []
        for column in card.columns:
            line = self._line(column, stops, is_locked=bool(card.locked))
            self._lines.addWidget(line)
            line.show()
        tab_in_order(self.add, *stops, self.add)  # in place of the old ones, the last before it
        if focus is not None and focus < len(self.works):
            self.works[focus].setFocus()

    def _line(self, column: ColumnCard, stops: list[QWidget], *, is_locked: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        title = QLineEdit(column.title)
        work = ProposingField(
            _works,
            lambda text: self._try(
                lambda: self._board.set_column(column.column, text, title.text())
            ),
            takes_first=True,
            host=self._host,
        )
        work.show_text(f"{column.name}")
        work.setAccessibleName("Вид работы колонки")
        work.setReadOnly(is_locked)
        title.setPlaceholderText("название колонки")
        title.setAccessibleName("Название колонки")
        title.setReadOnly(is_locked)
        title.editingFinished.connect(lambda: self._rename(column, title))
        self.works.append(work)
        stops += [work, title]
        row.addWidget(work, 3)
        row.addWidget(small(f"вес {shown_weight(column.weight)}"))
        row.addWidget(title, 2)
        days = small(f"до {column.due:%d.%m}")
        days.setToolTip(
            f"Отметка в срок до {column.due:%d.%m.%Y} включительно.\n"
            f"С опозданием — до {column.lock:%d.%m.%Y}, потом только по запросу."
        )
        row.addWidget(days)
        if column.column != MAIN_COLUMN and not column.marks and not is_locked:
            remove = button("Убрать", "link")
            remove.setAccessibleName(f"Убрать колонку: {column.name}")
            remove.clicked.connect(
                lambda: self._try(lambda: self._board.remove_column(column.column))
            )
            row.addWidget(remove)
            stops.append(remove)
        return holder

    def _rename(self, column: ColumnCard, title: QLineEdit) -> None:
        if title.text().strip() != column.title:
            self._try(lambda: self._board.set_column(column.column, column.name, title.text()))

    def _add(self, text: str) -> str:
        if not text.strip():
            return ""
        refusal = self._try(lambda: self._board.add_column(text))
        if not refusal:
            self.add.clear()
        return refusal


def _works(text: str) -> Sequence[Choice]:
    found = find_works(text) if text.strip() else list(WORK_TYPES.values())
    return [
        Choice(f"{each.code} · {each.name}, вес {shown_weight(each.weight)}", each.name)
        for each in found
    ]
