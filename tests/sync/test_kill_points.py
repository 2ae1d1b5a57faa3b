"""kill -9 of a station at every named step: nothing lost, nothing twice.

The station is a process of its own on a real encrypted file and talks through a real socket. After
each death everything is started again and finished.
"""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from journal.steps import STEPS
from sync.enrolment import first_sign_in
from sync.link import Unreachable
from tests.small_school import PETROVA, PUPILS_5A
from tests.sync.centre import CHEAP, PASSWORD, HandStation, mark, running_centre
from tests.sync.databases import Databases
from tests.sync.kill.aftermath import (
    assert_closed,
    assert_sound,
    assert_whole,
    receipts,
    typed,
    write,
)
from tests.sync.kill.deaths import (
    DEATHS_IN_AN_OFFER,
    DEATHS_OF_A_RESTORED_CENTRE,
    DEATHS_OF_A_STATION,
    DEATHS_OF_AN_IMPORT,
    DEATHS_OF_AN_UPGRADE,
    DEATHS_OF_THE_CENTRE,
    DEATHS_WITH_A_PARCEL,
    ENTRIES_OF_WISH,
    EXCHANGE,
    PULL,
    WRITE,
    in_words,
)
from tests.sync.kill.dying import Death
from tests.sync.kill.lives import STATION, life
from tests.sync.kill.station import SAVED
from tests.sync.workplaces import StaffRoom, Workplace, staff_room

ROOT = Path(__file__).parents[2]
ROOMS = ("desktop", "journal", "printing", "resources", "sync")


def passed_in_product() -> set[str]:
    """Return the steps that the program names where it passes them."""
    found: set[str] = set()
    for path in [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("reached", "pass_step")
            ):
                found |= {str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)}
    return found


def test_the_list_of_steps_is_what_the_program_passes() -> None:
    assert sorted(passed_in_product()) == sorted(STEPS)


def test_there_is_a_death_at_every_step() -> None:
    """Each of them is a test that fails when nobody dies there, here or in the next files."""
    deaths = [
        *DEATHS_OF_A_STATION,
        *DEATHS_OF_THE_CENTRE,
        *DEATHS_WITH_A_PARCEL,
        *DEATHS_OF_AN_UPGRADE,
        *DEATHS_OF_AN_IMPORT,
        *DEATHS_IN_AN_OFFER,
        *DEATHS_OF_A_RESTORED_CENTRE,
    ]
    assert {death.step for death in deaths} == set(STEPS)


@pytest.fixture(scope="module")
def room(
    databases: Databases, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StaffRoom]:
    """Yield a school that all deaths happen to, one school day after another."""
    with (
        running_centre(databases, template) as centre,
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


@pytest.fixture(scope="module")
def notebook(room: StaffRoom) -> HandStation:
    """Return another computer of the same teacher."""
    return room.centre.station(PETROVA)


@pytest.fixture
def day(room: StaffRoom) -> date:
    """Let a new school day begin."""
    room.wait(days=1)
    while room.clock.now.weekday() > 4:
        room.wait(days=1)
    return room.clock.now.date()


@pytest.mark.parametrize("death", DEATHS_OF_A_STATION, ids=in_words)
def test_a_station_killed_at_any_step_goes_on_at_the_next_start(
    room: StaffRoom, petrova: Workplace, notebook: HandStation, day: date, death: Death
) -> None:
    cut_off(room, petrova, day)
    write_elsewhere(notebook, day)
    before = typed(petrova)
    petrova.leave()
    saved = before + die(room, petrova, death, day)
    assert_sound(petrova)
    kept = typed(petrova)
    assert kept[: len(saved)] == saved
    # a wish is written as a whole or not at all; the user was told of it afterwards
    untold = ENTRIES_OF_WISH[death.occurrence] if death.step == "write.committed" else 0
    assert len(kept) == len(saved) + untold
    received = receipts(petrova.journal.store)
    finish(petrova, day)
    assert typed(petrova)[: len(kept)] == kept
    assert_whole(room.centre, petrova)
    assert_closed(petrova)
    assert received.items() <= receipts(petrova.journal.store).items()
    petrova.leave()


def test_a_station_killed_at_every_step_in_turn_loses_nothing(
    room: StaffRoom, petrova: Workplace, day: date
) -> None:
    cut_off(room, petrova, day)
    saved = typed(petrova)
    petrova.leave()
    for turn, step in enumerate([*WRITE, *EXCHANGE]):
        saved += die(room, petrova, Death(step), day, turn)
    finish(petrova, day)
    assert set(saved) <= set(typed(petrova))
    assert_whole(room.centre, petrova)
    assert_closed(petrova)
    assert {card.journal.state for card in petrova.transfers.journals} == {"transferred"}
    petrova.leave()


@pytest.mark.parametrize("step", PULL)
def test_a_first_sign_in_that_is_killed_leaves_no_half_of_a_journal(
    room: StaffRoom, step: str
) -> None:
    place = room.workplace("petrova", step)
    die(room, place, Death(step), room.clock.now.date())
    first_sign_in(
        place.folder, place.url, place.login, PASSWORD, room.http, place.clock, cost=CHEAP
    ).close()
    assert_whole(room.centre, place)
    assert len(list(place.folder.iterdir())) == 1
    place.leave()


def cut_off(room: StaffRoom, place: Workplace, day: date) -> None:
    """Let the centre be silent until the workplace has a temporary journal with two entries."""
    room.wire.is_down = True
    write(place, mark("3", PUPILS_5A[3], day))
    for _ in range(3):
        with pytest.raises(Unreachable):
            place.client.exchange()
        room.wait(minutes=2)
    write(place, mark("5", PUPILS_5A[3], day))
    room.wire.is_down = False


def write_elsewhere(notebook: HandStation, day: date) -> None:
    """Let the same teacher write on another computer, into a cell of this one too."""
    notebook.push(
        notebook.entry(mark("2", PUPILS_5A[0], day)), notebook.entry(mark("3", PUPILS_5A[4], day))
    )


def die(room: StaffRoom, place: Workplace, death: Death, day: date, turn: int = 0) -> list[str]:
    """Run the program at a workplace until its death; return what it said was saved."""
    folder = room.folder / f"life-{len(list(room.folder.iterdir()))}"
    world = (place.folder, place.login, place.url, place.clock, day, turn)
    with life(STATION, death, folder, *world) as program:
        program.wait_for_death()
        return program.notes.read(SAVED)


def finish(place: Workplace, day: date) -> None:
    """Start the program again, work with it and let it exchange."""
    write(place, mark("5", PUPILS_5A[2], day))
    place.client.exchange()
