"""Parcels in the background: sealed by a timer, carried by whoever runs, never in the way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop import parcels
from desktop.parcels import Courier, ParcelPlaces, Sealing
from desktop.tasks import Tasks
from sync.pace import Pace
from sync.parcel_folder import ParcelFolder
from sync.sealing import keep_sealed, own_name
from tests.desktop.seats import school_with_centre
from tests.sync.workplaces import StaffRoom, Workplace


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StaffRoom]:
    with school_with_centre(tmp_path) as room:
        yield room


@pytest.fixture
def petrova(room: StaffRoom) -> Workplace:
    place = room.workplace("petrova")
    place.client.exchange()
    return place


@pytest.fixture
def places(tmp_path: Path) -> ParcelPlaces:
    return ParcelPlaces(tmp_path / "parcels")


def courier_of(room: StaffRoom, places: ParcelPlaces, tasks: Tasks) -> Courier:
    return Courier(places, room.http, room.clock, tasks, Pace(random.Random(1)))


def names_in(folder: Path) -> list[str]:
    return [file.name for file in ParcelFolder(folder).files()]


def test_what_was_written_is_sealed_by_the_timer_without_being_asked(
    petrova: Workplace,
    places: ParcelPlaces,
    tasks: Tasks,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    assert parcels.SEAL_EVERY_MS == 300_000
    monkeypatch.setattr(parcels, "SEAL_EVERY_MS", 30)
    sealing = Sealing(petrova.journal.store, places, tasks)
    assert names_in(places.here) == []
    petrova.mark("5")
    qtbot.waitUntil(lambda: names_in(places.here) == [sealing.name])
    petrova.client.exchange()
    qtbot.waitUntil(lambda: names_in(places.here) == [])
    sealing.finish()()


def test_the_courier_looks_into_the_second_place_too(
    room: StaffRoom, petrova: Workplace, places: ParcelPlaces, tasks: Tasks, qtbot: QtBot
) -> None:
    share = places.here.with_name("share")
    share.mkdir()
    petrova.mark("5")
    both = ParcelPlaces(places.here, share)
    keep_sealed(petrova.journal.store, both.folders)
    name = own_name(petrova.journal.store)
    ParcelFolder(places.here).remove(name)
    courier = courier_of(room, both, tasks)
    with qtbot.waitSignal(courier.ended) as ended:
        courier.run()
    assert ended.args == [True]
    kept = ParcelFolder(share).answer(name)
    assert kept is not None
    assert kept.is_done
    courier.stop()


def test_the_own_parcel_is_left_to_the_exchange_and_sent_when_its_author_has_left(
    room: StaffRoom, petrova: Workplace, places: ParcelPlaces, tasks: Tasks, qtbot: QtBot
) -> None:
    petrova.mark("5")
    keep_sealed(petrova.journal.store, places.folders)
    courier = courier_of(room, places, tasks)
    courier.own = own_name(petrova.journal.store)
    with qtbot.waitSignal(courier.ended):
        courier.run()
    assert ParcelFolder(places.here).answer(courier.own) is None
    name, courier.own = courier.own, ""
    with qtbot.waitSignal(courier.ended):
        courier.run()
    assert ParcelFolder(places.here).answer(name) is not None
    courier.stop()


def test_silence_is_tried_again_and_a_stopped_courier_asks_no_more(
    room: StaffRoom, petrova: Workplace, places: ParcelPlaces, tasks: Tasks, qtbot: QtBot
) -> None:
    petrova.mark("5")
    keep_sealed(petrova.journal.store, places.folders)
    room.wire.is_down = True
    courier = courier_of(room, places, tasks)
    with qtbot.waitSignal(courier.ended) as ended:
        courier.run()
    assert ended.args == [False]
    room.wire.is_down = False
    with qtbot.waitSignal(courier.ended, timeout=5000) as ended:
        pass
    assert ended.args == [True]
    courier.stop()
    room.wire.paths.clear()
    petrova.mark("4", 1)
    keep_sealed(petrova.journal.store, places.folders)
    courier.run()
    qtbot.wait(50)
    assert room.wire.paths == []
