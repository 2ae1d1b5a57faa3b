"""Pictures of «Печать»: a draft with gaps, a copy, the register of copies."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QWidget

from desktop.link import LinkState
from desktop.models.copies_board import CopiesBoard
from desktop.settings import Settings
from desktop.shots.printing_school import TEACHER, change_a_mark, class_5a, open_quarter
from desktop.shots.render import Shot, Stage
from desktop.views.printing.screen import PrintingScreen
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu
from desktop.workspace import Workspace

_STATES = ("checked", "certified", "handed")
_SYNCED = LinkState("synced", "Синхронизировано в 11:38")


def _in_shell(stage: Stage, workspace: Workspace) -> tuple[Shell, PrintingScreen]:
    screen = PrintingScreen(workspace, stage.tasks, stage.theme)
    member = workspace.member
    screens = (
        Screen("journal", "&Журнал", "journal", "Журнал"),
        Screen("transfer", "&Перенос", "transfer", "Перенос"),
        screen,
    )
    name = member.short if member is not None else ""
    shell = Shell(stage.theme, name, screens, UserMenu(Settings()))
    shell.show_link(_SYNCED)
    shell.show_screen("print")
    shell.resize(1366, 768)
    shell.show()
    return shell, screen


def _looked_at(stage: Stage, screen: PrintingScreen) -> None:
    stage.wait(lambda: screen.board.precheck is not None and not screen.board.is_looking)
    stage.wait(lambda: screen.page.preview.is_drawn)


def _folder() -> Path:
    return Path(mkdtemp(prefix="shots-"))


def _with_gaps(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage, open_quarter(_folder()))
    _looked_at(stage, screen)
    return shell


def _copy(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage, open_quarter(_folder(), is_complete=True))
    _looked_at(stage, screen)
    first = screen.board.pages.pages[0]
    screen.choose(first, screen.board.period)
    _looked_at(stage, screen)
    return shell


def _draft(stage: Stage) -> QWidget:
    workspace = open_quarter(_folder(), TEACHER, is_complete=True)
    shell, screen = _in_shell(stage, workspace)
    screen.board.choose_class(class_5a(workspace.reference))
    _looked_at(stage, screen)
    return shell


def _nothing_chosen(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage, open_quarter(_folder()))
    _looked_at(stage, screen)
    screen.board.pages.tick_all(False)
    stage.wait(lambda: screen.board.look is not None and screen.board.look.rendered is None)
    return shell


def _register(stage: Stage) -> QWidget:
    folder = _folder()
    workspace = open_quarter(folder, is_complete=True)
    shell, screen = _in_shell(stage, workspace)
    _looked_at(stage, screen)
    pages = screen.board.pages
    every = pages.pages

    def put_on_paper(number: int) -> None:
        _looked_at(stage, screen)
        screen.print_to(folder / f"{number}.pdf")
        stage.wait(lambda: not screen.board.is_printing)

    put_on_paper(1)
    pages.tick_only(every[3])
    put_on_paper(2)
    screen.show_copies()
    board = screen.copies
    stage.wait(lambda: board.model.rowCount() == 2)
    for row, steps in ((1, 3), (0, 2)):
        for step in range(steps):
            _record(board, row, step)
            stage.wait(lambda row=row, step=step: _state(board, row) == _STATES[step])  # type: ignore[misc]
    change_a_mark(workspace, every[3])
    screen.show_pages()
    stage.wait(lambda: bool(screen.board.precheck and screen.board.precheck.draft_reasons))
    put_on_paper(3)
    pages.tick_only(every[0])
    put_on_paper(4)
    screen.show_copies()
    stage.wait(lambda: board.model.rowCount() == 4)
    shell.banner.hide()
    return shell


def _record(board: CopiesBoard, row: int, step: int) -> None:
    line = board.model.line_at(row)
    assert line is not None
    if step == 0:
        board.check(line)
    elif step == 1:
        board.certify(line, board.today)
    else:
        board.hand_over(line, board.archive_keepers()[0].user, board.today)


def _state(board: CopiesBoard, row: int) -> str:
    line = board.model.line_at(row)
    return line.state if line is not None else ""


def _no_copies(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage, open_quarter(_folder()))
    screen.show_copies()
    stage.wait(lambda: screen.copies.is_read)
    return shell


SHOTS = (
    Shot("print", "Печать: недочёты", _with_gaps),
    Shot("print-copy", "Печать: копия одной страницы", _copy),
    Shot("print-draft", "Печать: учитель печатает черновик", _draft),
    Shot("print-nothing", "Печать: ничего не выбрано", _nothing_chosen),
    Shot("print-register", "Журнал печати", _register),
    Shot("print-register-empty", "Журнал печати пуст", _no_copies),
)
