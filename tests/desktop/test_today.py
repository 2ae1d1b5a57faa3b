"""The screen «Сегодня»: the day, what is not filled in, one key to the lesson."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QEvent, QObject, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.models.today_board import TodayBoard
from desktop.models.week_model import CHANGED_ROLE, WeekModel
from desktop.theme import Theme
from desktop.views.changes.time_questions import AddQuestion
from desktop.views.today.screen import TodayScreen
from desktop.workspace import Workspace
from journal import values
from journal.kinds import make_key
from journal.log import Draft
from journal.reference import lesson_id
from journal.services.lessons import CallRoll, SetCell, call_roll, set_cell
from journal.services.work import write
from journal.store import Store
from tests.desktop.keys import press
from tests.journal.desks import HandClock, new_journal, work_of
from tests.small_school import (
    CLASS_5A,
    GROMOV,
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS_5A,
    RUSSIAN,
    SCHOOL,
    SMIRNOVA,
)

TUESDAY = date(2026, 9, 15)
LESSON = lesson_id(RUSSIAN, TUESDAY, 1)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = new_journal(tmp_path)
    yield made
    made.close()


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QObject]:
    """Own the boards, so that their timers end on this thread."""
    made = QObject()
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


@pytest.fixture
def board(store: Store, clock: HandClock, owner: QObject) -> TodayBoard:
    return board_of(store, clock, owner, PETROVA)


def board_of(store: Store, clock: HandClock, owner: QObject, user: str) -> TodayBoard:
    """Return the board of a user."""
    found = TodayBoard(Workspace(store, clock, SCHOOL, user, owner), owner)
    found.refresh()
    return found


def screen_of(board: TodayBoard, theme: Theme, qtbot: QtBot) -> TodayScreen:
    screen = TodayScreen(board, WeekModel(board._workspace), theme)
    qtbot.addWidget(screen)
    screen.resize(1180, 690)
    screen.show()
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.arrive()
    return screen


def turn(qtbot: QtBot, screen: TodayScreen, key: Qt.Key) -> None:
    """Press a key with Alt."""
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(screen.lines, key, alt)  # type: ignore[no-untyped-call]


def as_deputy(store: Store, draft: Draft) -> None:
    with store.writing() as session:
        write(session, work_of(store, SMIRNOVA, HandClock()), [draft])


def test_the_models_of_the_day_obey_qt(board: TodayBoard, qtmodeltester: ModelTester) -> None:
    for model in (board.lines, board.unfilled, board.news):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]
        assert model.rowCount()


def test_the_day_shows_the_lesson_now_running_with_its_ticks(board: TodayBoard) -> None:
    (line,) = board.lines.rows()
    assert (line.phase, line.title) == ("running", "5А · Русский язык")
    assert "идёт сейчас · до 09:15" in line.details
    assert board.plan.term == "I четверть, 3-я неделя"
    assert board.summary == "1 урок · заполнено 0"
    text = board.lines.index(0).data()
    assert text.startswith("1 урок, 08:30, 5А · Русский язык")
    assert text.endswith("перекличка ещё нет, отметки не нужно, тема ещё нет, задание ещё нет")


def test_a_tick_follows_the_journal(board: TodayBoard, qtbot: QtBot) -> None:
    board.watch(True)
    with qtbot.waitSignal(board.changed):
        board._workspace.execute(call_roll, CallRoll(RUSSIAN, LESSON))
    assert board.lines.rows()[0].state.roll_call.state == "done"


def test_the_clock_moves_the_day_on(board: TodayBoard, clock: HandClock) -> None:
    board.watch(True)
    clock.set(2026, 9, 15, 9, 16)
    board.look_at_the_clock()
    assert board.lines.rows()[0].phase == "over"
    clock.set(2026, 9, 16, 8, 0)
    board.look_at_the_clock()
    assert board.day == date(2026, 9, 16)
    assert board.lines.rows()[0].phase == "next"
    board.step(-1)
    clock.set(2026, 9, 17, 8, 0)
    board.look_at_the_clock()
    assert board.day == date(2026, 9, 15)  # who looks at a day stays there


def test_enter_opens_the_lesson_and_what_was_left_out(
    board: TodayBoard, theme: Theme, qtbot: QtBot
) -> None:
    screen = screen_of(board, theme, qtbot)
    assert screen.badge == board.unfilled.rowCount() == 10  # the school days of September so far
    with qtbot.waitSignal(screen.lesson_wanted) as wanted:
        press(screen.lines, Qt.Key.Key_Return)
    assert wanted.args == [RUSSIAN, LESSON]
    with qtbot.waitSignal(screen.lesson_wanted) as wanted:
        press(screen.unfilled, Qt.Key.Key_Return)
    assert wanted.args == [RUSSIAN, lesson_id(RUSSIAN, date(2026, 9, 1), 1)]


def test_the_button_in_the_row_is_a_click_away(
    board: TodayBoard, theme: Theme, qtbot: QtBot
) -> None:
    screen = screen_of(board, theme, qtbot)
    box = screen.lines.visualRect(board.lines.index(0))
    place = screen._delegate.button_rect(box).center()
    with qtbot.waitSignal(screen.lesson_wanted):
        qtbot.mouseClick(  # type: ignore[no-untyped-call]
            screen.lines.viewport(), Qt.MouseButton.LeftButton, pos=place
        )


def test_a_lesson_ahead_is_not_opened_and_says_why(
    board: TodayBoard, theme: Theme, qtbot: QtBot
) -> None:
    screen = screen_of(board, theme, qtbot)
    turn(qtbot, screen, Qt.Key.Key_Right)
    assert board.day == date(2026, 9, 16)
    with qtbot.waitSignal(screen.notice) as told:
        screen.open_lesson()
    assert "ещё впереди" in told.args[0]
    turn(qtbot, screen, Qt.Key.Key_Home)
    assert board.day == TUESDAY


@pytest.mark.parametrize(
    ("day", "why", "then"),
    [
        (
            date(2026, 9, 19),
            "Выходной день",
            "пн 21.09",
        ),
        (date(2026, 10, 27), "Каникулы", "пн 02.11"),
        (
            date(2026, 11, 4),
            "День единства",
            "чт 05.11",
        ),
    ],
)
def test_an_empty_day_says_why_and_what_comes_next(
    board: TodayBoard, day: date, why: str, then: str
) -> None:
    board.show_day(day)
    assert board.plan.why_empty == why
    assert board.plan.what_now == f"Следующий урок: {then} в 08:30, 5А · Русский язык."


@pytest.mark.parametrize("user", [SMIRNOVA, GROMOV])
def test_whoever_has_no_lessons_sees_the_day_of_the_school(
    store: Store, clock: HandClock, owner: QObject, user: str
) -> None:
    board = board_of(store, clock, owner, user)
    assert board.plan.why_empty == "Уроков у вас нет"
    assert board.plan.what_now == "Сегодня в школе: 3 урока."


@pytest.mark.clause("NEM-2.8.1d")
def test_changes_of_the_timetable_stand_beside_the_lessons_and_open_them(
    store: Store, board: TodayBoard, clock: HandClock, owner: QObject, theme: Theme, qtbot: QtBot
) -> None:
    maths = lesson_id(MATHS, TUESDAY, 2)
    substitution = values.Substitution(MATHS, TUESDAY, 2, PETROVA, "болезнь")
    key = make_key("substitution.set", "", maths)
    as_deputy(store, Draft("substitution.set", key, substitution))
    tomorrow = lesson_id(RUSSIAN, date(2026, 9, 16), 1)
    move = values.LessonChange("moved", date(2026, 9, 17), 5, "медосмотр")
    as_deputy(store, Draft("lesson.change", make_key("lesson.change", RUSSIAN, tomorrow), move))
    board._workspace._reference = None
    board.refresh()
    assert [line.lesson.page for line in board.lines.rows()] == [RUSSIAN, MATHS]
    assert "я замещаю: Орлова Т. В." in board.lines.rows()[1].details
    news = [board.news.index(row).data() for row in range(board.news.rowCount())]
    assert "вт 15.09, 2 урок · 5А · Математика: замена, по расписанию Орлова Т. В." in news
    assert "чт 17.09, 5 урок · 5А · Русский язык: перенесён с 16.09 · медосмотр" in news
    screen = screen_of(board, theme, qtbot)

    def enter(lesson: str) -> None:
        rows = [each.lesson for each in board.news.rows()]
        screen.news.setCurrentIndex(board.news.index(rows.index(lesson)))
        press(screen.news, Qt.Key.Key_Return)

    with qtbot.waitSignal(screen.lesson_wanted) as wanted:
        enter(maths)
    assert wanted.args == [MATHS, maths]
    hers = screen_of(board_of(store, clock, owner, SMIRNOVA), theme, qtbot)
    with qtbot.waitSignal(hers.change_wanted) as wanted:
        press(hers.news, Qt.Key.Key_Return)
    assert wanted.args == [MATHS, maths]
    gone = values.LessonChange("cancelled", date(2026, 9, 18), 1, "карантин")
    friday = lesson_id(RUSSIAN, date(2026, 9, 18), 1)
    as_deputy(store, Draft("lesson.change", make_key("lesson.change", RUSSIAN, friday), gone))
    board._workspace._reference = None
    board.refresh()
    screen.week.model.refresh()
    enter(friday)  # nothing is kept at a cancelled lesson: the week shows it
    assert screen.week.table.currentIndex().data().endswith("отменён, карантин")


@pytest.mark.clause("ANC-R.VI.6")
def test_ends_of_terms_and_missing_plans_are_named_with_their_dates(
    store: Store, clock: HandClock, owner: QObject
) -> None:
    clock.set(2026, 10, 15)
    board = board_of(store, clock, owner, ORLOVA)
    news = [board.news.index(row).data() for row in range(board.news.rowCount())]
    assert [line for line in news if line.startswith("Итоги")] == []  # not before the last week
    assert "КТП не загружено: срок 15.10 · 5А Математика, 1А Русский язык" in news
    clock.set(2026, 10, 16)
    board.refresh()
    news = [board.news.index(row).data() for row in range(board.news.rowCount())]
    # the first grade gets no marks
    assert "Итоги: I четверть: срок 23.10 · нет 5 отметок на 1 странице" in news
    clock.set(2027, 5, 20)
    in_may = board_of(store, clock, owner, ORLOVA).news
    told = [in_may.index(row).data() for row in range(in_may.rowCount())]
    assert "Итоги: год: срок 26.05 · нет 5 отметок на 1 странице" in told
    plans = "КТП не загружено: срок был 15.10 · 5А Математика, 1А Русский язык"
    assert plans in news


def test_a_class_teacher_sees_how_many_of_her_class_are_absent(
    board: TodayBoard, qtbot: QtBot
) -> None:
    board.watch(True)
    with qtbot.waitSignal(board.changed):
        board._workspace.execute(set_cell, SetCell(RUSSIAN, LESSON, PUPILS_5A[0], "н"))
    assert board.news.index(0).data() == "Мой класс 5А: сегодня отсутствуют: 1"


@pytest.mark.clause("NEM-2.8.1a")
def test_the_week_shows_the_timetable_with_what_was_changed(
    store: Store, board: TodayBoard, owner: QObject, qtmodeltester: ModelTester
) -> None:
    move = values.LessonChange("moved", date(2026, 9, 17), 5, "медосмотр")
    as_deputy(store, Draft("lesson.change", make_key("lesson.change", RUSSIAN, LESSON), move))
    board._workspace._reference = None
    week = WeekModel(board._workspace, owner)
    assert (week.rowCount(), week.columnCount()) == (5, 5)
    away, here = week.index(0, 1), week.index(4, 3)
    assert away.data() == "5А · Русский язык\nкаб. 21\nперенесён на 17.09"
    assert here.data() == "5А · Русский язык\nкаб. 21\nперенесён с 15.09, медосмотр"
    assert [week.index(0, day).data(CHANGED_ROLE) for day in range(3)] == [False, True, False]
    week.show_class(CLASS_5A)
    assert week.index(1, 0).data() == "Математика\nОрлова Т. В. · каб. 21"
    week.show_week_of(date(2026, 10, 27))
    assert week.rowCount() == 0
    qtmodeltester.check(week)  # type: ignore[no-untyped-call]


def test_a_teacher_adds_a_lesson_to_an_own_page_from_the_week(
    board: TodayBoard, theme: Theme, qtbot: QtBot
) -> None:
    screen = screen_of(board, theme, qtbot)
    qtbot.keyClick(screen.lines, Qt.Key.Key_F2)  # type: ignore[no-untyped-call]
    qtbot.keyClick(screen.week.table, Qt.Key.Key_Insert)  # type: ignore[no-untyped-call]
    (question,) = screen.findChildren(AddQuestion)
    assert [question.page.itemText(row) for row in range(question.page.count())] == [
        "5А · Русский язык"
    ]
    question.day.setDate(QDate(2026, 9, 16))
    question.slot.setValue(5)
    with qtbot.waitSignal(screen.notice) as told:
        question.yes.click()
    assert told.args[0] == "5 урок 5А ср 16.09 (Русский язык) добавлен."
    board.show_day(date(2026, 9, 16))
    assert [line.lesson.slot for line in board.lines.rows()] == [1, 5]
    screen.undo_keys.undo.trigger()
    board.refresh()
    assert [line.lesson.slot for line in board.lines.rows()] == [1]


def test_the_week_is_one_key_away(board: TodayBoard, theme: Theme, qtbot: QtBot) -> None:
    screen = screen_of(board, theme, qtbot)
    qtbot.keyClick(screen.lines, Qt.Key.Key_F2)  # type: ignore[no-untyped-call]
    assert screen.week.isVisible()
    assert screen.week.table.hasFocus()
    screen.bar.ahead.click()
    assert screen.week.model.monday == date(2026, 9, 21)
    screen.bar.week.toggle()
    assert screen.lines.isVisible()
