"""What Ctrl+K finds in an open journal: its pages, their pupils, the cards of pupils."""

from __future__ import annotations

from functools import partial

from desktop.models.palette_model import Offer
from desktop.views.my_class.screen import ClassScreen
from desktop.views.register.screen import RegisterScreen
from desktop.views.shell import Shell
from desktop.workspace import Workspace
from journal.queries.findable import FindablePupil, cards_within_reach, read_findable
from journal.queries.pages import read_pages
from journal.reference import PupilName


def find_in(workspace: Workspace, shell: Shell) -> list[Offer]:
    """Return the pages, pupils and cards that the user may read, the own ones first."""
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
        *(
            Offer(f"card:{each.id}", "card", each.listed,
                  workspace.reference.classes[each.class_id].title,
                  partial(_open_card, shell, each))
            for screen in shell.screens if isinstance(screen, ClassScreen)
            for each in cards_within_reach(workspace.reference, workspace.user)
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


def _open_card(shell: Shell, pupil: PupilName) -> None:
    screen = shell.show_screen("class")
    assert isinstance(screen, ClassScreen)
    screen.open_card(pupil.class_id, pupil.id)
