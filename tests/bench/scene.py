"""What stands before an exchange begins: a centre's database and the journals of three stations."""

from dataclasses import dataclass
from pathlib import Path

from journal.entries import station_id
from journal.keys import new_recovery_pair
from journal.log import Stamp, append
from journal.queries.school import read_reference
from journal.signing import new_seed, public_key
from journal.store import Store, create_journal
from journal.tables import DeskRow
from sync.client import SyncClient
from sync.link import Link
from sync.server.app import create_app
from sync.server.counting import read_counter
from sync.server.database import create_centre, open_centre
from sync.server.desk import found_school, write
from sync.server.stations import enrol
from tests.bench.desk import JOURNAL
from tests.bench.school import ADMINISTRATOR, COLLEAGUE, NOW, TEACHER, entries_of, school_drafts
from tests.journal.desks import KEY, HandClock
from tests.sync.centre import Centre, client_of
from tests.sync.databases import Databases

WRITER, READER, WARMER = "writer", "reader", "warmer"
"""Two stations of one teacher, and one of a colleague that warms the server up."""

_CLASSES = 6
_WARM_UP = 500
_CLOCK = HandClock(NOW)


@dataclass(frozen=True, slots=True)
class Scene:
    """A centre's database and the journals beside it; each round works on copies.

    ``entries``: how many the writer has to send; all journals know the school.
    """

    databases: Databases
    database: str
    folder: Path
    entries: int
    centre_key: bytes


def build_scene(databases: Databases, folder: Path, entries: int) -> Scene:
    """Found a school, enrol the stations and let them write.

    The database belongs to a plain role, before which the fence between schools stands.
    """
    database = databases.make()
    store = create_centre(databases.plain(database))
    centre = Centre(database, store, _CLOCK)
    with store.writing() as session:
        centre.school = found_school(session, new_recovery_pair()[1])
        drafts = list(school_drafts(_CLASSES))
        write(session, centre.school, ADMINISTRATOR, drafts, _CLOCK.read())
    store.close()
    centre.store = store = open_centre(database)
    with store.reading() as session:
        centre_key = public_key(session.get_one(DeskRow, centre.school).seed)
    plans = (
        (WRITER, TEACHER, range(1, _CLASSES + 1), entries),
        (READER, TEACHER, range(0), 0),
        (WARMER, COLLEAGUE, range(1), _WARM_UP),
    )
    for name, user, classes, count in plans:
        journal = _enrolled_journal(centre, folder / name, user, centre_key)
        _write(journal, classes, count)
        journal.close()
    store.close()
    return Scene(databases, database, folder, entries, centre_key)


def _enrolled_journal(centre: Centre, folder: Path, user: str, centre_key: bytes) -> Store:
    """Make the journal of a new station and let it pull the school."""
    seed = new_seed()
    public = public_key(seed)
    with centre.store.writing() as session:
        enrol(session, centre.school, user, public, "", _CLOCK.read())
        epoch = read_counter(session, centre.school).epoch
    journal = create_journal(folder / JOURNAL, KEY)
    with journal.writing() as session:
        session.add(
            DeskRow(
                school=centre.school,
                station=station_id(public),
                seed=seed,
                user=user,
                login="",
                server="",
                token=centre.token(user),
                centre_key=centre_key,
                recovery_key=b"",
                epoch=epoch,
            )
        )
    with client_of(create_app(centre.store, _CLOCK)) as http:
        SyncClient(journal, Link(http, "http://centre", _CLOCK, centre_key), _CLOCK).pull()
    return journal


def _write(journal: Store, classes: range, count: int) -> None:
    with journal.reading() as session:
        school = session.query(DeskRow.school).scalar() or ""
        reference = read_reference(session, school)
    drafts = entries_of(reference, classes, count)
    with journal.writing() as session:
        append(session, Stamp(TEACHER, _CLOCK.read(), 2), drafts)
