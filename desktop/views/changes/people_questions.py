"""Questions about other people: who stands in, with whose lesson one is held together."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QListView, QWidget

from desktop.models.change_words import Change
from desktop.models.changes_board import ChangesBoard
from desktop.models.rows import RowsModel
from desktop.theme import Theme
from desktop.views.changes.change_question import ChangeQuestion
from desktop.views.printing.lists import PlainList
from desktop.views.two_lines import TwoLineDelegate, TwoLines
from journal.queries.lesson_clashes import Clash
from journal.queries.substitutes import Candidate
from journal.reference import Lesson
from journal.services.decisions import AppointSubstitute
from journal.services.timetable_changes import JoinLesson

_ROWS = 5
_WIDTH = 620


class SubstituteQuestion(ChangeQuestion):
    """Asks who keeps a lesson instead of its teacher; the likeliest stands first."""

    def __init__(
        self, board: ChangesBoard, lesson: Lesson, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(board, lesson, "Назначить замену", "Назначить", parent)
        self.setMinimumWidth(_WIDTH)
        self._lesson = lesson
        self._rows = RowsModel[Candidate | None](
            lambda each: each.teacher.user if each else "", candidate_in_words, self
        )
        found: list[Candidate | None] = list(board.candidates(lesson))
        self._rows.show_rows([*([None] if lesson.substitute else []), *found])
        self.people = PlainList(
            self._rows, TwoLineDelegate(theme, _say_candidate), "Кто может заменить", _ROWS
        )
        self.people.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.body.insertWidget(0, self.people)
        self.people.current_changed.connect(self.look)
        self.people.entered.connect(self._enter)
        self.people.doubleClicked.connect(self._enter)
        self.ask_why()
        self.people.setFocus()

    @property
    def chosen(self) -> Candidate | None:
        """Who is to stand in; ``None``: nobody any more."""
        return self._rows.row_at(self.people.currentIndex())

    def change(self) -> Change | None:
        lesson, chosen = self._lesson, self.chosen
        teacher = chosen.teacher.user if chosen else ""
        if teacher == (lesson.substitute or ""):
            return None
        return AppointSubstitute(lesson.page, lesson.day, lesson.slot, teacher, self.why)

    def clashes(self) -> tuple[Clash, ...]:
        chosen = self.chosen
        if chosen is None or not chosen.busy:
            return ()
        words = f"{chosen.teacher.short} в это время ведёт {chosen.busy}: будут два урока сразу."
        return (Clash(words, blocks=False),)

    def _enter(self) -> None:
        if self.yes.isEnabled():
            self.accept()


class JoinQuestion(ChangeQuestion):
    """Asks with whose lesson of the same time a lesson is held together."""

    def __init__(self, board: ChangesBoard, lesson: Lesson, parent: QWidget | None = None) -> None:
        super().__init__(board, lesson, "Объединить уроки", "Объединить", parent)
        self._lesson = lesson
        self.other = QComboBox()
        reference = board.reference
        for each in board.joinable(lesson):
            keeper = reference.staff.get(each.keeper)
            title, subject = reference.class_of(each.page).title, reference.pages[each.page].title
            name = f", {keeper.short}" if keeper else ""
            self.other.addItem(f"{title} · {subject}{name}", each.page)
        self.ask("Вместе с", self.other)
        self.other.currentIndexChanged.connect(self.look)
        self.ask_why()

    def change(self) -> Change | None:
        other = self.other.currentData()
        if other is None:
            return None
        return JoinLesson(self._lesson.page, self._lesson.id, other, self.why)

    def clashes(self) -> tuple[Clash, ...]:
        if self.other.count():
            return ()
        return (Clash("В это время других уроков нет: объединять не с кем."),)


def _say_candidate(each: Candidate | None) -> TwoLines:
    if each is None:
        return TwoLines("Снять замену", "урок снова ведёт свой учитель")
    return TwoLines(each.teacher.short, each.words, bool(each.busy))


def candidate_in_words(candidate: Candidate | None) -> str:
    """Return a candidate as one sentence; ``None`` takes a substitution back."""
    if candidate is None:
        return "Снять замену: урок ведёт свой учитель"
    return f"{candidate.teacher.full}: {candidate.words}"
