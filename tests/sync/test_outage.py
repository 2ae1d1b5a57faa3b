"""Temporary journals from the first failed attempt to the proven transfer."""

from datetime import date, datetime

import pytest

from journal.clock import to_ms
from journal.errors import UserError
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.transfers import OpenCell
from journal.services.decisions import Choice, Decide, decide
from journal.services.outages import DeclareOutage, EndOutage, declare_outage, end_outage
from journal.services.terms import CloseTerm, close_term
from journal.services.work import Work
from sync.link import Unreachable
from tests.journal.desks import MOSCOW
from tests.small_school import CLASS_5A, MATHS, TERM_1
from tests.sync.workplaces import StaffRoom, Workplace


def lose_the_centre(room: StaffRoom, *places: Workplace, minutes: int = 4) -> None:
    """Let the programs ask a centre that is down, once a minute."""
    room.wire.is_down = True
    for _ in range(minutes):
        for place in places:
            with pytest.raises(Unreachable):
                place.client.exchange()
        room.wait(minutes=1)


def at(room: StaffRoom, year: int, month: int, day: int, hour: int, minute: int = 0) -> None:
    """Move all clocks to a moment of Moscow time."""
    moment = datetime(year, month, day, hour, minute, tzinfo=MOSCOW)
    for clock in (room.clock, *(place.clock for place in room.workplaces)):
        clock.now = moment


def only_journal(place: Workplace) -> TemporaryJournal:
    (card,) = place.transfers.journals
    return card.journal


def declare(place: Workplace, reason: str) -> None:
    with place.journal.store.writing() as session:
        declare_outage(session, DeclareOutage(reason), Work(place.reference, place.stamp))


def end(place: Workplace) -> None:
    with place.journal.store.writing() as session:
        end_outage(session, EndOutage(), Work(place.reference, place.stamp))


