"""kill -9 while a parcel is sealed or carried: the old file or the new one, never half of one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from journal.tables import DeskRow
from sync.parcel import open_parcel, private_parcel_key
from tests.sync.centre import make_template, running_centre
from tests.sync.databases import SqliteDatabases
from tests.sync.kill.aftermath import assert_sound, assert_whole, typed
from tests.sync.kill.deaths import DEATHS_WITH_A_PARCEL, in_words
from tests.sync.kill.dying import Death
from tests.sync.kill.lives import PARCELS, life
from tests.sync.kill.station import SAVED
from tests.sync.parcel_roads import Computer
from tests.sync.workplaces import StaffRoom, Workplace, staff_room


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffRoom]:
    """Yield a school that all deaths happen to, one school day after another.

    Nobody dies at the centre here, so one kind of database is enough.
    """
    databases = SqliteDatabases(tmp_path_factory.mktemp("centre"))
    with (
        running_centre(databases, make_template(databases)) as centre,
        staff_room(centre, tmp_path_factory.mktemp("room")) as around,
    ):
        centre.clock.set(2026, 9, 1)
        yield around


@pytest.fixture(scope="module")
def petrova(room: StaffRoom) -> Workplace:
    """Return the workplace that dies."""
    place = room.workplace("petrova")
    place.client.exchange()
    place.leave()
    return place


@pytest.fixture
def day(room: StaffRoom) -> date:
    """Let a new school day begin."""
    room.wait(days=1)
    while room.clock.now.weekday() > 4:
        room.wait(days=1)
    return room.clock.now.date()


@pytest.mark.parametrize("death", DEATHS_WITH_A_PARCEL, ids=in_words)
def test_whoever_is_killed_over_a_parcel_leaves_a_whole_one_or_none(
    room: StaffRoom, petrova: Workplace, day: date, death: Death, tmp_path: Path
) -> None:
    shared = Computer(room, tmp_path / "parcels")
    before = typed(petrova)
    petrova.leave()
    world = (petrova.folder, petrova.login, shared.path, petrova.clock, day)
    with life(PARCELS, death, tmp_path / "life", *world) as program:
        program.wait_for_death()
        saved = program.notes.read(SAVED)
    for name in shared.names:
        assert in_parcel(room, shared.folder.read(name)) <= len(saved)
    assert_sound(petrova)
    assert typed(petrova) == before + saved
    # the next program on this computer goes on, and so does the author
    shared.seals(petrova)
    petrova.leave()
    shared.carries()
    petrova.client.exchange()
    assert_whole(room.centre, petrova)
    shared.seals(petrova)
    assert shared.names == []
    petrova.leave()


def in_parcel(room: StaffRoom, sealed: bytes) -> int:
    """Return how many entries are in a parcel; one that is not whole fails the test."""
    with room.centre.store.reading() as session:
        seed = session.scalars(select(DeskRow.seed)).one()
    batches = open_parcel(sealed, private_parcel_key(seed)).batches
    return sum(len(batch.entries) for batch in batches)
