"""The screen «Сегодня»: what a teacher sees first, and one key away from the lesson now running."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.change_words import Change
from desktop.models.changes_board import ADD, ChangesBoard
from desktop.models.today_board import TodayBoard
from desktop.models.week_model import WeekModel
from desktop.theme import Theme
from desktop.tokens import GAP
from desktop.views.changes.time_questions import AddQuestion
from desktop.views.elements import Card, EmptyState, label, rule, small, title
from desktop.views.printing.lists import PlainList
from desktop.views.screen import KeyMeaning, Screen
from desktop.views.today.day_bar import DayBar
from desktop.views.today.day_list import DayDelegate
from desktop.views.today.week_page import WeekPage
from desktop.views.two_lines import TwoLineDelegate, TwoLines
from desktop.views.undo_keys import UndoKeys
from journal.errors import UserError
from journal.queries.lesson_states import LessonState, unfilled_in_words
from journal.queries.teacher_news import News
from journal.queries.transfer_words import plural

_KEYS = (
    KeyMeaning("Enter", "Открыть урок, на котором стоит курсор; на изменении - этот урок"),
    KeyMeaning("Alt ← →", "День назад, день вперёд"),
    KeyMeaning("Alt Home", "К сегодняшнему дню"),
    KeyMeaning("F2", "Расписание на неделю и обратно; Alt ← → листает недели"),
    KeyMeaning("Insert", "В расписании недели: добавить урок сверх расписания"),
    KeyMeaning("Ctrl Z", "Отменить последнюю запись; Ctrl Y - вернуть"),
    KeyMeaning("Tab", "К незаполненным урокам, к срокам и изменениям"),
)


class TodayScreen(Screen):
    """Shows the day of the board and passes on which lesson is wanted.

    Signals:
        lesson_wanted: a lesson is to be opened (page, lesson).
        page_wanted: a page of the register is to be opened (page).
        change_wanted: a changed lesson is to be shown where lessons are changed (page, lesson).
    """

    is_fit_for_class = True  # it names no pupil

    lesson_wanted = Signal(str, str)
    page_wanted = Signal(str)
    change_wanted = Signal(str, str)

    def __init__(
        self, board: TodayBoard, week: WeekModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("today", "&Сегодня", "calendar", "Сегодня", parent)
        self.board = board
        board.setParent(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bar = DayBar()
        self.take_along(self.bar)
        self.week = WeekPage(week, theme)
        self._pages = QStackedWidget()
        self._delegate = DayDelegate(theme)
        self.lines = PlainList(board.lines, self._delegate, "Уроки дня", 1)
        unfilled, news = (
            TwoLineDelegate(theme, self._say_unfilled),
            TwoLineDelegate(theme, _say_news),
        )
        self.unfilled = PlainList(board.unfilled, unfilled, "Не заполнено", 1)
        self.news = PlainList(board.news, news, "Сроки и изменения", 1)
        self._summary = label("", "muted")
        self._count = label("", "muted")
        self._day_stack = QStackedWidget()
        self._empty = QVBoxLayout()
        self._no_unfilled = small(wraps=True)
        self._no_news = small("Изменений расписания и близких сроков нет.", wraps=True)
        self._chosen: tuple[date, str] | None = None
        self._changes: ChangesBoard | None = None
        self.undo_keys = UndoKeys(board.workspace, self)
        self._lay_out()
        self._wire()
        self._show()

    def top_bar(self) -> QWidget:
        return self.bar

    def keys(self) -> Sequence[KeyMeaning]:
        return _KEYS

    def arrive(self) -> None:
        if self.bar.week.isChecked():
            self.week.table.setFocus()
            return
        lists = (self.lines, self.unfilled, self.news)
        filled = (each for each in lists if each.model().rowCount())
        next(filled, self).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.board.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.board.watch(False)

    def open_lesson(self) -> None:
        """Ask for the lesson under the cursor, if it has begun."""
        line = self.board.lines.row_at(self.lines.currentIndex())
        if line is None:
            return
        if not line.can_open:
            self.notice.emit(
                "Этот урок ещё впереди: записи делаются в день урока или позже.", "waiting"
            )
            return
        self.lesson_wanted.emit(line.lesson.page, line.lesson.id)

    def _say_unfilled(self, state: LessonState) -> TwoLines:
        return TwoLines(self.board.title_of(state), unfilled_in_words(state))

    def _open_unfilled(self) -> None:
        state = self.board.unfilled.row_at(self.unfilled.currentIndex())
        if state is not None:
            self.lesson_wanted.emit(state.lesson.page, state.lesson.id)

    def _open_news(self) -> None:
        news = self.board.news.row_at(self.news.currentIndex())
        if news is None or not news.page:
            return
        if not news.lesson:
            self.page_wanted.emit(news.page)
        elif self.board.changes_lessons:
            self.change_wanted.emit(news.page, news.lesson)
        elif self.board.keeps(news.page, news.lesson):
            self.lesson_wanted.emit(news.page, news.lesson)
        else:
            self._show_in_week(news.page, news.lesson)

    def _show_in_week(self, page: str, lesson: str) -> None:
        """Show a lesson that cannot be opened (cancelled, or kept by another) in its week."""
        place = self.board.place_of(page, lesson)
        if place is None:
            return
        self.bar.week.setChecked(True)
        self.board.show_day(place[1])
        self.week.table.setCurrentIndex(self.week.model.index_of(place))

    def add_lesson(self) -> None:
        """Ask for a lesson that the timetable does not plan, at the cursor of the week (C-17)."""
        if self._changes is None:
            self._changes = ChangesBoard(self.board.workspace, self)
        refusal = self._changes.why_not(ADD, None)
        if refusal:
            self.notice.emit(refusal, "waiting")
            return
        place = self.week.model.place(self.week.table.currentIndex())
        question = AddQuestion(self._changes, place or (1, self.board.day), self)
        question.wished.connect(self._add)
        question.open()

    def _add(self, change: Change) -> None:
        if self._changes is None:
            return
        try:
            words = self._changes.carry_out(change, None)
        except UserError as refusal:
            self.notice.emit(str(refusal), "bad")
        else:
            self.notice.emit(f"{words}.", "good")

    def _lay_out(self) -> None:
        day = Card(margin=0, gap=0)
        day.column.addLayout(_head("Уроки", self._summary))
        day.column.addWidget(rule())
        holder = QWidget()
        holder.setLayout(self._empty)
        self._day_stack.addWidget(self.lines)
        self._day_stack.addWidget(holder)
        day.column.addWidget(self._day_stack)
        below = QHBoxLayout()
        below.setSpacing(GAP)
        for words, side, rows, nothing, share in (
            ("Не заполнено", self._count, self.unfilled, self._no_unfilled, 64),
            ("Сроки и изменения", None, self.news, self._no_news, 36),
        ):
            card = Card(margin=0, gap=0)
            card.column.addLayout(_head(words, side))
            card.column.addWidget(rule())
            nothing.setContentsMargins(14, 12, 14, 12)
            card.column.addWidget(nothing)
            card.column.addWidget(rows)
            card.column.addStretch(1)
            below.addWidget(card, share)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(day)
        column.addLayout(below, 1)
        self._pages.addWidget(page)
        self._pages.addWidget(self.week)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _wire(self) -> None:
        self.bar.stepped.connect(self._step)
        self.bar.week_wanted.connect(self._show_week)
        self.bar.today_wanted.connect(self.board.show_today)
        self.week.add.clicked.connect(lambda: self.add_lesson())
        self.board.changed.connect(self._show)
        self.lines.entered.connect(self.open_lesson)
        self._delegate.pressed.connect(self.open_lesson)
        self.unfilled.entered.connect(self._open_unfilled)
        self.news.entered.connect(self._open_news)
        for rows in (self.lines, self.unfilled, self.news):
            rows.doubleClicked.connect(lambda _index, of=rows: of.entered.emit())
        self.lines.current_changed.connect(self._place_button)
        for key, action in (
            ("Alt+Left", lambda: self._step(-1)),
            ("Alt+Right", lambda: self._step(1)),
            ("F2", self.bar.week.toggle),
            ("Alt+Home", self.board.show_today),
            ("Insert", self._add_in_week),
        ):
            made = QAction(self)
            made.setShortcut(QKeySequence(key))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.triggered.connect(action)
            self.addAction(made)

    def _add_in_week(self) -> None:
        if self.bar.week.isChecked():
            self.add_lesson()

    def _step(self, direction: int) -> None:
        self.board.step(direction * (7 if self.bar.week.isChecked() else 1))

    def _show_week(self, is_wanted: bool) -> None:
        self._pages.setCurrentIndex(int(is_wanted))
        self.week.model.show_week_of(self.board.day)
        self.arrive()

    def _show(self) -> None:
        board, plan = self.board, self.board.plan
        self.bar.show_day(board.day, plan.term, is_today=board.is_today)
        self._summary.setText(board.summary)
        count = board.unfilled.rowCount()
        self._count.setText(plural(count, "урок", "урока", "уроков") if count else "")
        self.set_badge(count)
        self._no_unfilled.setText(
            "Всё, чему прошёл срок, заполнено." if board.keeps_lessons else "Своих уроков нет."
        )
        self._no_unfilled.setVisible(not count)
        self.unfilled.setVisible(bool(count))
        has_news = bool(board.news.rowCount())
        self._no_news.setVisible(not has_news)
        self.news.setVisible(has_news)
        if plan.lines:
            self._day_stack.setCurrentIndex(0)
            self._choose_row()
        else:
            while (item := self._empty.takeAt(0)) is not None:
                if item.widget() is not None:
                    item.widget().deleteLater()
            self._empty.addWidget(EmptyState(plan.why_empty, plan.what_now))
            self._day_stack.setCurrentIndex(1)
        self._place_button()
        if self.bar.week.isChecked():
            self.week.model.show_week_of(board.day)

    def _choose_row(self) -> None:
        """Put the cursor on the lesson now running, once for each day and each such lesson."""
        row = self.board.current_row
        lines = self.board.lines.rows()
        here = (self.board.day, lines[row].lesson.id if row is not None else "")
        if here != self._chosen:
            self._chosen = here
            self.lines.setCurrentIndex(self.board.lines.index(row or 0))

    def _place_button(self) -> None:
        index = self.lines.currentIndex()
        line = self.board.lines.row_at(index)
        self._delegate.button_row = index.row() if line is not None and line.can_open else None
        self.lines.viewport().update()


def _say_news(news: News) -> TwoLines:
    return TwoLines(news.title, news.details, news.is_overdue)


def _head(words: str, side: QLabel | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(14, 9, 14, 9)
    row.addWidget(title(words))
    row.addStretch(1)
    if side is not None:
        row.addWidget(side)
    return row