@pytest.mark.clause("TAL-3.1")
def test_without_the_centre_the_lesson_is_kept_in_a_numbered_temporary_journal(
    room: StaffRoom,
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    room.wire.is_down = True
    petrova.mark("5")
    lose_the_centre(room, petrova, minutes=4)
    petrova.mark("н", pupil=1)
    petrova.leave()
    petrova.mark("4", pupil=2)

    journal = only_journal(petrova)
    assert journal.label == "№ 1 / рабочее место 1 / 2026-27"
    assert journal.state == "open"
    # what was written before anybody noticed the silence belongs to it too
    assert all(journal.holds(row.station, row.seq) for row in petrova.written)
    assert journal.counts.total == len(petrova.transfers.waiting) == 3
    assert {line.journal for line in petrova.transfers.waiting} == {journal.label}
    assert petrova.transfers.journals[0].words == (
        "ждёт связи; после её возвращения — 2 рабочих дня"
    )
    assert petrova.link_state.text == "Временный журнал № 1 · 3 записи · нет связи с 09:00"


@pytest.mark.clause("TAL-3.2")
def test_after_restoration_everything_moves_by_itself_and_the_receipts_prove_it_in_time(
    room: StaffRoom,
) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    lose_the_centre(room, petrova)
    for pupil in range(5):
        petrova.mark("5", pupil)
    room.wait(days=1, hours=3)
    room.wire.is_down = False
    room.exchange()

    for place in (petrova, smirnova):
        journal = only_journal(place)
        assert journal.state == "transferred"
        assert journal.in_time is True
        assert journal.restored == journal.transferred == room.clock.now
        assert journal.due == datetime(2026, 9, 18, 23, 59, tzinfo=MOSCOW)
        assert (journal.counts.total, journal.counts.received) == (5, 5)
    assert petrova.transfers.journals[0].words == "перенесён 16.09 в 12:04, в срок"
    assert petrova.transfers.journals[0].span == "15.09 09:00 – 16.09 12:04"
    assert petrova.transfers.waiting == ()
    # made in time on the station, so moving it a day later makes no mark late
    assert {(row.verdict, row.late) for row in petrova.written} == {("accepted", False)}
    assert petrova.link_state.text == "Синхронизировано 12:04"


@pytest.mark.clause("TAL-3.2")
def test_whether_the_transfer_was_in_time_is_decided_by_receipt_times(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    at(room, 2026, 9, 18, 15)
    room.wire.is_down = False
    # contact, but nothing is sent yet: the time for the transfer begins
    petrova.client.pull()
    card = petrova.transfers.journals[0]
    assert card.journal.state == "moving"
    # restored on a Friday: Tuesday on a week of five working days
    assert card.journal.due == datetime(2026, 9, 22, 23, 59, tzinfo=MOSCOW)
    assert card.words == "перенести до 22.09 23:59 — осталось 2 рабочих дня"
    assert petrova.link_state.text == "Перенос 0 из 1 · осталось 2 рабочих дня"

    at(room, 2026, 9, 22, 8)
    petrova.leave()
    assert petrova.transfers.journals[0].words == "последний день: перенести сегодня до 23:59"
    at(room, 2026, 9, 23, 0)
    assert petrova.transfers.journals[0].journal.state == "overdue"
    assert petrova.transfers.journals[0].words == (
        "срок прошёл 22.09 в 23:59, не перенесено: 1 запись"
    )
    assert petrova.link_state.text == "Перенос 0 из 1 · срок прошёл 22.09"
    assert petrova.link_state.kind == "attention"
    at(room, 2026, 9, 23, 9)
    petrova.client.exchange()
    journal = only_journal(petrova)
    assert (journal.state, journal.in_time) == ("transferred", False)
    assert petrova.transfers.journals[0].words == "перенесён 23.09 в 09:00, с опозданием"
    # and it stays so, whatever the clock of the computer says afterwards
    at(room, 2026, 9, 16, 9)
    assert only_journal(petrova).in_time is False


@pytest.mark.parametrize(
    ("lost", "restored", "due"),
    [
        ((2026, 10, 23, 8), (2026, 10, 26, 9), (2026, 10, 28)),
        ((2026, 11, 3, 8), (2026, 11, 5, 9), (2026, 11, 9)),
    ],
    ids=["restored in the pupils' holidays", "restored after a day off"],
)
def test_the_time_for_the_transfer_is_counted_in_working_days_of_the_staff(
    room: StaffRoom,
    lost: tuple[int, int, int, int],
    restored: tuple[int, int, int, int],
    due: tuple[int, int, int],
) -> None:
    petrova = room.workplace("petrova")
    at(room, *lost)
    petrova.client.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5", day=date(*lost[:3]))
    at(room, *restored)
    room.wire.is_down = False
    petrova.client.exchange()
    assert only_journal(petrova).due == datetime(*due, 23, 59, tzinfo=MOSCOW)
    assert only_journal(petrova).day == date(*lost[:3])


def test_a_computer_that_sleeps_has_no_outage(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    room.wire.is_down = True
    for _ in range(4):
        with pytest.raises(Unreachable):
            petrova.client.exchange()
        room.wait(minutes=20)
    petrova.mark("5")
    assert petrova.transfers.journals == ()
    assert petrova.link_state.text == "Нет связи с 09:00 · ждут отправки: 1 запись"
    room.wire.is_down = False
    petrova.client.exchange()
    assert petrova.transfers.journals == ()
    assert petrova.link_state.text == "Синхронизировано 10:20"


def test_times_without_the_centre_on_one_day_have_one_cover(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    for pupil in range(2):
        lose_the_centre(room, petrova)
        petrova.mark("5", pupil)
        room.wire.is_down = False
        petrova.client.exchange()
        room.wait(minutes=5)
    journal = only_journal(petrova)
    assert len(journal.intervals) == 2
    assert (journal.number, journal.counts.total) == (1, 2)
    at(room, 2026, 9, 16, 9)
    petrova.client.exchange()
    lose_the_centre(room, petrova)
    numbers = [card.journal.number for card in petrova.transfers.journals]
    assert numbers == [2, 1]


def test_a_declared_outage_ends_by_an_act_of_a_person(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    declare(petrova, "Плановые работы")
    petrova.mark("5")
    petrova.leave()
    room.wait(hours=1)
    petrova.client.exchange()
    assert only_journal(petrova).state == "open"
    assert petrova.link_state.text == "Временный журнал № 1 · 1 запись · Плановые работы с 09:00"
    assert petrova.transfers.journals[0].words == (
        "Плановые работы: завершите, когда можно будет переносить"
    )
    end(petrova)
    assert only_journal(petrova).state == "open"
    room.wait(minutes=1)
    petrova.client.exchange()
    journal = only_journal(petrova)
    assert journal.state == "transferred"
    assert journal.restored == room.clock.now
    assert journal.intervals[0].reason == "Плановые работы"


def test_an_outage_that_was_noticed_can_be_given_its_reason(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    lose_the_centre(room, petrova)
    declare(petrova, "Отключение электричества")
    (interval,) = only_journal(petrova).intervals
    assert interval.reason == "Отключение электричества"
    assert interval.noticed == datetime(2026, 9, 15, 9, 0, tzinfo=MOSCOW)


def test_an_outage_needs_a_reason_of_the_list(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    with pytest.raises(UserError, match="Выберите причину из списка"):
        declare(petrova, "не хочется")
    assert petrova.transfers.journals == ()


def test_the_clock_of_the_station_is_evidence_and_the_centres_time_restores(
    room: StaffRoom,
) -> None:
    petrova = room.workplace("petrova")
    petrova.clock.wait(minutes=-10)
    petrova.client.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    room.wire.is_down = False
    petrova.client.exchange()
    assert only_journal(petrova).restored == room.clock.now
    assert petrova.desk.offset_ms == 10 * 60_000
    assert petrova.written[-1].offset_ms == 10 * 60_000
    assert petrova.desk.last_contact_ms == to_ms(room.clock.now)
    assert petrova.link_state.tip.startswith(
        "Часы этого компьютера отстают от часов сервера на 10 минут."
    )


def test_the_centre_keeps_the_interval_for_everybody(room: StaffRoom) -> None:
    petrova, orlova, smirnova = (
        room.workplace(login) for login in ("petrova", "orlova", "smirnova")
    )
    room.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    room.wire.is_down = False
    room.exchange()
    (card,) = smirnova.transfers.journals
    assert (card.journal.owner, card.journal.is_own) == ("Петрова А. А.", False)
    assert card.journal.counts.received == 1
    # a colleague has no list of other people's workplaces
    assert orlova.transfers.journals == ()


def test_what_people_have_to_decide_makes_no_transfer_late(room: StaffRoom) -> None:
    classroom, notebook = room.workplace("petrova"), room.workplace("petrova", "-notebook")
    orlova, smirnova = room.workplace("orlova"), room.workplace("smirnova")
    room.exchange()
    lose_the_centre(room, classroom, notebook, orlova)
    classroom.mark("4")
    notebook.mark("3")
    orlova.mark("5", page=MATHS)
    room.wire.is_down = False
    room.exchange(classroom, notebook)
    smirnova.client.exchange()
    close_first_term(smirnova)
    smirnova.client.exchange()
    room.exchange()

    journals = {card.journal.workplace: card for card in smirnova.transfers.journals}
    assert {card.journal.state for card in journals.values()} == {"transferred"}
    assert {card.journal.in_time for card in journals.values()} == {True}
    of_notebook = notebook.desk.station
    (second,) = [card for card in journals.values() if card.journal.station == of_notebook]
    assert second.words.endswith("в срок · 1 решение за людьми")

    for place in (classroom, notebook):
        (contest,) = place.transfers.contested
        assert contest.cell.title == "Абрикосова Анна · 5А, русский язык, 15.09"
        assert [version.line.shows for version in contest.versions] == ["4", "3"]
        assert [version.words for version in contest.versions] == [
            "сейчас в клетке",
            "пришло вторым",
        ]
        assert {version.role for version in contest.versions} == {"учитель"}
        assert [version.journal for version in contest.versions] == [
            f"№ 1 / рабочее место {number} / 2026-27" for number in (1, 2)
        ]
        assert contest.refusal == ""
    assert smirnova.transfers.contested[0].refusal.startswith("Сначала решает учитель")

    (held,) = orlova.transfers.held
    assert held.cell.title == "Абрикосова Анна · 5А, математика, 15.09"
    assert held.reason.startswith("поступило после закрытия")
    assert held.refusal != ""
    assert orlova.link_state.text == "1 запись ждёт решения"

    choose(notebook, notebook.transfers.contested[0], "3")
    assert notebook.transfers.contested == ()
    choose(smirnova, smirnova.transfers.held[0], "5")
    room.exchange()
    assert classroom.shown() == notebook.shown() == smirnova.shown() == "3"
    assert orlova.shown(page=MATHS) == "5"
    for place in room.workplaces:
        left = place.transfers
        assert (left.contested, left.held, left.refused) == ((), (), ())
        assert place.differences() == []
    (settled,) = orlova.transfers.journals
    assert (settled.journal.counts.settled, settled.journal.counts.undecided) == (1, 0)


def test_a_refused_decision_is_shown_until_its_author_acts(room: StaffRoom) -> None:
    classroom, notebook = room.workplace("petrova"), room.workplace("petrova", "-notebook")
    room.exchange()
    classroom.mark("4")
    notebook.mark("3")
    room.exchange()
    choose(classroom, classroom.transfers.contested[0], "4")
    choose(notebook, notebook.transfers.contested[0], "3")
    room.exchange()
    (refused,) = notebook.transfers.refused
    assert refused.line.shows == "решение"
    assert refused.line.reason == "по этой ячейке уже решено"
    notebook.mark("5")
    assert notebook.transfers.refused == ()


def choose(place: Workplace, contest: OpenCell, shows: str) -> None:
    """Let the version that shows this stand."""
    (stands,) = [version.line.entry for version in contest.versions if version.line.shows == shows]
    command = Decide((Choice(contest.key, contest.entries, stands),))
    with place.journal.store.writing() as session:
        decide(session, command, Work(place.reference, place.stamp))


def close_first_term(deputy: Workplace) -> None:
    with deputy.journal.store.writing() as session:
        command = CloseTerm(TERM_1, (CLASS_5A,))
        close_term(session, command, Work(deputy.reference, deputy.stamp))
