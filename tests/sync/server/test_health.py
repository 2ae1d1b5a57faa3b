"""Alive, ready, and never stuck: what the centre does when its database does not."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import event, select, text

from journal.store import Store
from sync.protocol import HELLO_PATH, PUSH_PATH, SIGNATURE_HEADER, Problem, pack, unpack
from sync.server import database
from sync.server.answering import Limits
from sync.server.app import create_app
from sync.server.database import open_centre
from sync.server.health import HEALTH_PATH, READY_PATH
from sync.server.passwords import Passwords
from sync.server.schema import newest_versions
from sync.server.tables import CounterRow
from tests.small_school import PETROVA
from tests.sync.centre import CHEAP, Centre, client_of, mark


class Stuck(Store):
    """A database that does not answer until the test lets it."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.engine)
        self.is_stuck = False
        self.go = threading.Event()
        self.begun = 0

    @contextmanager
    def reading(self) -> Iterator[object]:  # type: ignore[override]
        """Wait, then read."""
        if self.is_stuck:
            self.begun += 1
            self.go.wait(20)
        with super().reading() as session:
            yield session


@pytest.fixture
def stuck(centre: Centre) -> Iterator[Stuck]:
    """Yield a database that can be made to hang."""
    store = Stuck(centre.served)
    yield store
    store.go.set()


@contextmanager
def asking(centre: Centre, store: Store, limits: Limits) -> Iterator[httpx.Client]:
    """Yield a client of a centre over ``store``."""
    with client_of(create_app(store, centre.clock, Passwords(CHEAP), limits)) as client:
        yield client


def test_health_needs_no_session_and_no_database(http: httpx.Client) -> None:
    answer = http.get(HEALTH_PATH)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["content-type"] == "application/json"
    assert SIGNATURE_HEADER in answer.headers


def test_ready_names_the_schema(centre: Centre, http: httpx.Client) -> None:
    answer = http.get(READY_PATH)
    assert answer.status_code == 200
    newest = newest_versions()
    assert answer.json() == {
        "status": "ok",
        "journal": newest.journal,
        "centre": newest.centre,
    }
    with centre.store.writing() as session:
        session.execute(text("UPDATE centre_version SET version_num = '0001'"))
    answer = http.get(READY_PATH)
    assert (answer.status_code, answer.json()["status"]) == (503, "schema")


def test_a_request_that_hangs_is_answered_and_keeps_its_place(centre: Centre, stuck: Stuck) -> None:
    with asking(centre, stuck, Limits(in_flight=2, line=0, patience=1)) as http:
        stuck.is_stuck = True
        for _ in range(2):
            answer = http.get(HELLO_PATH)
            assert (answer.status_code, unpack(answer.content, Problem).code) == (503, "busy")
            assert int(answer.headers["retry-after"]) > 0
            assert SIGNATURE_HEADER in answer.headers
        # both places are taken by what hangs: the next is not even begun, and health stands beside
        assert http.get(HELLO_PATH).status_code == 503
        assert http.get(HEALTH_PATH).status_code == 200
        assert stuck.begun == 2
        stuck.is_stuck = False
        stuck.go.set()
        # both have really ended when two requests at once find their places
        wait_for(lambda: {get.result().status_code for get in at_once(http, 2)} == {200})


def test_ready_does_not_wait_for_a_database_that_hangs(
    centre: Centre, stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.server.health.health_routes.__defaults__", (0.1,))
    with asking(centre, stuck, Limits()) as http:
        stuck.is_stuck = True
        answer = http.get(READY_PATH)
        assert (answer.status_code, answer.json()["status"]) == (503, "database")
        assert http.get(HEALTH_PATH).status_code == 200


def test_a_stuck_writer_stops_neither_health_nor_reading(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_SERVING", ("lock_timeout = '200ms'",))
    served = open_centre(centre.database, serving=True)
    if served.engine.dialect.name == "sqlite":
        impatient(served)
    station = centre.station(PETROVA)
    batch = pack(station.batch([station.entry(mark())]))
    with asking(centre, served, Limits()) as http, ThreadPoolExecutor(1) as pool:
        with centre.store.writing() as session:
            session.scalars(select(CounterRow).with_for_update()).all()
            pushed = pool.submit(http.post, PUSH_PATH, content=batch)
            assert http.get(HEALTH_PATH).status_code == 200
            assert http.get(HELLO_PATH).status_code == 200
            answer = pushed.result()
            assert (answer.status_code, unpack(answer.content, Problem).code) == (503, "busy")
            assert SIGNATURE_HEADER in answer.headers
        assert http.post(PUSH_PATH, content=batch).status_code == 200
    served.close()
    assert centre.faults() == []


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_the_database_gives_up_before_the_watchdog_does(centre: Centre) -> None:
    served = open_centre(centre.database, serving=True)
    with served.reading() as session:
        limits = [
            session.scalar(text(f"SELECT setting::int FROM pg_settings WHERE name = '{name}'"))
            for name in ("statement_timeout", "lock_timeout")
        ]
    served.close()
    assert limits == [10_000, 5_000]
    assert max(limits) / 1000 < Limits().patience < 20


def at_once(http: httpx.Client, number: int) -> "list[Future[httpx.Response]]":
    """Ask several times at the same moment."""
    with ThreadPoolExecutor(number) as pool:
        return [pool.submit(http.get, HELLO_PATH) for _ in range(number)]


def impatient(store: Store) -> None:
    """Let a file wait less for its lock than it does in earnest."""

    @event.listens_for(store.engine, "checkout")
    def _checked_out(connection: object, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout = 200")  # type: ignore[attr-defined]


def wait_for(is_so: Callable[[], bool]) -> None:
    """Wait until something becomes true."""
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)
