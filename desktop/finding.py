"""What Ctrl+K finds in an open journal: its pages and their pupils."""

from __future__ import annotations

from functools import partial

from desktop.models.palette_model import Offer
from desktop.views.register.screen import RegisterScreen
from desktop.views.shell import Shell
from desktop.workspace import Workspace
from journal.queries.findable import FindablePupil, read_findable
from journal.queries.pages import read_pages


def find_in(workspace: Workspace, shell: Shell) -> list[Offer]:
    """Return the pages and pupils that the user may read, the own ones first."""
    today = workspace.now.date()
    pages = workspace.read(read_pages, workspace.user, today)
    pupils = workspace.read(read_findable, workspace.user, today)
    return [
        *(
            Offer(f"page:{each.page}", "page", each.title, each.teacher,
                  partial(_open_page, shell, each.page))
            for each in pages
        ),
        *(
            Offer(f"pupil:{each.id}", "pupil", each.name, each.class_title,
                  partial(_open_pupil, shell, each))
            for each in pupils
        ),
    ]  # fmt: skip


def _open_page(shell: Shell, page: str) -> RegisterScreen:
    register = shell.show_screen("journal")
    assert isinstance(register, RegisterScreen)
    register.open(page)
    return register


def _open_pupil(shell: Shell, pupil: FindablePupil) -> None:
    register = _open_page(shell, pupil.page)
    row = register.model.row_of(pupil.id)
    if row is not None:
        register.grid.go_to(row, register.grid.current.column())
