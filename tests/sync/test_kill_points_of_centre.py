"""kill -9 of the centre at every named step: what it did not answer is sent again, and taken once.

The centre is a process of its own on both databases; a real station talks to it through a socket.
"""

import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import httpx
import pytest

from journal.tables import EntryRow
from sync import outbox
from sync.link import Unreachable
from tests.small_school import PUPILS_5A
from tests.sync.centre import Centre, mark, running_centre
from tests.sync.databases import Databases
from tests.sync.kill.aftermath import assert_whole, ids, typed, write
from tests.sync.kill.deaths import AT_CENTRE, DEATHS_OF_THE_CENTRE, JUDGE, in_words
from tests.sync.kill.dying import Death
from tests.sync.kill.lives import CENTRE, Life, life
from tests.sync.kill.station import SMALL_BATCH
from tests.sync.workplaces import Workplace


class KilledCentre:
    """A centre whose process comes and goes behind one socket, and a workplace before it."""

    def __init__(self, centre: Centre, folder: Path, http: httpx.Client) -> None:
        self.centre = centre
        self.listener = socket.create_server(("127.0.0.1", 0))
        self._folder = folder
        self._turn = 0
        host, port = self.listener.getsockname()
        self.place = Workplace(
            folder / "petrova", "petrova", f"http://{host}:{port}", http, centre.clock
        )

    def life(self, death: Death | None = None) -> AbstractContextManager[Life]:
        """Start the process of the centre."""
        folder = self._folder / f"life-{len(list(self._folder.iterdir()))}"
        return life(CENTRE, death, folder, self.centre.database, self.listener, self.centre.clock)

    def write_six(self) -> list[str]:
        """Write six entries at the workplace, two of them into one cell; return their ids."""
        self._turn += 1
        first, then = ("5432"[(self._turn + ahead) % 4] for ahead in (2, 0))
        cells = [(first, PUPILS_5A[0]), *((then, pupil) for pupil in PUPILS_5A)]
        return write(self.place, *(mark(text, pupil) for text, pupil in cells))


@pytest.fixture(scope="module")
def killed(
    databases: Databases, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KilledCentre]:
    """Yield a centre that all deaths happen to."""
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


@pytest.mark.parametrize("death", DEATHS_OF_THE_CENTRE, ids=in_words)
def test_a_centre_killed_at_any_step_takes_what_is_sent_again(
    killed: KilledCentre, death: Death, monkeypatch: pytest.MonkeyPatch
) -> None:
    """See ``deaths``: batches are small, so the second death comes after an acknowledged one."""
    monkeypatch.setattr(outbox, "MAX_ENTRIES", SMALL_BATCH)
    place, centre = killed.place, killed.centre
    before = ids(centre.store)
    written = killed.write_six()
    with killed.life(death) as process:
        with pytest.raises(Unreachable):
            place.client.exchange()
        process.wait_for_death()
    committed = death.occurrence - (death.step in JUDGE)
    assert ids(centre.store) == before + written[: 3 * committed]
    assert centre.faults() == []
    acknowledged = 3 * (death.occurrence - 1)
    unsent = typed(place, EntryRow.number.is_(None))
    assert unsent == written[acknowledged:]
    with killed.life():
        place.client.exchange()
    assert ids(centre.store) == before + written
    assert_whole(centre, place)


def test_a_centre_killed_at_every_step_in_turn_loses_nothing(killed: KilledCentre) -> None:
    place, centre = killed.place, killed.centre
    before = ids(centre.store)
    written: list[str] = []
    for step in AT_CENTRE:
        written += killed.write_six()
        with killed.life(Death(step)) as process:
            with pytest.raises(Unreachable):
                place.client.exchange()
            process.wait_for_death()
    with killed.life():
        place.client.exchange()
    assert ids(centre.store) == before + written
    assert_whole(centre, place)
