"""A centre for tests: a small school in a real database, and stations that push by hand."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import httpx
import msgspec
from anyio.from_thread import BlockingPortal, start_blocking_portal
from litestar.types import ASGIApp
from sqlalchemy import select

from journal import values
from journal.entries import Entry, chain_start, station_id
from journal.facts_school import StaffRow
from journal.ids import new_id
from journal.keys import PasswordCost, new_recovery_pair
from journal.kinds import make_key
from journal.log import Draft, Stamp, Tail, make_entry
from journal.reference import lesson_id
from journal.signing import new_seed, public_key, sign
from journal.store import Store
from journal.tables import DeskRow, EntryRow
from sync.protocol import Batch, PullAnswer, PullRequest, pack, signed_part
from sync.server.accounts import add_account, hash_token
from sync.server.app import create_app
from sync.server.checking import check_centre
from sync.server.counting import find_schools
from sync.server.database import create_centre, open_centre
from sync.server.desk import found_school, write
from sync.server.fencing import enter
from sync.server.passwords import Passwords
from sync.server.pulling import pull
from sync.server.pushing import Pushed, push
from sync.server.references import References
from sync.server.stations import enrol
from sync.server.tables import SessionRow
from sync.wire import to_wire
from tests.journal.desks import HandClock
from tests.small_school import GROMOV, PUPILS_5A, RUSSIAN, school_drafts
from tests.sync.databases import Databases

PASSWORD = "correct horse"
CHEAP = PasswordCost(iterations=1, memory_kib=64, lanes=1)


def make_template(databases: Databases) -> str:
    """Make a database with the small school and an account for each of its staff."""
    database = databases.make()
    found_small_school(databases.plain(database))
    return database


def found_small_school(database: str) -> None:
    """Make the tables in an empty database, the small school in them, and the accounts."""
    store = create_centre(database)
    clock = HandClock()
    clock.set(2026, 9, 1, 8)
    hashed = Passwords(CHEAP).hash(PASSWORD)
    with store.writing() as session:
        school = found_school(session, new_recovery_pair()[1])
        write(session, school, GROMOV, school_drafts(), clock.read())
        for row in session.scalars(select(StaffRow)).all():
            add_account(session, school, row.user, row.login, hashed, 0)
    store.close()


@dataclass
class Centre:
    """An open centre. ``database`` is what ``--database`` would be.

    ``store`` is the test's own look at the database, before which no fence stands; the product
    works through ``served``.
    """

    database: str
    store: Store
    clock: HandClock = field(default_factory=HandClock)
    references: References = field(default_factory=References)
    school: str = ""
    plain: Store | None = None

    @property
    def served(self) -> Store:
        """The database as the product opens it."""
        return self.plain or self.store

    @property
    def app(self) -> ASGIApp:
        """The application over this database, as a process of its own would build it."""
        return create_app(self.served, self.clock, Passwords(CHEAP))

    def station(self, user: str) -> "HandStation":
        """Enrol a new station of ``user``."""
        station = HandStation(self, user)
        self.enrol(station)
        return station

    def enrol(self, station: "HandStation") -> None:
        """Enrol a station for its user."""
        public = public_key(station.seed)
        with self.served.writing() as session:
            enter(session, self.school)
            enrol(session, self.school, station.user, public, "", self.clock.read())

    def token(self, user: str, station: str | None = None) -> str:
        """Open a session without asking for a password."""
        token, now_ms = new_id(), int(self.clock.read().wall.timestamp() * 1000)
        with self.store.writing() as session:
            session.add(
                SessionRow(
                    token_hash=hash_token(token),
                    school=self.school,
                    user=user,
                    station=station,
                    created_ms=now_ms,
                    used_ms=now_ms,
                )
            )
        return token

    def pull(self, user: str, scopes: dict[str, int], epoch: str = "") -> PullAnswer:
        """Pull as ``user``."""
        return self.pull_with(self.token(user), scopes, epoch)

    def pull_with(self, token: str, scopes: dict[str, int], epoch: str = "") -> PullAnswer:
        """Pull in a session."""
        request = PullRequest(epoch, scopes)
        return pull(self.served, self.references, self.clock, token, request).answer

    def entries(self) -> list[EntryRow]:
        """Return the whole log by number."""
        with self.store.reading() as session:
            return list(session.scalars(select(EntryRow).order_by(EntryRow.number)))

    def row(self, id_: str) -> EntryRow:
        """Return one line of the log."""
        with self.store.reading() as session:
            return session.scalars(select(EntryRow).where(EntryRow.id == id_)).one()

    def faults(self) -> list[str]:
        """Return what is not as the log says: rows, numbers, heads, digests, chains."""
        with self.store.reading() as session:
            return check_centre(session, self.school)


@contextmanager
def running_centre(databases: Databases, template: str) -> Iterator[Centre]:
    """Yield a centre over a copy of the template."""
    made = databases.make(template)
    database = databases.plain(made)
    store, served = open_centre(made), open_centre(database)
    centre = Centre(database, store, plain=served)
    with store.reading() as session:
        centre.school = find_schools(session)[0]
    try:
        yield centre
    finally:
        store.close()
        served.close()
        databases.drop(made)


class HandStation:
    """A station whose chain and batches the test makes by hand."""

    def __init__(self, centre: Centre, user: str) -> None:
        self.centre = centre
        self.user = user
        self.seed = new_seed()
        self.id = station_id(public_key(self.seed))
        self.tail = Tail(0, chain_start(self.id))
        self.desk = DeskRow(
            school=centre.school, station=self.id, user=user, epoch="", seen_number=0
        )

    def copy(self) -> "HandStation":
        """Return what a copied journal is: the same key and past, and a future of its own."""
        copied = HandStation(self.centre, self.user)
        copied.seed, copied.id, copied.tail, copied.desk = (
            self.seed,
            self.id,
            self.tail,
            self.desk,
        )
        return copied

    def entry(self, draft: Draft, base: str | None = None, author: str | None = None) -> Entry:
        """Return the next entry of the chain."""
        stamp = Stamp(author or self.user, self.centre.clock.read(), 0)
        return self.take(make_entry(self.desk, self.tail, stamp, draft, base))

    def take(self, entry: Entry) -> Entry:
        """Put ``entry``, whatever it says, at the end of the chain."""
        self.tail = Tail(entry.seq, entry.digest())
        return entry

    def batch(self, entries: Sequence[Entry], cannot_fill: bool = False) -> Batch:
        """Return entries that follow each other as a signed batch."""
        raws = [msgspec.Raw(msgspec.msgpack.encode(to_wire(entry))) for entry in entries]
        return self.raw_batch(entries[0].seq, entries[0].prev, raws, cannot_fill)

    def raw_batch(
        self, first_seq: int, prev: bytes, raws: list[msgspec.Raw], cannot_fill: bool = False
    ) -> Batch:
        """Return whatever bytes as a signed batch."""
        signed = signed_part(self.id, first_seq, prev, [bytes(raw) for raw in raws])
        return Batch(self.id, first_seq, prev, raws, sign(self.seed, signed), cannot_fill)

    def push(self, *entries: Entry, cannot_fill: bool = False) -> Pushed:
        """Push entries that follow each other."""
        return self.send(self.batch(entries, cannot_fill))

    def send(self, batch: Batch) -> Pushed:
        """Push a batch."""
        return push(self.centre.served, self.centre.references, self.centre.clock, batch)


def mark(
    text: str = "5", pupil: str = PUPILS_5A[0], day: date = date(2026, 9, 15), page: str = RUSSIAN
) -> Draft:
    """Return the wish to put a mark into a cell of the lesson in the first bell slot."""
    slot = 1 if page == RUSSIAN else 2
    key = make_key("mark.set", page, lesson_id(page, day, slot), pupil, "0")
    return Draft("mark.set", key, values.Mark((text,) if text else ()), lesson_date=day)


class AppTransport(httpx.BaseTransport):
    """Lets a client with blocking calls ask an ASGI application in the same process."""

    def __init__(self, app: ASGIApp, portal: BlockingPortal) -> None:
        self._transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
        self._portal = portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        return self._portal.call(self._ask, request)

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        asked = httpx.Request(
            request.method, request.url, headers=request.headers, content=request.read()
        )
        answer = await self._transport.handle_async_request(asked)
        content = await answer.aread()
        return httpx.Response(answer.status_code, headers=answer.headers, content=content)


@contextmanager
def client_of(app: ASGIApp) -> Iterator[httpx.Client]:
    """Yield an HTTP client that talks to ``app`` without a socket."""
    with (
        start_blocking_portal() as portal,
        httpx.Client(transport=AppTransport(app, portal), base_url="http://centre") as client,
    ):
        yield client


def body_of(batch: Batch) -> bytes:
    """Return the body of a push."""
    return pack(batch)
