"""Closing a term for a class from the page «Печать»."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models.term_desk import TermDesk
from desktop.views.printing.term_button import TermButton
from desktop.workspace import Workspace
from tests.journal.desks import HandClock, new_journal
from tests.small_school import CLASS_5A, PETROVA, SCHOOL, SMIRNOVA, TERM_1


@pytest.fixture
def deputy(tmp_path: Path) -> Workspace:
    return Workspace(new_journal(tmp_path, SMIRNOVA), HandClock(), SCHOOL, SMIRNOVA)


def test_the_deputy_closes_a_term_after_a_question_and_opens_it_at_once(
    deputy: Workspace, qtbot: QtBot
) -> None:
    desk = TermDesk(deputy)
    button = TermButton(desk)
    qtbot.addWidget(button)
    desk.choose(CLASS_5A, TERM_1)
    button.show()
    button.click()
    assert not desk.is_closed
    assert "5А, I четверть" in button.question.text()
    button.confirm.click()
    assert desk.is_closed
    assert deputy.reference.closed == {(TERM_1, CLASS_5A)}
    assert button.text() == "Открыть период"
    button.click()
    assert not desk.is_closed


def test_a_teacher_sees_no_such_button(tmp_path: Path, qtbot: QtBot) -> None:
    workspace = Workspace(new_journal(tmp_path), HandClock(), SCHOOL, PETROVA)
    desk = TermDesk(workspace)
    button = TermButton(desk)
    qtbot.addWidget(button)
    desk.choose(CLASS_5A, TERM_1)
    assert not desk.is_offered
    assert button.isHidden()


def test_a_refusal_is_told_and_changes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    workspace = Workspace(new_journal(tmp_path), HandClock(), SCHOOL, PETROVA)
    desk = TermDesk(workspace)
    desk.choose(CLASS_5A, TERM_1)
    with qtbot.waitSignal(desk.refused) as told:
        desk.turn()
    assert "заместитель директора" in told.args[0]
    assert not desk.is_closed
