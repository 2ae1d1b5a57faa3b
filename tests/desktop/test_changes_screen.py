"""The screen «Замены»: the deputy changes lessons by keys, and sees first what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.models.changes_board import ChangesBoard
from desktop.theme import Theme
from desktop.views.changes.change_question import ChangeQuestion, PlainQuestion
from desktop.views.changes.people_questions import JoinQuestion, SubstituteQuestion
from desktop.views.changes.screen import ChangesScreen
from desktop.views.changes.time_questions import AddQuestion, MoveQuestion
from desktop.workspace import Workspace
from journal import values
from journal.ids import derived_id
from journal.kinds import make_key
from journal.log import Draft, append
from journal.queries.lesson_notes import lesson_note
from journal.reference import Lesson, lesson_id
from tests.desktop.keys import press, type_text
from tests.journal.desks import HandClock, new_journal, work_of
from tests.small_school import (
    CLASS_5A,
    GROMOV,
    MATHS,
    ORLOVA,
    PETROVA,
    RUSSIAN,
    RUSSIAN_1,
    SCHOOL,
    SMIRNOVA,
)

TUESDAY = date(2026, 9, 15)
LESSON = lesson_id(RUSSIAN, TUESDAY, 1)
UNDO = Qt.KeyboardModifier.ControlModifier


class Office:
    """Somebody before the screen, with the week of 5А on show and the cursor on Tuesday."""

    def __init__(self, folder: Path, theme: Theme, qtbot: QtBot, user: str = SMIRNOVA) -> None:
        self.store = new_journal(folder)
        self.workspace = Workspace(self.store, HandClock(), SCHOOL, user)
        self.screen = ChangesScreen(ChangesBoard(self.workspace), theme)
        self.notices: list[str] = []
        self.screen.notice.connect(lambda words, _: self.notices.append(words))
        self.qtbot = qtbot
        qtbot.addWidget(self.screen)
        self.screen.resize(1180, 690)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.arrive()
        self.screen.choice.setCurrentText("5А класс")
        self.screen._choose()
        self.go(1)

    def go(self, slot: int, day: date = TUESDAY) -> None:
        self.screen.table.setCurrentIndex(self.screen.board.week.index_of((slot, day)))

    def key(self, letter: str) -> ChangeQuestion:
        """Type a letter on the table and return the question that it asks."""
        type_text(self.screen.table, letter)
        question = self.screen.findChildren(ChangeQuestion)[-1]
        assert isinstance(question, ChangeQuestion)
        return question

    def lesson(self, page: str = RUSSIAN, id_: str = LESSON) -> Lesson:
        return self.workspace.reference.lessons(page)[id_]

    def note(self) -> str:
        return lesson_note(self.workspace.reference, self.lesson())

    def undo(self) -> None:
        self.qtbot.keyClick(self.screen.table, Qt.Key.Key_Z, UNDO)  # type: ignore[no-untyped-call]


@pytest.fixture
def office(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Office]:
    made = Office(tmp_path, theme, qtbot)
    yield made
    made.store.close()


def test_the_models_of_changes_obey_qt(office: Office, qtmodeltester: ModelTester) -> None:
    question = office.key("з")
    assert isinstance(question, SubstituteQuestion)
    board = office.screen.board
    for model in (board.week, board.here, board.changes, question._rows):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_a_letter_cancels_a_lesson_and_undo_holds_it_again(office: Office) -> None:
    question = office.key("о")
    assert isinstance(question, PlainQuestion)
    question.reason.setCurrentText("карантин")
    question.order.setText("№ 118")
    assert question.effect.text() == "Будет: 1 урок 5А вт 15.09 (Русский язык) отменён."
    question.yes.click()
    assert (office.lesson().status, office.lesson().reason) == (
        "cancelled",
        "карантин, приказ № 118",
    )
    done = office.workspace.last_done
    assert done is not None
    assert done.words == "1 урок 5А вт 15.09 (Русский язык) отменён"
    (changed,) = office.screen.board.changes.rows()
    assert changed.words == "отменён · карантин, приказ № 118"
    # the cursor has not moved, and nothing else can be done with a cancelled lesson
    assert office.screen.lesson == office.lesson()
    assert not office.screen.card.buttons["move"].isEnabled()
    office.undo()
    assert office.lesson().status == "planned"
    office.qtbot.keyClick(office.screen.table, Qt.Key.Key_Y, UNDO)  # type: ignore[no-untyped-call]
    assert office.lesson().status == "cancelled"
    press(office.screen.table, Qt.Key.Key_Delete)
    office.screen.findChildren(PlainQuestion)[-1].yes.click()
    assert office.note() == ""


def test_a_whole_day_is_cancelled_at_once_and_comes_back_at_once(office: Office) -> None:
    maths = lesson_id(MATHS, TUESDAY, 2)
    question = office.key("о")
    assert isinstance(question, PlainQuestion)
    question.whole_day.setChecked(True)
    question.reason.setCurrentText("мороз")
    assert question.effect.text() == "Будет: 2 урока вт 15.09 отменены."
    question.yes.click()
    assert {office.lesson().status, office.lesson(MATHS, maths).status} == {"cancelled"}
    assert office.lesson(MATHS, maths).reason == "мороз"
    office.undo()
    assert {office.lesson().status, office.lesson(MATHS, maths).status} == {"planned"}


def test_a_clash_is_shown_before_anything_is_moved(office: Office) -> None:
    question = office.key("g")  # the key of «П» in the Latin layout
    assert isinstance(question, MoveQuestion)
    assert not question.yes.isEnabled()  # it stands there already
    question.slot.setValue(2)
    assert "уже стоит «Математика»" in question.clash.text()
    assert not question.yes.isEnabled()
    question.slot.setValue(4)
    question.day.setDate(QDate(2026, 9, 19))
    assert "нет занятий" in question.clash.text()
    question.day.setDate(QDate(2026, 9, 17))
    assert question.clash.isHidden()
    assert question.warning.isHidden()
    question.slot.setValue(3)  # 1А has Russian there, in the same room
    assert question.warning.text() == "Кабинет 21 на 3 уроке занят: 1А, «Русский язык»."
    question.room.setText("14")
    assert question.effect.text().endswith("перенесён на чт 17.09, 3 урок, каб. 14.")
    question.yes.click()
    lesson = office.lesson()
    assert (lesson.day, lesson.slot, lesson.room) == (date(2026, 9, 17), 3, "14")
    office.undo()
    assert (office.lesson().day, office.lesson().slot) == (TUESDAY, 1)
    office.go(1)
    another_room = office.key("п")
    assert isinstance(another_room, MoveQuestion)
    another_room.room.setText("14")
    assert another_room.effect.text().endswith("проходит в каб. 14.")
    another_room.yes.click()
    assert [each.words for each in office.screen.board.changes.rows()] == ["в каб. 14"]
    assert office.note() == ""  # no matter for the register


@pytest.mark.clause("NEM-2.8.1d")
def test_a_substitute_is_chosen_among_those_who_are_free(office: Office) -> None:
    question = office.key("з")
    assert isinstance(question, SubstituteQuestion)
    rows = [each for each in question._rows.rows() if each is not None]
    assert [(each.teacher.user, each.busy) for each in rows] == [(ORLOVA, ""), (SMIRNOVA, "")]
    assert (rows[0].same_subject, rows[0].knows_class) == (True, True)
    question.reason.setCurrentText("болезнь учителя")
    press(question.people, Qt.Key.Key_Return)
    assert office.note() == "зам. Орлова Т. В."
    (changed,) = office.screen.board.changes.rows()
    assert changed.words == "зам. Орлова Т. В. · болезнь учителя"
    office.go(2)
    question = office.key("з")
    office.go(1)
    again = office.key("з")
    assert isinstance(again, SubstituteQuestion)
    assert again.people.currentIndex().data() == "Снять замену: урок ведёт свой учитель"
    again.yes.click()
    assert office.note() == ""
    office.undo()
    assert office.note() == "зам. Орлова Т. В."


def test_who_keeps_another_lesson_then_stands_last_and_is_warned_of(office: Office) -> None:
    office.go(3)
    office.screen.choice.setCurrentText("1А класс")
    office.screen._choose()
    question = office.key("з")
    assert isinstance(question, SubstituteQuestion)
    office.go(2)
    assert office.screen.lesson is None
    office.screen.choice.setCurrentText("Петрова А. А.")
    office.screen._choose()
    office.go(1)
    moved = office.key("п")
    assert isinstance(moved, MoveQuestion)
    moved.slot.setValue(3)
    moved.yes.click()
    office.go(3)
    question = office.key("з")
    assert isinstance(question, SubstituteQuestion)
    (_, last) = question._rows.rows()
    assert last is not None
    assert (last.teacher.user, last.busy) == (ORLOVA, "1А · Русский язык")
    question.people.setCurrentIndex(question._rows.index(1))
    assert question.warning.text().startswith("Орлова Т. В. в это время ведёт 1А")
    joined = office.key("б")
    assert isinstance(joined, JoinQuestion)
    assert joined.change() is not None
    joined.yes.click()
    assert office.note() == "зам. Орлова Т. В., перенесён с 1 урока, вместе с 1А"
    office.undo()
    assert office.note() == "перенесён с 1 урока"


def test_a_lesson_is_added_to_an_empty_place_and_held_over_the_network(office: Office) -> None:
    office.go(5)
    assert office.screen.lesson is None
    assert not office.screen.card.buttons["cancel"].isEnabled()
    press(office.screen.table, Qt.Key.Key_Insert)
    question = office.screen.findChildren(AddQuestion)[-1]
    assert [question.page.itemText(row) for row in range(2)] == [
        "5А · Русский язык",
        "5А · Математика",
    ]
    question.page.setCurrentIndex(1)
    question.yes.click()
    added = office.screen.lesson
    assert added is not None
    assert (added.page, added.slot, added.teacher) == (MATHS, 5, ORLOVA)
    distant = office.key("д")
    distant.yes.click()
    assert office.screen.lesson is not None
    assert lesson_note(office.workspace.reference, office.screen.lesson) == (
        "доп. урок, дистанционно"
    )
    assert office.screen.card.buttons["distance"].text() == "В классе…"
    office.undo()
    office.undo()
    assert office.lesson(MATHS, added.id).status == "cancelled"


def test_all_actions_are_a_menu_for_a_hand_on_the_mouse(office: Office) -> None:
    office.go(5)
    offered = [
        line.text() for line in office.screen.table.show_menu().actions() if line.isEnabled()
    ]
    assert offered == ["Добавить урок…"]
    office.go(1)
    press(office.screen.table, Qt.Key.Key_Return)
    menu = office.screen.table.findChildren(QMenu)[-1]
    (cancel,) = (line for line in menu.actions() if line.text() == "Отменить…")
    cancel.trigger()
    menu.close()
    assert office.screen.findChild(PlainQuestion) is not None


def test_enter_on_a_change_shows_the_lesson_in_the_week_of_its_class(office: Office) -> None:
    office.key("о").yes.click()
    office.screen.choice.setCurrentText("1А класс")
    office.screen._choose()
    assert office.screen.board.week.class_id != CLASS_5A
    press(office.screen.changes, Qt.Key.Key_Return)
    assert office.screen.board.week.class_id == CLASS_5A
    assert office.screen.lesson == office.lesson()


def test_a_class_that_comes_later_is_offered_and_the_one_on_show_stays(office: Office) -> None:
    key = make_key("class.set", "", derived_id("class", "2026", "7Б"))
    fresh = Draft("class.set", key, values.SchoolClass(2026, 7, "Б", None))
    stamp = work_of(office.store, SMIRNOVA, HandClock()).stamp
    with office.store.writing() as session:
        changes = append(session, stamp, [fresh])
    office.workspace.announce(changes)
    assert office.screen.choice.findText("7Б класс") >= 0
    assert office.screen.choice.currentText() == "5А класс"


@pytest.mark.clause("MIC-2.1.1")
def test_the_administrator_moves_and_does_not_appoint(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    office = Office(tmp_path, theme, qtbot, GROMOV)
    assert office.screen.card.buttons["move"].isEnabled()
    assert not office.screen.card.buttons["substitute"].isEnabled()
    type_text(office.screen.table, "з")
    assert office.notices == ["Замены назначает заместитель директора."]
    assert office.screen.findChild(ChangeQuestion) is None
    office.store.close()


def test_who_has_no_say_in_the_timetable_is_offered_nothing(
    tmp_path: Path, theme: Theme, qtbot: QtBot
) -> None:
    office = Office(tmp_path, theme, qtbot, PETROVA)
    assert not any(
        made.isEnabled() for action, made in office.screen.card.buttons.items() if action != "add"
    )
    assert office.screen.board.why_not("add", None) == ""  # to her own page
    assert [page.id for page in office.screen.board.pages()] == [RUSSIAN]
    assert RUSSIAN_1 not in [page.id for page in office.screen.board.pages()]
    office.store.close()
