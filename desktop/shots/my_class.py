"""Pictures of «Мой класс»: absences, a document being recorded, no lessons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.shots.register_school import DEPUTY, TEACHER, open_register
from desktop.shots.render import Shot, Stage
from desktop.shots.window import open_window
from desktop.views.my_class.document_question import DocumentQuestion
from desktop.views.my_class.screen import ClassScreen
from desktop.views.screen import Screen
from journal.services.absences import RecordDocument

_CLASS = "9А"


def _class(
    user: str = TEACHER, then: Callable[[ClassScreen], None] = lambda _: None
) -> Callable[[Stage], QWidget]:
    def build(stage: Stage) -> QWidget:
        shell, screen = open_window(
            stage,
            lambda folder: open_register(folder, user),
            lambda workspace: ClassScreen(workspace, stage.tasks, stage.theme),
            (
                Screen("transfer", "&Перенос", "transfer", "Перенос записей"),
                Screen("print", "Пе&чать", "print", "Печать"),
            ),
            "09:04",
        )
        screen.show_class(next(each.id for each in screen.classes if each.title == _CLASS))
        screen.arrive()
        stage.app.processEvents()
        then(screen)
        return shell

    return build


def _with_documents(screen: ClassScreen) -> None:
    board = screen.attendance.board
    today, pupils = board.today, board.model.attendance.pupils
    week_before = today - timedelta(days=7)
    for pupil, kind, presented, number in (
        (pupils[3], "medical", today - timedelta(days=1), "118"),
        (pupils[7], "application", week_before, ""),
    ):
        start = presented - timedelta(days=2) if number else None
        board.record(
            RecordDocument(
                board.class_id,
                pupil.id,
                kind,
                presented,
                number,
                presented if number else None,
                start,
                presented if number else None,
            )
        )
    board.turn_day(pupils[5].id, today)
    board.refresh()


def _holidays(screen: ClassScreen) -> None:
    screen.attendance.board.step(-5)


def _recording(screen: ClassScreen) -> None:
    screen.attendance.side.new_document.click()
    question = screen.findChild(DocumentQuestion)
    if question is None:
        return
    question.hide()
    question.setParent(screen, Qt.WindowType.Widget)  # a window of its own is not in the picture
    question.setAutoFillBackground(True)
    question.resize(question.sizeHint())
    question.move(300, 120)
    question.show()
    question.raise_()


def _absent(screen: ClassScreen) -> None:
    board = screen.attendance.board
    board.turn_day(board.model.attendance.pupils[5].id, board.today)
    screen.turn(screen.pages.index(screen.absent))


def _yesterday(screen: ClassScreen) -> None:
    screen.turn(screen.pages.index(screen.absent))
    screen.absent.board.step(-1)


def _month(screen: ClassScreen) -> None:
    _with_documents(screen)
    screen.attendance.month_button.click()


SHOTS: tuple[Shot, ...] = (
    Shot("class", "Мой класс: неделя с пропусками и документами", _class(then=_with_documents)),
    Shot("class-document", "Мой класс: документ о пропуске", _class(then=_recording)),
    Shot(
        "class-holidays",
        "Мой класс: неделя без уроков",
        _class(then=lambda s: s.attendance.board.step(-5)),
    ),
    Shot("absent", "Отсутствующие: класс, первый урок идёт", _class(then=_absent)),
    Shot("absent-school", "Отсутствующие: вся школа за день", _class(DEPUTY, _yesterday)),
    Shot("class-month", "Мой класс: месяц с суммами", _class(then=_month)),
    Shot("class-deputy", "Мой класс: завуч читает", _class(DEPUTY)),
)
