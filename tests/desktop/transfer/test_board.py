"""What the page «Перенос» knows: its lists, whose word is awaited, what needs the user."""

from __future__ import annotations

from PySide6.QtWidgets import QListView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.models.rows import RowsModel
from desktop.models.transfer_board import TransferBoard
from desktop.models.transfer_picture import TransferPicture, awaited_in_words, look
from desktop.workspace import Workspace
from journal import values
from journal.kinds import DECISION, make_key
from journal.log import Draft
from journal.services.decisions import Choice, Decide, decide
from journal.services.outages import REASONS
from tests.desktop.transfer.conftest import Open
from tests.desktop.transfer.room import (
    LEV,
    OTHERS,
    POLINA,
    TOPIC,
    TransferRoom,
    cell,
)
from tests.small_school import ORLOVA, PETROVA, SMIRNOVA

NO_SUBSTITUTE = "Вы не ведёте этот урок: запись ждёт назначения замены."
SET_CHANGED = "набор записей изменился: посмотрите на них и решите ещё раз"
CLOSED = "поступило после закрытия четверти: ждёт решения заместителя директора"


def board_of(room: TransferRoom) -> TransferBoard:
    board = TransferBoard(room.workspace, room.workspace)
    board.watch(True)
    return board


def test_every_list_obeys_qt(petrova: TransferRoom, qtmodeltester: ModelTester) -> None:
    board = board_of(petrova)
    models = (board.journals, board.waiting, board.disputes)
    for model in models:
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    board.declare_outage(REASONS[0])
    petrova.marks("5")
    petrova.hears(PETROVA, "14", "refused", key=cell(LEV), reason="такой отметки нет")
    petrova.hears(ORLOVA, "5", "held", key=cell(POLINA), reason=NO_SUBSTITUTE)
    assert [model.rowCount() for model in models] == [1, 1, 1]
    petrova.is_answered()
    for model in models:
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]


def test_a_list_that_grows_keeps_the_place_of_the_reader(qtbot: QtBot) -> None:
    model = RowsModel[str](lambda row: row[0], str)
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    model.show_rows(["b1", "c1"])
    view.setCurrentIndex(model.index(1))
    model.show_rows(["a1", "b2", "c2", "d1"])
    assert view.currentIndex().data() == "c2"
    model.show_rows(["c3", "d1"])
    assert view.currentIndex().data() == "c3"
    model.show_rows(["d1", "c3"])
    assert list(model.rows()) == ["d1", "c3"]


def test_what_was_typed_waits_until_the_centre_has_it(petrova: TransferRoom) -> None:
    board = board_of(petrova)
    petrova.marks("5")
    assert [line.line.shows for line in board.picture.waiting] == ["5"]
    assert "Абрикосова Анна · 5А, русский язык, 15.09 · «5»" in board.waiting.index(0).data()
    petrova.is_answered()
    assert board.picture.waiting == ()


def test_a_contest_shows_both_values_with_all_that_tells_them_apart(
    petrova: TransferRoom,
) -> None:
    board = board_of(petrova)
    opened = values.IntervalOpened(
        OTHERS[ORLOVA].station, 2, petrova.clock.now.date(), 1, None, 0, REASONS[0]
    )
    key = make_key("interval.open", "", "1" * 32)
    petrova.hears_draft(ORLOVA, Draft("interval.open", key, opened))
    petrova.hears_contest()
    (contest,) = board.picture.contests
    assert contest.is_mine
    four, three = contest.cell.versions
    assert (four.line.shows, four.role, four.words) == ("4", "учитель", "сейчас в клетке")
    assert (three.line.shows, three.line.author) == ("3", "Орлова Т. В.")
    assert (three.words, three.line.workplace) == ("пришло вторым", "место 14")
    assert four.journal == ""
    assert three.journal.startswith("№ 2 / рабочее место 14")
    assert board.picture.needs == 1


def test_who_may_not_decide_yet_sees_whose_word_is_awaited(deputy: TransferRoom) -> None:
    board = board_of(deputy)
    deputy.hears_contest()
    (contest,) = board.picture.contests
    assert not contest.is_mine
    assert awaited_in_words(contest.awaited) == (
        "решает Петрова А. А., ждём с 15.09 09:00; заместитель директора — с 16.09"
    )
    assert board.picture.needs == 0
    deputy.clock.set(2026, 9, 16)
    deputy.announce()
    assert board.picture.contests[0].is_mine


def test_a_decision_leaves_the_contests_and_waits_for_the_transfer(
    petrova: TransferRoom,
) -> None:
    board = board_of(petrova)
    _, three = petrova.hears_contest()
    assert board.decide(board.picture.contests[0].cell, three)
    assert board.picture.contests == ()
    assert [(each.cell.pupil, each.shows) for each in board.picture.decided] == [
        ("Абрикосова Анна", "3")
    ]
    petrova.is_answered()
    assert board.picture.decided == ()


def test_a_decision_that_the_centre_refused_is_told_at_the_cell(petrova: TransferRoom) -> None:
    board = board_of(petrova)
    four, three = petrova.hears_contest()
    wish = Draft(DECISION, cell(), values.Decision((four, three), four))
    petrova.hears(ORLOVA, "2", "contested")
    petrova.hears_draft(PETROVA, wish, "refused", f"set_changed: {SET_CHANGED}")
    (contest,) = board.picture.contests
    assert len(contest.cell.versions) == 3
    assert contest.setback == SET_CHANGED
    assert board.picture.disputes == ()


