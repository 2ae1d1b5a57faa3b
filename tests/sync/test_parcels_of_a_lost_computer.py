"""Everything came by parcel and the computer never returned: what is known of its end."""

import pytest

from printing.rendering import render
from sync.server.parcels import list_parcels
from tests.printing.paperwork import words
from tests.sync.parcel_roads import computer
from tests.sync.test_closing_acts import act_on
from tests.sync.test_outage import lose_the_centre, only_journal
from tests.sync.test_outage_papers import journal_act
from tests.sync.workplaces import StaffRoom, Workplace


def last_in_parcel(room: StaffRoom) -> int:
    """Return the last entry that the newest parcel has brought, by the centre's list."""
    with room.centre.store.reading() as session:
        line = list_parcels(session, room.centre.school)[-1]
    return line.parts[0][2]


def brought_by_parcel(room: StaffRoom, place: Workplace) -> None:
    """Let a colleague's program send what the owner of a journal has sealed."""
    shared = computer(room)
    shared.seals(place)
    place.leave()
    room.wire.is_down = False
    assert shared.carries().parcels == 1


@pytest.mark.clause("TAL-3.2")
def test_the_act_says_up_to_which_entry_the_parcel_came_and_that_the_end_is_not_known(
    room: StaffRoom,
) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    lose_the_centre(room, petrova)
    for pupil in range(3):
        petrova.mark("5", pupil)
    station = petrova.journal.station
    brought_by_parcel(room, petrova)
    smirnova.client.exchange()
    open_yet = only_journal(smirnova)
    assert open_yet.state == "open"
    assert open_yet.counts.received == 3
    act_on(smirnova, station, "5", "Компьютер сгорел")
    smirnova.client.exchange()
    last = last_in_parcel(room)
    assert only_journal(smirnova).state == "acted"
    text = " ".join(words(render(journal_act(smirnova)).pdf).split())
    assert f"получено до записи {last}, конец неизвестен" in text


def test_what_a_later_parcel_brings_is_an_addendum_to_the_act(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    station = petrova.journal.station
    brought_by_parcel(room, petrova)
    smirnova.client.exchange()
    act_on(smirnova, station)
    smirnova.client.exchange()
    room.wire.is_down = True
    petrova.mark("4", 1)
    brought_by_parcel(room, petrova)
    smirnova.client.exchange()
    journal = only_journal(smirnova)
    assert journal.act is not None
    assert journal.act.addendum == 1
    assert len(journal_act(smirnova).addendum) == 1
