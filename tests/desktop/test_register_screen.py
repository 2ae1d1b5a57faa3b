"""The screen around the register: roll call, undo, what opens over it, its right half."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.lessons_model import HOMEWORK, TOPIC
from desktop.theme import Theme
from desktop.views.register.page_bar import FOREIGN
from desktop.views.register.screen import RegisterScreen
from journal import values
from journal.kinds import make_key
from journal.log import Draft, append
from journal.queries.history import HistoryLine
from journal.services.decisions import AppointSubstitute, appoint_substitute
from journal.services.lessons import SetTopic, set_topic
from tests.desktop.registers import Register, lesson
from tests.journal.desks import HandClock, work_of
from tests.small_school import MATHS, ORLOVA, PETROVA, RUSSIAN, RUSSIAN_1, SMIRNOVA, TERM_1, TERM_2

Key = Qt.Key


@pytest.fixture
def register(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Register]:
    register = Register(tmp_path, theme, qtbot)
    plan = [
        Draft("plan.topic", make_key("plan.topic", RUSSIAN, str(number)), values.PlanTopic(*line))
        for number, line in enumerate((("Имена", "упр. 1"), ("Падежи", "упр. 2")), start=1)
    ]
    with register.store.writing() as session:
        stamp = work_of(register.store, PETROVA, register.clock).stamp
        changes = append(session, stamp, plan)
    register.workspace.announce(changes)
    yield register
    register.close()


def words_of(widget: QWidget) -> str:
    """Everything a popover says, as one text."""
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.mark.clause("TAL-2.5")
def test_one_key_says_that_all_are_present(register: Register) -> None:
    bar, today = register.screen.bar, register.column(15)

    def called() -> bool:
        column = register.model.lesson_column(today)
        return column is not None and column.called

    register.enter("5")
    assert not called()  # a mark is no roll call
    assert bar.roll.isVisibleTo(bar)
    assert bar.roll.text().startswith("Все присутствуют 15.09")
    register.press(Key.Key_F6)
    assert called()
    assert not bar.roll.isVisibleTo(bar)
    assert bar.roll_state.text() == "Перекличка 15.09 проведена"
    assert register.texts(today) == ["5", "", "", "", ""]


def test_the_roll_call_keeps_who_is_marked_as_absent(register: Register) -> None:
    today = register.column(15)
    register.enter("н")
    assert register.screen.bar.roll.text().startswith("Остальные присутствуют")
    register.press(Key.Key_F6)
    assert register.texts(today)[0] == "н"
    column = register.model.lesson_column(today)
    assert column is not None
    assert column.called


def test_an_action_is_taken_back_by_its_words(register: Register, qtbot: QtBot) -> None:
    screen, today = register.screen, register.column(15)
    hint = screen.hint
    assert hint is not None
    assert not hint.isEnabled()
    with qtbot.waitSignal(screen.saved) as saved:
        register.enter("5")
    assert saved.args == ["Сохранено в 09:00:00 на этом компьютере"]
    assert hint.text() == "Отменить: Абрикосова Анна, 15.09, «5»"
    register.enter("4")
    with qtbot.waitSignal(screen.saved) as told:
        register.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["Отменено: Егозин Пётр, 15.09, «4» · Ctrl Y — вернуть"]
    assert register.texts(today)[:2] == ["5", ""]
    register.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert register.texts(today)[0] == ""
    assert not hint.isEnabled()


def test_the_legend_counts_the_signs_in_sight(register: Register) -> None:
    key = register.screen.key
    before = register.page_signs()
    register.enter("5")
    register.enter("н")
    assert register.page_signs() == before + 2
    assert "ждёт переноса: 2" in key.told


def test_the_history_of_a_cell_names_who_where_when_and_what_became_of_it(
    register: Register,
) -> None:
    register.enter("5")
    register.clock.wait(minutes=3)
    register.press(Key.Key_Up)
    register.enter("4")
    register.press(Key.Key_Up)
    register.press(Key.Key_F3)
    history = register.screen.insights.history
    assert history.isVisible()
    words = words_of(history)
    assert words.index("4\nПетрова А. А.") < words.index("5\nПетрова А. А.")
    assert "15.09.2026\n09:03:00" in words
    assert "ждёт переноса" in words
    register.press(Key.Key_Escape)
    assert not history.isVisible()
    kept = [label.text() for label in history.findChildren(QLabel)]
    assert "ждёт переноса" not in kept
    register.enter("3")  # the keyboard is back in its cell
    assert register.texts(register.column(15))[0] == "3"


def test_the_history_cuts_no_words(register: Register) -> None:
    reason = "запрос на исправление: " + "отметка с бумажного листа " * 4
    now = register.clock.now
    line = HistoryLine("", "4", "Петрова А. А.", "место 3", now, None, "held", "ждёт", reason)
    history = register.screen.insights.history
    history.tell("История", "", (line, line), may_erase=False)
    history.open_at(lambda: QRect(400, 100, 40, 24), register.screen.grid)
    register.settle()
    words = [label for label in history.findChildren(QLabel) if label.wordWrap()]
    assert any("с бумажного листа" in label.text() for label in words)
    assert all(label.height() >= label.heightForWidth(label.width()) for label in words)


def test_a_name_opens_the_mean_with_its_marks_and_the_absences(register: Register) -> None:
    register.enter("5")
    register.go(0, register.column(14))
    register.enter("б")
    names = register.screen.grid.names
    spot = names.viewport().rect().topLeft()
    spot.setX(60)
    spot.setY(names.sectionViewportPosition(0) + 8)
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    words = words_of(register.screen.insights.pupil)
    for part in ("Абрикосова Анна", "Средний балл 5,00", "Ответ на уроке", "14.09 н (б)"):
        assert part in words
    register.go(1, register.column(15))  # the work goes on elsewhere
    assert not register.screen.insights.pupil.isVisible()


@pytest.mark.clause("TAL-2.7b")
def test_a_head_gives_its_column_a_work_type_and_the_lesson_further_columns(
    register: Register,
) -> None:
    today = register.column(15)
    register.press(Key.Key_F4)
    popover = register.screen.insights.lesson
    (works,) = popover.works
    assert works.currentData() == "ОТВ"
    works.setCurrentIndex(works.findData("КР"))
    works.activated.emit(works.currentIndex())
    popover.add.setCurrentIndex(popover.add.findData("СР"))
    popover.add.activated.emit(popover.add.currentIndex())
    register.settle()
    assert popover.isVisible()
    assert [each.currentData() for each in popover.works] == ["КР", "СР"]
    shown = [register.model.lesson_column(at) for at in (today, today + 1)]
    assert [column.work for column in shown if column] == ["КР", "СР"]
    register.press(Key.Key_Escape)
    register.go(0, today)
    register.enter("5")
    register.go(0, today + 1)
    register.enter("3")
    assert register.model.index(0, register.model.lessons_end).data() == "4,33"
    for _ in range(4):
        register.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    column = register.model.lesson_column(today)
    assert column is not None
    assert column.work == "ОТВ"


def test_a_head_writes_topic_and_homework(register: Register) -> None:
    register.press(Key.Key_F4)
    popover = register.screen.insights.lesson
    register.type("Тема дня")
    register.press(Key.Key_Return)
    line = register.screen.lines.line(row_of(register, 15))
    assert line.topic.text == "Тема дня"
    popover.unassigned.click()
    assert register.screen.lines.line(row_of(register, 15)).homework.text == "не задано"
    assert not popover.homework.isEnabled()
    popover.topic.setFocus()
    register.type(" и ещё")
    register.press(Key.Key_Escape)  # takes the typing back
    assert popover.topic.text() == "Тема дня"
    register.press(Key.Key_Escape)
    assert not popover.isVisible()


def test_enter_takes_topic_and_homework_from_the_plan(register: Register) -> None:
    table, row = register.screen.lessons.table, row_of(register, 15)
    first = row_of(register, 1)
    assert register.screen.lines.offer(first, TOPIC) == "Имена"
    assert register.screen.lines.offer(row, TOPIC) == ""  # the plan has two lines only
    table.setCurrentIndex(register.screen.lines.index(first, TOPIC))
    table.setFocus()
    register.press(Key.Key_Return)
    register.press(Key.Key_Return)
    line = register.screen.lines.line(first)
    assert (line.topic.text, line.plan_number, line.homework.text) == ("Имена", 1, "упр. 1")
    assert table.currentIndex().column() == HOMEWORK


def test_a_head_takes_both_from_the_plan_and_keeps_its_height(register: Register) -> None:
    register.go(0, register.column(1))
    register.press(Key.Key_F4)
    popover = register.screen.insights.lesson
    register.press(Key.Key_Return)
    stands = popover.height()
    assert stands == popover.fit()
    register.press(Key.Key_Tab)
    register.press(Key.Key_Return)
    line = register.screen.lines.line(row_of(register, 1))
    assert (line.topic.text, line.homework.text) == ("Имена", "упр. 1")
    popover.homework.selectAll()
    register.press(Key.Key_Delete)
    register.press(Key.Key_Return)  # what was deleted is not taken from the plan again
    assert register.screen.lines.line(row_of(register, 1)).homework.text == ""


def test_the_right_half_opens_at_the_lesson_of_the_left_one(
    register: Register, qtbot: QtBot
) -> None:
    for day in range(1, 15):
        if row := register.screen.lines.row_of(lesson(day)):
            register.screen.desk.set_topic(register.screen.lines.line(row).lesson, "слово " * 30)
    screen = RegisterScreen(register.workspace, register.theme, "down")
    qtbot.addWidget(screen)
    screen.open(RUSSIAN, TERM_1)
    screen.resize(1100, 420)
    screen.show()
    register.settle()
    table = screen.lessons.table
    assert table.currentIndex().row() == row_of(register, 15)
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))


def test_a_topic_is_written_in_the_right_half_and_mended(register: Register) -> None:
    lessons, row = register.screen.lessons, row_of(register, 15)
    lessons.table.setCurrentIndex(register.screen.lines.index(row, TOPIC))
    lessons.table.setFocus()
    register.type("Имя сущ")
    register.type("ествительное")
    register.press(Key.Key_Return)
    assert register.screen.lines.line(row).topic.text == "Имя существительное"
    assert lessons.table.currentIndex().column() == HOMEWORK
    register.type("нет")
    register.press(Key.Key_Tab)
    assert register.screen.lines.line(row).homework.text == "не задано"
    lessons.table.setCurrentIndex(register.screen.lines.index(row, TOPIC))
    register.press(Key.Key_F2)
    register.type(", падежи")
    register.press(Key.Key_Return)
    assert register.screen.lines.line(row).topic.text == "Имя существительное, падежи"


def test_a_topic_from_the_plan_stays_tied_to_it_when_it_is_mended(register: Register) -> None:
    register.screen.desk.set_topic(lesson(1), "Имена")
    register.screen.desk.set_topic(lesson(1), "Имена собственные")
    line = register.screen.lines.line(row_of(register, 1))
    assert (line.topic.text, line.plan_number) == ("Имена собственные", 1)
    assert register.screen.lines.line(row_of(register, 2)).planned_topic == "Падежи"


def test_both_halves_stand_at_the_same_lesson(register: Register) -> None:
    table = register.screen.lessons.table
    register.go(2, register.column(9))
    assert table.currentIndex().row() == row_of(register, 9)
    table.setFocus()
    table.setCurrentIndex(register.screen.lines.index(row_of(register, 10), TOPIC))
    assert register.here == (2, register.column(10))


def test_a_substituted_lesson_says_who_keeps_it(register: Register) -> None:
    command = AppointSubstitute(RUSSIAN, register.clock.now.date(), 1, ORLOVA)
    register.elsewhere(appoint_substitute, command, SMIRNOVA)
    line = register.screen.lines.line(row_of(register, 15))
    assert line.note == "зам. Орлова Т. В."


@pytest.mark.clause("MIC-1.2a")
def test_grade_1_is_offered_neither_columns_nor_homework(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    register = Register(tmp_path, theme, qtbot, user=ORLOVA, page=RUSSIAN_1)
    register.press(Key.Key_F4)
    popover = register.screen.insights.lesson
    assert popover.works == []
    assert not popover.add.isVisible()
    assert not popover.homework.isEnabled()
    assert not popover.unassigned.isEnabled()
    assert "домашние задания не задаются" in words_of(popover)
    register.close()


def test_switchers_offer_the_pages_a_person_may_read(register: Register) -> None:
    bar = register.screen.bar
    titles = [action.text() for action in bar.pages.menu().actions() if action.text()]
    assert titles == ["5А · Русский язык", "5А · Математика", FOREIGN]
    next(each for each in bar.pages.menu().actions() if each.text() == titles[1]).trigger()
    view = register.model.view
    assert view is not None
    assert view.page == MATHS
    assert bar.pages.text() == "5А · Математика"
    assert bar.only_reads.isVisibleTo(bar)  # the class teacher reads it, Orlova teaches it
    assert not bar.roll.isVisibleTo(bar)
    bar.periods.menu().actions()[1].trigger()
    view = register.model.view
    assert view is not None
    assert (view.period.id, bar.periods.text()) == (TERM_2, "II четверть")


def test_a_refused_text_keeps_its_page(register: Register) -> None:
    register.enter("14")
    register.screen.open(MATHS)
    view = register.model.view
    assert view is not None
    assert view.page == RUSSIAN
    assert register.typed == "14"


def test_after_midnight_the_next_lesson_opens(tmp_path: Path, theme: Theme, qtbot: QtBot) -> None:
    clock = HandClock()
    register = Register(tmp_path, theme, qtbot, clock=clock)
    tomorrow = register.column(16)
    assert register.model.lock(0, tomorrow).words
    clock.set(2026, 9, 16, 0, 1)
    assert not register.screen.page.is_of_today()
    register.screen.page.reload()
    assert not register.model.lock(0, tomorrow).words
    register.close()


def test_a_page_without_lessons_says_what_to_do(register: Register) -> None:
    register.elsewhere(set_topic, SetTopic(RUSSIAN, lesson(15), "Тема"))
    with register.store.writing() as session:
        stamp = work_of(register.store, PETROVA, register.clock).stamp
        page = values.Page(
            register.workspace.reference.pages[RUSSIAN].class_id, "Музыка", "", PETROVA, 1.0, 9
        )
        draft = Draft("page.set", make_key("page.set", "", "a" * 32), page)
        changes = append(session, stamp, [draft])
    register.workspace.announce(changes)
    register.screen.open("a" * 32)
    assert "Уроков в этом периоде нет" in words_of(register.screen)


def row_of(register: Register, day: int) -> int:
    """Return the row of a lesson in the right half."""
    row = register.screen.lines.row_of(lesson(day))
    assert row is not None
    return row


def test_a_cell_is_found_by_the_key_of_its_fact(register: Register) -> None:
    today, pupil = register.column(15), register.model.pupil(3).id
    register.screen.desk.add_column(lesson(15), "СР")
    column = register.model.lesson_column(today + 1)
    assert column is not None
    for kind, parts, place in (
        ("mark.set", (lesson(15), pupil, column.column), (3, today + 1)),
        ("attendance.set", (lesson(15), pupil), (3, today)),
        ("term.mark", (TERM_1, pupil), (3, register.model.lessons_end + 1)),
    ):
        register.go(0, 0)
        register.screen.open_cell(make_key(kind, RUSSIAN, *parts))
        assert register.here == place
