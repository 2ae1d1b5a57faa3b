"""The page «Перенос» under a user's hands: keys, words, refusals, questions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.transfer_board import TransferBoard
from desktop.theme import Theme
from desktop.views.shell import Shell
from desktop.views.transfer.dialogs import OutageQuestion, RejectQuestion, SubstituteQuestion
from desktop.views.transfer.screen import TransferScreen
from journal.projection import load_keys
from journal.queries.history import read_history
from journal.services.lessons import SetTopic, set_topic
from tests.desktop.keys import press, type_text
from tests.desktop.transfer.room import (
    ANNA,
    LESSON,
    LEV,
    POLINA,
    TOPIC,
    TransferRoom,
    cell,
    no_papers,
    no_parcels,
)
from tests.small_school import ORLOVA, PETROVA, PUPILS_5A, RUSSIAN, SCHOOL

NO_SUBSTITUTE = "Вы не ведёте этот урок: запись ждёт назначения замены."
CLOSED = "поступило после закрытия четверти: ждёт решения заместителя директора"
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier

Show = Callable[[TransferRoom], TransferScreen]


@pytest.fixture
def show(theme: Theme, qtbot: QtBot) -> Show:
    """Open the page over a journal in a window that has the keyboard."""

    def build(room: TransferRoom) -> TransferScreen:
        board = TransferBoard(room.workspace, room.workspace)
        page = TransferScreen(board, no_papers(), no_parcels(), theme)
        shell = Shell(theme, "Петрова А. А.", (page,))
        qtbot.addWidget(shell)
        with qtbot.waitActive(shell):
            shell.resize(1366, 768)
            shell.show()
        return page

    return build


def texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def shell_of(page: TransferScreen) -> Shell:
    shell = page.window()
    assert isinstance(shell, Shell)
    return shell


def question(page: TransferScreen, kind: type[QWidget]) -> QWidget:
    (found,) = page.findChildren(kind)
    return found


def stands(room: TransferRoom, key: str = "") -> str | None:
    with room.store.reading() as session:
        return load_keys(session, SCHOOL, [key or cell()])[key or cell()].standing.shown


def test_one_key_decides_and_the_page_says_what_became_of_it(
    petrova: TransferRoom, show: Show
) -> None:
    page = show(petrova)
    _, three = petrova.hears_contest()
    assert page.contests.heading.text() == (
        "Спорно 1 из 1: Абрикосова Анна · 5А, русский язык, 15.09"
    )
    assert page.badge == 1
    press(page, Qt.Key.Key_2)
    assert stands(petrova) == three
    assert page.contests.isHidden()
    assert page.decided.text() == (
        "Решено, ждёт переноса: Абрикосова Анна · 5А, русский язык, 15.09 — «3»."
    )
    assert page.badge == 0
    petrova.is_answered()
    assert page.decided.isHidden()


def test_after_a_decision_the_next_contest_is_one_key_away(
    petrova: TransferRoom, show: Show
) -> None:
    page = show(petrova)
    for pupil in (ANNA, LEV, POLINA):
        petrova.hears_contest(pupil)
        petrova.clock.wait(minutes=1)
    press(page, Qt.Key.Key_Right, ALT)
    assert "Спорно 2 из 3: Жаворонков Лев" in page.contests.heading.text()
    press(page, Qt.Key.Key_1)
    assert "Спорно 2 из 2: Ёлкина Полина" in page.contests.heading.text()
    press(page, Qt.Key.Key_Right, ALT)
    assert "Спорно 1 из 2: Абрикосова Анна" in page.contests.heading.text()


def test_the_standing_value_has_the_primary_button_and_the_focus(
    petrova: TransferRoom, show: Show
) -> None:
    petrova.hears_contest()
    page = show(petrova)
    first, second = page.contests.cards()
    assert first.button is not None
    assert second.button is not None
    assert (first.button.text(), first.button.keys) == ("Оставить «4»", "1")
    assert (first.button.property("look"), second.button.property("look")) == ("primary", None)
    page.arrive()
    assert first.button.hasFocus()


def test_who_may_not_decide_has_no_buttons_and_reads_whose_word_is_awaited(
    deputy: TransferRoom, show: Show
) -> None:
    page = show(deputy)
    four, _ = deputy.hears_contest()
    assert page.contests.awaited.text() == (
        "Решает Петрова А. А., ждём с 15.09 09:00; заместитель директора — с 16.09."
    )
    assert all(card.button is None for card in page.contests.cards())
    press(page, Qt.Key.Key_2)
    assert stands(deputy) == four


def test_a_set_that_changed_unseen_is_explained_and_shown_as_it_is(
    petrova: TransferRoom, show: Show
) -> None:
    page = show(petrova)
    four, _ = petrova.hears_contest()
    petrova.hears(ORLOVA, "2", "contested", quietly=True)
    press(page, Qt.Key.Key_2)
    assert "появились новые записи" in shell_of(page).banner.text
    assert page.contests.cards()[0].entry == four
    assert len(page.contests.cards()) == 3
    assert stands(petrova) == four


def test_a_long_value_is_read_in_full(petrova: TransferRoom, show: Show) -> None:
    page = show(petrova)
    long = "Сложноподчинённые предложения с придаточными обстоятельственными"
    petrova.hears(PETROVA, "Имя существительное", "accepted", key=TOPIC)
    petrova.hears(ORLOVA, long, "contested", key=TOPIC)
    assert long in texts(page.contests)
    button = page.contests.cards()[1].button
    assert button is not None
    assert button.text() == "Оставить это"


def test_the_deputy_accepts_a_held_entry_with_enter(deputy: TransferRoom, show: Show) -> None:
    page = show(deputy)
    late = deputy.hears(PETROVA, "4", "held", reason=CLOSED)
    page.arrive()
    assert page.disputes.list.hasFocus()
    press(page.disputes.list, Qt.Key.Key_Return)
    assert stands(deputy) == late
    assert page.disputes.isHidden()


def test_a_key_held_down_acts_once(deputy: TransferRoom, show: Show) -> None:
    page = show(deputy)
    for pupil in (ANNA, LEV):
        deputy.hears(PETROVA, "4", "held", key=cell(pupil), reason=CLOSED)
    for repeats in (False, True, True):
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NONE, autorep=repeats)
        QApplication.sendEvent(page.disputes.list, key)
    assert page.disputes.list.model().rowCount() == 1


def test_the_deputy_rejects_it_and_the_author_will_read_why(
    deputy: TransferRoom, show: Show
) -> None:
    page = show(deputy)
    before = deputy.hears(PETROVA, "3", "accepted")
    deputy.hears(PETROVA, "5", "held", reason=CLOSED, base=before)
    press(page.disputes.list, Qt.Key.Key_Delete)
    asked = question(page, RejectQuestion)
    assert isinstance(asked, RejectQuestion)
    assert "В клетке останется: «3»" in texts(asked)
    type_text(asked.answer, "отметка уже пересмотрена")
    asked.yes.click()
    assert stands(deputy) == before
    assert page.disputes.isHidden()
    with deputy.store.reading() as session:
        (newest, *_) = read_history(session, deputy.workspace.reference, [cell()])
    assert newest.shows == "решение"


def test_appointing_the_substitute_takes_her_entries_in(deputy: TransferRoom, show: Show) -> None:
    page = show(deputy)
    waiting = deputy.hears(ORLOVA, "5", "held", reason=NO_SUBSTITUTE)
    press(page.disputes.list, Qt.Key.Key_Return)
    asked = question(page, SubstituteQuestion)
    assert isinstance(asked, SubstituteQuestion)
    assert asked.chosen is not None
    assert asked.chosen.user == ORLOVA
    type_text(asked.search, "петр")
    assert asked.chosen.user == PETROVA
    asked.search.clear()
    press(asked.search, Qt.Key.Key_Up)
    assert asked.chosen.user == ORLOVA
    press(asked.search, Qt.Key.Key_Return)
    assert stands(deputy) == waiting
    lesson = deputy.workspace.reference.lessons(RUSSIAN)[LESSON]
    assert lesson.substitute == ORLOVA


def test_the_author_of_a_refused_entry_mends_it_in_its_cell_or_removes_it(
    petrova: TransferRoom, show: Show, qtbot: QtBot
) -> None:
    page = show(petrova)
    petrova.hears(PETROVA, "14", "refused", reason="такой отметки нет")
    assert "«14»" in page.disputes.list.model().index(0, 0).data()
    with qtbot.waitSignal(page.correction_requested) as asked:
        press(page.disputes.list, Qt.Key.Key_Return)
    assert asked.args == [cell()]
    press(page.disputes.list, Qt.Key.Key_Delete)
    assert page.disputes.isHidden()
    assert page.badge == 0


def test_an_outage_is_declared_and_ended_by_keys(petrova: TransferRoom, show: Show) -> None:
    page = show(petrova)
    page.waiting.declare.setFocus()
    press(page.waiting.declare, Qt.Key.Key_Space)
    asked = question(page, OutageQuestion)
    press(asked, Qt.Key.Key_3, text="3")
    press(asked, Qt.Key.Key_Return)
    assert page.waiting.heading.text() == "Плановые работы с 09:00"
    assert page.waiting.declare.isHidden()
    press(page.waiting.end, Qt.Key.Key_Space)
    petrova.has_contact()
    assert page.waiting.heading.text() == "Всё отправлено"
    assert page.waiting.end.isHidden()


def test_the_status_line_names_the_last_contact(petrova: TransferRoom, show: Show) -> None:
    page = show(petrova)
    petrova.clock.set(2026, 9, 15, 8, 31)
    petrova.has_contact()
    assert "Последняя связь с сервером: 15.09 08:31:00" in texts(shell_of(page).status)


def test_a_page_with_nothing_on_it_says_what_it_is_for(petrova: TransferRoom, show: Show) -> None:
    page = show(petrova)
    said = texts(page)
    assert "Решать нечего" in said
    assert "Временных журналов ещё не было" in said
    assert "принято центральным сервером" in said
    assert not page.journals.sheets.isVisible()


def test_every_action_is_named_in_the_key_help(petrova: TransferRoom, show: Show) -> None:
    help_ = shell_of(show(petrova)).show_help()
    said = texts(help_)
    assert all(keys in said for keys in ("1 2 3", "Alt ← →", "Enter", "Del", "Ctrl P"))


def test_a_list_longer_than_its_room_shows_whole_rows(petrova: TransferRoom, show: Show) -> None:
    page = show(petrova)
    page.waiting.declare.click()
    question(page, OutageQuestion).close()
    for pupil in PUPILS_5A:
        petrova.workspace.execute(set_topic, SetTopic(RUSSIAN, LESSON, f"Тема {pupil}"))
        for mark in "5432":
            petrova.marks(mark, pupil)
    shell_of(page).resize(1000, 600)
    QApplication.processEvents()
    assert page.waiting.list.model().rowCount() == 5 * 5
    assert 3 <= page.waiting.list.height() / page.waiting.list.row_height < 25
    assert page.waiting.list.height() % page.waiting.list.row_height == 0
    assert page.height() >= page.waiting.geometry().bottom()
