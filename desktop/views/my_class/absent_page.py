"""The page «Отсутствующие»: the day's list of the absent, and what it still lacks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.models.absent_board import AbsentBoard, Waiting, absence_in_words
from desktop.models.cell_words import long_day
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.tokens import GAP
from desktop.views.clipboard import model_lines, put_on_clipboard, table_of
from desktop.views.elements import Card, button, label, rule, small, strong, title
from desktop.views.my_class.absent_table import AbsentTable
from desktop.views.my_class.page import ClassPage
from desktop.views.printing.lists import PlainList
from desktop.views.printing.paper_dialog import PaperDialog
from desktop.views.screen import KeyMeaning
from desktop.views.two_lines import TwoLineDelegate, TwoLines
from journal.queries.absent_lists import WHOLE_DAY, AbsentPupil
from journal.queries.transfer_words import plural
from journal.reference import SchoolClass
from printing.rendered import Rendered

_KEYS = (
    KeyMeaning("Alt ← →", "Учебный день назад, вперёд; Alt Home - к сегодняшнему"),
    KeyMeaning("Ctrl 1, Ctrl 3, Ctrl 0", "Считать первый урок, три урока, весь день"),
    KeyMeaning("Ctrl P", "Сводка на бумагу (форма Ф-27)"),
    KeyMeaning("Ctrl C", "Скопировать сводку таблицей"),
    KeyMeaning("Tab", "К отсутствующим класса, к тому, чего ещё не отметили"),
)
_CHOICES = ((1, "После 1-го урока"), (3, "После 3-го"), (WHOLE_DAY, "За весь день"))
_SIDE = 380


class AbsentPage(ClassPage):
    """Shows the list of the board: of one class, or of the whole school."""

    def __init__(
        self, board: AbsentBoard, tasks: Tasks, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("Отсутствующие", parent)
        self.board = board
        board.setParent(self)
        self._tasks, self._theme = tasks, theme
        self.table = AbsentTable(theme, board.model)
        say = TwoLineDelegate(theme, _say_absent)
        self.pupils = PlainList(board.pupils, say, "Кто отсутствует в классе", 1)
        say = TwoLineDelegate(theme, _say_waiting)
        self.waiting_list = PlainList(board.waiting, say, "Ещё не отмечено", 1)
        self._day, self._summary = strong(""), label("", "muted")
        self._whose, self._own, self._count = title(""), label("", "muted"), label("", "muted")
        self._nobody, self._nothing = small(wraps=True), small(wraps=True)
        self.back, self.ahead, self.today = button("‹"), button("›"), button("Сегодня")
        self.print = button("Сводка на бумагу…", "primary")
        self._choices = QButtonGroup(self)
        self._lay_out()
        self._wire()
        self._show()

    @property
    def classes(self) -> Sequence[SchoolClass]:
        return self.board.classes

    def show_class(self, class_id: str) -> None:
        self.board.show_class(class_id)
        row = self.board.model.row_of(class_id)
        if row is not None:
            self.table.setCurrentIndex(self.board.model.index(row, 0))

    def keys(self) -> Sequence[KeyMeaning]:
        return _KEYS

    def arrive(self) -> None:
        if not self._school.isHidden():
            self.table.setFocus()
        elif not self.pupils.isHidden():
            self.pupils.setFocus()
        else:
            self.print.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.board.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.board.watch(False)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for arrow, name, key in (
            (self.back, "Предыдущий учебный день", "Alt ←"),
            (self.ahead, "Следующий учебный день", "Alt →"),
            (self.today, "К сегодняшнему дню", "Alt Home"),
        ):
            arrow.setAccessibleName(name)
            arrow.setToolTip(f"{name} · {key}")
        for arrow in (self.back, self.ahead):
            arrow.setFixedWidth(30)
        for part in (self.back, self.ahead, self._day, self.today):
            bar.addWidget(part)
        bar.addSpacing(GAP)
        for lessons, words in _CHOICES:
            choice = button(words)
            choice.setCheckable(True)
            choice.setToolTip(f"{words} · Ctrl {lessons}")
            self._choices.addButton(choice, lessons)
            bar.addWidget(choice)
        bar.addStretch(1)
        self.print.setToolTip("Форма Ф-27 · Ctrl P")
        bar.addWidget(self.print)
        self._school = Card(margin=0, gap=0)
        self._school.column.addLayout(_head(title("Классы"), self._summary))
        self._school.column.addWidget(rule())
        self._school.column.addWidget(self.table, 1)
        pupils, waiting = Card(margin=0, gap=0), Card(margin=0, gap=0)
        for card, head, nothing, rows in (
            (pupils, _head(self._whose, self._own), self._nobody, self.pupils),
            (
                waiting,
                _head(title("Ещё не отмечено"), self._count),
                self._nothing,
                self.waiting_list,
            ),
        ):
            card.column.addLayout(head)
            card.column.addWidget(rule())
            nothing.setContentsMargins(14, 12, 14, 12)
            card.column.addWidget(nothing)
            card.column.addWidget(rows)
            card.column.addStretch(1)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP)
        side.addWidget(pupils, 1)
        side.addWidget(waiting, 1)
        self._side = QWidget()
        self._side.setLayout(side)
        halves = QHBoxLayout()
        halves.setSpacing(GAP)
        halves.addWidget(self._school, 1)
        halves.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(bar)
        column.addLayout(halves, 1)

    def _wire(self) -> None:
        board = self.board
        board.changed.connect(self._show)
        board.rendered.connect(self._show_paper)
        board.refused.connect(self._refuse)
        self.back.clicked.connect(lambda: board.step(-1))
        self.ahead.clicked.connect(lambda: board.step(1))
        self.today.clicked.connect(board.show_today)
        self.print.clicked.connect(self.show_paper)
        self._choices.idClicked.connect(board.count_lessons)
        self.table.chosen.connect(self._choose)
        for key, action in (
            ("Alt+Left", lambda: board.step(-1)),
            ("Alt+Right", lambda: board.step(1)),
            ("Alt+Home", board.show_today),
            ("Ctrl+P", self.show_paper),
            ("Ctrl+C", self.copy),
            *((f"Ctrl+{n}", lambda n=n: board.count_lessons(n)) for n, _ in _CHOICES),
        ):
            made = QAction(self)
            made.setShortcut(QKeySequence(key))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.triggered.connect(lambda _checked=False, run=action: run())
            self.addAction(made)

    def copy(self) -> None:
        """Put the list on the clipboard as a table."""
        put_on_clipboard(table_of(model_lines(self.board.model)))

    def show_paper(self) -> None:
        """Render the sheet and show it."""
        self.print.setEnabled(False)
        self.board.render()

    def _show_paper(self, rendered: Rendered) -> None:
        self.print.setEnabled(True)
        name = f"Сводка отсутствующих {self.board.wish.day:%d.%m.%Y}"
        dialog = PaperDialog(name, rendered, self._tasks, self._theme, self)
        dialog.told.connect(self.notice)
        dialog.open()

    def _refuse(self, words: str) -> None:
        self.print.setEnabled(True)
        self.notice.emit(words, "waiting")

    def _choose(self) -> None:
        chosen = self.board.model.class_at(self.table.currentIndex())
        if chosen is not None:
            self.board.show_class(chosen.school_class.id)

    def _show(self) -> None:
        board = self.board
        is_school = len(board.model.classes) > 1
        self._school.setVisible(is_school)
        self._side.setMinimumWidth(_SIDE)
        self._side.setMaximumWidth(_SIDE if is_school else 16_777_215)
        self._day.setText(long_day(board.wish.day))
        self.today.setVisible(not board.is_today)
        self.ahead.setEnabled(not board.is_today)
        self._choices.button(board.wish.lessons).setChecked(True)
        self._summary.setText(board.summary)
        current = board.current
        self._whose.setText(current.school_class.title if current is not None else "Класс")
        self._own.setText(current.summary if current is not None else "")
        self._nobody.setText(self._why_nobody())
        self._nobody.setVisible(not board.pupils.rowCount())
        self.pupils.setVisible(bool(board.pupils.rowCount()))
        count = board.waiting.rowCount()
        self._count.setText(str(count) if count else "")
        self._nothing.setText("Переклички начавшихся уроков проведены.")
        self._nothing.setVisible(not count)
        self.waiting_list.setVisible(bool(count))
        self.changed.emit()

    def _why_nobody(self) -> str:
        current = self.board.current
        if current is None:
            return "В этот день у класса нет уроков: Alt ← - предыдущий учебный день."
        if not current.called:
            return "Переклички ещё не было: кто отсутствует, неизвестно."
        return f"Все на месте: {plural(current.listed, 'ученик', 'ученика', 'учеников')}."


def _say_absent(row: AbsentPupil) -> TwoLines:
    return TwoLines(row.pupil.listed, absence_in_words(row))


def _say_waiting(row: Waiting) -> TwoLines:
    return TwoLines(row.title, row.details)


def _head(words: QLabel, side: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(14, 9, 14, 9)
    row.addWidget(words)
    row.addStretch(1)
    row.addWidget(side)
    return row
