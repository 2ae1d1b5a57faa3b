"""The page «Карточки»: a class teacher with her keyboard, another workplace that sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.finding import find_in
from desktop.models.cards_board import CardsBoard
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.my_class.card_questions import FieldsQuestion
from desktop.views.my_class.completeness_dialog import CompletenessDialog
from desktop.views.question import Question
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.workspace import Workspace
from journal.errors import UserError
from journal.profile import profile_text
from journal.services.cards import SwitchField, switch_field
from tests.desktop.card_desk import Teacher
from tests.journal.desks import HandClock, new_journal
from tests.small_school import CLASS_5A, GROMOV, ORLOVA, PETROVA, PUPILS_5A, SCHOOL, SMIRNOVA

ANNA, POLINA = PUPILS_5A[:2]
DAY = date(2026, 9, 14)


@pytest.fixture
def teacher(tmp_path: Path, tasks: Tasks, theme: Theme, qtbot: QtBot) -> Iterator[Teacher]:
    store = new_journal(tmp_path)
    yield Teacher(Workspace(store, HandClock(), SCHOOL, PETROVA), tasks, theme, qtbot)
    store.close()


def decide(workspace: Workspace, field: str, number: str, *, is_on: bool = True) -> None:
    """Let the deputy write down a decision of the school in the same journal."""
    deputy = Workspace(workspace.store, workspace.clock, SCHOOL, SMIRNOVA)
    workspace.announce(deputy.execute(switch_field, SwitchField(field, is_on, number, DAY)))


def test_the_list_of_cards_obeys_qt(teacher: Teacher, qtmodeltester: Any) -> None:
    qtmodeltester.check(teacher.page.board.model)
    qtmodeltester.check(teacher.page.panel.history.model)


@pytest.mark.clause("ANC-R.V.5")
def test_a_card_is_filled_by_keys_and_taken_back(teacher: Teacher) -> None:
    page = teacher.page
    assert page.board.model.index(0, 1).data() == "2 из 8"
    teacher.press(Qt.Key.Key_Return)
    assert teacher.focus is teacher.field("surname")
    for _ in range(2):
        teacher.press(Qt.Key.Key_Return)
    teacher.type("Игоревна")
    teacher.press(Qt.Key.Key_Return)
    teacher.type("ж")
    teacher.press(Qt.Key.Key_Return)
    teacher.type("3.3.15")
    teacher.press(Qt.Key.Key_Return)
    assert (teacher.text("patronymic"), teacher.text("sex"), teacher.text("birth_date")) == (
        "Игоревна",
        "женский",
        "03.03.2015",
    )
    assert page.board.model.index(0, 1).data() == "4 из 8"
    assert not teacher.notices
    teacher.screen.actions()[0].trigger()  # Ctrl+Z
    page.board.refresh()
    assert teacher.text("birth_date") == ""
    teacher.press(Qt.Key.Key_Escape)
    assert page.list.table.hasFocus()


def test_what_cannot_be_stays_in_its_field_with_the_reason(teacher: Teacher) -> None:
    teacher.fill("birth_date", "31.02.2015")
    assert teacher.notices == ["Дата рождения: такой даты нет, нужен вид ДД.ММ.ГГГГ."]
    assert teacher.text("birth_date") == "31.02.2015"
    teacher.page.list.step(1)
    assert teacher.page.board.pupil == ANNA  # nothing typed is lost by going on
    assert teacher.page.list.table.currentIndex().row() == 0
    teacher.press(Qt.Key.Key_Escape)
    assert teacher.text("birth_date") == ""
    teacher.do("Alt+Right")
    assert teacher.page.board.pupil == PUPILS_5A[2]


def test_a_parent_is_added_filled_and_taken_out(teacher: Teacher) -> None:
    teacher.add_mother()
    teacher.fill("sex", "ж", 0)
    teacher.fill("birth_date", "1.5.85", 0)
    card = teacher.page.board.card
    assert card is not None
    assert card.missing == ("пол", "дата рождения")
    teacher.page.panel.form.parents[card.parents[0].id].remove.click()
    (question,) = (each for each in teacher.page.findChildren(Question) if each.isVisible())
    question.yes.click()
    assert teacher.page.panel.form.parents == {}
    assert teacher.history()[0] == ("мать", "в карте", "убран из карты")


@pytest.mark.clause("ANC-R.V.9")
def test_a_further_field_is_on_the_page_while_the_decision_stands(teacher: Teacher) -> None:
    page = teacher.page
    assert "phone" not in page.panel.form.grid.fields
    decide(teacher.workspace, "phone", "14")
    page.board.refresh()
    teacher.fill("phone", "89000000001")
    assert teacher.text("phone") == "+7 900 000-00-01"
    decide(teacher.workspace, "phone", "15", is_on=False)
    page.board.refresh()
    assert "phone" not in page.panel.form.grid.fields
    teacher.fill("patronymic", "Игоревна")
    teacher.fill("sex", "ж")
    assert ("телефон", "", "+7 900 000-00-01") in teacher.history()
    assert page.board.value("phone") == ""  # off is not stored either
    assert not teacher.notices


@pytest.mark.clause("TAL-1.6")
def test_numbers_of_documents_are_masked_until_one_types(
    tmp_path: Path, tasks: Tasks, theme: Theme, qtbot: QtBot
) -> None:
    store = new_journal(tmp_path, profile_text=profile_text("tal"))
    teacher = Teacher(Workspace(store, HandClock(), SCHOOL, PETROVA), tasks, theme, qtbot)
    teacher.add_mother()
    teacher.fill("snils", "112 233 445 96", 0)
    assert "Контрольное число" in teacher.notices[0]
    teacher.press(Qt.Key.Key_Escape)
    teacher.fill("snils", "112 233 445 95", 0)
    field = teacher.field("snils", 0)
    assert field.property("text") == "•••-•••-••• 95"
    field.setFocus()
    assert field.property("text") == "112-233-445 95"
    assert ("мать: СНИЛС", "", "•••-•••-••• 95") in teacher.history()
    card = teacher.page.board.card
    assert card is not None
    assert card.missing[-1] == "мать: паспортные данные"
    store.close()


@pytest.mark.clause("AMU-2.8.2b")
@pytest.mark.clause("MIC-3.3.2")
@pytest.mark.clause("ANC-P4.L.5")
def test_a_card_is_confirmed_with_its_day_and_the_last_day_is_told(teacher: Teacher) -> None:
    page = teacher.page
    assert page.list.total.text() == "Заполнено карт: 0 из 5 · срок 15.09"
    assert page.board.model.index(0, 2).data() == "—"
    teacher.do("Ctrl+Return")
    assert page.board.model.index(0, 2).data() == "15.09.26"
    assert not page.panel.confirm.isEnabled()
    assert teacher.history()[0] == ("сверка карты", "", "сверена 15.09.2026")
    clock = teacher.workspace.clock
    assert isinstance(clock, HandClock)
    clock.set(2026, 9, 16)
    page.board.refresh()
    assert page.list.total.text().endswith("срок 15.09 прошёл")


def test_a_name_is_found_by_letters_and_the_lacking_are_shown_alone(teacher: Teacher) -> None:
    page = teacher.page
    teacher.do("Ctrl+F")
    teacher.type("tuj")  # the keys of «его»
    assert page.board.model.rowCount() == 1
    assert page.board.pupil == PUPILS_5A[2]
    teacher.press(Qt.Key.Key_Escape)
    assert page.board.model.rowCount() == len(PUPILS_5A)
    page.list.lacking.click()
    assert page.board.model.rowCount() == len(PUPILS_5A)
    teacher.type("ъъъ")
    assert page.board.model.rowCount() == 0
    page.open_card(POLINA)
    assert page.board.pupil == POLINA


def test_f3_tells_the_history_of_the_field_at_hand(teacher: Teacher) -> None:
    teacher.fill("patronymic", "Игоревна")
    teacher.fill("patronymic", "Олеговна")
    teacher.fill("sex", "ж")
    teacher.field("patronymic").setFocus()
    teacher.do("F3")
    model = teacher.page.panel.history.model
    rows = [
        tuple(model.index(row, column).data() for column in (2, 3, 4))
        for row in range(model.rowCount())
    ]
    assert rows == [("отчество", "Игоревна", "Олеговна"), ("отчество", "—", "Игоревна")]
    teacher.press(Qt.Key.Key_Escape)
    assert not teacher.page.panel.shows_history


def test_what_is_written_at_once_is_written_over_the_newest_card(tmp_path: Path) -> None:
    store = new_journal(tmp_path)
    board = CardsBoard(Workspace(store, HandClock(), SCHOOL, PETROVA))
    board.show_class(CLASS_5A)
    board.write("sex", "женский")
    board.write("birth_date", "03.03.2015")
    board.refresh()
    assert (board.value("sex"), board.value("birth_date")) == ("f", date(2015, 3, 3))
    store.close()


def test_who_sees_cards_and_who_switches_fields(teacher: Teacher, theme: Theme) -> None:
    store, clock = teacher.workspace.store, teacher.workspace.clock
    boards = {
        user: CardsBoard(Workspace(store, clock, SCHOOL, user))
        for user in (PETROVA, ORLOVA, SMIRNOVA, GROMOV)
    }
    assert [each.id for each in boards[PETROVA].classes] == [CLASS_5A]
    assert CLASS_5A not in [each.id for each in boards[ORLOVA].classes]
    assert len(boards[SMIRNOVA].classes) == len(boards[GROMOV].classes) == 2
    assert [boards[user].may_switch for user in (PETROVA, SMIRNOVA, GROMOV)] == [False, True, True]
    for board in boards.values():
        board.show_class(CLASS_5A)
    assert [boards[user].may_write for user in boards] == [True, False, False, True]
    with pytest.raises(UserError, match="секретарь и администратор"):
        boards[SMIRNOVA].write("sex", "женский")
    assert teacher.page.fields.isHidden()


def test_the_deputy_writes_a_decision_of_the_school(
    teacher: Teacher, tasks: Tasks, theme: Theme, qtbot: QtBot
) -> None:
    deputy = Teacher(
        Workspace(teacher.workspace.store, HandClock(), SCHOOL, SMIRNOVA), tasks, theme, qtbot
    )
    deputy.page.fields.click()
    question = deputy.page.findChild(FieldsQuestion)
    assert question is not None
    question.boxes["address"].setChecked(True)
    assert not question.yes.isEnabled()
    question.number.setText("14-од")
    question.yes.click()
    assert "address" in deputy.page.panel.form.grid.fields
    assert deputy.field("address").property("readOnly") is True  # the deputy sees, others fill
    assert deputy.page.panel.confirm.isHidden()
    deputy.page.overview.click()
    dialog = deputy.page.findChild(CompletenessDialog)
    assert dialog is not None
    lines = [
        [dialog.table.model().index(row, column).data() for column in range(5)] for row in range(2)
    ]
    assert lines == [["1А", "2", "0", "2", "—"], ["5А", "5", "0", "5", "—"]]
    dialog.table.selectRow(1)
    dialog.yes.click()
    assert deputy.page.board.class_id == CLASS_5A


def test_every_control_has_a_name_and_all_fit_at_150_per_cent(teacher: Teacher) -> None:
    teacher.add_mother()
    teacher.screen.resize(830, 460)
    assert teacher.screen.minimumSizeHint().width() <= 830
    nameless = [
        type(each).__name__
        for each in teacher.page.findChildren(QWidget)
        if each.window() is teacher.screen.window()
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(each, QLabel)
        and not each.accessibleName()
        and not (isinstance(each, QPushButton) and each.text())
    ]
    assert nameless == []


def test_ctrl_k_opens_the_card_of_a_pupil_and_hides_it_before_a_class(
    teacher: Teacher, theme: Theme, qtbot: QtBot
) -> None:
    shell = Shell(theme, "Петрова А. А.", [Screen("transfer", "", "transfer", ""), teacher.screen])
    shell.find_also(lambda: find_in(teacher.workspace, shell))
    qtbot.addWidget(shell)
    shell.show()
    cards = [each for each in shell.offers() if each.kind == "card"]
    assert [each.words for each in cards][:2] == ["Абрикосова Анна", "Егозин Пётр"]
    cards[1].act()
    assert shell.current is teacher.screen
    assert teacher.page.board.pupil == PUPILS_5A[2]
    shell.in_class.setChecked(True)
    assert not [each for each in shell.offers() if each.kind in ("card", "pupil")]
