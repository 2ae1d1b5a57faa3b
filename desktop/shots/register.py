"""Pictures of «Журнал»: every sign, what is refused, what is asked, what opens over it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QWidget

from desktop.link import LinkState
from desktop.models.pasting import plan_paste
from desktop.settings import Settings
from desktop.shots.register_school import DEPUTY, RUSSIAN, TEACHER, open_register
from desktop.shots.render import SIZES, Shot, Stage
from desktop.views.register.screen import RegisterScreen
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu

_OUTAGE = LinkState("outage", "Временный журнал № 7 · 5 записей · нет связи с 08:31")
_SYNCED = LinkState("synced", "Синхронизировано 09:04")
_CONTESTED_ROW, _CONTESTED, _LOCKED = 13, -2, -9  # columns count from today's


def _shell(stage: Stage, user: str = TEACHER) -> tuple[Shell, RegisterScreen]:
    folder = Path(tempfile.mkdtemp(prefix="shot-"))
    workspace = open_register(folder, user)
    register = RegisterScreen(workspace, stage.theme)
    others = (
        Screen("transfer", "&Перенос", "transfer", "Перенос записей"),
        Screen("print", "Пе&чать", "print", "Печать"),
    )
    others[0].set_badge(5)
    member = workspace.member
    shell = Shell(
        stage.theme, member.short if member else "", (register, *others), UserMenu(Settings())
    )
    shell.show_link(_OUTAGE if user == TEACHER else _SYNCED)

    def put_away() -> None:
        workspace.store.close()
        shutil.rmtree(folder, ignore_errors=True)

    shell.destroyed.connect(put_away)
    shell.resize(SIZES[0])
    shell.show()
    shell.activateWindow()
    register.open(RUSSIAN)
    register.arrive()
    stage.app.processEvents()
    return shell, register


def _at(row: int, days: int, then: Callable[[RegisterScreen], None]) -> Callable[[Stage], QWidget]:
    def build(stage: Stage) -> QWidget:
        shell, register = _shell(stage)
        register.grid.go_to(row, register.grid.current.column() + days)
        then(register)
        return shell

    return build


def _type(text: str) -> Callable[[RegisterScreen], None]:
    def then(register: RegisterScreen) -> None:
        index = register.grid.current
        typing = register.grid.typing
        typing.open(register.grid.table_of(index), index, text, types_over=True)
        typing.finish()

    return then


def _work(register: RegisterScreen) -> None:
    for text in ("5", "4"):
        _type(text)(register)
        register.grid.step((1, 0))


def _conclude(register: RegisterScreen) -> None:
    register.grid.go_to(2, register.model.lessons_end + 1)
    _type("5")(register)


def _open_year(register: RegisterScreen) -> None:
    """Look back to where the first term ends."""
    register.days.open_year()
    model = register.model
    term = next(at for at in range(model.lessons_end) if model.period_of(at) is not None)
    for column in (0, term + 4):
        register.grid.go_to(7, column)


def _paste(register: RegisterScreen) -> None:
    """Bring marks from a spreadsheet, among them a foreign name and what is no mark."""
    table = [
        ["", "27.11", "30.11"],
        ["Алексеева Софья", "5", ""],
        ["Белова Арина", "4", ""],
        ["Ершов Лев", "отлично", ""],
        ["Жуков Егор", "4", "5"],
        ["Зайцева Мария", "н", ""],
        ["Иванов Артём", "3", ""],
        ["Яковлев Пётр", "5", ""],
    ]
    grid = register.grid
    at = [(grid.current.row(), grid.current.column())]
    preview = register.edits.preview(plan_paste(register.model, table, at))
    preview.hide()
    preview.setParent(register, Qt.WindowType.Widget)  # a window of its own is not in the picture
    preview.setAutoFillBackground(True)
    preview.resize(preview.sizeHint())
    preview.move(190, 110)
    preview.show()
    preview.raise_()


def _menu(register: RegisterScreen) -> None:
    grid = register.grid
    place = grid.lessons.visualRect(grid.current).bottomRight()
    menu = register.menu()
    menu.setParent(register, Qt.WindowType.Widget)
    menu.move(grid.lessons.viewport().mapTo(register, place))
    menu.show()


def _choose(register: RegisterScreen) -> None:
    grid = register.grid
    first = grid.current
    last = register.model.index(first.row() + 4, first.column())
    flag = QItemSelectionModel.SelectionFlag.Select
    grid.lessons.selectionModel().select(QItemSelection(first, last), flag)
    _menu(register)


def _in_class(stage: Stage) -> QWidget:
    shell, register = _shell(stage)
    register.grid.go_to(7, register.grid.current.column())
    _work(register)
    shell.in_class.setChecked(True)
    return shell


def _veiled(stage: Stage) -> QWidget:
    shell = _shell(stage)[0]
    shell.show_screen("transfer")
    shell.in_class.setChecked(True)
    return shell


def _write_topic(register: RegisterScreen) -> None:
    table = register.lessons.table
    table.setFocus()
    register.lessons.typing.open(
        table, table.currentIndex().siblingAtColumn(1), "Придаточные обстоят", types_over=True
    )


SHOTS = (
    Shot("register", "Журнал: страница предмета", _at(7, 0, _work)),
    Shot("register-refused", "Журнал: отказ в ячейке", _at(7, 0, _type("14"))),
    Shot("register-request", "Журнал: исправление по запросу", _at(5, _LOCKED, _type("4"))),
    Shot(
        "register-history",
        "Журнал: история ячейки",
        _at(_CONTESTED_ROW, _CONTESTED, lambda register: register.insights.show_history()),
    ),
    Shot(
        "register-lesson",
        "Журнал: урок",
        _at(7, 0, lambda register: register.insights.show_lesson()),
    ),
    Shot(
        "register-pupil",
        "Журнал: ученик",
        _at(_CONTESTED_ROW, 0, lambda register: register.insights.show_pupil()),
    ),
    Shot("register-left", "Журнал: выбывший ученик", _at(16, -2, _type("5"))),
    Shot("register-year", "Журнал: весь год", _at(7, 0, _open_year)),
    Shot("register-paste", "Журнал: вставка из таблицы", _at(7, 0, _paste)),
    Shot("register-menu", "Журнал: всё по правой кнопке", _at(8, 0, _choose)),
    Shot("register-term", "Журнал: отметка за четверть", _at(2, 0, _conclude)),
    Shot("register-topic", "Журнал: тема урока", _at(7, 0, _write_topic)),
    Shot("register-class", "Журнал: режим класса", _in_class),
    Shot("shell-veiled", "Режим класса: экран не для класса", _veiled),
    Shot("register-read", "Журнал: заместитель только смотрит", lambda s: _shell(s, DEPUTY)[0]),
)
