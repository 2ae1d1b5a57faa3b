"""Journals for the tests of the page «Перенос»."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.desktop.transfer.room import TransferRoom, open_room, school_file
from tests.small_school import PETROVA, SMIRNOVA

Open = Callable[[str], TransferRoom]


@pytest.fixture(scope="session")
def school_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Make the journal of a user once for the whole run."""
    return cache(lambda user: school_file(tmp_path_factory.mktemp(user), user))


@pytest.fixture
def opened(school_of: Callable[[str], Path], tmp_path: Path) -> Iterator[Open]:
    """Open journals of any users; they are closed after the test."""
    rooms: list[TransferRoom] = []

    def open_one(user: str) -> TransferRoom:
        folder = tmp_path / user
        folder.mkdir()
        rooms.append(open_room(school_of(user), folder, user))
        return rooms[-1]

    yield open_one
    for room in rooms:
        room.store.close()


@pytest.fixture
def petrova(opened: Open) -> TransferRoom:
    """Return the journal of the teacher of the lesson."""
    return opened(PETROVA)


@pytest.fixture
def deputy(opened: Open) -> TransferRoom:
    """Return the journal of the deputy director."""
    return opened(SMIRNOVA)
