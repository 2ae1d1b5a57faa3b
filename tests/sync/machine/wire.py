"""The way from a computer to the centre, and all that can go wrong on it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from enum import Enum, auto
from pathlib import Path
from shutil import copy2

import httpx
from anyio.from_thread import BlockingPortal

from journal.store import Store
from sync.parcel import PARCEL_PATH
from sync.server.app import create_app
from sync.server.backups import restore
from sync.server.database import open_centre
from sync.server.passwords import Passwords
from sync.server.settling import settle_after_upgrade
from tests.journal.desks import HandClock
from tests.newer_program import HOMEWORK, program
from tests.sync.centre import CHEAP, AppTransport
from tests.sync.machine.steps import CentreKilled


class Fault(Enum):
    """What happens to one question and its answer."""

    NONE = auto()
    QUESTION_LOST = auto()
    ANSWER_LOST = auto()
    ANSWER_MANGLED = auto()
    ASKED_TWICE = auto()
    ASKED_TWICE_AT_ONCE = auto()

    @property
    def is_loud(self) -> bool:
        """Tell whether the station notices it."""
        return self in (Fault.QUESTION_LOST, Fault.ANSWER_LOST, Fault.ANSWER_MANGLED)


class CentreProcess:
    """The centre's process over its database file; it can be killed and started again."""

    def __init__(self, database: Path, portal: BlockingPortal, clock: HandClock) -> None:
        self.database = database
        self.clock = clock
        self.is_newer = False
        self._portal = portal
        self._start()

    def ask(self, request: httpx.Request) -> httpx.Response:
        """Answer a question; the process dies in it when a step is deadly.

        Raises:
            CentreKilled: no answer, and the process has been started again.
        """
        self._was_killed = False
        try:
            answer = self._transport.handle_request(request)
        except CentreKilled:
            answer = None
        if self._was_killed or answer is None:
            self._start()
            raise CentreKilled
        # a centre that collects what was said before its restore asks parcels to wait
        is_put_off = request.url.path == PARCEL_PATH and "Retry-After" in answer.headers
        assert answer.status_code < 500 or is_put_off, f"the centre failed: {answer.status_code}"
        return answer

    def kill(self) -> None:
        """End the process now: only what has reached the disk is kept."""
        self._was_killed = True
        self.database = _as_on_disk(self.database)
        raise CentreKilled

    @property
    def program(self) -> AbstractContextManager[None]:
        """The program of the centre; whatever it does is done within."""
        return program(newer=self.is_newer, brings=HOMEWORK)

    def upgrade(self) -> None:
        """Install the next release: it goes over what the old one did not understand."""
        self.is_newer = True
        with self.program:
            self._start()
            settle_after_upgrade(self.store, self.clock)

    def restore(self, copy: Path) -> None:
        """Put a copy in the place of the database; the process sees it at once."""
        with self.program:
            restore(str(self.database), copy, self.clock, may_replace=True)
            if self.is_newer:
                settle_after_upgrade(self.store, self.clock)

    def stop(self) -> None:
        """End the process in an orderly way."""
        self.store.close()

    def _start(self) -> None:
        previous: Store | None = getattr(self, "store", None)
        if previous is not None:
            previous.close()
        self.store = open_centre(str(self.database))
        app = create_app(self.store, self.clock, Passwords(CHEAP))
        self._transport = AppTransport(app, self._portal)


class Wire(httpx.BaseTransport):
    """The connection of one computer. ``faults`` happen to its next questions, one each.

    Attributes:
        is_down: no question arrives.
        answers_left: after so many answers the connection breaks; ``None`` for never.
        broken: how many questions got no proper answer.
    """

    def __init__(self, centre: CentreProcess) -> None:
        self._centre = centre
        self.is_down = False
        self.faults: list[Fault] = []
        self.answers_left: int | None = None
        self.broken = 0

    def remove(self) -> None:
        """Take the wire away; clients that used it have closed nothing but themselves."""

    def heal(self) -> None:
        """Let everything through again."""
        self.is_down, self.answers_left = False, None
        self.faults.clear()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Bring a question to the centre and the answer back, as far as the wire holds."""
        fault = self.faults.pop(0) if self.faults else Fault.NONE
        if self.is_down or self.answers_left == 0 or fault is Fault.QUESTION_LOST:
            raise self._break()
        try:
            with self._centre.program:
                answer = self._deliver(request, fault)
        except CentreKilled as fate:
            raise self._break() from fate
        if self.answers_left is not None:
            self.answers_left -= 1
        if fault is Fault.ANSWER_LOST:
            raise self._break()
        if fault is Fault.ANSWER_MANGLED:
            self.broken += 1
            body = bytes([answer.content[0] ^ 1]) + answer.content[1:]
            return httpx.Response(answer.status_code, headers=answer.headers, content=body)
        return answer

    def _deliver(self, request: httpx.Request, fault: Fault) -> httpx.Response:
        request.read()
        if fault is Fault.ASKED_TWICE:
            self._centre.ask(request)
        if fault is Fault.ASKED_TWICE_AT_ONCE:
            return _at_once(lambda: self._centre.ask(request))
        return self._centre.ask(request)

    def _break(self) -> httpx.TransportError:
        self.broken += 1
        return httpx.ReadError("the wire was cut")


def _at_once(ask: Callable[[], httpx.Response]) -> httpx.Response:
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.submit(ask), threads.submit(ask)
        return (first.result(), second.result())[0]


def _as_on_disk(database: Path) -> Path:
    """Return a copy of a SQLite database as a crash at this moment would leave it."""
    number = int(database.suffix[1:]) if database.suffix[1:].isdecimal() else 0
    left = database.with_suffix(f".{number + 1}")
    for ending in ("", "-wal"):
        source = database.with_name(database.name + ending)
        if source.exists():
            copy2(source, left.with_name(left.name + ending))
    return left
