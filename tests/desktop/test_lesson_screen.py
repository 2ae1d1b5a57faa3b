"""A lesson is kept on one page, by keys alone, and few of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from journal.profile import profile_text
from journal.projection import differences
from journal.reference import lesson_id
from journal.services.lessons import SetCell, SetTopic, set_cell, set_topic
from tests.desktop.lessons import DAY, LESSON, NEXT, PLAN, LessonDeskTop
from tests.journal.desks import work_of
from tests.small_school import MATHS, ORLOVA, PETROVA, RUSSIAN, RUSSIAN_1, SCHOOL

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def lesson(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[LessonDeskTop]:
    lesson = LessonDeskTop(tmp_path, theme, qtbot)
    yield lesson
    lesson.close()


MARKS = {1: "5", 3: "4", 4: "3", 6: "5", 9: "4", 11: "5", 13: "2", 16: "4", 18: "5", 21: "3"}
MARKS |= {25: "4", 29: "5"}
ABSENT, LATE = (2, 14, 22), 7
HOMEWORK = "§ 14, упр. 126"


@pytest.mark.clause("TAL-2.2", "ANC-R.VIII.2", "ANC-P4.T.4")
def test_a_lesson_of_thirty_is_kept_by_sixty_keys_in_one_pass(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    lesson = LessonDeskTop(tmp_path, theme, qtbot, pupils=30)
    lesson.press(Key.Key_F6)
    lesson.press(Key.Key_Return)  # nobody to name now: down the list
    for row in range(30):
        if row in MARKS:
            lesson.type(MARKS[row])
        elif row in ABSENT or row == LATE:
            lesson.type("н" if row in ABSENT else "о")
        lesson.press(Key.Key_Down)
    _end_by_homework(lesson)
    _expect_all(lesson)
    assert lesson.pressed - len(HOMEWORK) <= 60, lesson.pressed - len(HOMEWORK)
    lesson.close()


def test_the_roll_first_and_marks_later_take_sixty_keys_too(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    lesson = LessonDeskTop(tmp_path, theme, qtbot, pupils=30)
    lesson.press(Key.Key_F6)
    lesson.type("3 15 23 8о")
    lesson.press(Key.Key_Return)
    for row in range(30):
        if row in MARKS:
            lesson.type(MARKS[row])
        if row < 29:
            lesson.press(Key.Key_Down)
    _end_by_homework(lesson)
    _expect_all(lesson)
    assert lesson.pressed - len(HOMEWORK) <= 60, lesson.pressed - len(HOMEWORK)
    lesson.close()


def _end_by_homework(lesson: LessonDeskTop) -> None:
    lesson.press(Key.Key_F7)  # the topic is what is missing first
    lesson.press(Key.Key_Return)
    lesson.type(HOMEWORK)
    lesson.press(Key.Key_Return)


def _expect_all(lesson: LessonDeskTop) -> None:
    texts = lesson.texts
    assert {row: text for row, text in enumerate(texts) if text.isdecimal()} == MARKS
    assert {row for row, text in enumerate(texts) if text == "н"} == set(ABSENT)
    assert [row for row, text in enumerate(texts) if text == "о"] == [LATE]
    whole = lesson.whole
    assert (whole.card.topic, whole.card.plan_number) == (PLAN[NEXT][0], NEXT + 1)
    assert (whole.card.homework, whole.manners) == (HOMEWORK, ("читать", "письменно"))
    assert whole.card.called
    assert whole.missing == ()
    with lesson.store.reading() as session:
        assert differences(session, SCHOOL) == []


@pytest.mark.clause("TAL-2.5")
def test_one_key_calls_the_roll_and_the_absent_are_named_in_words(lesson: LessonDeskTop) -> None:
    lesson.press(Key.Key_F6)
    assert lesson.whole.card.called
    assert "все на месте" in lesson.screen.roll.words.text()
    lesson.type("жав 2 о 10м")
    assert lesson.screen.roll.words.text() == "Жаворонков Лев — н, Егозин Пётр — о 10м"
    lesson.press(Key.Key_Return)
    assert lesson.texts == ["", "о 10м", "", "н", ""]
    assert lesson.screen.roll.words.text() == "Перекличка проведена: нет: 1, опоздали: 1"
    lesson.press(Key.Key_Z, CONTROL)
    assert lesson.texts == [""] * 5  # one wish, one step back


def test_a_cell_is_made_absent_after_all_were_present(lesson: LessonDeskTop) -> None:
    lesson.press(Key.Key_F6)
    lesson.press(Key.Key_Escape)
    lesson.type("y")
    lesson.press(Key.Key_Return)
    assert lesson.texts[0] == "н"
    assert "нет: 1" in lesson.screen.roll.words.text()


@pytest.mark.parametrize("text", ["40", "фф", "3х", "е"])
def test_a_name_nobody_has_is_refused_and_stays_for_correction(
    lesson: LessonDeskTop, text: str
) -> None:
    lesson.press(Key.Key_F6)
    lesson.type(f"1 {text}")
    lesson.press(Key.Key_Return)
    assert lesson.screen.roll.refusal.text()
    assert lesson.screen.roll.line.text() == f"1 {text}"
    assert lesson.texts == [""] * 5


def test_a_wrong_mark_is_refused_in_its_cell(lesson: LessonDeskTop) -> None:
    lesson.type("14")
    lesson.press(Key.Key_Return)
    assert "«14»" in lesson.bubble
    assert lesson.texts[0] == ""
    lesson.press(Key.Key_Escape)
    lesson.type("4")
    lesson.press(Key.Key_Return)
    assert lesson.texts[0] == "4"
    lesson.press(Key.Key_Up)
    lesson.type("5")  # over the four
    lesson.press(Key.Key_Return)
    assert lesson.texts[0] == "5"


@pytest.mark.clause("TAL-2.7a")
def test_another_topic_of_the_plan_is_chosen_by_arrow_and_an_own_one_is_flagged(
    lesson: LessonDeskTop,
) -> None:
    topic = lesson.screen.form.topic
    topic.setFocus()
    assert PLAN[NEXT][0] in topic.placeholderText()
    lesson.press(Key.Key_Down)
    lesson.press(Key.Key_Down)
    lesson.press(Key.Key_Return)
    assert (lesson.whole.card.topic, lesson.whole.card.plan_number) == (PLAN[NEXT + 1][0], NEXT + 2)
    assert off_plan(lesson) == ""
    topic.setFocus()
    topic.selectAll()
    lesson.type("Экскурсия")
    lesson.press(Key.Key_Return)
    assert lesson.whole.card.topic == "Экскурсия"
    assert off_plan(lesson) == "такой темы в плане нет"
    assert lesson.screen.form.correction.isVisible()
    lesson.screen.form.correction.setFocus()
    lesson.type("день города")
    lesson.press(Key.Key_Return)
    assert lesson.whole.card.correction == "день города"
    line = lesson.screen.board.line
    assert line is not None
    assert line.note == "корр. КТП: день города"  # in «Журнал» beside the topic
    topic.setFocus()
    topic.selectAll()
    lesson.type("фонет")
    lesson.press(Key.Key_Down)
    lesson.press(Key.Key_Return)
    assert (lesson.whole.card.topic, lesson.whole.card.plan_number) == (PLAN[NEXT + 2][0], NEXT + 3)
    assert (lesson.whole.card.correction, off_plan(lesson)) == ("", "")
    before = SetTopic(RUSSIAN, lesson_id(RUSSIAN, DAY - timedelta(days=4), 1), PLAN[1][0], 2)
    lesson.workspace.execute(set_topic, before)
    lesson.settle()
    # Monday has no topic yet and its line is left to it: № 3 and № 4 would be in order
    assert off_plan(lesson) == "по порядку № 3"


def off_plan(lesson: LessonDeskTop) -> str:
    return lesson.whole.off_plan


@pytest.mark.clause("TAL-2.7b")
def test_a_column_is_added_by_first_letters_renamed_and_taken_away(lesson: LessonDeskTop) -> None:
    lesson.press(Key.Key_F4)
    lesson.type("сам")
    lesson.press(Key.Key_Return)
    columns = lesson.whole.card.columns
    assert [column.work for column in columns] == ["ОТВ", "СР"]
    assert lesson.screen.model.lessons_end == 2
    lesson.screen.board.set_column(columns[1].column, "тест", "входной")
    assert lesson.whole.card.columns[1].title == "входной"
    assert lesson.whole.card.columns[1].work == "ТСТ"
    work = lesson.screen.form.columns.works[1]
    work.setFocus()
    work.selectAll()
    lesson.type("кон")
    lesson.press(Key.Key_Return)
    assert lesson.whole.card.columns[1].work == "КР"
    assert lesson.screen.form.columns.works[1].text() == "Контрольная работа"
    lesson.screen.board.remove_column(columns[1].column)
    assert len(lesson.whole.card.columns) == 1


@pytest.mark.clause("TAL-IV.3g")
def test_one_pupil_gets_homework_of_his_own(lesson: LessonDeskTop) -> None:
    lesson.screen.form.homework.who.setFocus()
    lesson.type("ёлк")
    lesson.press(Key.Key_Return)
    lesson.type("карточка № 3")
    lesson.press(Key.Key_Return)
    assert [(each.name, each.text) for each in lesson.whole.tasks] == [
        ("Ёлкина Полина", "карточка № 3")
    ]
    assert lesson.screen.form.homework.who.text() == ""


@pytest.mark.clause("TAL-2.8a")
def test_nothing_set_is_said_explicitly_and_manners_are_turned(lesson: LessonDeskTop) -> None:
    homework = lesson.screen.form.homework
    homework.text.setFocus()
    lesson.type("-")
    lesson.press(Key.Key_Return)
    assert lesson.whole.card.unassigned
    assert homework.unassigned.isChecked()
    assert "homework" not in lesson.whole.missing
    lesson.screen.board.set_homework("упр. 7")
    homework.manners["учить"].click()
    assert lesson.whole.manners == ("учить", "письменно")
    later = lesson.whole.ahead[2][0]
    lesson.screen.board.set_due(later)
    assert lesson.whole.due == later
    assert homework.due.currentData() == later


@pytest.mark.clause("TAL-4.3b")
def test_where_the_act_wants_kinds_of_work_a_lesson_without_them_is_not_complete(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    lesson = LessonDeskTop(tmp_path, theme, qtbot, profile=profile_text("tal"))
    lesson.press(Key.Key_F6)
    lesson.screen.board.set_topic("Экскурсия")
    lesson.screen.board.set_homework("-")
    assert [*lesson.whole.missing] == ["works"]
    lesson.press(Key.Key_F7)
    lesson.type("раб, тест")
    lesson.press(Key.Key_Return)
    assert lesson.whole.works == ("РУ", "ТСТ")
    assert not lesson.whole.missing
    lesson.close()


@pytest.mark.clause("MIC-1.2a")
def test_a_first_grade_has_no_fields_for_marks_and_homework_and_says_why(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    at = lesson_id(RUSSIAN_1, DAY, 3)
    lesson = LessonDeskTop(tmp_path, theme, qtbot, user=ORLOVA, page=RUSSIAN_1, lesson=at)
    form = lesson.screen.form
    assert form.columns.isHidden()
    assert "отметки не ставятся" in lesson.whole.marks_off
    assert not form.homework.text.isVisible()
    assert "домашние задания не задаются" in lesson.whole.card.homework_off
    lesson.type("5")
    lesson.press(Key.Key_Return)
    assert "отметки не ставятся" in lesson.bubble
    lesson.press(Key.Key_Escape)
    lesson.press(Key.Key_F6)
    lesson.screen.board.set_topic("Буква А")
    assert lesson.whole.missing == ()
    lesson.close()


def test_what_may_not_be_written_is_shut_before_typing(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    at = lesson_id(MATHS, DAY, 2)
    lesson = LessonDeskTop(tmp_path, theme, qtbot, page=MATHS, lesson=at)
    assert lesson.whole.card.locked
    assert not lesson.screen.roll.all.isEnabled()
    assert lesson.screen.form.topic.isReadOnly()
    lesson.type("5")
    assert lesson.bubble
    assert lesson.texts == [""] * 5
    lesson.close()


def test_what_comes_from_elsewhere_does_not_disturb_what_is_being_typed(
    lesson: LessonDeskTop,
) -> None:
    lesson.screen.form.topic.setFocus()
    lesson.type("Экску")
    work = work_of(lesson.store, PETROVA, lesson.clock)
    pupil = lesson.screen.model.pupil(0).id
    with lesson.store.writing() as session:
        cell = SetCell(RUSSIAN, lesson.whole.card.lesson, pupil, "5")
        changes = set_cell(session, cell, work)
    lesson.workspace.announce(changes)
    lesson.settle()
    assert lesson.texts[0] == "5"
    assert lesson.screen.form.topic.text() == "Экску"
    focus = QApplication.focusWidget()
    assert focus is lesson.screen.form.topic


def test_the_models_of_a_lesson_obey_qt(lesson: LessonDeskTop, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(lesson.screen.model)  # type: ignore[no-untyped-call]
    lesson.screen.board.add_column("тест")
    lesson.screen.board.set_topic("Экскурсия")


def test_every_field_has_a_name_for_a_reader(lesson: LessonDeskTop) -> None:
    form = lesson.screen.form
    for field in (*form.fields().values(), *form.homework.fields(), *form.columns.fields()):
        assert field.accessibleName(), field.placeholderText()


def test_delete_clears_a_cell_and_names_lead_nowhere_in_classroom_mode(
    lesson: LessonDeskTop,
) -> None:
    lesson.type("5")
    lesson.press(Key.Key_Down)
    lesson.press(Key.Key_Up)
    lesson.press(Key.Key_Delete)
    assert lesson.texts[0] == ""
    lesson.screen.board.set_task("1", "карточка")
    lesson.screen.hide_others(True)
    shown = [each.text() for each in lesson.screen.findChildren(QLabel) if each.isVisible()]
    assert not [text for text in shown if "Абрикосова" in text]
    lesson.screen.roll.ask()
    lesson.type("ё е жав")
    told = lesson.screen.roll.words.text()
    assert not any(name in told for name in ("Ёлкина", "Егозин", "Жаворонков"))
    lesson.screen.hide_others(False)
    lesson.settle()
    shown = [each.text() for each in lesson.screen.findChildren(QLabel) if each.isVisible()]
    assert "Абрикосова Анна: карточка" in shown


def test_what_was_typed_is_written_before_another_lesson_opens(lesson: LessonDeskTop) -> None:
    before = lesson.whole.card.lesson
    yesterday = lesson_id(RUSSIAN, DAY - timedelta(days=1), 1)
    lesson.screen.roll.ask()
    lesson.type("2")
    lesson.screen.form.topic.setFocus()
    lesson.type("Экскурсия")
    lesson.screen.open_lesson(RUSSIAN, yesterday)
    assert lesson.whole.card.lesson == yesterday
    assert lesson.texts == [""] * 5
    lesson.screen.open_lesson(RUSSIAN, before)
    assert lesson.texts == ["", "н", "", "", ""]
    assert lesson.whole.card.topic == "Экскурсия"
    lesson.screen.roll.ask()
    lesson.type("никто")
    lesson.screen.open_lesson(RUSSIAN, yesterday)
    assert lesson.whole.card.lesson == before, "a refused text keeps the lesson"
    assert lesson.screen.roll.refusal.text()


def test_a_subject_without_marks_has_homework_but_no_columns(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    act = 'version = 2\ntitle = "Акт"\n[grading]\nunmarked_subjects = ["Русский язык"]\n'
    lesson = LessonDeskTop(tmp_path, theme, qtbot, profile=act)
    assert "По предмету «Русский язык» отметки не ставятся" in lesson.whole.marks_off
    assert lesson.screen.form.columns.isHidden()
    assert lesson.screen.form.homework.text.isVisible()
    lesson.type("5")
    lesson.press(Key.Key_Return)
    assert "отметки не ставятся" in lesson.bubble
    assert lesson.texts[0] == ""
    lesson.close()


def test_an_absent_pupil_gets_no_mark_where_the_act_forbids_it(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    act = 'version = 2\ntitle = "Акт"\n[marks]\nwhen_absent = "forbid"\n'
    lesson = LessonDeskTop(tmp_path, theme, qtbot, profile=act)
    lesson.type("н4")
    lesson.press(Key.Key_Return)
    assert "отсутствующему не ставится" in lesson.bubble
    assert lesson.texts[0] == ""
    lesson.close()


def test_the_screen_opens_at_the_lesson_of_now_and_says_when_there_is_none(
    lesson: LessonDeskTop,
) -> None:
    board = lesson.screen.board
    assert board.lesson_to_begin_with() == (RUSSIAN, LESSON)
    lesson.clock.set(2026, 9, 20)  # a Sunday
    board.close()
    lesson.screen.arrive()
    assert board.whole is None
    shown = [each.text() for each in lesson.screen.findChildren(QLabel) if each.isVisible()]
    assert "Сегодня у вас нет уроков" in shown


def test_the_marks_have_room_beside_the_year_mark(lesson: LessonDeskTop) -> None:
    lesson.clock.set(2027, 5, 19)
    *_, last = (
        each for each in lesson.workspace.reference.lessons(RUSSIAN).values() if each.day.month == 5
    )
    lesson.screen.open_lesson(RUSSIAN, last.id)
    lesson.settle()
    grid = lesson.screen.grid
    assert grid.model.place_words(grid.model.columnCount() - 1) == "Годовая"
    assert grid.lessons.viewport().width() >= grid.lessons.columnWidth(0)


@pytest.mark.clause("ANC-P4.T.3")
def test_whoever_stands_in_sees_for_whom_and_goes_back_by_one_key(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    desk = LessonDeskTop(tmp_path, theme, qtbot, user=ORLOVA)
    bar = desk.screen.bar
    desk.workspace.stand_in(RUSSIAN, LESSON)
    desk.screen.open_lesson(RUSSIAN, LESSON)
    desk.settle()
    assert "Я замещаю: Петрова А. А." in [each.text() for each in bar.findChildren(QLabel)]
    assert not bar.back.isHidden()
    with qtbot.waitSignal(desk.screen.day_wanted):
        desk.press(Key.Key_Home, ALT)
    desk.screen.open_lesson(MATHS, lesson_id(MATHS, DAY, 2))
    desk.settle()
    assert bar.back.isHidden()
    desk.close()


def test_at_150_percent_a_lesson_needs_no_sliding_to_the_side(lesson: LessonDeskTop) -> None:
    for _ in range(2):  # the register gives up its idle room in between
        lesson.screen.resize(819, 400)  # what 1366 x 768 leaves beside rail and scroll bar
        lesson.settle()
    assert lesson.screen.width() == 819
    assert lesson.screen.minimumSizeHint().width() <= 819
    assert lesson.screen.form.homework.manners["практика"].width() >= 60
