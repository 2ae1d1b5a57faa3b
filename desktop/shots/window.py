"""A whole window around one screen, over a real journal in a folder that goes with it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from desktop.link import LinkState
from desktop.settings import Settings
from desktop.shots.render import SIZES, Stage
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu
from desktop.workspace import Workspace

ScreenT = TypeVar("ScreenT", bound=Screen)


def open_window(
    stage: Stage,
    open_journal: Callable[[Path], Workspace],
    make_screen: Callable[[Workspace], ScreenT],
    others: Sequence[Screen],
    synced_at: str,
) -> tuple[Shell, ScreenT]:
    """Return the window on show and the screen in it.

    Args:
        stage: what a screen needs.
        open_journal: builds the journal in a folder and opens it.
        make_screen: the screen in front.
        others: what else is on the rail.
        synced_at: the minute on the chip, "09:04".
    """
    folder = Path(tempfile.mkdtemp(prefix="shot-"))
    workspace = open_journal(folder)
    screen = make_screen(workspace)
    member = workspace.member
    name = member.short if member is not None else ""
    shell = Shell(stage.theme, name, (screen, *others), UserMenu(Settings()))
    shell.show_link(LinkState("synced", f"Синхронизировано {synced_at}"))

    def put_away() -> None:
        workspace.store.close()
        shutil.rmtree(folder, ignore_errors=True)

    shell.destroyed.connect(put_away)
    shell.resize(SIZES[0])
    shell.show()
    shell.activateWindow()
    return shell, screen
