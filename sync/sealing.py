"""Sealing what waits in a journal: a copy for any road to the centre; the entries wait on too."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select

from journal.errors import UserError
from journal.log import count_unsent
from journal.steps import reached
from journal.store import Store
from journal.tables import DeskRow
from sync.outbox import heirs, waiting_batches
from sync.parcel import MAX_BATCHES, MAX_HEIRS, MAX_PARCEL_BYTES, Packed, pack_parcel, school_hash
from sync.parcel_folder import CentreCard, ParcelFolder, name_of
from sync.protocol import MAX_BATCH_BYTES, Batch

_NO_KEY_WORDS = (
    "Пакет пока не сделать: для него нужна одна связь с центральным сервером после обновления "
    "программы. Записи целы в журнале."
)


class NoParcelKey(UserError):
    """The journal does not know yet what to seal to."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in a journal, ready to be sealed.

    Attributes:
        name: of the file.
        kinds: how many entries there are of each kind.
        left: how many more wait than one parcel may hold.
    """

    name: str
    packed: Packed
    parcel_key: bytes
    kinds: Counter[str]
    left: int = 0

    @property
    def entries(self) -> int:
        """How many entries are in the parcel."""
        return self.kinds.total()


@dataclass(frozen=True, slots=True)
class OwnParcel:
    """The parcel of a journal: the name of its file, and what it has to hold, if anything."""

    name: str
    waiting: Waiting | None


def pack_waiting(store: Store) -> Waiting | None:
    """Return everything in a journal that has no number, signed as for a push, or ``None``.

    Raises:
        NoParcelKey: it has had no contact with a centre that takes parcels.
    """
    with store.reading() as session:
        unsent = count_unsent(session)
        if not unsent:
            return None
        desk = session.scalars(select(DeskRow)).one()
        if desk.parcel_key is None:
            raise NoParcelKey(_NO_KEY_WORDS)
        batches: list[Batch] = []
        kinds: Counter[str] = Counter()
        size = 0
        for outgoing in waiting_batches(session):
            size += sum(len(bytes(raw)) for raw in outgoing.message.entries)
            is_full = size > MAX_PARCEL_BYTES - MAX_BATCH_BYTES or len(batches) == MAX_BATCHES
            if batches and is_full:
                break
            batches.append(outgoing.message)
            kinds.update(entry.kind for entry in outgoing.entries)
        packed = pack_parcel(desk.school, batches, heirs(session)[-MAX_HEIRS:])
        return Waiting(
            name_of(desk.station), packed, desk.parcel_key, kinds, unsent - kinds.total()
        )


def look(store: Store) -> OwnParcel:
    """Return what the parcel of a journal has to be now; before there is a key it is nothing."""
    with suppress(NoParcelKey):
        return OwnParcel(own_name(store), pack_waiting(store))
    return OwnParcel(own_name(store), None)


def keep_sealed(store: Store, folders: Sequence[ParcelFolder]) -> None:
    """Bring the parcel of a journal up to date; the first folder is that of the computer.

    Raises:
        UserError: one of them cannot be written; the others are.
    """
    parcel = look(store)
    faults: list[UserError] = []
    for folder in folders:
        try:
            bring_up_to_date(folder, parcel)
        except UserError as fault:
            faults.append(fault)
    introduce_centre(store, folders[0])
    for wrong in faults:
        raise wrong


def bring_up_to_date(folder: ParcelFolder, parcel: OwnParcel) -> None:
    """Seal what waits into a folder; when nothing waits any more, take the older parcel away.

    What an older station of the same journal left there may be newer than what the journal knows
    of it (after a restore), so it stays until it was sent and is old.

    Raises:
        UserError: it cannot be written.
    """
    if parcel.waiting is not None:
        seal_into(folder, parcel.waiting)
        return
    # a medium that does not let it go harms nobody: what is in it is known to the centre
    with suppress(OSError):
        folder.remove(parcel.name)


def own_name(store: Store) -> str:
    """Return the name of the file in which this journal keeps what waits."""
    with store.reading() as session:
        return name_of(session.scalars(select(DeskRow.station)).one())


def seal_into(folder: ParcelFolder, waiting: Waiting) -> None:
    """Put a parcel into a folder, unless this very one lies there.

    Raises:
        UserError: it cannot be written.
    """
    if folder.holds(waiting.name, waiting.packed):
        return
    reached("seal.packed")
    folder.put(waiting.name, waiting.packed, waiting.parcel_key)
    reached("seal.replaced")


def introduce_centre(store: Store, folder: ParcelFolder) -> None:
    """Remember in a folder where parcels of the school of this journal are sent.

    Raises:
        UserError: it cannot be written.
    """
    with store.reading() as session:
        desk = session.scalars(select(DeskRow)).one()
        card = CentreCard(desk.server, desk.centre_key)
        folder.know_centre(school_hash(desk.school), card)
