"""Taking back and doing again, on one stack for all screens: whatever was done comes undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.models.lesson_desk import LessonDesk
from desktop.models.register_model import RegisterModel
from desktop.models.register_page import RegisterPage
from desktop.theme import Theme
from desktop.views.screen import Screen
from desktop.views.undo_keys import UndoKeys
from desktop.workspace import Workspace
from journal.errors import UserError
from journal.kinds import make_key
from journal.log import Draft, append
from journal.queries.register_view import RegisterView
from journal.services.lessons import SetCell, set_cell
from journal.values import Mark
from tests.desktop.keys import press
from tests.desktop.registers import lesson
from tests.journal.desks import HandClock, new_journal, work_of
from tests.small_school import ORLOVA, PETROVA, PUPILS_5A, RUSSIAN, SCHOOL, TERM_1

TODAY, YESTERDAY = lesson(15), lesson(14)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Workspace]:
    store = new_journal(tmp_path_factory.mktemp("undo"))
    yield Workspace(store, HandClock(), SCHOOL, PETROVA)
    store.close()


def opened(workspace: Workspace) -> RegisterModel:
    page = RegisterPage(workspace)
    page.open(RUSSIAN, TERM_1)
    return RegisterModel(page)


def columns_of_today(model: RegisterModel) -> list[int]:
    assert model.view is not None
    return [at for at, each in enumerate(model.view.columns) if each.lesson == TODAY]


def shown(view: RegisterView | None) -> object:
    """What the page says, whether it has reached the centre or not."""
    assert view is not None
    return (
        [(column.lesson, column.column, column.work, column.called) for column in view.columns],
        {place: cell.text for place, cell in view.cells.items() if cell.text},
        [(pupil.proposal.mean, pupil.term_mark.text) for pupil in view.pupils],
        [(line.topic.text, line.homework.text, line.plan_number) for line in view.lines],
    )


def test_typed_over_and_taken_back_twice(workspace: Workspace) -> None:
    model = opened(workspace)
    column = columns_of_today(model)[0]
    for text in ("5", "4", "н"):
        assert model.write(0, column, text) is None
    told = [workspace.undo() for _ in range(3)]
    assert [words.rpartition(", ")[2] for words in told] == ["«н»", "«4»", "«5»"]
    assert model.cell(0, column).text == ""
    texts = []
    for _ in range(3):
        workspace.redo()
        texts.append(model.cell(0, column).text)
    assert texts == ["5", "4", "н"]
    assert workspace.last_undone is None
    workspace.undo()
    assert model.cell(0, column).text == "4"
    model.write(1, column, "3")
    with pytest.raises(UserError, match="Повторять нечего"):
        workspace.redo()
    for _ in range(3):
        workspace.undo()


@st.composite
def _deeds(draw: st.DrawFn) -> list[tuple[object, ...]]:
    """Actions of a lesson, going back and forth between them."""
    row, day = st.integers(0, 2), st.sampled_from([TODAY, YESTERDAY])
    text = st.sampled_from(["5", "4", "н", "н 4", "5 4", ""])
    mark = st.tuples(st.just("mark"), row, st.integers(0, 1), text)
    deed = st.one_of(
        mark,
        mark,
        st.tuples(st.just("final"), row, text),
        st.tuples(st.just("topic"), day, st.sampled_from(["Имена", "Падежи", ""])),
        st.tuples(st.just("homework"), day, st.sampled_from(["упр. 1", "не задано", ""])),
        st.tuples(st.just("work"), day, st.sampled_from(["СР", "КР"])),
        st.tuples(st.just("column"), day, st.sampled_from(["ДЗ", "ТСТ"])),
        st.tuples(st.just("roll"), day),
        st.just(("undo",)),
        st.just(("redo",)),
    )
    return draw(st.lists(deed, min_size=1, max_size=9))


def _do(model: RegisterModel, desk: LessonDesk, deed: tuple[object, ...]) -> None:
    workspace = model.page.workspace
    kind, *rest = deed
    if kind == "mark":
        row, place, text = rest
        columns = columns_of_today(model)
        column = columns[int(str(place)) % len(columns)]
        model.write(int(str(row)), column, str(text))
    elif kind == "final":
        model.write(int(str(rest[0])), model.lessons_end + 1, str(rest[1]), "так решено")
    elif kind == "roll":
        desk.call_roll(str(rest[0]))
    elif kind in ("undo", "redo"):
        getattr(workspace, str(kind))()
    else:
        lesson_id, text = map(str, rest)
        writes: dict[str, Callable[[str, str], None]] = {
            "topic": desk.set_topic,
            "homework": desk.set_homework,
            "column": desk.add_column,
            "work": lambda at, work: desk.set_work(at, "0", work),
        }
        writes[str(kind)](lesson_id, text)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deeds=_deeds())
def test_whatever_was_done_comes_undone_and_done_again(
    workspace: Workspace, deeds: list[tuple[object, ...]]
) -> None:
    model = opened(workspace)
    desk = LessonDesk(model.page)
    before = shown(model.view)
    for deed in deeds:
        try:
            _do(model, desk, deed)
        except UserError:
            continue
    after, count = shown(model.view), 0
    while workspace.last_done is not None:
        workspace.undo()
        count += 1
    assert shown(model.view) == before
    for _ in range(count):
        workspace.redo()
    assert shown(model.view) == after
    for _ in range(count):
        workspace.undo()
    assert shown(model.view) == before
    model.page.deleteLater()


def test_what_somebody_wrote_over_stays_and_says_why(tmp_path: Path, qapp: QApplication) -> None:
    store = new_journal(tmp_path)
    workspace = Workspace(store, HandClock(), SCHOOL, PETROVA)
    command = SetCell(RUSSIAN, TODAY, PUPILS_5A[0], "5")
    workspace.execute(set_cell, command, "первая")
    workspace.execute(set_cell, SetCell(RUSSIAN, TODAY, PUPILS_5A[1], "5"), "вторая")
    with store.writing() as session:
        theirs = work_of(store, ORLOVA, HandClock())
        # nothing forbids it here: the rulebook is asked on the way in only
        key = make_key("mark.set", RUSSIAN, TODAY, PUPILS_5A[1], "0")
        append(session, theirs.stamp, [Draft("mark.set", key, Mark(("3",)))])
    with pytest.raises(UserError, match=r"уже другая запись \(Орлова"):
        workspace.undo()
    assert workspace.undo() == "первая"  # the one before it is not held up
    store.close()


def test_every_screen_takes_back_what_was_done_on_another(
    workspace: Workspace, theme: Theme, qtbot: QtBot
) -> None:
    screen = Screen("other", "&Другой", "journal", "Другой")
    qtbot.addWidget(screen)
    keys = UndoKeys(workspace, screen)
    assert not keys.undo.isEnabled()
    workspace.execute(set_cell, SetCell(RUSSIAN, TODAY, PUPILS_5A[2], "5"), "отметка")
    assert screen.hint is keys.undo
    assert keys.undo.text() == "Отменить: отметка"
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.setFocus()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(screen.saved) as saved:
        press(screen, Qt.Key.Key_Z, control)
    assert saved.args == ["Отменено: отметка · Ctrl Y — вернуть"]
    assert keys.redo.text() == "Вернуть: отметка"
    with qtbot.waitSignal(screen.saved):
        press(screen, Qt.Key.Key_Z, control | shift)
    assert keys.undo.isEnabled()
    keys.undo.trigger()
    assert not keys.undo.isEnabled()