def test_a_held_entry_offers_the_deputy_what_the_author_only_awaits(opened: Open) -> None:
    for user, actions in ((ORLOVA, ()), (SMIRNOVA, ("appoint", "accept", "reject"))):
        room = opened(user)
        board = board_of(room)
        room.hears(ORLOVA, "5", "held", reason=NO_SUBSTITUTE)
        (dispute,) = board.picture.disputes
        assert dispute.actions == actions
        assert dispute.words == "Орлова Т. В.: замена на этот урок ещё не назначена"
        awaits = "Решает заместитель директора Смирнова Е. П., ждём с 15.09 09:00"
        assert (awaits in dispute.details) == (actions == ())


def test_several_held_values_of_a_cell_stand_side_by_side(deputy: TransferRoom) -> None:
    board = board_of(deputy)
    deputy.hears(PETROVA, "4", "held", reason=CLOSED)
    deputy.hears(ORLOVA, "5", "held", reason=CLOSED)
    assert board.picture.disputes == ()
    (contest,) = board.picture.contests
    assert [version.line.shows for version in contest.cell.versions] == ["4", "5"]


def test_a_refused_entry_is_shown_until_its_author_acts(petrova: TransferRoom) -> None:
    board = board_of(petrova)
    petrova.hears(PETROVA, "14", "refused", reason="такой отметки нет")
    first = petrova.hears(PETROVA, "17", "refused", key=cell(LEV), reason="такой отметки нет")
    assert [each.actions for each in board.picture.disputes] == [("correct", "set_aside")] * 2
    assert board.set_aside(first)
    assert [each.line.key for each in board.picture.disputes] == [cell()]
    petrova.clock.wait(minutes=1)
    petrova.marks("4")
    assert board.picture.disputes == ()


def test_nobody_sets_aside_what_was_not_refused(petrova: TransferRoom) -> None:
    board = board_of(petrova)
    heard: list[str] = []
    board.refused.connect(heard.append)
    four, _ = petrova.hears_contest()
    assert not board.set_aside(four)
    assert "собственную отклонённую" in heard[0]


def test_a_temporary_journal_goes_from_open_to_moved(petrova: TransferRoom) -> None:
    board = board_of(petrova)
    board.declare_outage("Плановые работы")
    petrova.marks("5")
    (card,) = board.picture.journals
    assert (card.journal.state, card.words) == (
        "open",
        "Плановые работы: завершите, когда можно будет переносить",
    )
    assert board.picture.going_on is not None
    assert board.picture.since == "09:00"
    petrova.clock.wait(hours=2)
    board.end_outage()
    petrova.has_contact()
    assert board.picture.journals[0].journal.state == "moving"
    assert board.picture.going_on is None
    petrova.clock.wait(minutes=1)
    petrova.is_answered()
    (card,) = board.picture.journals
    assert card.words == "перенесён 15.09 в 11:01, в срок"
    assert board.picture.last_contact is not None


def test_a_journal_that_was_not_moved_in_time_needs_its_owner(petrova: TransferRoom) -> None:
    board = board_of(petrova)
    board.declare_outage("Нет интернета")
    petrova.marks("5")
    board.end_outage()
    petrova.has_contact()
    assert board.picture.needs == 0
    petrova.clock.set(2026, 9, 18)
    petrova.announce()
    (card,) = board.picture.journals
    assert card.journal.state == "overdue"
    assert card.words.startswith("срок прошёл 17.09 в 23:59")
    assert board.picture.needs == 1


def test_a_page_nobody_sees_costs_a_typist_nothing(petrova: TransferRoom, qtbot: QtBot) -> None:
    looks: list[TransferPicture] = []

    def count(workspace: Workspace) -> TransferPicture:
        looks.append(look(workspace))
        return looks[-1]

    board = TransferBoard(petrova.workspace, petrova.workspace, look=count)
    for mark in "5432":
        petrova.marks(mark)
    assert len(looks) == 1
    with qtbot.waitSignal(board.changed):
        pass
    assert len(looks) == 2
    petrova.marks("5")
    board.watch(True)
    assert len(looks) == 3


def test_after_the_journal_was_put_away_nobody_reads_it(
    petrova: TransferRoom, qtbot: QtBot
) -> None:
    looks: list[Workspace] = []

    def count(workspace: Workspace) -> TransferPicture:
        looks.append(workspace)
        return TransferPicture()

    board = TransferBoard(petrova.workspace, look=count)
    petrova.marks("5")
    petrova.workspace.deleteLater()
    qtbot.wait(1300)
    assert len(looks) == 1
    board.deleteLater()


def test_a_long_value_is_a_contest_like_any_other(petrova: TransferRoom) -> None:
    board = board_of(petrova)
    petrova.hears(PETROVA, "Имя существительное", "accepted", key=TOPIC)
    petrova.hears(ORLOVA, "Имя прилагательное", "contested", key=TOPIC)
    (contest,) = board.picture.contests
    assert contest.cell.cell.title == "Тема урока · 5А, русский язык, 15.09"


def test_what_another_decided_first_is_said_at_once(petrova: TransferRoom) -> None:
    board = board_of(petrova)
    heard: list[str] = []
    board.refused.connect(heard.append)
    four, three = petrova.hears_contest()
    seen = board.picture.contests[0].cell
    petrova.workspace.execute(decide, Decide((Choice(cell(), (four, three), four),)))
    petrova.is_answered()
    assert not board.decide(seen, three)
    assert heard
