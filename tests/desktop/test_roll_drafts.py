"""What others said of the pupils before the roll of a lesson is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from journal.profile import profile_text
from journal.reference import lesson_id
from journal.services.absences import (
    RecordDocument,
    SetDayAbsence,
    record_document,
    set_day_absence,
)
from journal.services.lessons import SetCell, set_cell
from journal.services.terms import SetTermMark, set_term_mark
from tests.desktop.lessons import DAY, LessonDeskTop
from tests.journal.desks import work_of
from tests.small_school import CLASS_5A, MATHS, ORLOVA, PETROVA, TERM_1

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def lesson(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[LessonDeskTop]:
    lesson = LessonDeskTop(tmp_path, theme, qtbot)
    yield lesson
    lesson.close()


def test_a_document_and_a_whole_day_are_drafts_that_the_roll_call_takes_over(
    lesson: LessonDeskTop,
) -> None:
    anna, petr = lesson.screen.board.pupils[0].id, lesson.screen.board.pupils[1].id
    told: list[tuple[int, int]] = []
    lesson.screen.model.dataChanged.connect(lambda at, *_: told.append((at.row(), at.column())))
    paper = RecordDocument(CLASS_5A, petr, "medical", DAY, "7", DAY, DAY, DAY)
    lesson.workspace.execute(record_document, paper)
    lesson.workspace.execute(set_day_absence, SetDayAbsence(CLASS_5A, anna, DAY))
    assert told == [(1, 0), (0, 0)]
    drafts = [lesson.screen.model.draft(row, 0) for row in range(5)]
    assert [draft.code if draft else "" for draft in drafts] == ["н", "б", "", "", ""]
    assert lesson.texts == [""] * 5  # nothing is written until the teacher says so
    assert lesson.screen.model.words(lesson.screen.model.index(1, 0)) == (
        "Предлагается «б»: документ на 15.09. Перекличка (F6) запишет."
    )
    assert "предлагается: Абрикосова Анна - н, Егозин Пётр - б" in lesson.screen.roll.words.text()
    assert lesson.screen.roll.all.text() == "Остальные присутствуют  F6"
    lesson.screen.hide_others(True)
    assert "предлагается: 2" in lesson.screen.roll.words.text()
    lesson.screen.hide_others(False)
    lesson.press(Key.Key_F6)
    assert lesson.texts == ["н", "б", "", "", ""]
    assert lesson.screen.model.draft(0, 0) is None
    lesson.press(Key.Key_Escape)
    lesson.press(Key.Key_Z, CONTROL)
    assert lesson.texts == [""] * 5
    assert lesson.screen.model.draft(0, 0) is not None


def test_who_is_there_after_all_is_marked_and_named_ones_go_before_drafts(
    lesson: LessonDeskTop,
) -> None:
    anna, petr = (each.id for each in lesson.screen.board.pupils[:2])
    for pupil in (anna, petr):
        lesson.workspace.execute(set_day_absence, SetDayAbsence(CLASS_5A, pupil, DAY))
    lesson.type("5")  # Anna answers
    lesson.press(Key.Key_Return)
    assert lesson.screen.model.draft(0, 0) is None
    lesson.screen.roll.ask()
    lesson.type("2 о 4")
    lesson.press(Key.Key_Return)
    assert lesson.texts == ["5", "о", "", "н", ""]


@pytest.mark.clause("TAL-4.4a")
def test_the_class_teacher_fills_a_lesson_of_another_who_is_told_of_it(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    here, act = lesson_id(MATHS, DAY, 2), profile_text("tal")
    lesson = LessonDeskTop(
        tmp_path, theme, qtbot, user=ORLOVA, page=MATHS, lesson=here, profile=act
    )
    anna, petr = (each.id for each in lesson.screen.board.pupils[:2])
    petrova = work_of(lesson.store, PETROVA, lesson.clock)
    with lesson.store.writing() as session:
        changes = set_cell(session, SetCell(MATHS, here, anna, "н"), petrova)
        changes |= set_cell(session, SetCell(MATHS, here, petr, "5"), petrova)
        changes |= set_term_mark(session, SetTermMark(MATHS, TERM_1, petr, "5"), petrova)
    lesson.workspace.announce(changes)
    lesson.settle()
    assert lesson.texts[:3] == ["н", "5", ""]
    words = lesson.screen.roll.words.text()
    assert "внесено классным руководителем: Абрикосова Анна, Егозин Пётр" in words
    model = lesson.screen.model
    assert "Внесено классным руководителем." in model.words(model.index(0, 0))
    assert "Внесено" not in model.words(model.index(2, 0))
    assert model.term(1, model.columnCount() - 1).mark.text == "5"
    lesson.type("4")  # her own mark stands there now
    lesson.press(Key.Key_Return)
    assert lesson.texts[0] == "4"
    assert "Внесено" not in model.words(model.index(0, 0))
    lesson.close()
