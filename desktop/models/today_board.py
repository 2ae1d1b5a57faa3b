"""The day of whoever is signed in: lessons, what is not filled in, what else is due."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.rows import RowsModel
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.queries.day_plan import DayLine, DayPlan, lesson_title, read_day
from journal.queries.lesson_states import LessonState, Tick, read_unfilled, unfilled_in_words
from journal.queries.teacher_news import News, read_news
from journal.queries.transfer_words import plural
from journal.queries.week_plan import Place
from journal.rights import CHANGE_LESSONS

TICK_WORDS = ("перекличка", "отметки", "тема", "задание")
_STATE_WORDS = {
    "done": "есть",
    "open": "ещё нет",
    "overdue": "не заполнено в срок",
    "none": "не нужно",
}
_CLOCK_MS = 20_000
_AFTER_COMMIT_MS, _HIDDEN_MS = 60, 2_000


class TodayBoard(QObject):
    """Follows the journal and the clock.

    While nobody looks, what is not filled in is counted a little later: it must not cost the one
    who types a mark on another screen anything.

    Signals:
        changed: anything on the screen is another now.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_watched = False
        self._follows_today = True
        self.day = workspace.now.date()
        self.plan = DayPlan(self.day, "", ())
        self.lines = RowsModel[DayLine](lambda line: line.lesson.id, line_in_words, self)
        self.unfilled = RowsModel[LessonState](lambda each: each.lesson.id, self.in_words, self)
        self.news = RowsModel[News](lambda news: news.id, news_in_words, self)
        self._minute = workspace.now.replace(second=0, microsecond=0)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        self._clock = QTimer(self)
        self._clock.setInterval(_CLOCK_MS)
        self._clock.timeout.connect(self.look_at_the_clock)
        self._clock.start()
        workspace.committed.connect(self._follow)
        self._later.start(0)

    @property
    def workspace(self) -> Workspace:
        """The open journal."""
        return self._workspace

    @property
    def is_today(self) -> bool:
        """Whether the day on show is today."""
        return self.day == self._workspace.now.date()

    @property
    def summary(self) -> str:
        """The day in one line: «5 уроков · заполнено 1»."""
        lines = self.lines.rows()
        if not lines:
            return ""
        filled = sum(line.state.is_filled for line in lines)
        return f"{plural(len(lines), 'урок', 'урока', 'уроков')} · заполнено {filled}"

    @property
    def keeps_lessons(self) -> bool:
        """Whether the user has lessons of her own at all."""
        return bool(self._workspace.reference.pages_kept_by(self._workspace.user))

    @property
    def changes_lessons(self) -> bool:
        """Whether the user is one who changes the timetable."""
        person = self._workspace.reference.person(self._workspace.user)
        return bool(person.posts & CHANGE_LESSONS)

    def keeps(self, page: str, lesson: str) -> bool:
        """Tell whether the user holds this lesson."""
        found = self._workspace.reference.lessons(page).get(lesson)
        user = self._workspace.user
        return found is not None and found.keeper == user and found.status != "cancelled"

    def place_of(self, page: str, lesson: str) -> Place | None:
        """Return bell slot and day of a lesson, ``None`` when it is there no more."""
        found = self._workspace.reference.lessons(page).get(lesson)
        return (found.slot, found.day) if found is not None else None

    @property
    def current_row(self) -> int | None:
        """Row of the lesson now running, else of the next one; ``None`` when the day is over."""
        rows = self.lines.rows()
        for phase in ("running", "next"):
            for row, line in enumerate(rows):
                if line.phase == phase and line.lesson.day == self._workspace.now.date():
                    return row
        return None

    def title_of(self, state: LessonState) -> str:
        """Return «7А · Русский язык, 18.11»."""
        title = lesson_title(self._workspace.reference, state.lesson)
        work = f", {state.work}" if state.work and state.marks.state == "overdue" else ""
        return f"{title}, {state.lesson.day:%d.%m}{work}"

    def in_words(self, state: LessonState) -> str:
        """Return an unfilled lesson as one sentence."""
        return f"{self.title_of(state)}: {unfilled_in_words(state)}"

    def watch(self, is_watched: bool) -> None:
        """Follow at once from now on (the screen is to be seen), or at leisure."""
        self._is_watched = is_watched
        if is_watched:
            self.look_at_the_clock()
            if self._later.isActive():
                self._later.start(0)

    def step(self, days: int) -> None:
        """Show a day before or after the one on show."""
        self.show_day(self.day + timedelta(days=days))

    def show_day(self, day: date) -> None:
        """Show another day."""
        self.day = day
        self._follows_today = self.is_today
        self.refresh()

    def show_today(self) -> None:
        """Come back to today."""
        self.show_day(self._workspace.now.date())

    def refresh(self) -> None:
        """Read everything anew."""
        workspace = self._workspace
        user, now = workspace.user, workspace.now
        self._later.stop()
        self.plan = workspace.read(read_day, user, self.day, now)
        self.lines.show_rows(self.plan.lines)
        self.unfilled.show_rows(workspace.read(read_unfilled, user, now))
        self.news.show_rows(workspace.read(read_news, user, now))
        self.changed.emit()

    def look_at_the_clock(self) -> None:
        """Follow the minute, and at midnight the day."""
        minute = self._workspace.now.replace(second=0, microsecond=0)
        if minute == self._minute:
            return
        self._minute = minute
        if self._follows_today:
            self.day = minute.date()
        if self._is_watched:
            self.refresh()
        elif not self._later.isActive():
            self._later.start(_HIDDEN_MS)

    def _follow(self, changes: Changes) -> None:
        if not any(scope.startswith(("page:", "school", "class:")) for scope in changes.scopes()):
            return
        self._later.start(_AFTER_COMMIT_MS if self._is_watched else _HIDDEN_MS)


def line_in_words(line: DayLine) -> str:
    """Return a lesson as one sentence, for readers of the screen."""
    ticks = ", ".join(
        f"{word} {tick_in_words(tick)}"
        for word, tick in zip(TICK_WORDS, line.state.ticks, strict=True)
    )
    start = f"{line.lesson.slot} урок, {line.begins:%H:%M}"
    return ", ".join(filter(None, (start, line.title, line.details, ticks)))


def tick_in_words(tick: Tick) -> str:
    """Return the state of a tick in words."""
    return _STATE_WORDS[tick.state]


def news_in_words(news: News) -> str:
    """Return a line beside the lessons as one sentence."""
    return f"{news.title}: {news.details}"
