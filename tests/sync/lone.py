"""A journal that stands alone, as signed in once: for what concerns its files, no centre needed."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select

from journal.keys import save_wraps, wrap_key
from journal.tables import DeskRow
from sync.places import Place, place_of
from tests.journal.desks import KEY, new_journal
from tests.small_school import PETROVA
from tests.sync.centre import CHEAP, PASSWORD

RECOVERY_PRIVATE = bytes(range(1, 33))


def lone_journal(journals: Path, login: str = "petrova", user: str = PETROVA) -> Place:
    """Make the journal of a user with the small school in it, all of it unsent; it is closed."""
    place = place_of(journals, login)
    place.folder.mkdir(parents=True)
    store = new_journal(place.folder, user)
    with store.writing() as session:
        desk = session.scalars(select(DeskRow)).one()
        desk.login, desk.recovery_key = login, recovery_public()
    store.close()
    save_wraps(place.wraps, wrap_key(KEY, PASSWORD, recovery_public(), CHEAP))
    return place


def recovery_public() -> bytes:
    """Return the public half of the school's recovery key."""
    return X25519PrivateKey.from_private_bytes(RECOVERY_PRIVATE).public_key().public_bytes_raw()
