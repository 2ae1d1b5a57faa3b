"""What the models of the register announce, and what they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.models.lessons_model import HOMEWORK, TOPIC, LessonsModel
from desktop.models.register_model import EDIT, TIP, RegisterModel
from desktop.models.register_page import RegisterPage
from desktop.workspace import Workspace
from journal.services.decisions import Undo, undo
from journal.services.lessons import CallRoll, SetCell, SetColumn, call_roll, set_cell, set_column
from journal.services.terms import CloseTerm, close_term
from journal.services.work import together
from tests.desktop.registers import lesson
from tests.journal.desks import HandClock, new_journal
from tests.small_school import (
    CLASS_5A,
    MATHS,
    ORLOVA,
    PETROVA,
    RUSSIAN,
    RUSSIAN_1,
    SCHOOL,
    SMIRNOVA,
    TERM_1,
)

TODAY = lesson(15)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def workspace(tmp_path: Path, clock: HandClock, qapp: QApplication) -> Iterator[Workspace]:
    store = new_journal(tmp_path)
    yield Workspace(store, clock, SCHOOL, PETROVA)
    store.close()


def opened(workspace: Workspace, page: str = RUSSIAN) -> RegisterModel:
    register = RegisterPage(workspace, workspace)
    model = RegisterModel(register, workspace)
    register.open(page, TERM_1)
    return model


def place(model: RegisterModel, day: int, row: int = 0) -> QModelIndex:
    view = model.view
    assert view is not None
    column = next(at for at, each in enumerate(view.columns) if each.day.day == day)
    return model.index(row, column)


def test_register_model_obeys_qt(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(opened(workspace))  # type: ignore[no-untyped-call]


def test_lessons_model_obeys_qt(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(LessonsModel(opened(workspace).page, workspace))  # type: ignore[no-untyped-call]


def test_models_without_a_page_obey_qt(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    page = RegisterPage(workspace, workspace)
    qtmodeltester.check(RegisterModel(page, workspace))  # type: ignore[no-untyped-call]
    qtmodeltester.check(LessonsModel(page, workspace))  # type: ignore[no-untyped-call]


def test_a_mark_typed_in_one_window_shows_in_the_other(workspace: Workspace, qtbot: QtBot) -> None:
    here, there = opened(workspace), opened(workspace)
    with qtbot.waitSignal(there.dataChanged):
        assert here.setData(place(here, 15), "5")
    assert place(there, 15).data() == "5"
    assert there.cell(0, place(there, 15).column()).sign == "pending"


def test_only_what_changed_is_announced(workspace: Workspace) -> None:
    model = opened(workspace)
    told: list[tuple[int, int, int, int]] = []
    model.dataChanged.connect(
        lambda first, last: told.append((first.row(), first.column(), last.row(), last.column()))
    )
    model.setData(place(model, 15, row=2), "4")
    column, ends = place(model, 15).column(), model.lessons_end
    assert sorted(told) == sorted([(2, column, 2, column), (2, ends, 2, ends + 1)])
    told.clear()
    workspace.execute(set_cell, SetCell(RUSSIAN, TODAY, model.pupil(2).id, "4"))
    assert told == []


def test_another_page_is_no_news(workspace: Workspace, qtbot: QtBot) -> None:
    theirs = opened(workspace)
    mine = RegisterPage(workspace, workspace)
    mine.open(MATHS, TERM_1)
    with qtbot.assertNotEmitted(mine.changed), qtbot.assertNotEmitted(mine.opened):
        assert theirs.setData(place(theirs, 15), "5")


def test_a_new_column_comes_with_its_place_in_time(workspace: Workspace, qtbot: QtBot) -> None:
    model = opened(workspace)
    before = model.lessons_end
    with qtbot.waitSignal(model.modelReset):
        workspace.execute(set_column, SetColumn(RUSSIAN, TODAY, "СР"))
    assert model.lessons_end == before + 1
    first = place(model, 15).column()
    works = [column.work for column in map(model.lesson_column, (first, first + 1)) if column]
    assert works == ["ОТВ", "СР"]


def test_a_refusal_is_told_and_nothing_is_written(workspace: Workspace, qtbot: QtBot) -> None:
    model = opened(workspace)
    with (
        qtbot.waitSignal(model.edit_refused) as refused,
        qtbot.assertNotEmitted(workspace.committed),
    ):
        assert not model.setData(place(model, 15), "14")
    assert "«14»" in refused.args[0]
    assert place(model, 15).data() == ""


def test_what_is_closed_is_known_before_anybody_types(workspace: Workspace) -> None:
    model = opened(workspace)
    today, tomorrow, old = (place(model, day).column() for day in (15, 16, 1))
    assert not model.lock(0, today).words
    assert model.flags(model.index(0, today)) & Qt.ItemFlag.ItemIsEditable
    assert "ещё не проведён" in model.lock(0, tomorrow).words
    assert not model.flags(model.index(0, tomorrow)) & Qt.ItemFlag.ItemIsEditable
    assert "только по запросу" in model.lock(0, old).words
    assert model.lock(0, old).request
    assert "ещё не проведён" in str(model.index(0, tomorrow).data(TIP))


def test_a_closed_term_closes_the_cells_in_sight(workspace: Workspace, clock: HandClock) -> None:
    clock.set(2026, 10, 23)
    model = opened(workspace)
    column = model.lessons_end - 1
    assert not model.lock(0, column).words
    workspace.user = SMIRNOVA
    workspace.execute(close_term, CloseTerm(TERM_1, (CLASS_5A,)))
    workspace.user = PETROVA
    model.page.reload()
    assert "закрытия четверти" in model.lock(0, column).words
    assert "закрытия четверти" in model.lock(0, model.lessons_end + 1).words
    assert "закрытия четверти" in model.shut


def test_the_mean_explains_itself(workspace: Workspace) -> None:
    model = opened(workspace)
    for day, text in ((14, "5"), (15, "4")):
        model.setData(place(model, day), text)
    mean = model.index(0, model.lessons_end)
    assert mean.data() == "4,50"
    assert mean.data(TIP) == "(5 + 4) : 2 = 9 : 2 = 4,5"
    assert not model.flags(mean) & Qt.ItemFlag.ItemIsEditable


def test_undo_has_the_words_of_the_cell(workspace: Workspace) -> None:
    model = opened(workspace)
    model.setData(place(model, 15), "о4")
    done = workspace.last_done
    assert done is not None
    assert done.words == "Абрикосова Анна, 15.09, «о 4»"
    workspace.undo()
    assert place(model, 15).data() == ""


def test_a_term_mark_a_point_away_asks_for_a_reason(workspace: Workspace) -> None:
    model = opened(workspace)
    model.setData(place(model, 15), "5")
    final = model.lessons_end + 1
    refusal = model.write(0, final, "4")
    assert refusal is not None
    assert refusal.wants_reason
    assert "выходит «5»" in refusal.words
    assert model.write(0, final, "4", "много пропусков") is None
    assert model.cell(0, final).text == "4"
    assert model.write(1, final, "4") is None


@pytest.mark.clause("MIC-1.2a")
def test_grade_1_has_neither_marks_nor_means_nor_homework(workspace: Workspace) -> None:
    workspace.user = ORLOVA
    model = opened(workspace, RUSSIAN_1)
    view = model.view
    assert view is not None
    assert model.columnCount() == len(view.columns)
    refusal = model.write(0, place(model, 15).column(), "5")
    assert refusal is not None
    assert "отметки не ставятся" in refusal.words
    assert model.write(0, place(model, 15).column(), "н") is None
    lines = LessonsModel(model.page, workspace)
    row = lines.row_of(view.columns[place(model, 15).column()].lesson)
    assert row is not None
    homework = lines.index(row, HOMEWORK)
    assert "домашние задания не задаются" in lines.lock(row, HOMEWORK).words
    assert not lines.flags(homework) & Qt.ItemFlag.ItemIsEditable
    assert not lines.setData(homework, "упр. 1")
    assert lines.setData(lines.index(row, TOPIC), "Гласные звуки")


@pytest.mark.clause("TAL-2.5")
def test_the_head_tells_whether_the_roll_was_called(workspace: Workspace, qtbot: QtBot) -> None:
    model = opened(workspace)
    column = place(model, 15).column()

    def head() -> str:
        return str(model.headerData(column, Qt.Orientation.Horizontal, TIP))

    model.setData(place(model, 15), "5")
    assert "Переклички не было" in head()
    with qtbot.waitSignal(model.headerDataChanged):
        changes = workspace.execute(call_roll, CallRoll(RUSSIAN, TODAY))
    assert "Перекличка проведена" in head()
    workspace.execute(undo, Undo(together([changes]).written))
    assert "Переклички не было" in head()


def test_a_page_that_may_only_be_read_says_so_once(workspace: Workspace) -> None:
    workspace.user = SMIRNOVA
    model = opened(workspace)
    assert model.shut
    assert model.index(0, 0).data(EDIT) == ""
    workspace.user = PETROVA
    model.page.reload()
    assert not model.shut
