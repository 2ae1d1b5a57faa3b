"""One outage of the school on paper: every workplace, the lost computer, the proof by receipts."""

from datetime import datetime

import pytest

from journal.outage_paper import TransferAct
from journal.paper import Imprint
from journal.queries.school_outages import SchoolOutage, read_school_outages
from journal.queries.temporary_journals import read_temporary_journals
from journal.queries.temporary_sheets import read_all_days
from journal.queries.transfer_acts import read_outage_act, read_transfer_act
from journal.tables import DeskRow
from printing.rendering import render
from tests.journal.desks import MOSCOW
from tests.printing.paperwork import pdfa_findings, words
from tests.small_school import MATHS, RUSSIAN
from tests.sync.test_closing_acts import act_on, carried
from tests.sync.test_outage import at, declare, end, lose_the_centre
from tests.sync.workplaces import StaffRoom, Workplace

IMPRINT = Imprint(datetime(2026, 9, 15, 15, tzinfo=MOSCOW), "0.2.0", "4/1")


def outages(place: Workplace) -> tuple[SchoolOutage, ...]:
    with place.journal.store.reading() as session:
        return read_school_outages(session, place.reference, place.journal.user, place.clock.now)


def outage_act(place: Workplace, outage: SchoolOutage) -> TransferAct:
    with place.journal.store.reading() as session:
        return read_outage_act(session, place.reference, outage, place.clock.now, IMPRINT).document


def journal_act(place: Workplace) -> TransferAct:
    with place.journal.store.reading() as session:
        reference, now = place.reference, place.clock.now
        (journal,) = read_temporary_journals(session, reference, place.journal.user, now)
        return read_transfer_act(session, reference, journal, now, IMPRINT).document


@pytest.mark.clause("TAL-3.2")
def test_one_act_covers_all_workplaces_that_lost_the_centre_together(room: StaffRoom) -> None:
    petrova, orlova, smirnova = (
        room.workplace(login) for login in ("petrova", "orlova", "smirnova")
    )
    room.exchange()
    lose_the_centre(room, petrova, orlova)
    declare(petrova, "Авария центрального сервера")
    for pupil in range(3):
        petrova.mark("5", pupil)
    orlova.mark("4", page=MATHS)
    room.wait(hours=2)
    end(petrova)
    room.wire.is_down = False
    room.exchange()
    (outage,) = outages(smirnova)
    assert outage.reasons == ("Авария центрального сервера",)
    assert outage.title == "15.09 09:00 – 11:04, 2 рабочих места"
    act = outage_act(smirnova, outage)
    assert [(each.workplace, each.announced, each.received) for each in act.workplaces] == [
        ("1", 3, 3),
        ("2", 1, 1),
    ]
    assert {each.outcome for each in act.workplaces} == {"да"}
    assert (act.announced, act.received, act.in_time) == (4, 4, True)
    assert len(act.entries) == 4
    rendered = render(act)
    assert pdfa_findings(rendered.pdf) == []
    text = words(rendered.pdf)
    assert "АКТ № 15.09/1 переноса данных временных журналов" in text
    assert "Причина: авария центрального сервера." in text
    with smirnova.journal.store.reading() as session:
        days = read_all_days(session, smirnova.reference, outage.journals, IMPRINT).document
    assert [day.number for day in days.days] == [
        "№ 1 / рабочее место 1 / 2026-27",
        "№ 1 / рабочее место 2 / 2026-27",
    ]


@pytest.mark.clause("TAL-3.2")
def test_a_computer_that_did_not_come_back_stands_in_the_act_with_what_is_known(
    room: StaffRoom,
) -> None:
    petrova, orlova, smirnova = (
        room.workplace(login) for login in ("petrova", "orlova", "smirnova")
    )
    room.exchange()
    lose_the_centre(room, petrova, orlova)
    petrova.mark("5")
    orlova.mark("4", page=MATHS)
    carried(room, petrova)
    orlova.client.exchange()
    smirnova.client.exchange()
    act_on(smirnova, petrova.desk.station)
    smirnova.client.exchange()
    (outage,) = outages(smirnova)
    act = outage_act(smirnova, outage)
    lost, back = act.workplaces
    assert (lost.announced, lost.received, lost.outcome) == (None, 1, "по акту № 3")
    assert (back.announced, back.received, back.outcome) == (1, 1, "да")
    (told,) = act.closed_by
    assert told.startswith(
        "Временный журнал № 1 / рабочее место 1 / 2026-27 закрыт актом № 3 от 15.09.2026"
    )
    assert "конец неизвестен" in words(render(act).pdf)
    # the computer turns up after all
    petrova.mark("3", 2)
    at(room, 2026, 9, 21, 10)
    room.exchange()
    room.exchange()
    (outage,) = outages(smirnova)
    act = outage_act(smirnova, outage)
    assert [entry.what for entry in act.addendum] == ["5А, русский язык, Егозин Пётр: отметка 3"]
    assert len(act.entries) == 2
    assert "Дополнение к акту, записей: 1" in words(render(act).pdf)


