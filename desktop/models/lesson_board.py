"""The lesson that is being kept: its parts, and every wish about them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.lesson_desk import LessonDesk
from desktop.models.lesson_page import LessonPage
from desktop.models.roll_line import Called, find_pupil, read_roll_line
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.errors import UserError
from journal.homework import MANNERS, UNASSIGNED, is_unassigned
from journal.kinds import MAIN_COLUMN
from journal.queries.register_view import GridPupil, LessonLine
from journal.queries.whole_lesson import PlanLine, WholeLesson, read_whole_lesson
from journal.services.lesson_parts import (
    SetLessonContent,
    SetPupilTask,
    set_lesson_content,
    set_pupil_task,
)
from journal.services.lessons import SetHomework, SetTopic, set_homework, set_topic
from journal.works import WorkType, find_works

_PAUSE_MS = 100


class LessonBoard(QObject):
    """Holds one lesson and keeps it fresh; wishes are written at once.

    Every wish raises ``UserError`` with a sentence when it is not fulfilled; then nothing was
    written.

    Signals:
        changed: another lesson is open, or something of it is other than before.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.page = LessonPage(workspace, self)
        self.desk = LessonDesk(self.page)
        self.whole: WholeLesson | None = None
        # marks are typed fast: what follows from them is told in the pause after them
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._read)
        workspace.committed.connect(self._follow)

    @property
    def line(self) -> LessonLine | None:
        """Topic and homework with their signs, as the register has them."""
        view = self.page.view
        return view.lines[0] if view is not None and view.lines else None

    @property
    def pupils(self) -> Sequence[GridPupil]:
        """Who stands on the page, in the order of the list."""
        return self.page.view.pupils if self.page.view is not None else ()

    def open(self, page: str, lesson: str) -> None:
        """Open a lesson.

        Raises:
            LookupError: this journal knows no such lesson.
        """
        self.page.open_lesson(page, lesson)
        self._read()

    def catch_up(self) -> None:
        """Tell at once what follows from the marks that were typed last."""
        if self._later.isActive():
            self._read()

    def close(self) -> None:
        """Hold no lesson any more."""
        self._later.stop()
        self.whole = None
        self.changed.emit()

    def lesson_to_begin_with(self) -> tuple[str, str] | None:
        """Return page and lesson to show unasked: today's one by the clock, else today's last."""
        workspace = self._workspace
        now = workspace.now
        today = workspace.reference.lessons_of_day(workspace.user, now.date())
        begun = [each for each in today if workspace.reference.times_of(each).begins <= now]
        chosen = begun[-1:] or today[:1]
        return (chosen[0].page, chosen[0].id) if chosen else None

    def call_roll(self) -> None:
        """Write that all are present, or all but those who have a code already."""
        self.desk.call_roll(self._whole.card.lesson)

    def call_roll_except(self, text: str) -> tuple[Called, ...]:
        """Write who is named in a line, and that everybody else is there; return who was named."""
        called = read_roll_line(text, self.pupils)
        codes = {each.pupil.id: each.code for each in called}
        self.desk.call_roll_except(self._whole.card.lesson, codes)
        return called

    def absent_in_words(self) -> str:
        """Return «нет: 3, опоздали: 1», "" while nobody has a code."""
        view = self.page.view
        if view is None:
            return ""
        texts = [view.cell(each.id, self.page.lesson, MAIN_COLUMN).text for each in view.pupils]
        codes = [text.split()[0] for text in texts if text]
        absent = sum(code in ("н", "б", "уп", "нп") for code in codes)
        late = codes.count("о")
        parts = (f"нет: {absent}" if absent else "", f"опоздали: {late}" if late else "")
        return ", ".join(filter(None, parts))

    def others_in_words(self, *, with_names: bool = True) -> str:
        """Return what others said of the pupils of this lesson; names may be left out.

        «внесено классным руководителем: Белова Арина; предлагается: Орлов Лев - б»: the roll call
        takes over what is proposed.
        """
        if self.page.view is None:
            return ""
        lesson = self.page.lesson
        drafts, written = self.desk.drafts(lesson), self.page.by_class_teacher(lesson)
        filled = [each.name for each in self.pupils if each.id in written]
        proposed = [
            f"{each.name} - {drafts[each.id].code}" for each in self.pupils if each.id in drafts
        ]
        parts = (("внесено классным руководителем", filled), ("предлагается", proposed))
        return "; ".join(
            f"{words}: {', '.join(who) if with_names else len(who)}" for words, who in parts if who
        )

    def proposed_topic(self) -> PlanLine | None:
        """Return the line of the plan that comes next, while there is no topic."""
        line = self.line
        number = line.planned_number if line is not None else None
        return next((each for each in self._whole.plan if each.number == number), None)

    def proposed_homework(self) -> str:
        """Return the homework of the plan, while there is none."""
        return self.line.planned_homework if self.line is not None else ""

    def set_topic(self, text: str) -> None:
        """Write a topic; one that stands in the plan is tied to its line."""
        whole, said = self._whole, " ".join(text.split())
        lines = [each for each in whole.plan if each.topic.casefold() == said.casefold()]
        proposed = self.proposed_topic()
        known = proposed if proposed in lines else next(iter(lines), None)
        number = known.number if known is not None and said else None
        correction = whole.card.correction if number is None else ""
        command = SetTopic(whole.page, whole.card.lesson, said, number, correction)
        self._workspace.execute(set_topic, command, f"тема {self._day}")

    def set_correction(self, text: str) -> None:
        """Write why the topic deviates from the plan."""
        card = self._whole.card
        command = SetTopic(self._whole.page, card.lesson, card.topic, card.plan_number, text)
        self._workspace.execute(set_topic, command, f"корректировка КТП {self._day}")

    def set_homework(
        self, text: str, manners: tuple[str, ...] | None = None, due: str | None = None
    ) -> None:
        """Write the homework of the class; «нет» or a dash say that there is none."""
        whole = self._whole
        command = SetHomework(
            whole.page,
            whole.card.lesson,
            text,
            is_unassigned(text),
            manners,
            whole.due if due is None else due,
        )
        self._workspace.execute(set_homework, command, f"задание {self._day}")

    def set_unassigned(self, is_set: bool) -> None:
        """Say that there is no homework, or take that back."""
        self.set_homework(UNASSIGNED if is_set else "")

    def turn_manner(self, manner: str, is_on: bool) -> None:
        """Say that the homework is done in a manner, or that it is not."""
        whole = self._whole
        wanted = {*whole.manners, manner} if is_on else {*whole.manners} - {manner}
        manners = tuple(each for each in MANNERS if each in wanted)
        self.set_homework(whole.card.homework, manners)

    def set_due(self, lesson: str) -> None:
        """Say by which lesson the homework is done."""
        self.set_homework(self._whole.card.homework, self._whole.manners, lesson)

    def set_task(self, who: str, text: str) -> None:
        """Give one pupil homework; ``who`` is a number of the list or first letters."""
        self.set_task_of(find_pupil(who, self.pupils), text)

    def set_task_of(self, pupil: GridPupil, text: str) -> None:
        """Give one pupil homework, or take it back by an empty text."""
        whole = self._whole
        command = SetPupilTask(whole.page, whole.card.lesson, pupil.id, text)
        self._workspace.execute(set_pupil_task, command, f"задание: {pupil.name}")

    def set_works(self, text: str) -> None:
        """Write the kinds of work, each named by its first letters."""
        parts = [part.strip() for part in text.split(",")]
        works = tuple(dict.fromkeys(one_work(part).code for part in parts if part))
        self._set_content(works=works)

    def set_material(self, text: str) -> None:
        """Write what was studied."""
        self._set_content(material=text)

    def set_links(self, text: str) -> None:
        """Write where files and pages are found."""
        self._set_content(links=text)

    def add_column(self, text: str) -> None:
        """Add a mark column for a work named by its first letters."""
        self.desk.add_column(self._whole.card.lesson, one_work(text).code)

    def set_column(self, column: str, text: str, title: str) -> None:
        """Give a mark column another work or name."""
        self.desk.set_work(self._whole.card.lesson, column, one_work(text).code, title)

    def remove_column(self, column: str) -> None:
        """Take an empty mark column away."""
        card = self._whole.card
        work = next(each.work for each in card.columns if each.column == column)
        self.desk.remove_column(card.lesson, column, work)

    def neighbour(self, step: int) -> tuple[str, str, str] | None:
        """Return page, lesson and words of the next (1) or previous (-1) lesson of the day."""
        whole = self.whole
        if whole is None:
            return None
        ids = [each.lesson for each in whole.day]
        if whole.card.lesson not in ids:
            return None
        place = ids.index(whole.card.lesson) + step
        if not 0 <= place < len(ids):
            return None
        other = whole.day[place]
        return other.page, other.lesson, f"{other.slot}-й урок, {other.title}"

    def _set_content(
        self,
        works: tuple[str, ...] | None = None,
        material: str | None = None,
        links: str | None = None,
    ) -> None:
        whole = self._whole
        told = whole.works if whole.works_told else ()
        command = SetLessonContent(
            whole.page,
            whole.card.lesson,
            told if works is None else works,
            whole.material if material is None else material,
            whole.links if links is None else links,
        )
        self._workspace.execute(set_lesson_content, command, f"содержание урока {self._day}")

    @property
    def _whole(self) -> WholeLesson:
        if self.whole is None:
            raise LookupError("no lesson is open")
        return self.whole

    @property
    def _day(self) -> str:
        return f"{self._whole.card.day:%d.%m}"

    def _read(self) -> None:
        self._later.stop()
        workspace, view = self._workspace, self.page.view
        lesson = self.page.lesson
        if view is None or lesson not in workspace.reference.lessons(view.page):
            self.whole = None
        else:
            self.whole = workspace.read(
                read_whole_lesson, workspace.user, view.page, lesson, workspace.now
            )
        self.changed.emit()

    def _follow(self, changes: Changes) -> None:
        if self.whole is None or not changes.touches_page(self.whole.page):
            return
        if changes.is_of_cells:
            self._later.start()
        else:
            self._read()


def one_work(text: str) -> WorkType:
    """Return the work type that a text begins.

    Raises:
        UserError: none does, or several do.
    """
    found = find_works(text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError(f"Вида работы «{text}» нет: наберите первые буквы, например «сам».")
    some = ", ".join(each.name for each in found[:3])
    raise UserError(f"«{text}» - это {some}{' …' if len(found) > 3 else ''}: допишите ещё буквы.")
