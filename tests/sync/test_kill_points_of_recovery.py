"""kill -9 while a restored centre gets back what it lost: of the station, and of the centre."""

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from sync import offering
from sync.link import Unreachable
from tests.small_school import PUPILS_5A
from tests.sync.centre import mark, running_centre
from tests.sync.databases import Databases
from tests.sync.kill.aftermath import assert_sound, assert_whole, write
from tests.sync.kill.deaths import DEATHS_IN_AN_OFFER, DEATHS_OF_A_RESTORED_CENTRE, in_words
from tests.sync.kill.dying import Death
from tests.sync.kill.killed_centre import KilledCentre
from tests.sync.kill.lives import STATION, life
from tests.sync.kill.station import SMALL_BATCH
from tests.sync.restoring import copy_of, go_back_to, receipts
from tests.sync.workplaces import StaffRoom, Workplace, staff_room


@pytest.fixture(scope="module")
def room(
    databases: Databases, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StaffRoom]:
    """Yield a school whose centre is restored again and again."""
    with (
        running_centre(databases, template) as centre,
        staff_room(centre, tmp_path_factory.mktemp("room")) as around,
    ):
        yield around


@pytest.fixture(scope="module")
def petrova(room: StaffRoom) -> Workplace:
    """Return the workplace that dies."""
    place = room.workplace("petrova")
    place.client.exchange()
    return place


@pytest.mark.parametrize("death", DEATHS_IN_AN_OFFER, ids=in_words)
def test_a_station_killed_in_an_offer_goes_on_with_it(
    room: StaffRoom, petrova: Workplace, death: Death
) -> None:
    turn = DEATHS_IN_AN_OFFER.index(death)
    copy = copy_of(room.centre.database, room.folder / f"{turn}.copy")
    # enough for two parts of an offer
    write(petrova, *(mark("5432"[turn], pupil) for pupil in PUPILS_5A))
    petrova.client.exchange()
    before = receipts(room.centre)
    petrova.leave()
    go_back_to(room.centre, copy)
    day = room.clock.now.date()
    world = (petrova.folder, petrova.login, petrova.url, petrova.clock, day, turn)
    with life(STATION, death, room.folder / f"life-{turn}", *world) as program:
        program.wait_for_death()
    assert_sound(petrova)
    petrova.client.exchange()
    assert receipts(room.centre).items() >= before.items()
    assert_whole(room.centre, petrova)


@pytest.fixture(scope="module")
def killed(
    databases: Databases, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KilledCentre]:
    """Yield a centre that is restored and killed."""
    with (
        running_centre(databases, template) as centre,
        httpx.Client(timeout=30) as http,
    ):
        around = KilledCentre(centre, tmp_path_factory.mktemp("killed"), http)
        with closing(around.listener):
            with around.life():
                around.place.client.exchange()
            yield around
            around.place.leave()


@pytest.mark.parametrize("death", DEATHS_OF_A_RESTORED_CENTRE, ids=in_words)
def test_a_restored_centre_killed_at_any_step_takes_what_is_offered_again(
    killed: KilledCentre, death: Death, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offering, "MAX_ENTRIES", SMALL_BATCH)
    place, centre = killed.place, killed.centre
    turn = DEATHS_OF_A_RESTORED_CENTRE.index(death)
    copy = copy_of(centre.database, place.folder.with_name(f"{turn}.copy"))
    with killed.life():
        killed.write_six()
        place.client.exchange()
    before = receipts(centre)
    go_back_to(centre, copy)
    # what is written makes the program ask before its timer does
    killed.write_six()
    with killed.life(death) as process:
        with pytest.raises(Unreachable):
            place.client.exchange()
        process.wait_for_death()
    assert centre.faults() == []
    with killed.life():
        place.client.exchange()
    assert receipts(centre).items() >= before.items()
    assert_whole(centre, place)
