"""The screen «Урок»: one lesson on one page, from the roll call to the homework."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.cell_words import long_day
from desktop.models.lesson_board import LessonBoard
from desktop.models.register_model import RegisterModel
from desktop.models.roll_line import read_roll_line
from desktop.settings import AfterMark
from desktop.theme import Theme
from desktop.views.elements import EmptyState
from desktop.views.lesson.key_meanings import KEYS
from desktop.views.lesson.lesson_bar import LessonBar
from desktop.views.lesson.lesson_foot import LessonFoot
from desktop.views.lesson.lesson_form import LessonForm
from desktop.views.lesson.roll_bar import RollBar
from desktop.views.register.grid import RegisterGrid
from desktop.views.register.grid_edits import GridEdits
from desktop.views.register.grid_menu import GridMenu
from desktop.views.register.grid_sizes import BAR, MEAN, TERM
from desktop.views.register.insights import Insights
from desktop.views.register.legend import Legend
from desktop.views.screen import KeyMeaning, Screen
from desktop.views.undo_keys import UndoKeys
from desktop.workspace import Workspace
from journal.errors import UserError

_GAP = 12
_MARK_COLUMN = 51
_LEAST_GRID, _LEAST_FORM = 340, 480
_DAY_CHECK_MS = 30_000
_ORDER = ("roll", "topic", "works", "homework")


_NOBODY = "Такого ученика нет, или их несколько: наберите номер по списку."


class LessonScreen(Screen):
    """Opens lessons, leads the keyboard through their parts, tells the shell what was saved.

    Signals:
        day_wanted: back to the lessons of the day.
    """

    is_fit_for_class = True
    day_wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        after_mark: AfterMark = "down",
        parent: QWidget | None = None,
    ) -> None:
        """Show lessons of ``workspace``; ``after_mark`` says where the cursor goes."""
        super().__init__("lesson", "&Урок", "lesson", "Урок", parent)
        self._workspace = workspace
        self.board = LessonBoard(workspace, self)
        self.model = RegisterModel(self.board.page, self)
        self.grid = RegisterGrid(theme, self.model, self, after_mark)
        self.roll = RollBar(self._write_roll, self._read_roll)
        self.form = LessonForm(self.board, self)
        self.foot = LessonFoot()
        self.bar = LessonBar()
        self.key = Legend(theme)
        self.take_along(self.bar, self.key)
        self.edits = GridEdits(self.grid)
        self.edits.refused.connect(lambda words: self.notice.emit(words, "bad"))
        self._hides_names = False
        self.insights = Insights(theme, self, self.board.page, self.grid, None, self.board.desk)
        self._stack = QStackedWidget()
        self._lay_out()
        self._wire()
        self.undoing = UndoKeys(workspace, self, self.may_leave)
        self._add_keys()
        self._midnight = QTimer(self)
        self._midnight.setInterval(_DAY_CHECK_MS)
        self._midnight.timeout.connect(self._follow_the_day)
        self._midnight.start()
        self._show()

    def top_bar(self) -> QWidget:
        return self.bar

    def legend(self) -> QWidget:
        return self.key

    def keys(self) -> Sequence[KeyMeaning]:
        return KEYS

    def arrive(self) -> None:
        if self.board.whole is None:
            first = self.board.lesson_to_begin_with()
            if first is not None:
                self.open_lesson(*first)
        self.grid.setFocus()

    def open_lesson(self, page: str, lesson: str) -> None:
        """Show a lesson.

        Raises:
            LookupError: this journal knows no such lesson.
        """
        if not self.may_leave():
            return
        self.insights.close_all()
        self.form.forget_refusal()
        self.board.open(page, lesson)
        self.grid.show_newest()
        self._fit()
        self.grid.setFocus()

    def may_leave(self) -> bool:
        """Write what waits in a field; a refused text keeps the lesson where it is."""
        if self.board.whole is None:
            return True
        return self.grid.typing.finish() and self.roll.submit() and self.form.may_leave()

    def hide_others(self, is_on: bool) -> None:
        self.insights.close_all()
        self._hides_names = is_on
        self.model.reveal(self.grid.current.row())
        self.model.conceal(is_on)
        self.grid.names.viewport().update()
        self.roll.clear()
        self.form.homework.hide_names(is_on)
        self._show()

    def set_after_mark(self, after_mark: AfterMark) -> None:
        """Change where the cursor goes after a mark."""
        self.grid.after_mark = after_mark

    def call_roll(self) -> None:
        """Write that all are present and ask who is not."""
        if self.board.whole is None or not self.grid.typing.finish():
            return
        if self._try(self.board.call_roll):
            self.roll.ask()

    def go_to_missing(self) -> None:
        """Take the keyboard to the first thing this lesson lacks."""
        if self.board.whole is None or not self.grid.typing.finish():
            return
        self.board.catch_up()
        missing = [part for part in _ORDER if part in self.board.whole.missing]
        self._go(missing[0] if missing else "")

    def step(self, step: int) -> None:
        """Open the next (1) or previous (-1) lesson of the day."""
        found = self.board.neighbour(step)
        if found is not None:
            self.open_lesson(found[0], found[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _go(self, part: str) -> None:
        if part == "roll":
            self.roll.ask()
        elif part in ("topic", "works", "homework"):
            self.form.fields()[part].setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif not self.foot.next.isHidden():
            self.foot.next.setFocus()
        else:
            self.grid.setFocus()

    def _go_on(self, name: str) -> None:
        """After a field was taken by Enter: to what is missing next, in the order of the page."""
        whole = self.board.whole
        if whole is None:
            return
        after = _ORDER[_ORDER.index(name) + 1 :] if name in _ORDER else ()
        self._go(next((part for part in after if part in whole.missing), ""))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.roll)
        left.addWidget(self.grid, 1)
        self._left = QWidget()
        left.setContentsMargins(0, 0, 0, 0)
        self._left.setLayout(left)
        halves = QHBoxLayout()
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(_GAP)
        halves.addWidget(self._left)
        halves.addWidget(self.form, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(halves, 1)
        column.addWidget(self.foot)
        self._stack.addWidget(page)
        self._stack.addWidget(
            EmptyState(
                "Сегодня у вас нет уроков",
                "Откройте урок прошлого дня из «Журнала»: встаньте на его колонку и нажмите "
                "Ctrl Enter.",
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _fit(self) -> None:
        """Give the pupils the width they need, and the rest to the lesson."""
        view = self.board.page.view
        if view is None:
            return
        ends = MEAN + TERM if view.graded else 0
        ends += TERM if view.year is not None else 0
        columns = max(1, len(view.columns)) * _MARK_COLUMN
        needed = self.grid.names.needed_width() + columns + ends + BAR + 4
        self._left.setFixedWidth(max(_LEAST_GRID, min(needed, self.width() - _LEAST_FORM - _GAP)))

    def _wire(self) -> None:
        self.board.changed.connect(self._show)
        self.bar.back_wanted.connect(self.day_wanted)
        self.roll.roll_wanted.connect(self.call_roll)
        self.roll.finished.connect(self.grid.setFocus)
        self.form.done.connect(self._go_on)
        self.foot.missing_wanted.connect(self.go_to_missing)
        self.foot.step_wanted.connect(self.step)
        self.grid.moved.connect(self._show_cell)
        self.grid.menu_wanted.connect(self._show_menu)
        self.grid.lost.connect(lambda words: self.notice.emit(words, "bad"))
        self.insights.roll_wanted.connect(self.call_roll)
        self.insights.refused.connect(lambda words: self.notice.emit(words, "bad"))
        self.insights.erased.connect(lambda words: self.notice.emit(words, "good"))
        self.board.page.opened.connect(self._fit)
        self._workspace.saved.connect(self._tell_saved)

    def _add_keys(self) -> None:
        wanted: tuple[tuple[tuple[str, ...], Callable[[], object]], ...] = (
            (("F3", "Ctrl+H"), self.insights.show_history),
            (("F4",), self._add_column),
            (("F5",), self.insights.show_pupil),
            (("F6",), self.call_roll),
            (("F7",), self.go_to_missing),
            (("F8",), self.grid.setFocus),
            (("Alt+Right", "Ctrl+PgDown"), lambda: self.step(1)),
            (("Alt+Home",), self.day_wanted.emit),
            (("Alt+Left", "Ctrl+PgUp"), lambda: self.step(-1)),
        )
        for keys, action in wanted:
            made = QAction(self)
            made.setShortcuts([QKeySequence(each) for each in keys])
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.triggered.connect(action)
            self.addAction(made)

    def _show_menu(self, place: QPoint) -> None:
        menu = GridMenu(self.grid)
        menu.add("Ученик: средний балл и прогноз…", "F5", self.insights.show_pupil)
        menu.add("История ячейки…", "F3", self.insights.show_history)
        menu.addSeparator()
        menu.add_edits(self.edits, self.undoing)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _add_column(self) -> None:
        if self.board.whole is not None and self.grid.typing.finish():
            self.form.columns.add.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _write_roll(self, text: str) -> str:
        try:
            self.board.call_roll_except(text)
        except UserError as refusal:
            return _NOBODY if self._hides_names else str(refusal)
        return ""

    def _read_roll(self, text: str) -> str:
        try:
            called = read_roll_line(text, self.board.pupils)
        except UserError as refusal:
            return _NOBODY if self._hides_names else str(refusal)
        if self._hides_names:
            return f"Названо: {len(called)}"
        return ", ".join(f"{each.pupil.name} — {each.code}" for each in called)

    def _show(self) -> None:
        whole = self.board.whole
        self._stack.setCurrentIndex(0 if whole is not None else 1)
        if whole is None:
            self.bar.tell("Урок", "", ())
            return
        card = whole.card
        room = f"каб. {card.room}" if card.room else ""
        when = ", ".join(filter(None, (long_day(card.day), f"{card.slot}-й урок", room)))
        self.bar.tell(f"{whole.class_title} · {whole.subject}", when, whole.notes)
        absent = self.board.absent_in_words()
        others = self.board.others_in_words(with_names=not self._hides_names)
        self.roll.tell(called=card.called, absent=absent, others=others, locked=bool(card.locked))
        self.form.tell(whole)
        needed = ["roll", "topic"]
        needed += [] if card.homework_off else ["homework"]
        needed += ["works"] if whole.works or "works" in whole.missing else []
        self.foot.tell(whole.missing, needed, is_open=not card.locked)
        previous, following = self.board.neighbour(-1), self.board.neighbour(1)
        self.foot.offer_neighbours(
            previous[2] if previous else "", following[2] if following else ""
        )
        view = self.board.page.view
        if view is not None:
            self.key.show_signs(view.signs, has_locks=bool(card.locked))
        self._show_cell()

    def _show_cell(self) -> None:
        index = self.grid.current
        self.key.say(self.model.words(index) if index.isValid() else "")

    def _try(self, wish: Callable[[], object]) -> bool:
        try:
            wish()
        except UserError as refusal:
            self.notice.emit(str(refusal), "bad")
            return False
        return True

    def _tell_saved(self, _done: object) -> None:
        self.saved.emit(f"Сохранено в {self._workspace.now:%H:%M:%S} на этом компьютере")

    def _follow_the_day(self) -> None:
        if not self.board.page.is_of_today():
            self.board.page.reload()
