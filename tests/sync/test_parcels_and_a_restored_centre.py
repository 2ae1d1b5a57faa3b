"""A parcel brings no receipts: it waits until a restored centre has got back what it lost."""

import pytest

from sync.link import Refused
from sync.server.epochs import close_window
from tests.sync.kill.aftermath import assert_whole
from tests.sync.parcel_roads import Computer, computer
from tests.sync.restoring import copy_of, go_back_to, receipts
from tests.sync.workplaces import StaffRoom, Workplace


@pytest.fixture
def shared(room: StaffRoom) -> Computer:
    """Return the computer of the staff room."""
    return computer(room)


@pytest.fixture
def petrova(room: StaffRoom) -> Workplace:
    """Return the journal of a teacher who has talked with the centre before."""
    place = room.workplace("petrova")
    place.client.exchange()
    return place


def test_an_old_parcel_does_not_have_judged_anew_what_was_judged_before(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    notebook = room.workplace("petrova", "-notebook")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "copy")
    notebook.mark("4")
    petrova.mark("3")
    shared.seals(petrova)
    room.exchange(notebook, petrova)
    before = receipts(room.centre)
    assert {"contested"} < {said[2] for said in before.values()}
    room.wait(hours=1)
    go_back_to(room.centre, copy)
    with pytest.raises(Refused) as refused:
        shared.carries()
    assert refused.value.problem.code == "recovering"
    assert "Пакет цел" in refused.value.problem.words
    assert refused.value.retry_after == 3600
    assert shared.folder.answer(shared.names[0]) is None
    room.exchange()
    assert receipts(room.centre).items() >= before.items()
    assert_whole(room.centre, petrova)


def test_what_was_written_after_the_restore_comes_at_once(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    copy = copy_of(room.centre.database, room.folder / "copy")
    go_back_to(room.centre, copy)
    room.wait(minutes=1)
    petrova.mark("5")
    shared.seals(petrova)
    assert shared.carries().new == 1


def test_when_the_window_is_closed_the_parcel_comes_in(
    room: StaffRoom, shared: Computer, petrova: Workplace
) -> None:
    copy = copy_of(room.centre.database, room.folder / "copy")
    petrova.mark("5")
    shared.seals(petrova)
    room.wait(minutes=1)
    go_back_to(room.centre, copy)
    with pytest.raises(Refused):
        shared.carries()
    with room.centre.store.writing() as session:
        close_window(session, room.centre.school, int(room.clock.now.timestamp() * 1000))
    assert shared.carries().new == 1
    petrova.client.exchange()
    assert_whole(room.centre, petrova)
