"""What is written about a whole lesson: roll call, topic, homework, mark columns."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.models.register_page import RegisterPage
from journal.attendance import LESSON_CODES
from journal.homework import is_unassigned
from journal.kinds import MAIN_COLUMN
from journal.queries.absence_drafts import AbsenceDraft
from journal.queries.lesson_card import LessonCard, read_lesson_card
from journal.queries.register_view import LessonLine, RegisterView
from journal.services.lesson_parts import CallRollExcept, call_roll_except
from journal.services.lessons import (
    CallRoll,
    SetColumn,
    SetHomework,
    SetTopic,
    call_roll,
    set_column,
    set_homework,
    set_topic,
)


class LessonDesk:
    """Turns wishes about lessons of the open page into commands with the words undo shows."""

    def __init__(self, page: RegisterPage) -> None:
        self._page = page

    def card(self, lesson: str) -> LessonCard:
        """Return everything about a lesson that is not a pupil's."""
        workspace = self._page.workspace
        return workspace.read(
            read_lesson_card, workspace.user, self._view.page, lesson, workspace.now
        )

    def coded(self, lesson: str) -> int:
        """Return how many pupils have a code of attendance at a lesson, drafts included."""
        view = self._view
        cells = (view.cell(pupil.id, lesson, MAIN_COLUMN).text for pupil in view.pupils)
        coded = sum(any(word in LESSON_CODES for word in text.split()) for text in cells)
        return coded + len(self.drafts(lesson))

    def drafts(self, lesson: str) -> dict[str, AbsenceDraft]:
        """Return whom the roll call would take over as absent, by pupil in the order of the list.

        They show in grey until then: by a document, or because the class teacher said so (C-05).
        """
        view = self._view
        found = ((pupil.id, view.draft(pupil.id, lesson)) for pupil in view.pupils)
        return {pupil: draft for pupil, draft in found if draft is not None}

    def offers(self, lesson: str) -> tuple[str, str]:
        """Return the topic and homework that the lesson plan offers for an empty lesson."""
        line = self._line(lesson)
        return line.planned_topic, line.planned_homework

    def call_roll(self, lesson: str) -> None:
        """Write that the roll was called: whoever has no code and no draft was present.

        Codes that stand already are kept, drafts become codes; only on a column without either it
        is «все присутствуют».

        Raises:
            UserError: the lesson may not be written now.
        """
        if self.drafts(lesson):
            self.call_roll_except(lesson, {})
            return
        command = CallRoll(self._view.page, lesson, all_present=not self.coded(lesson))
        self._page.workspace.execute(call_roll, command, f"перекличка {self._day(lesson)}")

    def call_roll_except(self, lesson: str, codes: Mapping[str, str]) -> None:
        """Write that the roll was called and who was not there; drafts of others become codes.

        Raises:
            UserError: a text is no code, or the lesson may not be written now.
        """
        drafts = {pupil: draft.code for pupil, draft in self.drafts(lesson).items()}
        told = tuple({**drafts, **codes}.items())
        command = CallRollExcept(self._view.page, lesson, told)
        self._page.workspace.execute(call_roll_except, command, f"перекличка {self._day(lesson)}")

    def set_topic(self, lesson: str, text: str) -> None:
        """Write a topic; one taken from the lesson plan stays tied to it.

        Raises:
            UserError: the lesson may not be written now.
        """
        line = self._line(lesson)
        text = " ".join(text.split())
        number = line.plan_number
        if number is None and text and text == line.planned_topic:
            number = line.planned_number
        command = SetTopic(self._view.page, lesson, text, number if text else None)
        self._page.workspace.execute(set_topic, command, f"тема {self._day(lesson)}")

    def set_homework(self, lesson: str, text: str) -> None:
        """Write the homework; «не задано», «нет» or a dash say that there is none.

        Raises:
            UserError: no homework in this grade, or the lesson may not be written now.
        """
        command = SetHomework(self._view.page, lesson, text, unassigned=is_unassigned(text))
        self._page.workspace.execute(set_homework, command, f"задание {self._day(lesson)}")

    def set_work(self, lesson: str, column: str, work: str, title: str = "") -> None:
        """Give a mark column another work type.

        Raises:
            UserError: no such work type, or the lesson may not be written now.
        """
        command = SetColumn(self._view.page, lesson, work, column, title)
        self._page.workspace.execute(set_column, command, f"вид работы {self._day(lesson)}: {work}")

    def add_column(self, lesson: str, work: str, title: str = "") -> None:
        """Give a lesson one more mark column.

        Raises:
            UserError: no such work type, or the lesson may not be written now.
        """
        command = SetColumn(self._view.page, lesson, work, title=title)
        self._page.workspace.execute(
            set_column, command, f"новая колонка {self._day(lesson)}: {work}"
        )

    def remove_column(self, lesson: str, column: str, work: str) -> None:
        """Take an empty further column away.

        Raises:
            UserError: it holds marks, or the lesson may not be written now.
        """
        command = SetColumn(self._view.page, lesson, work, column, removed=True)
        self._page.workspace.execute(
            set_column, command, f"убрана колонка {self._day(lesson)}: {work}"
        )

    @property
    def _view(self) -> RegisterView:
        if self._page.view is None:
            raise LookupError("no page is open")
        return self._page.view

    def _line(self, lesson: str) -> LessonLine:
        return next(line for line in self._view.lines if line.lesson == lesson)

    def _day(self, lesson: str) -> str:
        return f"{self._line(lesson).day:%d.%m}"
