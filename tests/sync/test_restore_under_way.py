"""A copy is put back while the centre is running: nobody is judged by a history that is over."""

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import update

from journal.errors import UserError
from sync.link import Refused
from sync.server import backups
from sync.server.epochs import begin_history
from sync.server.serving import Address, serve
from sync.server.tables import CounterRow
from tests.sync.restoring import copy_of, go_back_to, receipts, statuses
from tests.sync.workplaces import StaffRoom


def go_back_while(room: StaffRoom, copy: Path, act: Callable[[], None]) -> None:
    """Restore the centre, and do ``act`` when the copy is in place and nothing more."""
    begin = backups._begin

    def act_first(*given: object) -> object:
        if given[0] == room.centre.database:
            act()
        return begin(*given)  # type: ignore[arg-type]

    with patch("sync.server.backups._begin", act_first):
        go_back_to(room.centre, copy)


def test_what_comes_while_a_copy_is_put_back_waits_for_the_new_history(room: StaffRoom) -> None:
    petrova, notebook = room.workplace("petrova"), room.workplace("petrova", "-notebook")
    room.exchange()
    copy = copy_of(room.centre.database, room.folder / "centre.copy")
    petrova.mark("5")
    petrova.mark("4", pupil=1)
    petrova.client.exchange()
    before = receipts(room.centre)
    room.wait(hours=1)
    petrova.mark("3")
    notebook.mark("2", pupil=2)

    def push() -> None:
        for place in (petrova, notebook):
            with pytest.raises(Refused) as refusal:
                place.client.exchange()
            assert refusal.value.problem.code == "busy"

    go_back_while(room, copy, push)
    room.exchange()
    assert receipts(room.centre).items() >= before.items()
    assert [row.verdict for row in petrova.written] == ["accepted"] * 4
    assert sorted(statuses(room.centre)[row.id] for row in petrova.written) == [
        *["current"] * 3,
        "superseded",
    ]
    assert notebook.shown() == "3"
    assert room.centre.faults() == petrova.differences() == notebook.differences() == []


def test_a_copy_without_a_new_history_is_not_served(room: StaffRoom) -> None:
    if not room.centre.database.startswith("postgresql"):
        return  # a file does not know where it lies
    with room.centre.store.writing() as session:
        session.execute(update(CounterRow).values(home=CounterRow.home + 1))
    with pytest.raises(UserError, match="recovery begin"):
        serve(room.centre.database, Address(port=0), room.centre.clock)
    with room.centre.store.writing() as session:
        begin_history(session, room.centre.school, 0)
    petrova = room.workplace("petrova")
    petrova.mark("5")
    petrova.client.exchange()
    assert [row.verdict for row in petrova.written] == ["accepted"]


def test_two_restores_with_a_clock_that_stands_still_are_two_histories(room: StaffRoom) -> None:
    with patch("sync.server.epochs.new_id", lambda: "0" * 32):
        copy = copy_of(room.centre.database, room.folder / "centre.copy")
        first, second = (go_back_to(room.centre, copy) for _ in range(2))
    assert first != second
