"""The deputy erases the values of a cell by act, from the history of the cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.views.register.redaction_question import RedactionQuestion
from tests.desktop.seats import Seat, school_with_centre
from tests.small_school import RUSSIAN, TERM_1
from tests.sync.workplaces import StaffRoom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StaffRoom]:
    with school_with_centre(tmp_path) as room:
        yield room


def words_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_the_deputy_erases_a_cell_from_its_history(
    room: StaffRoom, theme: Theme, qtbot: QtBot
) -> None:
    petrova = room.workplace("petrova")
    petrova.mark("5")
    petrova.mark("4")
    petrova.client.exchange()
    deputy = Seat(room.workplace("smirnova"), theme, qtbot)
    deputy.screen.open(RUSSIAN, TERM_1)
    deputy.go(0, 15)
    assert deputy.text(0, 15) == "4"
    deputy.press(Qt.Key.Key_F3)
    history = deputy.screen.insights.history
    QTest.mouseClick(history.erase, Qt.MouseButton.LeftButton)
    (question,) = deputy.screen.findChildren(RedactionQuestion)
    assert "Значений в истории ячейки: 2" in words_of(question)
    assert not question.yes.isEnabled()
    question.number.setText("7")
    question.reason.setText("отзыв согласия")
    QTest.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    deputy.settle()
    assert "Акт № 7 записан" in deputy.notices[-1]
    deputy.exchange()
    assert deputy.text(0, 15) == ""
    deputy.sit_down(qtbot)
    deputy.go(0, 15)
    deputy.press(Qt.Key.Key_F3)
    assert words_of(history).count("стёрто по акту № 7") == 2
    assert not history.erase.isVisible(), "there is nothing more to erase"
    petrova.client.exchange()
    assert petrova.shown() is None


def test_a_teacher_is_not_offered_to_erase(room: StaffRoom, theme: Theme, qtbot: QtBot) -> None:
    place = room.workplace("petrova")
    place.mark("5")
    teacher = Seat(place, theme, qtbot)
    teacher.screen.open(RUSSIAN, TERM_1)
    teacher.go(0, 15)
    teacher.press(Qt.Key.Key_F3)
    assert teacher.screen.insights.history.isVisible()
    assert not teacher.screen.insights.history.erase.isVisible()
