"""Pictures of «Замены»: a week with changes, each kind of question, a week without lessons."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget

from desktop.link import LinkState
from desktop.models.changes_board import ADD, CANCEL, MOVE, SUBSTITUTE, ChangesBoard
from desktop.settings import Settings
from desktop.shots.render import SIZES, Shot, Stage
from desktop.shots.today_school import DEPUTY, ZONE, open_today
from desktop.views.changes.change_question import ChangeQuestion, PlainQuestion
from desktop.views.changes.screen import ChangesScreen
from desktop.views.changes.time_questions import MoveQuestion
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu

_NOW = datetime(2026, 11, 23, 10, 41, tzinfo=ZONE)
_SYNCED = LinkState("synced", "Синхронизировано 10:40")


def _week(then: Callable[[ChangesScreen], None]) -> Callable[[Stage], QWidget]:
    def build(stage: Stage) -> QWidget:
        folder = Path(tempfile.mkdtemp(prefix="shot-"))
        workspace = open_today(folder, DEPUTY, _NOW)
        screen = ChangesScreen(ChangesBoard(workspace), stage.theme)
        others = (
            Screen("today", "&Сегодня", "calendar", "Сегодня"),
            Screen("transfer", "&Перенос", "transfer", "Перенос записей"),
            Screen("print", "Пе&чать", "print", "Печать"),
        )
        member = workspace.member
        name = member.short if member else ""
        shell = Shell(stage.theme, name, (others[0], screen, *others[1:]), UserMenu(Settings()))
        shell.show_link(_SYNCED)

        def put_away() -> None:
            workspace.store.close()
            shutil.rmtree(folder, ignore_errors=True)

        shell.destroyed.connect(put_away)
        shell.resize(SIZES[0])
        shell.show()
        shell.activateWindow()
        shell.show_screen("changes")
        then(screen)
        stage.app.processEvents()
        return shell

    return build


def _choose(screen: ChangesScreen, words: str) -> None:
    screen.choice.setCurrentIndex(screen.choice.findText(words))
    screen.choice.activated.emit(screen.choice.currentIndex())


def _teacher(screen: ChangesScreen) -> None:
    _choose(screen, "Петрова А. А.")
    screen.table.setCurrentIndex(screen.board.week.index_of((5, date(2026, 11, 25))))


def _free_place(screen: ChangesScreen) -> None:
    _choose(screen, "9А класс")
    screen.table.setCurrentIndex(screen.board.week.index_of((4, date(2026, 11, 26))))


def _holidays(screen: ChangesScreen) -> None:
    screen.board.step(-4)


def _asked(action: str) -> Callable[[ChangesScreen], None]:
    def then(screen: ChangesScreen) -> None:
        _choose(screen, "9А класс")
        screen.table.setCurrentIndex(screen.board.week.index_of((1, date(2026, 11, 27))))
        question = screen.ask(action)
        if question is None:
            return
        if isinstance(question, MoveQuestion):
            question.day.setDate(QDate(2026, 11, 24))
            question.slot.setValue(2)
        if isinstance(question, PlainQuestion):
            question.whole_day.setChecked(True)
        question.hide()
        question.reason.setCurrentText("курсы")
        _lay_into(question, screen)

    return then


def _lay_into(question: ChangeQuestion, screen: ChangesScreen) -> None:
    question.setParent(screen, Qt.WindowType.Widget)  # a window of its own is not in the picture
    question.setAutoFillBackground(True)
    question.adjustSize()
    question.move(220, 60)
    question.show()
    question.raise_()


SHOTS: tuple[Shot, ...] = (
    Shot("changes", "Замены: неделя учителя с изменениями", _week(_teacher)),
    Shot("changes-free", "Замены: место без урока", _week(_free_place)),
    Shot("changes-holidays", "Замены: неделя каникул", _week(_holidays)),
    Shot("changes-substitute", "Замены: кто заменит", _week(_asked(SUBSTITUTE))),
    Shot("changes-move", "Замены: перенос, который мешает", _week(_asked(MOVE))),
    Shot("changes-cancel", "Замены: отмена, и всего дня", _week(_asked(CANCEL))),
    Shot("changes-add", "Замены: дополнительный урок", _week(_asked(ADD))),
)
