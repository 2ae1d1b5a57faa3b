"""The centre of the machine as a process of its own, behind sockets and a proxy that cuts.

The same school and the same rules as in one process; what a fault is on the wire is done to bytes.
"""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx

from journal.store import Store
from sync.server.database import open_centre
from sync.server.demo import FileClock
from tests.journal.desks import HandClock
from tests.sync.centre import make_template
from tests.sync.cutting_proxy import Cut, CuttingProxy
from tests.sync.databases import Databases
from tests.sync.kill.dying import Death
from tests.sync.kill.lives import CENTRE, Life
from tests.sync.machine.places import BEGINNING
from tests.sync.machine.school_house import Template, sign_everybody_in
from tests.sync.machine.wire import CentreProcess, Fault, Wire

_CUTS = {
    Fault.NONE: Cut.NOWHERE,
    Fault.QUESTION_LOST: Cut.MID_BODY,
    Fault.ANSWER_LOST: Cut.AFTER_COMMIT,
    Fault.ANSWER_MANGLED: Cut.MID_ANSWER,
}


class ServedCentre(CentreProcess):
    """A real process of the centre on either database; ``kill -9`` ends it."""

    def __init__(self, databases: Databases, made: str, folder: Path, clock: HandClock) -> None:
        self._databases = databases
        self._made = made
        self._folder = folder
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._file = folder / "clock.json"
        self._lives = 0
        self.store: Store = open_centre(made)
        super().__init__(Path(made), None, clock)  # type: ignore[arg-type]

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        host, port = self._listener.getsockname()
        return host, port

    def tell_time(self) -> None:
        """Let the process see the time of the school."""
        draft = self._file.with_suffix(".draft")
        draft.write_text(json.dumps({"wall": self.clock.now.isoformat()}), encoding="utf-8")
        draft.replace(self._file)

    @contextmanager
    def dying(self, step: str, time: int) -> Iterator[None]:
        """Let the process die when it passes ``step`` for the ``time``-th time."""
        self._life.kill()
        self._start(Death(step, time))
        try:
            yield
        finally:
            self._life.kill()
            self._start()

    def stop(self) -> None:
        """End the process; its database goes with it."""
        self.end()
        self._databases.drop(self._made)

    def end(self) -> None:
        """End the process; its database stays, a file of SQLite whole in itself."""
        self._life.kill()
        self._listener.close()
        if self.store.engine.dialect.name == "sqlite":
            with self.store.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.store.close()

    def _start(self, death: Death | None = None) -> None:
        self._lives += 1
        notes = self._folder / f"life-{self._lives}"
        notes.mkdir()
        self.tell_time()
        database = self._databases.plain(self._made)
        self._life = Life(CENTRE, death, notes, database, self._listener, FileClock(self._file))


class SocketWire(Wire):
    """The connection of one computer through a proxy of its own."""

    def __init__(self, centre: ServedCentre) -> None:
        super().__init__(centre)
        self._served = centre
        self._proxy = CuttingProxy(centre.address)
        self._sockets = httpx.HTTPTransport()

    def remove(self) -> None:
        """Take the wire and its proxy away."""
        self._sockets.close()
        self._proxy.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Bring a question to the process and the answer back, as far as the wire holds."""
        fault = self.faults.pop(0) if self.faults else Fault.NONE
        if self.is_down or self.answers_left == 0:
            raise self._break()
        request.read()
        self._served.tell_time()
        times = 2 if fault in (Fault.ASKED_TWICE, Fault.ASKED_TWICE_AT_ONCE) else 1
        self._proxy.cuts.extend([_CUTS.get(fault, Cut.NOWHERE)] * times)
        try:
            answer = self._ask(request, fault)
        except httpx.TransportError:
            self._proxy.cuts.clear()
            self.broken += 1
            raise
        assert answer.status_code < 500, f"the centre failed: {answer.status_code}"
        if self.answers_left is not None:
            self.answers_left -= 1
        return answer

    def _ask(self, request: httpx.Request, fault: Fault) -> httpx.Response:
        if fault is Fault.ASKED_TWICE:
            self._send(request)
        if fault is Fault.ASKED_TWICE_AT_ONCE:
            with ThreadPoolExecutor(2) as threads:
                both = [threads.submit(self._send, request) for _ in range(2)]
                first, second = (each.result() for each in both)
                return (first, second)[0]
        return self._send(request)

    def _send(self, request: httpx.Request) -> httpx.Response:
        url = httpx.URL(self._proxy.url).copy_with(path=request.url.path)
        headers = {**request.headers, "host": url.netloc.decode()}
        asked = httpx.Request(request.method, url, headers=headers, content=request.content)
        answer = self._sockets.handle_request(asked)
        try:
            content = answer.read()
        finally:
            answer.close()
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


@contextmanager
def served_template(databases: Databases, folder: Path) -> Iterator[Template]:
    """Yield the small school over either database, everybody signed in once over a socket."""
    made = make_template(databases)
    centre = ServedCentre(databases, made, folder, HandClock(BEGINNING))
    wire = SocketWire(centre)
    sign_everybody_in(folder, wire, centre.clock)
    wire.remove()
    centre.end()

    def make_centre(house: Path, clock: HandClock) -> CentreProcess:
        return ServedCentre(databases, databases.make(made), house, clock)

    def lay_wire(centre: CentreProcess) -> Wire:
        assert isinstance(centre, ServedCentre)
        return SocketWire(centre)

    yield Template(folder, make_centre, lay_wire)
    databases.drop(made)
