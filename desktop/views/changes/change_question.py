"""The question before a change of the timetable: why, what stands in the way, what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from desktop.models.change_words import Change, effect_words, lesson_details, reason_with_order
from desktop.models.changes_board import CANCEL, DISTANCE, ChangesBoard
from desktop.views.elements import label
from desktop.views.question import Question
from journal.queries.lesson_clashes import Clash
from journal.reference import Lesson
from journal.services.timetable_changes import (
    CancelLesson,
    ChangeDay,
    HoldAtDistance,
    RestoreLesson,
)

_REASONS = (
    "болезнь учителя",
    "курсы",
    "командировка",
    "карантин",
    "мороз",
    "медосмотр",
    "олимпиада",
    "экскурсия",
)
_MOST_LETTERS, _WIDTH = 160, 520


class ChangeQuestion(Question):
    """Asks for a change; subclasses say for which.

    Signals:
        wished: what is to be done (``Change``).
    """

    wished = Signal(object)

    def __init__(
        self,
        board: ChangesBoard,
        lesson: Lesson | None,
        heading: str,
        yes: str,
        parent: QWidget | None = None,
        words: str = "",
    ) -> None:
        """Make the question about ``lesson``; ``words`` stand in its place where there is none."""
        words = lesson_details(board.reference, lesson) if lesson is not None else words
        super().__init__(heading, words, yes, parent)
        self.setMinimumWidth(_WIDTH)
        self.board, self.lesson = board, lesson
        self.form = QFormLayout()
        self.form.setSpacing(8)
        self.body.addLayout(self.form)
        self.reason, self.order = QComboBox(), QLineEdit()
        edit = QLineEdit()
        edit.setMaxLength(_MOST_LETTERS)
        edit.setPlaceholderText("останется в журнале")
        edit.setStyleSheet("border: none; padding: 0; background: transparent;")
        self.reason.setLineEdit(edit)
        self.reason.addItems(["", *_REASONS])
        self.order.setMaxLength(_MOST_LETTERS)
        self.order.setPlaceholderText("если есть: 118 от 23.11")
        self.effect = label("", wraps=True)
        self.clash, self.warning = (
            label("", "refusal", wraps=True),
            label("", "warning", wraps=True),
        )
        for told in (self.clash, self.warning, self.effect):
            self.body.addWidget(told)
        self.accepted.connect(self._wish)

    def ask(self, name: str, field: QWidget) -> None:
        """Add a field of the form."""
        field.setAccessibleName(name)
        self.form.addRow(label(name), field)

    def ask_why(self) -> None:
        """Add reason and order below the fields of the change itself."""
        self.ask("Причина", self.reason)
        self.ask("Приказ №", self.order)
        self.reason.currentTextChanged.connect(self.look)
        self.order.textChanged.connect(self.look)
        self.look()

    @property
    def why(self) -> str:
        """What was typed as the reason, with the number of the order."""
        return reason_with_order(self.reason.currentText(), self.order.text())

    def change(self) -> Change | None:
        """Return what is wished, ``None`` while something is missing."""
        return None

    def clashes(self) -> Sequence[Clash]:
        """Return what stands in the way of it."""
        return ()

    def look(self) -> None:
        """Say before anything is saved what stands in the way and what will come of it."""
        change, found = self.change(), self.clashes()
        blocking = [clash.words for clash in found if clash.blocks]
        warning = [clash.words for clash in found if not clash.blocks]
        for told, words in ((self.clash, blocking), (self.warning, warning)):
            told.setText("\n".join(words))
            told.setVisible(bool(words))
        effect = effect_words(self.board.reference, self.lesson, change) if change else ""
        self.effect.setText(f"Будет: {effect.rstrip('.')}." if effect and not blocking else "")
        self.yes.setEnabled(change is not None and not blocking)
        self._grow()

    def _grow(self) -> None:
        """Make room for wrapped lines: a dialog keeps the height with which it was opened."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            tall = layout.heightForWidth(self.width())
            self.resize(self.width(), max(self.height(), tall))

    def _wish(self) -> None:
        change = self.change()
        if change is not None:
            self.wished.emit(change)


class PlainQuestion(ChangeQuestion):
    """Asks about a change that needs a reason only: cancelled, over the network, taken back.

    ``whole_day`` extends the first two to all lessons of the day, as in quarantine or frost.
    """

    def __init__(
        self, board: ChangesBoard, lesson: Lesson, action: str, parent: QWidget | None = None
    ) -> None:
        is_distance = not lesson.is_distance
        heading, yes, self._make = _plain(action, is_distance)
        super().__init__(board, lesson, heading, yes, parent)
        self._lesson = lesson
        self._all = board.same_day(lesson) if action in (CANCEL, DISTANCE) else []
        self.whole_day = QCheckBox(f"Все уроки этого дня: {len(self._all)}")
        if len(self._all) > 1:
            self.form.addRow(label(""), self.whole_day)
        self.whole_day.toggled.connect(self.look)
        self.ask_why()

    def change(self) -> Change | None:
        if not self.whole_day.isChecked():
            return self._make(self._lesson, self.why)
        wishes = (self._make(each, self.why) for each in self._all)
        return ChangeDay(
            tuple(each for each in wishes if isinstance(each, CancelLesson | HoldAtDistance))
        )


def _plain(action: str, is_distance: bool) -> tuple[str, str, Callable[[Lesson, str], Change]]:
    if action == CANCEL:
        yes = "Отменить урок"
        return yes, yes, lambda lesson, why: CancelLesson(lesson.page, lesson.id, why)
    if action == DISTANCE:
        heading = "Провести урок дистанционно" if is_distance else "Провести урок в классе"
        return (
            heading,
            "Записать",
            lambda lesson, why: HoldAtDistance(lesson.page, lesson.id, is_distance, why),
        )
    heading = "Вернуть урок в расписание"
    return heading, "Вернуть", lambda lesson, _: RestoreLesson(lesson.page, lesson.id)
