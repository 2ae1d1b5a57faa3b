"""The screen «Журнал»: one page of the register as a spread, marks left, lessons right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.models.lesson_desk import LessonDesk
from desktop.models.lessons_model import LessonsModel
from desktop.models.register_model import RegisterModel
from desktop.models.register_page import Days, RegisterPage
from desktop.settings import AfterMark, Shares
from desktop.theme import Theme
from desktop.undoing import Done
from desktop.views.register.empty_page import EmptyPage
from desktop.views.register.foreign_lesson_question import ForeignLessonQuestion
from desktop.views.register.grid import RegisterGrid
from desktop.views.register.grid_edits import GridEdits
from desktop.views.register.grid_menu import GridMenu
from desktop.views.register.halves import Halves
from desktop.views.register.insights import Insights
from desktop.views.register.key_meanings import KEYS
from desktop.views.register.legend import Legend
from desktop.views.register.lessons_table import LessonsTable
from desktop.views.register.page_bar import PageBar
from desktop.views.register.page_days import PageDays
from desktop.views.screen import KeyMeaning, Screen
from desktop.views.undo_keys import UndoKeys
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.errors import UserError
from journal.kinds import MAIN_COLUMN, make_key, owner_of, split_key
from journal.queries.foreign_lessons import read_foreign_lessons
from journal.queries.pages import PageChoice, period_for, read_pages
from journal.queries.register_view import Signs

_DAY_CHECK_MS = 30_000
_DAYS_BACK = 7


class RegisterScreen(Screen):
    """Opens pages, passes wishes on, and tells the shell what was saved.

    Everything a key does here a click does too.

    Signals:
        lesson_wanted: a lesson is to be opened on a page of its own (page, lesson).
    """

    is_fit_for_class = True

    lesson_wanted = Signal(str, str)

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        after_mark: AfterMark = "down",
        parent: QWidget | None = None,
    ) -> None:
        """Show the pages of ``workspace``; ``after_mark`` says where the cursor goes."""
        super().__init__("journal", "&Журнал", "journal", "Журнал", parent)
        self._workspace = workspace
        self._choices: tuple[PageChoice, ...] = ()
        self._here: tuple[str, str, Days | None] | None = None
        self.page = RegisterPage(workspace, self)
        self.model = RegisterModel(self.page, self)
        self.lines = LessonsModel(self.page, self)
        self.desk = LessonDesk(self.page)
        self.grid = RegisterGrid(theme, self.model, self, after_mark)
        self.lessons = LessonsTable(theme, self.lines, self)
        self.bar = PageBar()
        self.days = PageDays(self.page, self, self.open)
        self.key = Legend(theme)
        self.take_along(self.bar, self.key)
        self.insights = Insights(theme, self, self.page, self.grid, self.lessons, self.desk)
        self._halves = Halves(self.grid, self.lessons)
        self._stack = QStackedWidget()
        self._empty = EmptyPage()
        self._lay_out()
        self._wire()
        self.undoing = UndoKeys(workspace, self, self._may_leave)
        self.edits = GridEdits(self.grid)
        self.edits.refused.connect(lambda words: self.notice.emit(words, "bad"))
        self._add_keys()
        self._midnight = QTimer(self)
        self._midnight.setInterval(_DAY_CHECK_MS)
        self._midnight.timeout.connect(self._follow_the_day)
        self._midnight.start()

    def top_bar(self) -> QWidget:
        return self.bar

    def legend(self) -> QWidget:
        return self.key

    def keys(self) -> Sequence[KeyMeaning]:
        return KEYS

    def arrive(self) -> None:
        if self.page.view is None:
            self._offer_pages()
            if self._choices:
                self.open(self._first_page())
        self.grid.setFocus()

    def open(self, page: str, period: str = "", days: Days | None = None) -> None:
        """Show a page; without a period that of today, or the last one begun.

        ``days``: first and last day in sight, where these are not those of the period.

        Raises:
            LookupError: this journal knows no such page.
        """
        if not self._choices:
            self._offer_pages()
        if not self._may_leave():
            return
        if not period:
            today = self._workspace.now.date()
            periods = tuple(self._workspace.reference.periods_of(page))
            found = period_for(periods, today)
            period = found.id if found else ""
        self.page.open(page, period, days)
        self.grid.show_newest()

    def open_cell(self, key: str) -> None:
        """Show the cell that the key of a fact names, ready to be typed over."""
        page, parts = owner_of(key), split_key(key)[1]
        lesson = self._workspace.reference.lessons(page).get(parts.get("lesson", ""))
        period = self._workspace.reference.period_on(page, lesson.day) if lesson else None
        self.open(page, period.id if period else parts.get("period", ""))
        view = self.page.view
        if view is None:
            return
        row = self.model.row_of(parts.get("pupil", ""))
        place = self.model.place_of(lesson.id if lesson else "", parts.get("column", MAIN_COLUMN))
        column = self.model.lessons_end + 1 if place is None else place
        if row is not None:
            self.grid.go_to(row, column)
        elif lesson is not None:
            self.lessons.show_lesson(lesson.id)

    def hide_others(self, is_on: bool) -> None:
        self.insights.close_all()
        self.model.reveal(self.grid.current.row())
        self.model.conceal(is_on)
        self.grid.names.viewport().update()

    def set_after_mark(self, after_mark: AfterMark) -> None:
        """Change where the cursor goes after a mark."""
        self.grid.after_mark = after_mark

    @property
    def shares(self) -> Shares:
        """How the page is divided: left and right half, topic and homework, in thousandths.

        A zero says that nobody has changed it.
        """
        return self._halves.share, self.lessons.topic_share

    def divide(self, shares: Shares) -> None:
        """Divide the page as it was divided before."""
        self._halves.divide(shares[0])
        self.lessons.share_topic(shares[1])

    def call_roll(self) -> None:
        """Write that the roll of the current lesson was called."""
        lesson = self.grid.current_lesson
        if lesson is None or not self._may_leave():
            return
        try:
            self.desk.call_roll(lesson)
        except UserError as refusal:
            self.notice.emit(str(refusal), "bad")

    def open_lesson(self) -> None:
        """Open the lesson of the current column on a page of its own."""
        view, lesson = self.page.view, self.grid.current_lesson
        if view is not None and lesson is not None and self._may_leave():
            self.lesson_wanted.emit(view.page, lesson)

    def menu(self) -> GridMenu:
        """Return everything that can be done to the current cell, its lesson and its pupil."""
        menu, index = GridMenu(self.grid), self.grid.current
        column = self.model.lesson_column(index.column())
        lock = self.model.lock(index.row(), index.column())
        insights, has_lesson = self.insights, column is not None
        ask = "Запрос на исправление…"
        menu.add(ask, "F2", lambda: self.grid.edit(index), is_offered=lock.request)
        menu.add("Открыть урок", "Ctrl+Return", self.open_lesson, is_offered=has_lesson)
        menu.add("Тема, задание, колонки…", "F4", insights.show_lesson, is_offered=has_lesson)
        menu.add("Ученик: средний балл и прогноз…", "F5", insights.show_pupil)
        menu.add("История ячейки…", "F3", insights.show_history)
        menu.addSeparator()
        if column is not None:
            is_open = not self.bar.roll.isHidden()
            menu.add(self.bar.roll_words, "F6", self.call_roll, is_offered=is_open)
            menu.add_columns(column, self.model, self.desk, self._attempt)
            menu.addSeparator()
        menu.add_edits(self.edits, self.undoing)
        return menu

    def _show_menu(self, place: QPoint) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _attempt(self, wish: Callable[[], None]) -> None:
        try:
            wish()
        except UserError as refusal:
            self.notice.emit(str(refusal), "bad")

    def ask_for_a_lesson(self) -> None:
        """Ask which lesson of somebody else is kept here, and open it."""
        workspace = self._workspace
        today = workspace.now.date()
        question = ForeignLessonQuestion(
            [today - timedelta(days=back) for back in range(_DAYS_BACK)],
            lambda day: workspace.read(read_foreign_lessons, workspace.user, day),
            self,
        )
        question.chosen.connect(self._stand_in)
        question.open()

    def _stand_in(self, page: str, lesson: str) -> None:
        self._workspace.stand_in(page, lesson)
        key = make_key("lesson.topic", page, lesson)
        self.open_cell(key)
        self.grid.setFocus()
        self.notice.emit(
            "Вы ведёте урок без назначенной замены. Записи сохраняются и ждут, "
            "пока заместитель директора назначит вас на этот урок.",
            "held",
        )

    def _lay_out(self) -> None:
        self._stack.addWidget(self._halves)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _wire(self) -> None:
        self.bar.page_chosen.connect(self.open)
        self.bar.period_chosen.connect(self._open_period)
        self.bar.year_wanted.connect(self.days.open_year)
        self.bar.days_wanted.connect(self.days.ask)
        self.bar.roll_wanted.connect(self.call_roll)
        self.bar.foreign_wanted.connect(self.ask_for_a_lesson)
        self.insights.roll_wanted.connect(self.call_roll)
        self.insights.refused.connect(lambda words: self.notice.emit(words, "bad"))
        self.insights.erased.connect(lambda words: self.notice.emit(words, "good"))
        self.page.opened.connect(self._show_page)
        self.page.changed.connect(self._show_state)
        for half in (self.grid, self.lessons):
            half.lost.connect(lambda words: self.notice.emit(words, "bad"))
        self.grid.moved.connect(self._show_cell)
        self.grid.menu_wanted.connect(self._show_menu)
        self.lessons.lesson_shown.connect(self._follow_lesson)
        self._workspace.committed.connect(self._hear)
        self._workspace.saved.connect(self._tell_saved)
        self._show_page()

    def _add_keys(self) -> None:
        for keys, action in (
            (("F3", "Ctrl+H"), self.insights.show_history),
            (("F4",), self.insights.show_lesson),
            (("F5",), self.insights.show_pupil),
            (("F6",), self.call_roll),
            (("F7",), self.bar.pages.showMenu),
            (("F8",), self.bar.periods.showMenu),
            (("Ctrl+Return", "Ctrl+Enter"), self.open_lesson),
        ):
            made = QAction(self)
            made.setShortcuts([QKeySequence(each) for each in keys])
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.triggered.connect(action)
            self.addAction(made)

    def _offer_pages(self) -> None:
        workspace, view = self._workspace, self.page.view
        self._choices = workspace.read(read_pages, workspace.user, workspace.now.date())
        self._name_page()
        if view is None:
            self._show_page()

    def _first_page(self) -> str:
        """Return the own page with the first lesson of today; else the first of the list."""
        workspace = self._workspace
        lessons = workspace.reference.lessons_of_day(workspace.user, workspace.now.date())
        offered = {choice.page for choice in self._choices}
        today = (lesson.page for lesson in lessons if lesson.page in offered)
        return next(today, self._choices[0].page)

    def _open_period(self, period: str) -> None:
        if self.page.view is not None:
            self.open(self.page.view.page, period)

    def _name_page(self) -> None:
        view = self.page.view
        self.bar.offer(
            self._choices,
            view.page if view else "",
            view.period.id if view else "",
            self.days.words(),
        )

    def _may_leave(self) -> bool:
        """Write what waits in a cell first; a refused text keeps the page where it is."""
        return self.grid.typing.finish() and self.lessons.typing.finish()

    def _show_page(self) -> None:
        view = self.page.view
        here = (view.page, view.period.id, view.days) if view else None
        if here != self._here:
            self._here = here
            self.insights.close_all()
        if view is not None and view.columns and view.pupils:
            self._stack.setCurrentIndex(0)
        else:
            self._empty.explain(view)
            self._stack.setCurrentIndex(1)
        self._name_page()
        self._show_state()

    def _show_state(self, _before: object = None) -> None:
        view = self.page.view
        if view is None or not view.pupils or not view.columns:
            self.key.show_signs(Signs(), has_locks=False)
        else:
            has_locks = any(column.locked for column in view.columns) and not self.model.shut
            self.key.show_signs(view.signs, has_locks=has_locks)
        self.bar.show_shut(self.model.shut)
        self._show_cell()

    def _show_cell(self) -> None:
        index = self.grid.current
        self.key.say(self.model.words(index) if index.isValid() else "")
        lesson = self.grid.current_lesson
        column = self.model.lesson_column(index.column()) if index.isValid() else None
        if lesson is not None and column is not None:
            self.lessons.show_lesson(lesson)
        self._show_roll(lesson)

    def _show_roll(self, lesson: str | None) -> None:
        view = self.page.view
        columns = view.columns if view else ()
        column = next((each for each in columns if each.lesson == lesson and each.main), None)
        if column is None or column.future or self.model.shut or not self.model.rowCount():
            self.bar.show_roll("", called=False, coded=0, tip="")
            return
        line = next(each for each in view.lines if each.lesson == lesson) if view else None
        self.bar.show_roll(
            f"{column.day:%d.%m}",
            called=column.called,
            coded=self.desk.coded(column.lesson),
            tip=line.locked if line else "",
        )

    def _follow_lesson(self, lesson: str) -> None:
        view = self.page.view
        if view is None or self.grid.current_lesson == lesson:
            return
        place = self.model.place_of(lesson)
        if place is not None:
            self.grid.go_to(max(0, self.grid.current.row()), place)

    def _hear(self, changes: Changes) -> None:
        if changes.touches_reference():
            self._offer_pages()

    def _tell_saved(self, _done: Done) -> None:
        self.saved.emit(f"Сохранено в {self._workspace.now:%H:%M:%S} на этом компьютере")

    def _follow_the_day(self) -> None:
        if not self.page.is_of_today():
            self.page.reload()
