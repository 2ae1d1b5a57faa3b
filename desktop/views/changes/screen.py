"""The screen «Замены»: a week of lessons in which one is moved, cancelled, added, substituted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.change_words import Change
from desktop.models.changes_board import ADD, JOIN, MOVE, SUBSTITUTE, ChangesBoard
from desktop.theme import Theme
from desktop.tokens import GAP
from desktop.views.changes.action_table import ActionTable
from desktop.views.changes.change_question import ChangeQuestion, PlainQuestion
from desktop.views.changes.lesson_card import LessonCard
from desktop.views.changes.people_questions import JoinQuestion, SubstituteQuestion
from desktop.views.changes.time_questions import AddQuestion, MoveQuestion
from desktop.views.elements import Card, label, rule, small, title
from desktop.views.printing.lists import PlainList
from desktop.views.screen import KeyMeaning, Screen
from desktop.views.two_lines import TwoLineDelegate, TwoLines
from desktop.views.undo_keys import UndoKeys
from journal.errors import UserError
from journal.queries.transfer_words import plural
from journal.queries.week_changes import ChangedLesson
from journal.reference import Lesson

_KEYS = (
    KeyMeaning("З", "Назначить или снять замену"),
    KeyMeaning("П", "Перенести урок"),
    KeyMeaning("О", "Отменить урок"),
    KeyMeaning("Б", "Объединить с уроком того же времени"),
    KeyMeaning("Д", "Провести дистанционно, и обратно"),
    KeyMeaning("Delete", "Вернуть урок в расписание"),
    KeyMeaning("Insert", "Добавить урок на это место"),
    KeyMeaning("Enter", "Всё, что можно сделать с уроком; на изменении недели - показать его урок"),
    KeyMeaning("F4", "Выбрать класс или учителя"),
    KeyMeaning("Alt ← →", "Неделя назад, неделя вперёд; Alt Home - к сегодняшней"),
    KeyMeaning("Ctrl Z", "Отменить последнее изменение; Ctrl Y - вернуть"),
)
_SIDE, _ROWS = 340, 3
_CLASS, _TEACHER = "class", "teacher"


class ChangesScreen(Screen):
    """Shows the board and asks before anything is changed."""

    is_fit_for_class = True  # it names no pupil

    def __init__(self, board: ChangesBoard, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("changes", "&Замены", "changes", "Замены и изменения расписания", parent)
        self.board, self._theme = board, theme
        board.setParent(self)
        self.undo_keys = UndoKeys(board.workspace, self)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Расписание класса или учителя")
        self.choice.setMaxVisibleItems(20)
        self._choices: list[tuple[str, tuple[str, str]]] = []
        self._fill_choice()
        self.card = LessonCard(board, theme)
        self.table = ActionTable(board, theme, self.card.may)
        self.changes = PlainList(
            board.changes,
            TwoLineDelegate(theme, _say_change),
            "Изменения недели во всей школе",
            _ROWS,
        )
        self._week = label("", "muted")
        self._no_changes = small("На этой неделе всё идёт по расписанию.", wraps=True)
        self._count = label("", "muted")
        self._lay_out()
        self._wire()
        self._choose()

    def keys(self) -> Sequence[KeyMeaning]:
        return _KEYS

    def arrive(self) -> None:
        self.table.setFocus()

    def ask(self, action: str) -> ChangeQuestion | None:
        """Ask for an action on the lesson at hand; ``None`` when it cannot be taken."""
        board, lesson = self.board, self.lesson
        refusal = board.why_not(action, lesson)
        if refusal or board.place is None:
            self.notice.emit(refusal or "Выберите место в расписании.", "waiting")
            return None
        if lesson is None or action == ADD:
            question: ChangeQuestion = AddQuestion(board, board.place, self)
        elif action == SUBSTITUTE:
            question = SubstituteQuestion(board, lesson, self._theme, self)
        elif action == MOVE:
            question = MoveQuestion(board, lesson, self)
        elif action == JOIN:
            question = JoinQuestion(board, lesson, self)
        else:
            question = PlainQuestion(board, lesson, action, self)
        question.wished.connect(lambda change: self._carry_out(change, question.lesson))
        question.open()
        return question

    @property
    def lesson(self) -> Lesson | None:
        """The lesson at hand."""
        return self.card.lesson

    def _carry_out(self, change: Change, lesson: Lesson | None) -> None:
        try:
            self.board.carry_out(change, lesson)
        except UserError as refusal:
            self.notice.emit(str(refusal), "bad")

    def _lay_out(self) -> None:
        week = Card(margin=0, gap=0)
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 14, 8)
        head.setSpacing(GAP)
        for part in (title("Расписание"), self.choice, self._week):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(small("на цветном фоне - то, что изменено"))
        week.column.addLayout(head)
        week.column.addWidget(rule())
        week.column.addWidget(self.table, 1)
        changed = Card(margin=0, gap=0)
        row = QHBoxLayout()
        row.setContentsMargins(14, 9, 14, 9)
        row.addWidget(title("Изменения недели"))
        row.addStretch(1)
        row.addWidget(self._count)
        changed.column.addLayout(row)
        changed.column.addWidget(rule())
        self._no_changes.setContentsMargins(14, 12, 14, 12)
        changed.column.addWidget(self._no_changes)
        changed.column.addWidget(self.changes)
        changed.column.addStretch(1)
        side = QWidget()
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.card)
        column.addWidget(changed, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP)
        whole.addWidget(week, 1)
        whole.addWidget(side)

    def _wire(self) -> None:
        self.choice.activated.connect(self._choose)
        self.table.moved.connect(self._look)
        self.table.wanted.connect(self.ask)
        self.card.wanted.connect(self.ask)
        self.changes.entered.connect(self._go_to_change)
        self.changes.doubleClicked.connect(self._go_to_change)
        self.board.changed.connect(self._show)
        for key, run in (
            ("Alt+Left", lambda: self.board.step(-1)),
            ("Alt+Right", lambda: self.board.step(1)),
            ("Alt+Home", lambda: self.board.step(0)),
            ("F4", self._open_choice),
        ):
            shortcut = QAction(self)
            shortcut.setShortcut(QKeySequence(key))
            shortcut.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.triggered.connect(run)
            self.addAction(shortcut)

    def _fill_choice(self) -> None:
        """Offer the classes and teachers there are now; the one on show stays chosen."""
        board = self.board
        classes = [(f"{each.title} класс", (_CLASS, each.id)) for each in board.week.classes()]
        teachers = [(each.short, (_TEACHER, each.user)) for each in board.teachers()]
        if [*classes, *teachers] == self._choices:
            return
        self._choices = [*classes, *teachers]
        chosen = self.choice.currentData()
        self.choice.clear()
        for words, data in classes:
            self.choice.addItem(words, data)
        self.choice.insertSeparator(self.choice.count())
        for words, data in teachers:
            self.choice.addItem(words, data)
        if chosen is not None:
            self._find_choice(tuple(chosen))

    def _open_choice(self) -> None:
        self.choice.setFocus()
        self.choice.showPopup()

    def _choose(self) -> None:
        kind, id_ = self.choice.currentData() or (_TEACHER, self.board.workspace.user)
        show = self.board.week.show_class if kind == _CLASS else self.board.week.show_teacher
        show(id_)
        self._show()

    def _show(self) -> None:
        """Show the week again with the cursor where it was."""
        self._fill_choice()
        week, place = self.board.week, self.board.place
        first = week.monday
        self._week.setText(f"неделя с {first:%d.%m.%Y}")
        count = self.board.changes.rowCount()
        self._count.setText(plural(count, "урок", "урока", "уроков") if count else "")
        self._no_changes.setVisible(not count)
        self.changes.setVisible(bool(count))
        index = week.index_of(place) if place is not None else QModelIndex()
        self._put(index if index.isValid() else week.index(0, self._column_of_today()))

    def _column_of_today(self) -> int:
        ahead = (self.board.workspace.now.date() - self.board.week.monday).days
        return ahead if 0 <= ahead < self.board.week.columnCount() else 0

    def _put(self, index: QModelIndex) -> None:
        self.table.setCurrentIndex(index)
        self._look()

    def _look(self) -> None:
        chosen = self.lesson
        self.board.look_at(self.table.currentIndex())
        if chosen is not None:
            self.card.choose(chosen.id)
        self.card.offer()

    def _go_to_change(self) -> None:
        each = self.board.changes.row_at(self.changes.currentIndex())
        if each is not None:
            self.show_lesson(each.lesson.page, each.lesson.id)

    def show_lesson(self, page: str, lesson_id: str) -> None:
        """Show a lesson in the week of its class, with the cursor on it."""
        reference = self.board.reference
        lesson = reference.lessons(page).get(lesson_id) if page in reference.pages else None
        if lesson is None:
            return
        self._find_choice((_CLASS, reference.pages[page].class_id))
        self.board.place = (lesson.slot, lesson.day)
        self.board.show_week_of(lesson.day)
        self._choose()
        self.card.choose(lesson.id)
        self.table.setFocus()

    def _find_choice(self, wanted: tuple[str, str]) -> None:
        for row in range(self.choice.count()):
            if tuple(self.choice.itemData(row) or ()) == wanted:
                self.choice.setCurrentIndex(row)


def _say_change(each: ChangedLesson) -> TwoLines:
    return TwoLines(each.title, each.words)
