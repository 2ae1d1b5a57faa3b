"""What a closing announces, and the act over a computer that does not come back."""

import pytest

from journal import values
from journal.clock import to_ms
from journal.errors import UserError
from journal.kinds import make_key
from journal.log import Draft, append, tail_of
from journal.queries.intervals import open_interval
from journal.services.closing_acts import CloseByAct, close_by_act
from journal.services.work import Work
from journal.tables import EntryRow
from sync.outbox import next_batch
from sync.protocol import PUSH_PATH, PushAnswer
from tests.sync.test_outage import at, lose_the_centre, only_journal
from tests.sync.workplaces import StaffRoom, Workplace

STOLEN = "Ноутбук украден, заявление в полицию 16.09"


def carried(room: StaffRoom, place: Workplace) -> None:
    """Let somebody else bring a signed batch to the centre: this computer has no contact."""
    room.wire.is_down = False
    with place.journal.store.reading() as session:
        outgoing = next_batch(session)
    assert outgoing is not None
    link = place.journal.link(place.http, place.clock)
    link.ask(PUSH_PATH, outgoing.message, PushAnswer)


def act_on(by: Workplace, station: str, number: str = "3", reason: str = STOLEN) -> None:
    with by.journal.store.writing() as session:
        close_by_act(session, CloseByAct(station, number, reason), Work(by.reference, by.stamp))


def lost_computer(room: StaffRoom) -> Workplace:
    """Return a workplace without the centre whose first two marks came by another road."""
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    petrova.mark("4", 1)
    carried(room, petrova)
    return petrova


@pytest.mark.clause("TAL-3.2")
def test_the_centre_counts_what_the_closing_announced_and_shows_a_difference(
    room: StaffRoom,
) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    petrova.mark("4", 1)
    with petrova.journal.store.writing() as session:
        going_on = open_interval(session)
        assert going_on is not None
        tail = tail_of(session, petrova.journal.school, going_on.station)
        value = values.IntervalClosed(
            going_on.station,
            to_ms(room.clock.now),
            going_on.value.first_seq,
            tail.seq,
            tail.digest,
            count=3,
        )
        key = make_key("interval.close", "", going_on.id)
        append(session, petrova.stamp, [Draft("interval.close", key, value)])
    room.wire.is_down = False
    room.exchange()
    for place in (petrova, smirnova):
        journal = only_journal(place)
        assert journal.differences == ("объявлено записей: 3, получено: 2",)
        assert (journal.counts.total, journal.counts.received) == (3, 2)


def test_an_honest_closing_leaves_nothing_to_show(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    lose_the_centre(room, petrova)
    for pupil in range(4):
        petrova.mark("5", pupil)
    room.wire.is_down = False
    room.exchange()
    for place in (petrova, smirnova):
        assert only_journal(place).differences == ()
    assert {row.reason for row in petrova.written} == {""}


@pytest.mark.clause("TAL-3.2")
def test_the_deputy_closes_by_act_the_journal_of_a_computer_that_does_not_come_back(
    room: StaffRoom,
) -> None:
    petrova, smirnova = lost_computer(room), room.workplace("smirnova")
    smirnova.client.exchange()
    assert only_journal(smirnova).state == "open"
    act_on(smirnova, petrova.desk.station)
    smirnova.client.exchange()
    journal = only_journal(smirnova)
    assert (journal.state, journal.restored, journal.due) == ("acted", None, None)
    assert journal.act is not None
    assert (journal.act.by, journal.act.count, journal.act.reason) == ("Смирнова Е. П.", 2, STOLEN)
    assert smirnova.transfers.journals[0].words == (
        f"закрыт актом № 3 от 15.09: получено до записи {journal.act.last_seq}, конец неизвестен"
    )
    assert room.differences() == smirnova.differences() == []


@pytest.mark.clause("TAL-3.2")
def test_what_a_computer_brings_after_the_act_is_an_addendum(room: StaffRoom) -> None:
    petrova, smirnova = lost_computer(room), room.workplace("smirnova")
    smirnova.client.exchange()
    act_on(smirnova, petrova.desk.station)
    smirnova.client.exchange()
    petrova.mark("3", 2)
    at(room, 2026, 9, 21, 10)
    room.exchange()
    room.exchange()
    for place in (petrova, smirnova):
        journal = only_journal(place)
        assert journal.state == "transferred"
        assert journal.act is not None
        assert journal.act.addendum == 1
        assert "дополнение к акту № 3: 1 запись" in place.transfers.journals[0].words
    # nothing is disputed by it, and the late mark is the mark of the cell
    assert smirnova.transfers.contested == smirnova.transfers.held == ()
    assert smirnova.shown(2) == "3"
    assert room.differences() == petrova.differences() == []


def test_the_owner_closes_it_from_her_next_computer(room: StaffRoom) -> None:
    petrova = lost_computer(room)
    successor = room.workplace("petrova", "new")
    successor.client.exchange()
    assert only_journal(successor).state == "open"
    act_on(successor, petrova.desk.station)
    successor.client.exchange()
    assert only_journal(successor).state == "acted"
    assert {row.verdict for row in successor.written if row.kind == "interval.act"} == {"accepted"}


def test_nobody_else_does_and_a_forged_act_waits_for_a_person(room: StaffRoom) -> None:
    petrova, orlova = lost_computer(room), room.workplace("orlova")
    orlova.client.exchange()
    with pytest.raises(UserError, match="закрывает актом заместитель директора"):
        act_on(orlova, petrova.desk.station)
    with orlova.journal.store.reading() as session:
        interval = session.query(EntryRow).filter_by(kind="interval.open").one().key[-32:]
    value = values.IntervalActed(
        petrova.desk.station, 1, 2, b"", 2, "9", STOLEN, room.clock.now.date()
    )
    draft = Draft("interval.act", make_key("interval.act", "", interval), value)
    with orlova.journal.store.writing() as session:
        append(session, orlova.stamp, [draft])
    orlova.client.exchange()
    assert orlova.written[-1].verdict == "held"


def test_an_act_without_a_number_or_over_nothing_is_refused_in_words(room: StaffRoom) -> None:
    petrova, smirnova = lost_computer(room), room.workplace("smirnova")
    smirnova.client.exchange()
    with pytest.raises(UserError, match="Укажите номер акта"):
        act_on(smirnova, petrova.desk.station, number=" ")
    with pytest.raises(UserError, match="закроется сам при первой связи"):
        act_on(smirnova, smirnova.desk.station)
    orlova = room.workplace("orlova")
    orlova.client.exchange()
    smirnova.client.exchange()
    with pytest.raises(UserError, match="закрывать актом нечего"):
        act_on(smirnova, orlova.desk.station)
