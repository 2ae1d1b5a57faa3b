"""The screen «Урок» over a journal with a class of 30, for tests that press real keys."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.views.lesson.screen import LessonScreen
from desktop.workspace import Workspace
from journal import values
from journal.ids import derived_id
from journal.kinds import make_key
from journal.log import Draft, Stamp, append
from journal.queries.whole_lesson import WholeLesson
from journal.reference import lesson_id
from journal.store import Store
from tests.desktop.keys import press, type_text
from tests.journal.desks import HandClock, new_journal
from tests.small_school import CLASS_5A, PETROVA, RUSSIAN, SCHOOL

DAY = date(2026, 9, 15)
LESSON = lesson_id(RUSSIAN, DAY, 1)
NEXT = 10
"""Lessons before ``DAY`` have no topic yet: so many lines of the plan are offered to them."""
PLAN = (
    *((f"Повторение, часть {number}", "", "") for number in range(1, NEXT + 1)),
    ("Язык и человек", "рассказ «Зачем мне язык»", "ОТВ"),
    ("Орфограммы корня", "10 слов", "РУ"),
    ("Фонетический разбор", "разобрать 3 слова", "СР"),
)
_LETTERS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЭЮЯ"


class LessonDeskTop:
    """A teacher at an open lesson; five pupils and, where asked for, 25 more."""

    def __init__(
        self,
        folder: Path,
        theme: Theme,
        qtbot: QtBot,
        *,
        user: str = PETROVA,
        page: str = RUSSIAN,
        lesson: str = LESSON,
        profile: str | None = None,
        pupils: int = 5,
    ) -> None:
        self.pressed = 0  # keys since the lesson was opened
        self.clock = HandClock()
        self.store = found_lesson(folder, user, self.clock, pupils, profile)
        self.workspace = Workspace(self.store, self.clock, SCHOOL, user)
        self.screen = LessonScreen(self.workspace, theme)
        self.screen.resize(1180, 680)
        qtbot.addWidget(self.screen)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.open_lesson(page, lesson)
        self.settle()

    @property
    def whole(self) -> WholeLesson:
        whole = self.screen.board.whole
        assert whole is not None
        return whole

    @property
    def texts(self) -> list[str]:
        """The main column from top to bottom."""
        model = self.screen.model
        return [model.cell(row, 0).text for row in range(model.rowCount())]

    @property
    def bubble(self) -> str:
        return self.screen.grid.typing.bubble.text

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key on whatever has the focus; shortcuts hear it first, as from a keyboard."""
        self.pressed += 1
        focus = QApplication.focusWidget()
        assert focus is not None
        if key >= Qt.Key.Key_F1 or modifiers:
            QTest.keyClick(focus, key, modifiers)
        else:
            press(focus, key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        """Type letters into whatever has the focus, each where it is by then."""
        for letter in text:
            self.pressed += 1
            focus = QApplication.focusWidget()
            assert focus is not None
            type_text(focus, letter)
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            QApplication.processEvents()
        self.screen.board.catch_up()  # a person pauses now and then

    def close(self) -> None:
        with suppress(RuntimeError):
            self.screen.close()
        self.store.close()


def found_lesson(
    folder: Path, user: str, clock: HandClock, pupils: int, profile: str | None = None
) -> Store:
    """Return a journal with a plan and a class of so many pupils."""
    store = new_journal(folder, profile_text=profile)
    with store.writing() as session:
        drafts = [*_further_pupils(pupils - 5), *_plan()]
        append(session, Stamp(user, clock.read(), 0), drafts)
    return store


def _further_pupils(count: int) -> list[Draft]:
    drafts = []
    for number in range(max(0, count)):
        pupil = derived_id("pupil", f"further {number}")
        value = values.Pupil(f"{_LETTERS[number]}ванов", "Пётр")
        drafts.append(Draft("pupil.set", make_key("pupil.set", CLASS_5A, pupil), value))
    return drafts


def _plan() -> list[Draft]:
    return [
        Draft(
            "plan.topic",
            make_key("plan.topic", RUSSIAN, str(number)),
            values.PlanTopic(topic, homework, work),
        )
        for number, (topic, homework, work) in enumerate(PLAN, start=1)
    ]
