"""Keys with Alt: in one window no letter stands for two things, or it would only move the focus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.transfer_board import TransferBoard
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.printing.screen import PrintingScreen
from desktop.views.register.screen import RegisterScreen
from desktop.views.shell import Shell
from desktop.views.transfer.parcels import TransferParcels
from desktop.views.transfer.screen import TransferScreen
from tests.desktop.transfer.conftest import Open
from tests.desktop.transfer.room import LEV, POLINA, cell, no_papers
from tests.small_school import ORLOVA, PETROVA, SMIRNOVA

NO_SUBSTITUTE = "Вы не ведёте этот урок: запись ждёт назначения замены."


def letters(widget: QWidget) -> Iterator[str]:
    """Yield the letters of all buttons below a widget, of those not on show now too."""
    for each in widget.findChildren(QAbstractButton):
        found = re.search(r"&([^&])", each.text().replace("&&", ""))
        if found:
            yield found.group(1).lower()


@pytest.mark.parametrize("user", [PETROVA, SMIRNOVA], ids=["teacher", "deputy"])
def test_no_letter_stands_for_two_things(
    opened: Open, theme: Theme, tasks: Tasks, qtbot: QtBot, user: str
) -> None:
    room = opened(user)
    room.hears_contest()
    room.hears(ORLOVA, "5", "held", key=cell(POLINA), reason=NO_SUBSTITUTE)
    room.hears(PETROVA, "14", "refused", key=cell(LEV), reason="Отметки «14» нет.")
    workspace, board = room.workspace, TransferBoard(room.workspace)
    papers = no_papers()
    parcels = TransferParcels(lambda *_: None, lambda *_: None, lambda *_: None)
    screens = (
        RegisterScreen(workspace, theme, "down"),
        TransferScreen(board, papers, parcels, theme),
        PrintingScreen(workspace, tasks, theme),
    )
    shell = Shell(theme, "Петрова А. А.", screens)
    qtbot.addWidget(shell)
    rail = list(letters(shell.rail))
    assert len(rail) >= 5
    for name in ("journal", "transfer", "print"):
        screen = shell.show_screen(name)
        bar = screen.top_bar()
        here = [*rail, *letters(screen), *(letters(bar) if bar is not None else ())]
        assert [letter for letter, count in Counter(here).items() if count > 1] == [], name
