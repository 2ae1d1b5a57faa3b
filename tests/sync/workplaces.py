"""Workplaces for tests: real encrypted journals that talk to a real centre through a socket."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import httpx
import uvicorn
from litestar.types import ASGIApp
from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.facts_page import MarkRow
from journal.kinds import MAIN_COLUMN, make_key
from journal.log import Draft, Stamp, append
from journal.projection import differences
from journal.queries.link_state import LinkState, read_link_state
from journal.queries.school import read_reference
from journal.queries.transfers import Transfers, read_transfers
from journal.reference import Reference, lesson_id
from journal.services.lessons import SetCell, set_cell
from journal.services.work import Work
from journal.tables import DeskRow, EntryRow
from journal.values import Mark
from sync.client import SyncClient
from sync.enrolment import OpenJournal, first_sign_in, sign_in_offline
from tests.journal.desks import HandClock
from tests.small_school import MATHS, PUPILS_5A, RUSSIAN
from tests.sync.centre import CHEAP, PASSWORD, Centre
from tests.sync.cutting_proxy import CuttingProxy, cutting_proxy

Command = TypeVar("Command")
LESSON_DAY = date(2026, 9, 15)


def lesson_of(page: str = RUSSIAN, day: date = LESSON_DAY) -> str:
    """Return the lesson of a page on a day."""
    return lesson_id(page, day, 2 if page == MATHS else 1)


def cell(pupil: int = 0, day: date = LESSON_DAY, page: str = RUSSIAN) -> str:
    """Return the key of the marks of a pupil of 5А."""
    return make_key("mark.set", page, lesson_of(page, day), PUPILS_5A[pupil], MAIN_COLUMN)


@contextmanager
def served(app: ASGIApp, **tls: str) -> Iterator[tuple[str, int]]:
    """Serve an application on a socket of this computer; yield its address.

    ``tls``: the files of a certificate, as uvicorn calls them.
    """
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        log_level="critical",
        lifespan="off",
        timeout_graceful_shutdown=1,
        **tls,  # type: ignore[arg-type]
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        host, port = server.servers[0].sockets[0].getsockname()
        yield host, port
    finally:
        server.should_exit = True
        thread.join()


@dataclass
class Workplace:
    """One computer with the journal of one user."""

    folder: Path
    login: str
    url: str
    http: httpx.Client
    clock: HandClock = field(default_factory=HandClock)
    _journal: OpenJournal | None = None
    _client: SyncClient | None = None

    @property
    def journal(self) -> OpenJournal:
        """The journal, signed in: with the centre the first time, without it afterwards."""
        if self._journal is None:
            self.sign_in()
        assert self._journal is not None
        return self._journal

    @property
    def client(self) -> SyncClient:
        """The talk with the centre of this run of the program."""
        journal = self.journal
        if self._client is None:
            link = journal.link(self.http, self.clock)
            self._client = SyncClient(journal.store, link, self.clock)
        return self._client

    def sign_in(self) -> None:
        """Start the program."""
        if self.folder.exists():
            self._journal = sign_in_offline(self.folder, self.login, PASSWORD)
        else:
            self._journal = first_sign_in(
                self.folder, self.url, self.login, PASSWORD, self.http, self.clock, cost=CHEAP
            )

    def leave(self) -> None:
        """End the program; the next use of the workplace starts it again."""
        if self._journal is not None:
            self._journal.close()
        self._journal = self._client = None

    def does(
        self, service: Callable[[Session, Command, Work], Changes], command: Command
    ) -> Changes:
        """Carry out a wish here."""
        work = Work(self.reference, self.stamp)
        with self.journal.store.writing() as session:
            return service(session, command, work)

    def mark(
        self, text: str, pupil: int = 0, day: date = LESSON_DAY, page: str = RUSSIAN
    ) -> Changes:
        """Type into the cell of a pupil of 5А."""
        return self.does(set_cell, SetCell(page, lesson_of(page, day), PUPILS_5A[pupil], text))

    def mark_many(self, count: int) -> None:
        """Write many marks into the cells of the last two weeks in one transaction."""
        days = [LESSON_DAY - timedelta(days=back) for back in (0, 1, 4, 5, 6, 7, 8, 11, 12)]
        drafts = [
            Draft(
                "mark.set",
                cell(turn % 5, days[turn // 5 % len(days)]),
                Mark(("5432"[turn % 4],)),
                lesson_date=days[turn // 5 % len(days)],
            )
            for turn in range(count)
        ]
        with self.journal.store.writing() as session:
            append(session, self.stamp, drafts)

    @property
    def stamp(self) -> Stamp:
        """Who writes here, and when."""
        return Stamp(self.journal.user, self.clock.read(), 0)

    @property
    def reference(self) -> Reference:
        """The school as this journal knows it."""
        with self.journal.store.reading() as session:
            return read_reference(session, self.journal.school)

    @property
    def desk(self) -> DeskRow:
        """What is kept about this journal itself."""
        with self.journal.store.reading() as session:
            return session.scalars(select(DeskRow)).one()

    @property
    def written(self) -> list[EntryRow]:
        """What was written at this workplace, by seq."""
        with self.journal.store.reading() as session:
            query = select(EntryRow).where(EntryRow.author == self.journal.user)
            rows = session.scalars(query.order_by(EntryRow.station, EntryRow.seq))
            return [row for row in rows if row.kind != "station.set"]

    @property
    def transfers(self) -> Transfers:
        """The page «Перенос»."""
        with self.journal.store.reading() as session:
            return read_transfers(session, self.reference, self.clock.now)

    @property
    def link_state(self) -> LinkState:
        """The chip."""
        with self.journal.store.reading() as session:
            return read_link_state(session, self.reference, self.clock.now)

    def shown(self, pupil: int = 0, day: date = LESSON_DAY, page: str = RUSSIAN) -> str | None:
        """Return the marks that the cell shows here, ``None`` where it never had any."""
        lesson = lesson_id(page, day, 2 if page == MATHS else 1)
        with self.journal.store.reading() as session:
            marks = session.scalars(
                select(MarkRow.marks).where(
                    MarkRow.page == page,
                    MarkRow.lesson == lesson,
                    MarkRow.pupil == PUPILS_5A[pupil],
                )
            ).first()
        return None if marks is None else " ".join(marks)

    def differences(self) -> list[str]:
        """Return the keys whose rows are not what their entries fold to."""
        with self.journal.store.reading() as session:
            return differences(session, self.journal.school)


@dataclass
class StaffRoom:
    """A centre behind a wire that can be cut, and the workplaces before it."""

    centre: Centre
    wire: CuttingProxy
    folder: Path
    http: httpx.Client
    workplaces: list[Workplace] = field(default_factory=list)

    @property
    def clock(self) -> HandClock:
        """The clock of the centre; each workplace has its own."""
        return self.centre.clock

    def differences(self) -> list[str]:
        """Return the keys of the centre whose rows are not what their entries fold to."""
        with self.centre.store.reading() as session:
            return differences(session, self.centre.school)

    def workplace(self, login: str, name: str = "") -> Workplace:
        """Return a computer of its own for ``login``; two of them differ in ``name``."""
        folder = self.folder / f"{login}{name}"
        place = Workplace(folder, login, self.wire.url, self.http, HandClock(self.clock.now))
        self.workplaces.append(place)
        return place

    def wait(self, **span: float) -> None:
        """Let time pass everywhere."""
        self.clock.wait(**span)
        for place in self.workplaces:
            place.clock.wait(**span)

    def exchange(self, *places: Workplace) -> None:
        """Let all workplaces (or some) exchange until each knows what the others sent."""
        for _ in range(2):
            for place in places or self.workplaces:
                place.client.exchange()


@contextmanager
def staff_room(centre: Centre, folder: Path) -> Iterator[StaffRoom]:
    """Yield a staff room around a centre."""
    with (
        served(centre.app) as address,
        cutting_proxy(address) as wire,
        httpx.Client(timeout=10) as http,
    ):
        room = StaffRoom(centre, wire, folder, http)
        try:
            yield room
        finally:
            for place in room.workplaces:
                place.leave()