def test_two_silences_of_different_hours_are_two_outages(room: StaffRoom) -> None:
    petrova, orlova, smirnova = (
        room.workplace(login) for login in ("petrova", "orlova", "smirnova")
    )
    room.exchange()
    for place, page in ((petrova, RUSSIAN), (orlova, MATHS)):
        lose_the_centre(room, place)
        place.mark("5", page=page)
        room.wire.is_down = False
        room.exchange()
        room.wait(hours=2)
    assert outages(smirnova) == ()


@pytest.mark.clause("TAL-3.2")
def test_the_restored_connection_stands_beside_what_others_prove(room: StaffRoom) -> None:
    petrova, orlova = room.workplace("petrova"), room.workplace("orlova")
    room.exchange()
    lose_the_centre(room, petrova, orlova)
    petrova.mark("5")
    room.wait(hours=1)
    room.wire.is_down = False
    orlova.client.exchange()  # Petrova's computer is still in the bag
    room.wait(hours=3)
    room.exchange()
    text = words(render(journal_act(petrova)).pdf)
    assert (
        "с 15.09.2026 09:00 по 15.09.2026 13:04. Причина: нет связи с центральным сервером;"
        " для других рабочих мест сервер доступен с 10:04." in text
    )


def test_a_centre_that_others_reached_all_the_time_is_named(room: StaffRoom) -> None:
    petrova, orlova = room.workplace("petrova"), room.workplace("orlova")
    room.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    room.wire.is_down = False
    room.wait(hours=1)
    orlova.mark("4", page=MATHS)
    orlova.client.exchange()
    room.wait(hours=1)
    room.exchange()
    (span,) = journal_act(petrova).outages
    assert span.reachable == (
        "сервер в это время принимал записи других рабочих мест, первую – 10:04"
    )


@pytest.mark.clause("TAL-3.2")
def test_a_clock_that_was_set_back_is_signed_in_the_protocol(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    petrova.clock.wait(hours=-3)
    petrova.mark("4", 1)
    at(room, 2026, 9, 15, 15)
    room.wire.is_down = False
    petrova.client.exchange()
    act = journal_act(petrova)
    assert [entry.clock for entry in act.entries] == ["", "Ч3"]
    assert act.legend[0].startswith("Ч3 – время записи раньше последней связи")
    assert {row.verdict for row in petrova.written} == {"accepted"}
    with petrova.journal.store.reading() as session:
        assert session.query(DeskRow).one().offset_ms == 0


@pytest.mark.clause("TAL-3.2")
def test_an_unfinished_transfer_counts_the_days_that_are_left(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    room.wire.is_down = False
    petrova.client.pull()
    act = journal_act(petrova)
    assert (act.left, act.moved_at) == ("осталось 2 рабочих дня", None)
    assert (act.announced, act.received) == (1, 0)
    at(room, 2026, 9, 18, 9)
    assert journal_act(petrova).left == "срок прошёл"


def test_workplaces_that_noticed_it_some_minutes_apart_had_one_outage(room: StaffRoom) -> None:
    petrova, orlova, smirnova = (
        room.workplace(login) for login in ("petrova", "orlova", "smirnova")
    )
    room.exchange()
    for place, page in ((petrova, RUSSIAN), (orlova, MATHS)):
        lose_the_centre(room, place)
        place.mark("5", page=page)
        room.wire.is_down = False
        place.client.exchange()
        room.wait(minutes=6)
    smirnova.client.exchange()
    (outage,) = outages(smirnova)
    assert outage.title == "15.09 09:00 – 09:14, 2 рабочих места"
