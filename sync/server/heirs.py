"""Stations that a journal became without contact: made known by the word of the one before.

A journal may be restored or copied during an outage, and its computer may never return: then nobody
could sign in for the new station, and what it wrote could not be believed. What a station may send
itself, it may let its heir send; one that was taken out of use has no heirs.
"""

from collections.abc import Sequence
from contextlib import suppress

from journal.clock import Clock
from journal.entries import station_id
from journal.signing import is_signed
from journal.store import Store
from sync.parcel import Heir, heir_part
from sync.server.fencing import enter
from sync.server.receiving import DIGEST_BYTES
from sync.server.refusals import RefusedError
from sync.server.stations import enrol
from sync.server.tables import EnrolledRow


def enrol_heirs(store: Store, school: str, heirs: Sequence[Heir], clock: Clock) -> None:
    """Enrol the stations for which both they and a known station of this school have signed."""
    believed = _believed(store, school, heirs) if heirs else []
    if not believed:
        return
    with store.writing() as session:
        enter(session, school)
        for heir, user, name in believed:
            with suppress(RefusedError):  # it was taken out of use itself, or is somebody else's
                enrol(session, school, user, heir.public_key, name, clock.read())


def _believed(store: Store, school: str, heirs: Sequence[Heir]) -> list[tuple[Heir, str, str]]:
    """Return the heirs that are not known yet, with the user and the name of their vouchers."""
    found = []
    with store.reading() as session:
        enter(session, school)
        for heir in heirs:
            voucher = session.get(EnrolledRow, (school, heir.voucher))
            if voucher is None or voucher.revoked_ms is not None or not _is_signed(heir, voucher):
                continue
            if session.get(EnrolledRow, (school, station_id(heir.public_key))) is None:
                found.append((heir, voucher.user, voucher.name))
    return found


def _is_signed(heir: Heir, voucher: EnrolledRow) -> bool:
    part = heir_part(heir.voucher, heir.public_key)
    return (
        len(heir.public_key) == DIGEST_BYTES
        and is_signed(voucher.public_key, heir.signature, part)
        and is_signed(heir.public_key, heir.consent, part)
    )
