"""Pictures of «Урок»: filled, empty, refused, without marks, locked, kept by a substitute."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.link import LinkState
from desktop.settings import Settings
from desktop.shots.register_school import CLASS_9A, DEPUTY, NOW, RUSSIAN, TEACHER, open_register
from desktop.shots.render import SIZES, Shot, Stage
from desktop.views.lesson.screen import LessonScreen
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu
from desktop.workspace import Workspace
from journal import values
from journal.kinds import make_key
from journal.log import Draft, Stamp, append
from journal.profile import profile_text
from journal.services.absences import (
    RecordDocument,
    SetDayAbsence,
    record_document,
    set_day_absence,
)

_OUTAGE = LinkState("outage", "Временный журнал № 7 · 5 записей · нет связи с 08:31")
Then = Callable[[LessonScreen], None]


def _shot(
    then: Then | None = None,
    *,
    user: str = TEACHER,
    back: int = 0,
    act: str = "",
    substitute: bool = False,
) -> Callable[[Stage], QWidget]:
    """Return what opens a lesson ``back`` lessons before today's one."""

    def build(stage: Stage) -> QWidget:
        folder = Path(tempfile.mkdtemp(prefix="shot-"))
        workspace = open_register(folder, user)
        lesson = _prepare(workspace, back, act, substitute=substitute)
        screen = LessonScreen(workspace, stage.theme)
        others = (
            Screen("journal", "&Журнал", "journal", "Журнал"),
            Screen("transfer", "&Перенос", "transfer", "Перенос записей"),
        )
        member = workspace.member
        shell = Shell(
            stage.theme, member.short if member else "", (screen, *others), UserMenu(Settings())
        )
        shell.show_link(_OUTAGE)

        def put_away() -> None:
            workspace.store.close()
            shutil.rmtree(folder, ignore_errors=True)

        shell.destroyed.connect(put_away)
        shell.resize(SIZES[0])
        shell.show()
        shell.activateWindow()
        if lesson:
            screen.open_lesson(RUSSIAN, lesson)
        stage.app.processEvents()
        if then is not None:
            then(screen)
        stage.app.processEvents()
        return shell

    return build


def _prepare(workspace: Workspace, back: int, act: str, *, substitute: bool) -> str:
    reference = workspace.reference
    held = reference.lessons_between(RUSSIAN, NOW.date() - timedelta(days=60), NOW.date())
    lesson = held[-1 - back]
    drafts = []
    if act:
        key = make_key("profile.set", "")
        drafts.append(Draft("profile.set", key, values.Profile(2, act)))
    if substitute:
        key = make_key("substitution.set", "", lesson.id)
        value = values.Substitution(RUSSIAN, lesson.day, lesson.slot, DEPUTY)
        drafts.append(Draft("substitution.set", key, value))
    if drafts:
        with workspace.store.writing() as session:
            stamp = Stamp(TEACHER, workspace.clock.read(), 0)
            workspace.announce(append(session, stamp, drafts))
    return lesson.id


def _fill(screen: LessonScreen) -> None:
    board = screen.board
    board.call_roll()
    board.call_roll_except("5 8о10м 12 б")
    board.add_column("сам")
    plan = board.proposed_topic()
    board.set_topic(plan.topic if plan is not None else "")
    board.set_homework("§ 21, упр. 172 письменно; правило выучить")
    board.set_task("2", "карточка № 4 вместо упражнения")
    board.set_works("отв, сам")
    board.set_material("учебник, § 21; схема на доске")
    board.set_links("диск класса: Русский/СПП-таблица.pdf")


def _refuse(screen: LessonScreen) -> None:
    index = screen.grid.current
    screen.grid.typing.open(screen.grid.table_of(index), index, "14", types_over=True)
    screen.grid.typing.finish()


def _choose_topic(screen: LessonScreen) -> None:
    screen.form.topic.setFocus()
    screen.form.topic.setText("прид")
    screen.form.topic.textEdited.emit("прид")


def _deviate(screen: LessonScreen) -> None:
    screen.board.set_topic("Экскурсия в музей письменности")
    screen.form.correction.setFocus()


def _roll(screen: LessonScreen) -> None:
    screen.call_roll()
    screen.roll.line.setText("5 8о10м кры")
    screen.roll.line.textEdited.emit("5 8о10м кры")


def _expect(screen: LessonScreen) -> None:
    workspace, pupils = screen.board.page.workspace, screen.board.pupils
    today = workspace.now.date()
    first = today - timedelta(days=2)
    paper = RecordDocument(
        CLASS_9A, pupils[2].id, "medical", today, "118", today, first, today + timedelta(days=1)
    )
    workspace.execute(record_document, paper)
    workspace.execute(set_day_absence, SetDayAbsence(CLASS_9A, pupils[11].id, today))
    screen.grid.lessons.setCurrentIndex(screen.model.index(2, 0))


_WITHOUT_MARKS = (
    profile_text("general")
    .replace("unmarked_grades = [1]", "unmarked_grades = [1, 9]")
    .replace("homework_off_grades = [1]", "homework_off_grades = [1, 9]")
)

SHOTS = (
    Shot("lesson", "Урок: начат", _shot()),
    Shot("lesson-filled", "Урок: заполнен", _shot(_fill)),
    Shot("lesson-roll", "Урок: кого нет", _shot(_roll)),
    Shot("lesson-drafts", "Урок: кого ждать не надо", _shot(_expect)),
    Shot("lesson-refused", "Урок: отказ в ячейке", _shot(_refuse)),
    Shot("lesson-topic", "Урок: тема из КТП", _shot(_choose_topic)),
    Shot("lesson-off-plan", "Урок: тема не по КТП", _shot(_deviate)),
    Shot("lesson-unmarked", "Урок: без отметок и заданий", _shot(act=_WITHOUT_MARKS)),
    Shot("lesson-locked", "Урок: только просмотр", _shot(user=DEPUTY)),
    Shot("lesson-late", "Урок: срок записи прошёл", _shot(back=12)),
    Shot("lesson-substitute", "Урок: замена", _shot(user=DEPUTY, substitute=True)),
    Shot("lesson-none", "Урок: сегодня уроков нет", _shot(lambda s: s.board.close())),
)
