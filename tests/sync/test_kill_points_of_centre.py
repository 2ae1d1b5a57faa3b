"""kill -9 of the centre at every named step: what it did not answer is sent again, and taken once.

The centre is a process of its own on both databases; a real station talks to it through a socket.
"""

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from journal.tables import EntryRow
from sync import outbox
from sync.link import Unreachable
from tests.sync.centre import running_centre
from tests.sync.databases import Databases
from tests.sync.kill.aftermath import assert_whole, ids, typed
from tests.sync.kill.deaths import AT_CENTRE, DEATHS_OF_THE_CENTRE, JUDGE, in_words
from tests.sync.kill.dying import Death
from tests.sync.kill.killed_centre import KilledCentre
from tests.sync.kill.station import SMALL_BATCH


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
